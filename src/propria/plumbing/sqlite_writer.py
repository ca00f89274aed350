"""SQLite: one writer thread that commits in groups, and a pool of read-only snapshots. No SQL of its own."""

import contextvars
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, MetaData, QueuePool, create_engine, event

from propria.plumbing.errors import Unavailable
from propria.plumbing.news import News
from propria.plumbing.session import Nesting, Session, translated

T = TypeVar("T")

BUSY_TIMEOUT_MS = 10_000
MOST_IN_A_GROUP = 256
GROUP_SECONDS = 0.02
READERS = 8
MOST_READERS = 32

SYNCHRONOUS = ("full", "normal", "off")


@dataclass
class _Work:
    """One closure on its way through the writer, and the promise of its result."""

    call: Callable[[Session], Any]
    context: contextvars.Context
    future: "Future[Any]" = field(default_factory=Future)
    session: Session | None = None
    result: Any = None


class SqliteEngine:
    """Durable transactions on one file: WAL, synchronous FULL, foreign keys, secure delete.

    Closures from any thread are run one after the other on the writer thread; those that arrive
    together share one commit, each in its own savepoint, so that one that fails undoes only itself.
    """

    def __init__(self, url: URL, news: News) -> None:
        self.news = news
        synchronous = str(url.query.get("synchronous", "full"))
        if synchronous not in SYNCHRONOUS:
            raise ValueError(f"synchronous is one of {SYNCHRONOUS}")
        plain = url.difference_update_query(["synchronous"])
        self._writing = _engine(plain, begin="BEGIN IMMEDIATE", pragmas={"synchronous": synchronous}, size=1)
        self._readers = _engine(plain, begin="BEGIN", pragmas={"query_only": "on"}, size=READERS)
        self._nesting = Nesting()
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        with self._writing.connect():
            pass  # the file exists and is in WAL mode before a reader opens it
        self._writer = threading.Thread(target=self._write, name="sqlite-writer", daemon=True)
        self._writer.start()

    def create_all(self, metadata: MetaData) -> None:
        """Make the tables that are not there yet."""
        self.transact(lambda db: metadata.create_all(db._connection))

    def transact(self, work: Callable[[Session], T]) -> T:
        """Run `work` on the writer thread; return once it is on disk. See `Database.transact`."""
        self._nesting.refuse()
        item = _Work(work, contextvars.copy_context())
        with self._closing:
            if self._closed:
                raise Unavailable("plumbing.database_closed")
            self._queue.put(item)
        result: T = item.future.result()
        if item.session is not None:
            item.session.run_after_commit()
        return result

    def read(self, work: Callable[[Session], T]) -> T:
        """Run `work` on one snapshot, on this thread. See `Database.read`."""
        self._nesting.refuse()
        if self._closed:
            raise Unavailable("plumbing.database_closed")
        try:
            with self._readers.connect() as connection, self._nesting.inside():
                return work(Session(connection, self.news))
        except Exception as error:
            raise translated(error) from error.__cause__

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file and empty it, so that deleted bytes are gone from both."""
        connection = sqlite3.connect(str(self._writing.url.database), timeout=BUSY_TIMEOUT_MS / 1000)
        try:
            (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
        if busy:
            raise Unavailable("plumbing.database_busy")

    def close(self) -> None:
        """Finish what was asked for, refuse what comes later, let go of the file."""
        with self._closing:
            first, self._closed = not self._closed, True
            if first:
                self._queue.put(None)
        self._writer.join()
        self._readers.dispose()
        self._writing.dispose()

    def _write(self) -> None:
        """The writer thread: one group after the other until told to stop."""
        with self._writing.connect() as connection:
            while (item := self._queue.get()) is not None:
                if self._group(connection, item):
                    return

    def _group(self, connection: Connection, first: _Work) -> bool:
        """Run and commit one group; whether it met the order to stop."""
        done: list[_Work] = []
        stop = False
        try:
            transaction = connection.begin()
        except BaseException as error:
            first.future.set_exception(translated(error))
            return False
        try:
            until = time.monotonic() + GROUP_SECONDS
            item: _Work | None = first
            while item is not None:
                self._run(connection, item, done)
                if len(done) >= MOST_IN_A_GROUP or time.monotonic() > until:
                    break
                try:
                    item = self._queue.get_nowait()
                    stop = item is None
                except queue.Empty:
                    break
            transaction.commit()
        except BaseException as error:
            _roll_back(connection)
            for lost in done:
                lost.future.set_exception(translated(error))
            return stop
        for item in done:
            item.future.set_result(item.result)
        return stop

    def _run(self, connection: Connection, item: _Work, done: list[_Work]) -> None:
        """Run one closure in its savepoint; what fails is undone and told to its caller alone.

        Raises: the driver's error when SQLite itself has given up the whole transaction.
        """
        driver = _driver(connection)
        driver.execute("SAVEPOINT work")
        try:
            item.session = Session(connection, self.news)
            with self._nesting.inside():
                item.result = item.context.run(item.call, item.session)
            driver.execute("RELEASE work")
        except BaseException as error:
            item.session = None
            item.future.set_exception(translated(error))
            if not driver.in_transaction:
                raise
            driver.execute("ROLLBACK TO work")
            driver.execute("RELEASE work")
        else:
            done.append(item)


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _roll_back(connection: Connection) -> None:
    """Leave no transaction open, whether or not SQLite has already rolled back by itself."""
    driver = _driver(connection)
    if driver.in_transaction:
        driver.execute("ROLLBACK")
    transaction = connection.get_transaction()
    if transaction is not None:
        transaction.rollback()


def _engine(url: URL, *, begin: str, pragmas: dict[str, str], size: int) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=MOST_READERS - size if size > 1 else 0,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )
    every = {"busy_timeout": str(BUSY_TIMEOUT_MS), "foreign_keys": "on", "secure_delete": "on", **pragmas}

    @event.listens_for(engine, "connect")
    def _prepare(driver: sqlite3.Connection, _record: object) -> None:
        driver.isolation_level = None
        driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        if "query_only" not in every:
            driver.execute("PRAGMA journal_mode=wal")
        for name, value in every.items():
            driver.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
