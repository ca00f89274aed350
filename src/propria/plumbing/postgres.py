"""PostgreSQL by psycopg 3: pooled, SERIALIZABLE, retried when it says so; reads on one snapshot."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import URL, Connection, MetaData, create_engine
from sqlalchemy.exc import DBAPIError

from propria.plumbing.errors import Unavailable
from propria.plumbing.news import News
from propria.plumbing.session import Nesting, Session, translated

T = TypeVar("T")

POOL = 8
MOST_CONNECTIONS = 32
CONNECT_SECONDS = 10
ATTEMPTS = 12
FIRST_PAUSE_SECONDS = 0.002
LONGEST_PAUSE_SECONDS = 0.25

SERIALIZATION_FAILURES = ("40001", "40P01")
UNIQUE_VIOLATION = "23505"


class _CommitUnknown(Exception):
    """The connection was lost while committing: nobody knows."""


class PostgresEngine:
    """Transactions on a PostgreSQL server. A closure may run more than once: only its last run counts."""

    def __init__(self, url: URL, news: News) -> None:
        self.news = news
        self._writing = create_engine(
            url,
            isolation_level="SERIALIZABLE",
            pool_size=POOL,
            max_overflow=MOST_CONNECTIONS - POOL,
            pool_recycle=1800,
            hide_parameters=True,
            connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "propria"},
        )
        self._readers = self._writing.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._nesting = Nesting()
        self._closed = False

    def create_all(self, metadata: MetaData) -> None:
        """Make the tables that are not there yet."""
        self.transact(lambda db: metadata.create_all(db._connection))

    def transact(self, work: Callable[[Session], T]) -> T:
        """Run `work`, again if the server finds a conflict. See `Database.transact`."""
        self._nesting.refuse()
        self._refuse_closed()
        for attempt in range(ATTEMPTS):
            try:
                result, session = self._once(work)
            except _CommitUnknown as error:
                raise Unavailable("plumbing.commit_unknown") from error.__cause__
            except DBAPIError as error:
                if not _worth_another(error, attempt):
                    raise translated(error) from error
                time.sleep(pause_seconds(attempt))
            else:
                session.run_after_commit()
                return result
        raise Unavailable("plumbing.conflict", "Too many others wanted the same rows; ask again.")

    def read(self, work: Callable[[Session], T]) -> T:
        """Run `work` on one read-only snapshot. See `Database.read`."""
        self._nesting.refuse()
        self._refuse_closed()
        for attempt in range(ATTEMPTS):
            try:
                with self._readers.connect() as connection, self._nesting:
                    return work(Session(connection, self.news))
            except DBAPIError as error:
                if not _worth_another(error, attempt):
                    raise translated(error) from error
        raise Unavailable("plumbing.database_failed")

    def checkpoint(self) -> None:
        """Nothing to do here: the server's own vacuum and archive decide when deleted bytes are gone."""

    def close(self) -> None:
        """Refuse what comes later and let go of the connections."""
        self._closed = True
        self._writing.dispose()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise Unavailable("plumbing.database_closed")

    def _once(self, work: Callable[[Session], T]) -> tuple[T, Session]:
        with self._writing.connect() as connection, self._nesting:
            session = Session(connection, self.news)
            with_rollback = connection.begin()
            try:
                result = work(session)
            except BaseException:
                with_rollback.rollback()
                raise
            _commit(connection)
        return result, session


def _commit(connection: Connection) -> None:
    """Commit. Raises: _CommitUnknown if the connection went away while the server was answering."""
    try:
        connection.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise _CommitUnknown from error
        raise


def _worth_another(error: DBAPIError, attempt: int) -> bool:
    """Whether nothing happened and a repeat can succeed.

    Two serializable transactions that insert the same new key can show up as a unique violation
    instead of a serialization failure, so that one is asked once more.
    """
    state = getattr(error.orig, "sqlstate", None)
    if error.connection_invalidated or state == UNIQUE_VIOLATION:
        return attempt == 0
    return state in SERIALIZATION_FAILURES


def pause_seconds(attempt: int) -> float:
    """How long to wait before attempt `attempt + 1`: doubling, bounded, jittered over its whole width."""
    return random.uniform(0, min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**attempt))
