"""Making anew what the record derives: the tree, the chains, the newest map. No signed byte is touched.

Nothing is made of a log that is not the signed one: entries, statements and every signed head are checked first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from propria.kernel.errors import Refused
from propria.kernel.findings import Finding
from propria.plumbing.database import Session
from propria.proofs.entries import Chain
from propria.proofs.leaves import NameLeaf, SubjectLeaf
from propria.proofs.mapping import EMPTY, name_key, subject_key, update_map
from propria.proofs.merkle import Completed, Frontier
from propria.proofs.tiles import TILE_HEIGHT
from propria.record import store, store_derived, store_names
from propria.record import tables as t
from propria.record.actions import KeyResolver
from propria.record.fsck import Tell, fsck_log, fsck_statements
from propria.record.log import map_root_of
from propria.record.model import Entry, Notary
from propria.record.store_derived import Difference, Rows

MADE_ANEW = {
    "record.tree_wrong",
    "record.chain_wrong",
    "record.ending_wrong",
}
"""What may be wrong before: findings about derived rows. Any other finding is about the log itself."""


@dataclass(frozen=True)
class Rebuilt:
    """One derived table: how many rows it has to have, how many were wrong or missing, how many had no reason.

    `waits`: it was left alone, because facts changed since the newest head; the next head is made first.
    """

    table: str
    rows: int
    wrong: int = 0
    strays: int = 0
    waits: bool = False


def rebuild(
    notary: Notary,
    *,
    resolve: KeyResolver,
    write: bool,
    tell: Tell = lambda done, total: None,
    db: Session,
) -> tuple[Rebuilt, ...]:
    """Every derived table made from the log alone and compared with what is kept; with `write`, put right.

    With `write` it holds the log's lock, so that a running server waits; without, a snapshot that
    cannot be written to is enough.
    Raises: Refused(`record.log_not_as_signed`, `record.map_not_as_signed`): nothing is written then.
    """
    if write:
        store.next_index(db=db)
    entries = store.entries(db=db)
    _hold(_problems(notary, resolve, tell, db))
    completed, chains, along = _derived(entries)
    done = []
    for table, right in (
        (t.log_node, store_derived.node_rows(completed)),
        (t.log_entry, store_derived.chain_rows(along)),
        (t.ending, store_derived.ending_rows(entries)),
    ):
        done.append(_compared(table, right, keep_others=False, write=write, db=db))
    if store.changed(db=db):
        return (*done, Rebuilt(t.map_node.name, 0, waits=True))
    nodes = store_derived.map_rows(_map_nodes(chains, db=db))
    return (*done, _compared(t.map_node, nodes, keep_others=True, write=write, db=db))


def _problems(notary: Notary, resolve: KeyResolver, tell: Tell, db: Session) -> Iterator[Finding]:
    for found in (*fsck_log(notary, db=db), *fsck_statements(notary, resolve=resolve, tell=tell, db=db)):
        if found.code not in MADE_ANEW | {"record.anchor_wrong"}:
            yield found


def _hold(problems: Iterator[Finding]) -> None:
    for found in problems:
        raise Refused(
            "record.log_not_as_signed",
            f"The log is not the signed one ({found.code} at {found.where}). Run fsck, restore it, then rebuild.",
        )


def _derived(entries: list[Entry]) -> tuple[list[Completed], dict[str, Chain], list[Chain | None]]:
    """Roots of whole tiles; each subject's chain in the end; the chain at each entry."""
    _, completed = Frontier().append_all((entry.leaf_hash for entry in entries), step=TILE_HEIGHT)
    chains, along = dict[str, Chain](), list[Chain | None]()
    for entry in entries:
        if entry.subject is not None:
            before = chains.get(entry.subject, Chain.start(entry.subject))
            chains[entry.subject] = before.then(entry.leaf_hash)
        along.append(None if entry.subject is None else chains[entry.subject])
    return completed, chains, along


def _map_nodes(chains: dict[str, Chain], *, db: Session) -> dict[bytes, bytes]:
    """The nodes of the newest map, held against the root that the log committed."""
    states, newest = store.states(db=db), store.last_map_entry(db=db)
    leaves: dict[bytes, bytes | None] = {
        subject_key(s): SubjectLeaf.of(s, chains.get(s, Chain.start(s)), states.get(s, {})).value_hash()
        for s in chains.keys() | states.keys()
    }
    for folded in store_names.listed_names(db=db):
        leaves[name_key(folded)] = NameLeaf(store_names.people_named(folded, db=db)).value_hash()
    made = update_map(EMPTY, leaves, dict[bytes, bytes]().__getitem__)
    if made.root != (EMPTY if newest is None else map_root_of(newest)):
        raise Refused(
            "record.map_not_as_signed",
            "States or listed names are not those that the newest head committed. Restore them, then rebuild.",
        )
    return dict(made.nodes)


def rows_of(table: Any, rows: Iterable[Mapping[str, Any]]) -> Rows:
    """Rows given by the names of their columns, as `made_anew` takes them; a name that is no column is left out."""
    return store_derived.rows_of(table, rows)


def made_anew(table: Any, right: Rows, *, write: bool, db: Session) -> Rebuilt:
    """A table of another context compared with the rows that it has to have; with `write`, put right.

    For tables that signed statements alone determine, after `rebuild` has held the log against its signatures.
    """
    return _compared(table, right, keep_others=False, write=write, db=db)


def _compared(table: Any, right: Rows, *, keep_others: bool, write: bool, db: Session) -> Rebuilt:
    kept = store_derived.rows(table, db=db)
    wrong = {key: rest for key, rest in right.items() if kept.get(key) != rest}
    strays = () if keep_others else tuple(kept.keys() - right.keys())
    if write:
        store_derived.put_right(table, Difference(wrong, strays), db=db)
    return Rebuilt(table.name, len(right), len(wrong), len(strays))
