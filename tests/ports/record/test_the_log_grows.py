"""What is appended together stands in the log as if it had been appended one after the other, on each database."""

from propria.kernel.time import instant
from propria.plumbing.database import Database
from propria.proofs.entries import Chain, read_entry
from propria.proofs.merkle import root_of
from propria.record import log, store

NOW = instant("2026-11-22T10:00:00Z")
FACTS = [("refusal", f"sub_{number % 3}", {"number": str(number)}) for number in range(7)]


def test_many_facts_at_once_are_chained_and_hashed_like_single_ones(database: Database) -> None:
    first = database.transact(lambda db: log.append_facts(FACTS, now=NOW, db=db))
    for kind, subject, what in FACTS:
        database.transact(lambda db, k=kind, s=subject, w=what: log.append_fact(k, s, w, now=NOW, db=db))
    kept = database.read(lambda db: store.entries(start=first, db=db))
    assert [e.index for e in kept] == list(range(first, first + 14))
    assert [(e.kind, e.subject, e.facts) for e in kept] == 2 * FACTS
    assert all(read_entry(e.data).kind == "refusal" for e in kept)
    for subject in ("sub_0", "sub_1", "sub_2"):
        leaves = [e.leaf_hash for e in kept if e.subject == subject]
        assert database.read(lambda db, s=subject: store.chain(s, db=db)) == Chain.over(subject, leaves)
    edge = database.read(lambda db: store.frontier_kept(db=db))
    root = database.read(lambda db: root_of(edge.size, lambda lv, ix: store.subtree(lv, ix, db=db)))
    assert (edge.size, edge.root()) == (14, root)
    assert {item for _, item in database.read(lambda db: store.changed(db=db))} == {"sub_0", "sub_1", "sub_2"}
