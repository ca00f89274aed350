"""What an action and a store are given as `db`: one open transaction. It never commits."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.exc import DBAPIError, IntegrityError

from propria.kernel.errors import PropriaError, Refused
from propria.plumbing.errors import Unavailable
from propria.plumbing.news import News
from propria.plumbing.prepared import Prepared, Values

logger = logging.getLogger("propria.plumbing.database")

Parameters = Values | Sequence[Values]


class Session:
    """One transaction, as its closure sees it. Use it only inside the closure, on its thread."""

    def __init__(self, connection: Connection, news: News, driver: sqlite3.Connection | None = None) -> None:
        """`driver` is SQLite's own connection under this one; None on PostgreSQL."""
        self.news = news
        self._connection = connection
        self._driver = driver
        self._after: list[Callable[[], None]] = []

    def execute(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        """Run one SQLAlchemy Core statement. Read the rows before the closure returns."""
        return self._connection.execute(statement, parameters)

    def run(self, prepared: Prepared, rows: Sequence[Values]) -> None:
        """Run a prepared statement once for each of these rows of values."""
        prepared.run(rows, self._connection, self._driver)

    def rows(self, prepared: Prepared, **values: Any) -> list[Any]:
        """What a prepared query finds, as named tuples."""
        return prepared.rows(values, self._connection, self._driver)

    @property
    def dialect_name(self) -> str:
        """`sqlite` or `postgresql`, for a store that must choose between two dialects' inserts."""
        return self._connection.dialect.name

    def after_commit(self, call: Callable[[], None]) -> None:
        """Run `call` once the transaction is durable, and never if it is not.

        Calls run on the thread that asked for the transaction, in order, before `transact` returns.
        Two transactions' calls may overtake each other: let a call re-read what it needs. A call that
        fails is logged and changes nothing: the transaction stands.
        """
        self._after.append(call)

    def run_after_commit(self) -> None:
        """Run what was asked for; for the engines only."""
        calls, self._after = self._after, []
        for call in calls:
            try:
                call()
            except Exception:
                logger.exception("plumbing.after_commit_failed")


class Nesting:
    """Remembers which threads are inside a transaction, so that one inside another is refused."""

    def __init__(self) -> None:
        self._local = threading.local()

    def refuse(self) -> None:
        """Raises: Refused(`plumbing.nested_transaction`) on a thread that is already inside one."""
        if getattr(self._local, "inside", None):
            raise Refused(
                "plumbing.nested_transaction",
                "A transaction cannot wait for another one; use the db that you were given.",
            )

    def __enter__(self) -> None:
        """This thread is inside a transaction."""
        self._local.inside = True

    def __exit__(self, *_: object) -> None:
        """It is outside again."""
        self._local.inside = False


def translated(error: BaseException) -> BaseException:
    """The error for the caller: driver errors become codes, everything else stays itself, our own mistakes too.

    `plumbing.constraint_broken` (409), `plumbing.disk_full`, `plumbing.database_busy`,
    `plumbing.database_failed` (503). The statement's values never get into the text.
    """
    if not isinstance(error, (DBAPIError, sqlite3.Error)) or isinstance(error, sqlite3.ProgrammingError):
        return error
    driver_error = error.orig if isinstance(error, DBAPIError) else error
    made: PropriaError
    if isinstance(error, (IntegrityError, sqlite3.IntegrityError)):
        made = Refused("plumbing.constraint_broken", constraint=_constraint(driver_error))
    else:
        made = Unavailable(_code(driver_error))
    made.__cause__ = error
    return made


def _constraint(driver_error: object) -> str:
    diagnosis = getattr(driver_error, "diag", None)
    named = getattr(diagnosis, "constraint_name", None)
    return str(named) if named else str(driver_error).partition("\n")[0]


def _code(driver_error: object) -> str:
    name = getattr(driver_error, "sqlite_errorname", "") or getattr(driver_error, "sqlstate", "") or ""
    if name.startswith(("SQLITE_FULL", "53100")):
        return "plumbing.disk_full"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "55P03")):
        return "plumbing.database_busy"
    if name.startswith(("SQLITE_READONLY", "25006")):
        return "plumbing.read_only"
    return "plumbing.database_failed"
