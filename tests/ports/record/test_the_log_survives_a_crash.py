"""The disk stops at any byte while entries are appended: what is there afterwards is the log after one of the appends, whole."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.ports.record.test_the_log_grows import NOW, root_as_kept

from propria.plumbing.database import Database
from propria.proofs.merkle import Levels
from propria.record import log, store

APPENDS = 5
WAL_HEADER_BYTES, FRAME_HEADER_BYTES, PAGE_BYTES = 32, 24, 4096
NEAR = range(-2, 3)
"""Bytes before and after each border of the write-ahead log at which it is cut."""
STEP_BYTES = 211
"""Not a divisor of a page: further cuts fall on every part of one."""
RESTARTS = 7
"""How many of the cuts are also opened by the library itself, which then goes on."""


def appended(database: Database, number: int) -> tuple[int, bytes]:
    """One entry more: (size, root) after it."""
    facts = {"number": str(number)}
    database.transact(lambda db: log.append_fact("refusal", f"sub_{number % 2}", facts, now=NOW, db=db))
    return seen(database)


def seen(database: Database) -> tuple[int, bytes]:
    """(size, root) as kept, which the entries themselves and the tree's edge give too."""
    size, root = database.read(lambda db: (store.log_size(db=db), root_as_kept(db)))
    entries = database.read(lambda db: store.entries(db=db))
    levels = Levels(entry.leaf_hash for entry in entries)
    edge = database.read(lambda db: store.frontier(db=db))
    assert (len(entries), levels.frontier.root(), edge.size, edge.root()) == (size, root, size, root)
    return size, root


def plainly(file: Path) -> tuple[int, bytes]:
    """(size, root) of the entries as SQLite alone recovers them, each with its chain; the file is whole."""
    with closing(sqlite3.connect(file)) as driver:
        assert driver.execute("pragma quick_check").fetchone() == ("ok",)
        rows = driver.execute(
            "select leaf_hash, chain_count from record_log_entry order by entry_index"
        ).fetchall()
    assert [count for _, count in rows] == [1 + index // 2 for index in range(len(rows))]
    return len(rows), Levels(leaf for leaf, _ in rows).frontier.root()


def cuts(size: int) -> list[int]:
    """Where a write-ahead log of this size is cut: around each border of its parts, and every so many bytes."""
    frames = range(WAL_HEADER_BYTES, size + 1, FRAME_HEADER_BYTES + PAGE_BYTES)
    borders = {0, *frames, *(frame + FRAME_HEADER_BYTES for frame in frames)}
    near = {border + off for border in borders for off in NEAR}
    return sorted(cut for cut in {*near, *range(0, size, STEP_BYTES), size} if 0 <= cut <= size)


def test_a_crash_at_any_byte_leaves_the_log_as_it_was_after_one_of_its_appends(tmp_path: Path) -> None:
    live = tmp_path / "live" / "library.db"
    first = Database.open(f"sqlite:///{live}")
    first.create_all()
    histories = [appended(first, 0)]
    first.close()
    running = Database.open(f"sqlite:///{live}")
    histories += [appended(running, 1 + number) for number in range(APPENDS)]
    written = live.with_name("library.db-wal").read_bytes()
    places, sizes = cuts(len(written)), []
    restarts = {places[number * (len(places) - 1) // (RESTARTS - 1)] for number in range(RESTARTS)}
    crashed = tmp_path / "crashed" / "library.db"
    for cut in places:
        shutil.rmtree(crashed.parent, ignore_errors=True)
        crashed.parent.mkdir()
        shutil.copy(live, crashed)
        crashed.with_name("library.db-wal").write_bytes(written[:cut])
        if cut not in restarts:
            found = plainly(crashed)
        else:
            restarted = Database.open(f"sqlite:///{crashed}")
            found = seen(restarted)
            assert appended(restarted, 99)[0] == found[0] + 1, "and it goes on from there"
            restarted.close()
        assert found in histories, cut
        sizes.append(found[0])
    running.close()
    assert sizes == sorted(sizes)
    assert set(sizes) == set(range(1, APPENDS + 2)), "the cuts fell between appends too"
