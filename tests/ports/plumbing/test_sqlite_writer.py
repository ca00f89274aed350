"""What only a file can suffer: a killed process, a full disk, a second process, bytes left behind."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, LargeBinary, Table, delete, func, insert, select, text

from propria.plumbing import sqlite_writer
from propria.plumbing.database import Database, Session
from propria.plumbing.errors import Unavailable
from propria.plumbing.tables import metadata

blob = Table(
    "port_blob",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "test.db"


@pytest.fixture
def sqlite(file: Path) -> Iterator[Database]:
    """An open SQLite database."""
    opened = Database.open(f"sqlite:///{file}")
    opened.create_all()
    yield opened
    opened.close()


def keep(number: int, body: bytes = b"x") -> "object":
    """Work that adds one row."""
    return lambda db: db.execute(insert(blob).values(id=number, body=body)) and None


def count(database: Database) -> int:
    """How many rows there are."""
    return database.read(lambda db: db.execute(select(func.count()).select_from(blob)).scalar_one())


def wait_for_queue(database: Database, length: int) -> None:
    """Wait until so many are waiting for the writer."""
    until = time.monotonic() + 30
    while len(database._engine._waiting) < length:
        assert time.monotonic() < until
        time.sleep(0.001)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)],
)
def test_the_file_is_set_up_to_last(sqlite: Database, pragma: str, value: object) -> None:
    ask = text(f"PRAGMA {pragma}")
    assert sqlite.transact(lambda db: db.execute(ask).scalar_one()) == value


def test_a_killed_process_leaves_pairs_whole_and_what_it_reported_kept(file: Path) -> None:
    writer = Path(__file__).with_name("dying_writer.py")
    command = [sys.executable, str(writer), f"sqlite:///{file}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        reported = [int(process.stdout.readline()) for _ in range(40)]
        process.kill()
        reported += [int(line) for line in process.stdout if line.endswith("\n")]
    reopened = Database.open(f"sqlite:///{file}")
    rows = set(reopened.read(lambda db: db.execute(text("select id from port_half")).scalars().all()))
    reopened.close()
    assert set(reported) <= rows
    assert rows == {-row for row in rows}


def test_a_full_disk_fails_those_who_need_room_and_nobody_else(sqlite: Database) -> None:
    pages = sqlite.transact(lambda db: db.execute(text("PRAGMA page_count")).scalar_one())
    limit = text(f"PRAGMA max_page_count={pages + 8}")
    sqlite.transact(lambda db: db.execute(limit).scalar_one())
    with pytest.raises(Unavailable, match=r"plumbing\.disk_full"):
        sqlite.transact(keep(1, b"x" * 1_000_000))
    sqlite.transact(keep(2))
    assert count(sqlite) == 1
    sqlite.transact(lambda db: db.execute(text("PRAGMA max_page_count=1000000")).scalar_one())
    sqlite.transact(keep(1, b"x" * 1_000_000))
    assert count(sqlite) == 2


def test_when_the_disk_fills_up_everyone_learns_the_truth(sqlite: Database) -> None:
    """Whoever is told that it is done finds it done; whoever is told of a full disk finds nothing."""
    pages = sqlite.transact(lambda db: db.execute(text("PRAGMA page_count")).scalar_one())
    limit = text(f"PRAGMA max_page_count={pages + 30}")
    sqlite.transact(lambda db: db.execute(limit).scalar_one())
    with ThreadPoolExecutor(8) as pool:
        futures = {n: pool.submit(sqlite.transact, keep(n, b"x" * 9_000)) for n in range(40)}
        errors = {n: future.exception() for n, future in futures.items()}
    assert {str(error) for error in errors.values()} == {"None", "plumbing.disk_full"}
    there = sqlite.read(lambda db: db.execute(select(blob.c.id)).scalars().all())
    assert set(there) == {n for n, error in errors.items() if error is None}


def test_many_threads_share_commits(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that arrive while the writer is busy are committed together, however slow the machine is."""
    monkeypatch.setattr(sqlite_writer, "GROUP_SECONDS", 60)
    said: list[str] = []
    sqlite._engine._driver.set_trace_callback(said.append)
    opened, go = threading.Event(), threading.Event()

    def hold(_db: Session) -> None:
        opened.set()
        go.wait()

    with ThreadPoolExecutor(33) as pool:
        futures = [pool.submit(sqlite.transact, hold)]
        opened.wait()
        futures += [pool.submit(sqlite.transact, keep(n)) for n in range(32)]
        wait_for_queue(sqlite, 32)
        go.set()
        for future in futures:
            future.result()
    assert count(sqlite) == 32
    assert 1 <= said.count("COMMIT") <= 3


