"""What is appended together stands in the log as if it had been appended one after the other, on each database."""

import pytest

from propria.kernel.errors import NotFound
from propria.kernel.time import instant
from propria.plumbing.database import Database, Session
from propria.proofs.entries import Chain, read_entry
from propria.proofs.merkle import Levels, inclusion_proof, root_of, verify_inclusion
from propria.record import log, store

NOW = instant("2026-11-22T10:00:00Z")
FACTS = [("refusal", f"sub_{number % 3}", {"number": str(number)}) for number in range(7)]


def root_as_kept(db: Session) -> bytes:
    """The root of all entries, from what is kept of the tree."""
    size = store.log_size(db=db)
    return root_of(size, store.tree(size, db=db))


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
    edge = database.read(lambda db: store.frontier(db=db))
    assert (edge.size, edge.root()) == (14, database.read(root_as_kept))
    assert {item for _, item in database.read(lambda db: store.changed(db=db))} == {"sub_0", "sub_1", "sub_2"}


def test_of_the_tree_only_the_roots_of_whole_tiles_are_kept_and_all_of_it_is_read(database: Database) -> None:
    grown = []
    for count in (255, 2, 300, 1):
        facts = [("refusal", "sub_0", {"number": str(number)}) for number in range(count)]
        database.transact(lambda db, some=facts: log.append_facts(some, now=NOW, db=db))
        edge, nodes, root = database.read(
            lambda db: (store.frontier(db=db), store.nodes(db=db), root_as_kept(db))
        )
        assert root == edge.root()
        grown.append((edge.size, sorted(nodes)))
    assert grown == [(255, []), (257, [(8, 0)]), (557, [(8, 0), (8, 1)]), (558, [(8, 0), (8, 1)])]
    leaves = [e.leaf_hash for e in database.read(lambda db: store.entries(db=db))]
    levels = Levels(leaves)
    for size in (1, 255, 256, 257, 400, 558):
        assert database.read(lambda db, n=size: root_of(n, store.tree(n, db=db))) == root_of(
            size, levels.subtree
        )
        for index in (0, size // 2, size - 1):
            proof = database.read(lambda db, n=size, i=index: inclusion_proof(i, n, store.tree(n, db=db)))
            verify_inclusion(leaves[index], index, size, proof, root_of(size, levels.subtree))
    with pytest.raises(NotFound) as none:
        database.read(lambda db: store.tile(0, 2, 47, db=db))
    assert none.value.code == "record.no_tile"
