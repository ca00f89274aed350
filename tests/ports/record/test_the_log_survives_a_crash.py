"""The disk stops at any byte while entries are appended: what is there afterwards is the log after one of the appends, whole."""

import shutil
from pathlib import Path

from tests.ports.record.test_the_log_grows import NOW, root_as_kept

from propria.plumbing.database import Database
from propria.proofs.merkle import Levels
from propria.record import log, store

APPENDS = 5
STEP_BYTES = 3_301
"""Not a divisor of a page: the cuts fall on every part of one."""


def appended(database: Database, number: int) -> tuple[int, bytes]:
    """One entry more: (size, root) after it."""
    facts = {"number": str(number)}
    database.transact(lambda db: log.append_fact("refusal", f"sub_{number % 2}", facts, now=NOW, db=db))
    return seen(database)


def seen(database: Database) -> tuple[int, bytes]:
    """(size, root) as kept, which the entries themselves and the chains' edge give too."""
    size, root = database.read(lambda db: (store.log_size(db=db), root_as_kept(db)))
    entries = database.read(lambda db: store.entries(db=db))
    levels = Levels(entry.leaf_hash for entry in entries)
    edge = database.read(lambda db: store.frontier(db=db))
    assert (len(entries), levels.frontier.root(), edge.size, edge.root()) == (size, root, size, root)
    return size, root


def test_a_crash_at_any_byte_leaves_the_log_as_it_was_after_one_of_its_appends(tmp_path: Path) -> None:
    live = tmp_path / "live" / "library.db"
    first = Database.open(f"sqlite:///{live}")
    first.create_all()
    histories = [appended(first, 0)]
    first.close()
    running = Database.open(f"sqlite:///{live}")
    histories += [appended(running, 1 + number) for number in range(APPENDS)]
    written = live.with_name("library.db-wal").read_bytes()
    sizes = []
    for cut in [*range(0, len(written), STEP_BYTES), len(written)]:
        crashed = tmp_path / f"at-{cut}" / "library.db"
        crashed.parent.mkdir()
        shutil.copy(live, crashed)
        crashed.with_name("library.db-wal").write_bytes(written[:cut])
        restarted = Database.open(f"sqlite:///{crashed}")
        sizes.append(seen(restarted)[0])
        assert seen(restarted) in histories, cut
        assert appended(restarted, 99)[0] == sizes[-1] + 1, "and it goes on from there"
        restarted.close()
    running.close()
    assert sizes == sorted(sizes)
    assert {sizes[0], sizes[-1]} == {1, APPENDS + 1}
    assert len(set(sizes)) > 2, "the cuts fell between appends too"