def test_one_who_is_interrupted_in_the_queue_holds_nobody_up(sqlite: Database) -> None:
    """Its work is not done, and whoever stands behind it is served."""
    opened, go = threading.Event(), threading.Event()

    def hold(_db: Session) -> None:
        opened.set()
        go.wait()

    def leave(*_: object) -> None:
        raise InterruptedError

    def interrupt(me: int) -> None:
        wait_for_queue(sqlite, 1)
        signal.pthread_kill(me, signal.SIGUSR1)

    before = signal.signal(signal.SIGUSR1, leave)
    try:
        with ThreadPoolExecutor(3) as pool:
            first = pool.submit(sqlite.transact, hold)
            opened.wait()
            pool.submit(interrupt, threading.get_ident())
            with pytest.raises(InterruptedError):
                sqlite.transact(keep(1))
            behind = pool.submit(sqlite.transact, keep(2))
            wait_for_queue(sqlite, 1)
            go.set()
            first.result()
            behind.result()
    finally:
        signal.signal(signal.SIGUSR1, before)
    there = sqlite.read(lambda db: db.execute(select(blob.c.id)).scalars().all())
    assert there == [2]


def test_deleted_bytes_are_gone_from_every_file(sqlite: Database, file: Path) -> None:
    secret = b"Mina Haldane's salt: 9f86d081884c7d65"
    sqlite.transact(keep(1, secret * 400))
    assert any(secret in part.read_bytes() for part in file.parent.iterdir())
    sqlite.transact(lambda db: db.execute(delete(blob)) and None)
    sqlite.checkpoint()
    assert not any(secret in part.read_bytes() for part in file.parent.iterdir())


def test_another_process_that_holds_the_file_too_long_is_named(file: Path, sqlite: Database) -> None:
    sqlite.transact(lambda db: db.execute(text("PRAGMA busy_timeout=50")) and None)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match=r"plumbing\.database_busy"):
        sqlite.transact(keep(1))
    other.execute("ROLLBACK")
    other.close()
    sqlite.transact(keep(1))
    assert count(sqlite) == 1


def test_closing_waits_for_those_in_the_queue(file: Path) -> None:
    database = Database.open(f"sqlite:///{file}")
    database.create_all()
    opened, go = threading.Event(), threading.Event()

    def hold(_db: Session) -> None:
        opened.set()
        go.wait()

    with ThreadPoolExecutor(10) as pool:
        futures = [pool.submit(database.transact, hold)]
        opened.wait()
        futures += [pool.submit(database.transact, keep(n)) for n in range(8)]
        wait_for_queue(database, 8)
        closing = threading.Thread(target=database.close)
        closing.start()
        go.set()
        closing.join()
        for future in futures:
            future.result()
    reopened = Database.open(f"sqlite:///{file}")
    assert count(reopened) == 8
    reopened.close()


def test_a_scratch_database_goes_away_with_its_file() -> None:
    scratch = Database.open("sqlite://")
    scratch.create_all()
    scratch.transact(keep(1))
    assert count(scratch) == 1
    folder = scratch._scratch
    scratch.close()
    assert folder is not None
    assert not folder.exists()
