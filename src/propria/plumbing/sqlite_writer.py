"""SQLite: one writer at a time, who commits for all that wait, and a pool of read-only snapshots. No SQL of its own."""

import contextvars
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Dialect, Engine, MetaData, QueuePool, create_engine, event
from sqlalchemy.util import LRUCache

from propria.plumbing.errors import Unavailable
from propria.plumbing.news import News
from propria.plumbing.prepared import driver_of
from propria.plumbing.session import Nesting, Session, translated

T = TypeVar("T")

BUSY_TIMEOUT_MS = 10_000
MOST_IN_A_GROUP = 256
GROUP_SECONDS = 0.02
READERS = 8
MOST_READERS = 32
STATEMENTS = 4096
"""How many compiled statements a process keeps."""

WRITE = "BEGIN IMMEDIATE"
SYNCHRONOUS = ("full", "normal", "off")


@dataclass(eq=False)
class _Work:
    """One closure on its way to the disk: `turn`, of one that must wait, comes when it is done or its thread writes next."""

    call: Callable[[Session], Any]
    context: contextvars.Context
    turn: SimpleQueue[None] | None = None
    session: Session | None = None
    result: Any = None
    error: BaseException | None = None

    def end(self, error: BaseException | None = None) -> None:
        """It is on disk, or failed with this."""
        self.error = error
        self.wake()

    def wake(self) -> None:
        """Its thread, if it waits, goes on."""
        if self.turn is not None:
            self.turn.put(None)


class SqliteEngine:
    """Durable transactions on one file: WAL, synchronous FULL, foreign keys, secure delete.

    A thread that finds nobody writing writes itself, and for all who came meanwhile; then the first who still
    waits is the next writer. Those that arrive together share one commit, each in its own savepoint, so that
    one that fails undoes only itself.
    """

    def __init__(self, url: URL, news: News) -> None:
        self.news = news
        synchronous = str(url.query.get("synchronous", "full"))
        if synchronous not in SYNCHRONOUS:
            raise ValueError(f"synchronous is one of {SYNCHRONOUS}")
        plain = url.difference_update_query(["synchronous"])
        self._writing = _engine(plain, begin=None, pragmas={"synchronous": synchronous}, size=1)
        self._readers = _engine(plain, begin="BEGIN", pragmas={"query_only": "on"}, size=READERS)
        self._nesting = Nesting()
        self._waiting: deque[_Work] = deque()
        self._turns = threading.Lock()
        self._writer: _Work | None = None
        self._closed = False
        self._connection = self._writing.connect()  # the file is there, in WAL mode, before a reader opens it
        self._connection.begin()  # SQLAlchemy's own is open for good: the driver is told where each begins and ends
        self._driver = driver_of(self._connection)

    def create_all(self, metadata: MetaData) -> None:
        """Make the tables that are not there yet."""
        self.transact(lambda db: metadata.create_all(db._connection))

    def transact(self, work: Callable[[Session], T]) -> T:
        """Run `work` when its turn comes; return once it is on disk. See `Database.transact`."""
        self._nesting.refuse()
        item = _Work(work, contextvars.copy_context())
        self._take_turn(item, last=False)
        if item.error is not None:
            raise item.error
        if item.session is not None:
            item.session.run_after_commit()
        result: T = item.result
        return result

    def read(self, work: Callable[[Session], T]) -> T:
        """Run `work` on one snapshot, on this thread. See `Database.read`."""
        self._nesting.refuse()
        if self._closed:
            raise Unavailable("plumbing.database_closed")
        try:
            with self._readers.connect() as connection, self._nesting:
                return work(Session(connection, self.news, driver_of(connection)))
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
        try:
            self._take_turn(_Work(lambda db: None, contextvars.copy_context()), last=True)
        except Unavailable:
            return
        self._connection.close()
        self._readers.dispose()
        self._writing.dispose()

    def _take_turn(self, item: _Work, *, last: bool) -> None:
        """Stand in line until the item is done, by this thread or by the writer before it; after the `last`, nobody."""
        with self._turns:
            if self._closed:
                raise Unavailable("plumbing.database_closed")
            self._closed = last
            self._waiting.append(item)
            if self._writer is None:
                self._writer = item
            else:
                item.turn = SimpleQueue()
        try:
            if item.turn is not None:
                item.turn.get()
            if self._writer is item:
                self._group()
        finally:
            self._step_back(item)

    def _step_back(self, item: _Work) -> None:
        """The writer gives its place to the first who waits; one who was interrupted waits no longer."""
        with self._turns:
            if item in self._waiting:
                self._waiting.remove(item)
            if self._writer is item:
                self._writer = self._waiting[0] if self._waiting else None
                if self._writer is not None:
                    self._writer.wake()

    def _next(self) -> _Work | None:
        with self._turns:
            return self._waiting.popleft() if self._waiting else None

    def _group(self) -> None:
        """Run and commit one group of those who wait, the first first."""
        done: list[_Work] = []
        item = self._next()
        try:
            self._driver.execute(WRITE)
        except BaseException as error:
            if item is not None:
                item.end(translated(error))
            return
        try:
            until = time.monotonic() + GROUP_SECONDS
            while item is not None:
                self._run(item, done)
                more = self._waiting and len(done) < MOST_IN_A_GROUP and time.monotonic() < until
                item = self._next() if more else None
            self._driver.commit()
        except BaseException as error:
            self._driver.rollback()
            for lost in done:
                lost.end(translated(error))
            return
        for kept in done:
            kept.end()

    def _run(self, item: _Work, done: list[_Work]) -> None:
        """Run one closure; what fails is undone and told to its caller alone.

        The first of a group has the transaction to itself, each further one a savepoint.
        Raises: the driver's error when SQLite itself has given up the whole transaction.
        """
        driver, is_first = self._driver, not done
        if not is_first:
            driver.execute("SAVEPOINT work")
        try:
            item.session = Session(self._connection, self.news, driver)
            with self._nesting:
                item.result = item.context.run(item.call, item.session)
            if not is_first:
                driver.execute("RELEASE work")
        except BaseException as error:
            item.session = None
            item.end(translated(error))
            if not driver.in_transaction:
                raise
            driver.execute("ROLLBACK" if is_first else "ROLLBACK TO work")
            driver.execute(WRITE if is_first else "RELEASE work")
        else:
            done.append(item)


@cache
def _common() -> tuple[Dialect, "LRUCache[Any, Any]"]:
    """The dialect and the compiled statements of every engine in this process: each statement is compiled once."""
    first = create_engine("sqlite://")
    with first.connect():  # what the library at hand can do is asked at the first connection
        return first.dialect, LRUCache(STATEMENTS)


def _engine(url: URL, *, begin: str | None, pragmas: dict[str, str], size: int) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=MOST_READERS - size if size > 1 else 0,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )
    engine.dialect, compiled = _common()
    engine.update_execution_options(compiled_cache=compiled)
    every = {"busy_timeout": str(BUSY_TIMEOUT_MS), "foreign_keys": "on", "secure_delete": "on", **pragmas}

    @event.listens_for(engine, "connect")
    def _prepare(driver: sqlite3.Connection, _record: object) -> None:
        driver.isolation_level = None
        driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        if "query_only" not in every:
            driver.execute("PRAGMA journal_mode=wal")
        for name, value in every.items():
            driver.execute(f"PRAGMA {name}={value}")

    if begin is not None:

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            driver_of(connection).execute(begin)

    return engine
