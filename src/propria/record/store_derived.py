"""The SQL of what the record derives from its entries: the tree, the chains, the nodes of the map."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Table, delete, insert, select, tuple_, update

from propria.plumbing.database import Session
from propria.proofs.entries import ENDINGS, Chain
from propria.proofs.merkle import Completed
from propria.record.model import Entry

Rows = Mapping[tuple[Any, ...], tuple[Any, ...]]
"""A table's rows: the values of its primary key → its derived columns' values, in the table's order."""

_AT_A_TIME = 200


class Difference(NamedTuple):
    """What a table lacks or has wrong, and what it has beside that."""

    wrong: Rows
    strays: tuple[tuple[Any, ...], ...]


def node_rows(completed: Iterable[Completed]) -> Rows:
    """The rows of whole tiles' roots."""
    return {(c.level, c.index): (c.hash,) for c in completed}


def chain_rows(chains: Sequence[Chain | None]) -> Rows:
    """The chain of each entry's subject up to it, in the order of the log; one without a subject has none."""
    return {(i,): (chain.count, chain.head) if chain else (None, None) for i, chain in enumerate(chains)}


def ending_rows(entries: Iterable[Entry]) -> Rows:
    """The rows of what was closed or erased."""
    ended = [entry for entry in entries if entry.kind in ENDINGS and entry.facts is not None]
    return {(str(e.facts["target"]),): (e.subject, e.index) for e in ended if e.facts is not None}


def map_rows(nodes: Mapping[bytes, bytes]) -> Rows:
    """The rows of map nodes."""
    return {(node,): (encoding,) for node, encoding in nodes.items()}


def rows(table: Table, *, db: Session) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Everything that the table holds."""
    width = len(table.primary_key.columns)
    return {
        tuple(row[:width]): tuple(row[width:])
        for row in db.execute(select(*table.primary_key.columns, *_rest(table)))
    }


def rows_of(table: Table, rows: Iterable[Mapping[str, Any]]) -> Rows:
    """Rows given by the names of their columns."""
    keys, rest = [c.name for c in table.primary_key.columns], [c.name for c in _rest(table)]
    return {tuple(row[name] for name in keys): tuple(row[name] for name in rest) for row in rows}


def put_right(table: Table, difference: Difference, *, db: Session) -> None:
    """Take the strays out, put right what is wrong where it stands, and put in what is missing."""
    keys = list(table.primary_key.columns)
    gone = list(difference.strays)
    for start in range(0, len(gone), _AT_A_TIME):
        db.execute(delete(table).where(tuple_(*keys).in_(gone[start : start + _AT_A_TIME])))
    names, there = [c.name for c in _rest(table)], rows(table, db=db).keys()
    missing = []
    for key, rest in difference.wrong.items():
        values = dict(zip(names, rest, strict=True))
        if key in there:
            here = [column == part for column, part in zip(keys, key, strict=True)]
            db.execute(update(table).where(*here).values(values))
        else:
            missing.append(values | dict(zip((c.name for c in keys), key, strict=True)))
    if missing:
        db.execute(insert(table), missing)


def _rest(table: Table) -> list[Any]:
    """The columns that are made anew: those that the table names as derived, else all but its key."""
    derived = table.info.get("derived")
    return [c for c in table.columns if (c.name in derived if derived else not c.primary_key)]
