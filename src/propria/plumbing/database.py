"""The database: transactions and snapshots on SQLite or PostgreSQL. No table and no SQL of its own."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from propria.kernel.errors import Malformed
from propria.plumbing import tables
from propria.plumbing.news import News
from propria.plumbing.postgres import PostgresEngine
from propria.plumbing.session import Session
from propria.plumbing.sqlite_writer import SqliteEngine

__all__ = ["Database", "Session"]

T = TypeVar("T")


class Database:
    """One database, its transactions and its snapshots. Open it once in a process."""

    def __init__(self, engine: SqliteEngine | PostgresEngine, scratch: Path | None = None) -> None:
        self._engine = engine
        self._scratch = scratch

    @classmethod
    def open(cls, url: str, *, news: News | None = None) -> "Database":
        """Open `sqlite:///path/to/file.db` or `postgresql://user@host/name`.

        `sqlite://` is a private scratch file that `close` removes. `?synchronous=off` on a SQLite
        address gives up durability: for tests only.

        Raises: Malformed(`plumbing.database_url`), Unavailable(`plumbing.database_failed`).
        """
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise Malformed("plumbing.database_url") from error
        heard = news or News()
        match parsed.get_backend_name():
            case "sqlite" if parsed.database in (None, "", ":memory:"):
                scratch = Path(tempfile.mkdtemp(prefix="propria-"))
                return cls(SqliteEngine(parsed.set(database=str(scratch / "scratch.db")), heard), scratch)
            case "sqlite":
                Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
                return cls(SqliteEngine(parsed, heard))
            case "postgresql":
                return cls(PostgresEngine(_with_psycopg(parsed), heard))
            case other:
                raise Malformed("plumbing.database_url", f"{other} is not a database that is known here.")

    @property
    def news(self) -> News:
        """Who hears what is published in this database's transactions."""
        return self._engine.news

    def create_all(self) -> None:
        """Make every declared table that is not there yet."""
        self._engine.create_all(tables.metadata)

    def transact(self, work: Callable[[Session], T]) -> T:
        """Run `work(db)` in one transaction and return its result once that is durable.

        If `work` raises, nothing of it stays and the error comes out. `work` may run on another
        thread (with this one's context variables) and, on PostgreSQL, more than once: its only effects
        are those it makes through `db`.

        Raises: Refused(`plumbing.nested_transaction`, `plumbing.constraint_broken`),
        Unavailable(`plumbing.conflict`, `plumbing.disk_full`, `plumbing.database_busy`,
        `plumbing.database_closed`, `plumbing.commit_unknown`, `plumbing.database_failed`).
        """
        return self._engine.transact(work)

    def read(self, work: Callable[[Session], T]) -> T:
        """Run `work(db)` on one consistent snapshot that cannot be written to.

        Raises: Refused(`plumbing.nested_transaction`), Unavailable(`plumbing.read_only` for a write,
        and as `transact`).
        """
        return self._engine.read(work)

    def checkpoint(self) -> None:
        """After an erasure: empty SQLite's write-ahead log, so that no deleted byte is left in it.

        Raises: Unavailable(`plumbing.database_busy`) while a snapshot still needs the log.
        """
        self._engine.checkpoint()

    def close(self) -> None:
        """Finish what was asked for and let go. Closing twice is closing once."""
        self._engine.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)


def _with_psycopg(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg")
