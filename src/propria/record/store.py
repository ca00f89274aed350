"""The SQL of the record: entries, statements, states, names, checkpoints."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import FromClause, Text, bindparam, cast, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB

from propria.kernel.errors import NotFound
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.plumbing.prepared import Prepared
from propria.proofs.entries import Chain
from propria.proofs.leaves import NamedPerson
from propria.proofs.merkle import Completed, Frontier, Subtree, frontier_of
from propria.proofs.statements import Statement
from propria.proofs.tiles import TILE_HEIGHT, TILE_WIDTH, TileReader, read_tile_path
from propria.record import tables as t
from propria.record.model import Anchor, Entry, NewEntry, StoredStatement

SUBJECT, NAME = "subject", "name"

# Every append runs these, so they are made once.
_LAST = select(func.max(t.log_entry.c.entry_index).label("last"))
_SIZE = Prepared(_LAST)
_END = Prepared(
    _LAST,
    on_postgresql=select(t.log_entry.c.entry_index.label("last"))
    .where(t.log_entry.c.entry_index == _LAST.scalar_subquery())
    .with_for_update(),
)
_ADD_NODES, _ADD_ENTRIES = Prepared(insert(t.log_node)), Prepared(insert(t.log_entry))
_MANY = bindparam("many", type_=Text)


_CHAIN_KEPT = select(t.log_entry.c.subject, t.log_entry.c.chain_count, t.log_entry.c.chain_head)
_OF_SUBJECT = _CHAIN_KEPT.where(t.log_entry.c.subject == bindparam("only"))
_CHAIN = Prepared(_OF_SUBJECT.order_by(t.log_entry.c.entry_index.desc()).limit(1))


def _chains_among(subjects: FromClause) -> Any:
    newest = _LAST.where(t.log_entry.c.subject == subjects.c.value).scalar_subquery()
    return _CHAIN_KEPT.where(t.log_entry.c.entry_index.in_(select(newest).select_from(subjects)))


_CHAINS = Prepared(
    _chains_among(func.json_each(_MANY).table_valued("value")),
    on_postgresql=_chains_among(func.jsonb_array_elements_text(cast(_MANY, JSONB)).table_valued("value")),
)
_ADD_ANCHOR = Prepared.insert(lambda insert: insert(t.anchor).on_conflict_do_nothing())
_MARK = Prepared.insert(lambda insert: insert(t.map_dirty).on_conflict_do_nothing())


def log_size(*, db: Session) -> int:
    """How many entries the log has."""
    return _after(db.rows(_SIZE))


def next_index(*, db: Session) -> int:
    """Where the next entry goes; on PostgreSQL the last one is locked, so that other writers wait."""
    return _after(db.rows(_END))


def _after(found: list[Any]) -> int:
    return int(found[0].last) + 1 if found and found[0].last is not None else 0


def frontier(*, db: Session) -> Frontier:
    """The right edge of the log: the roots of whole tiles as they are kept, and the entries after them."""
    size = log_size(db=db)
    return frontier_of(size, tree(size, db=db))


def add_nodes(completed: Iterable[Completed], *, db: Session) -> None:
    """Keep the roots of whole tiles."""
    db.run(_ADD_NODES, [{"level": c.level, "node_index": c.index, "hash": c.hash} for c in completed])


def tile(level: int, index: int, width: int, *, db: Session) -> bytes:
    """The hashes of one tile's first `width` places: of entries on level 0, of whole tiles above.

    Raises: NotFound(`record.no_tile`) if the log does not reach so far.
    """
    first, e, n = index * TILE_WIDTH, t.log_entry.c, t.log_node.c
    if level == 0:
        query, at = select(e.leaf_hash), e.entry_index
    else:
        query, at = select(n.hash).where(n.level == level * TILE_HEIGHT), n.node_index
    found = db.execute(query.where(at >= first, at < first + width).order_by(at)).scalars().all()
    if len(found) < width:
        raise NotFound("record.no_tile", "The log does not reach this tile.")
    return b"".join(bytes(one) for one in found)


def tree(size: int, *, db: Session) -> Subtree:
    """The subtrees of the log's first `size` entries, read tile by tile as any mirror's are."""

    def fetch(path: str) -> bytes:
        level, index, width = read_tile_path(path)
        return tile(int(level), index, width, db=db)

    return TileReader(fetch, size).subtree


def add_entries(entries: Sequence[NewEntry], *, db: Session) -> None:
    """Keep log entries."""
    db.run(_ADD_ENTRIES, entries)


def _entry(row: Any) -> Entry:
    chain = None if row.chain_head is None else _chain(row)
    return Entry(
        row.entry_index,
        row.kind,
        row.data,
        row.leaf_hash,
        row.subject,
        row.salt,
        row.facts,
        row.logged_at,
        chain,
    )


def entry(index: int, *, db: Session) -> Entry:
    """One log entry. Raises: NotFound(`record.no_entry`)."""
    row = db.execute(select(t.log_entry).where(t.log_entry.c.entry_index == index)).first()
    if row is None:
        raise NotFound("record.no_entry", "The log has no such entry.")
    return _entry(row)


def entries(
    *, subject: str | None = None, start: int = 0, end: int | None = None, db: Session
) -> list[Entry]:
    """Log entries in order: of one subject or of all, from `start` up to but not including `end`."""
    query = select(t.log_entry).where(t.log_entry.c.entry_index >= start)
    if end is not None:
        query = query.where(t.log_entry.c.entry_index < end)
    if subject is not None:
        query = query.where(t.log_entry.c.subject == subject)
    return [_entry(row) for row in db.execute(query.order_by(t.log_entry.c.entry_index))]


def last_map_entry(*, db: Session) -> Entry | None:
    """The newest entry of kind map."""
    maps = select(t.log_entry).where(t.log_entry.c.kind == "map")
    row = db.execute(maps.order_by(t.log_entry.c.entry_index.desc()).limit(1)).first()
    return None if row is None else _entry(row)


def _chain(row: Any) -> Chain:
    return Chain(row.chain_count, bytes(row.chain_head))


def chain(subject: str, *, db: Session) -> Chain:
    """The subject's chain of entries so far."""
    return chains_of({subject}, db=db).get(subject) or Chain.start(subject)


def chains(*, db: Session) -> dict[str, Chain]:
    """Every subject's chain; one that was lost has none, which `fsck` tells of each entry."""
    kept = (t.log_entry.c.subject.is_not(None), t.log_entry.c.chain_head.is_not(None))
    newest = _LAST.where(*kept).group_by(t.log_entry.c.subject)
    found = db.execute(select(t.log_entry).where(t.log_entry.c.entry_index.in_(newest)))
    return {row.subject: _chain(row) for row in found}


def chains_of(subjects: Collection[str], *, db: Session) -> dict[str, Chain]:
    """The chains of those of these subjects that have any entry."""
    wanted = list(subjects)
    found = db.rows(_CHAIN, only=wanted[0]) if len(wanted) == 1 else db.rows(_CHAINS, many=json.dumps(wanted))
    return {row.subject: _chain(row) for row in found}


def add_statement(stored: StoredStatement, *, db: Session) -> None:
    """Keep a signed statement."""
    values = {
        "id": stored.statement.id,
        "type": stored.statement.type,
        "subject": stored.statement.subject,
        "raw": stored.raw,
        "signature": stored.signature,
        "key_id": stored.key_id,
        "entry_index": stored.entry_index,
        "logged_at": stored.logged_at,
    }
    db.execute(insert(t.statement).values(values))


def _statement(row: Any) -> StoredStatement:
    raw = bytes(row.raw)
    return StoredStatement(
        Statement.from_bytes(raw), raw, row.signature, row.key_id, row.entry_index, row.logged_at
    )


def statement(statement_id: str, *, db: Session) -> StoredStatement:
    """One signed statement. Raises: NotFound(`record.no_statement`)."""
    row = db.execute(select(t.statement).where(t.statement.c.id == statement_id)).first()
    if row is None:
        raise NotFound("record.no_statement", "There is no such statement.")
    return _statement(row)


def statements(*, subject: str, db: Session) -> list[StoredStatement]:
    """A subject's signed statements in log order."""
    query = select(t.statement).where(t.statement.c.subject == subject).order_by(t.statement.c.entry_index)
    return [_statement(row) for row in db.execute(query)]


def every_statement(*, db: Session) -> dict[int, Any]:
    """Entry index → the stored row, unread: id, type, subject, raw, signature, key_id, entry_index, logged_at."""
    return {row.entry_index: row for row in db.execute(select(t.statement))}


def statements_of_type(*types: str, db: Session) -> list[StoredStatement]:
    """The signed statements of these types, in log order."""
    query = select(t.statement).where(t.statement.c.type.in_(types)).order_by(t.statement.c.entry_index)
    return [_statement(row) for row in db.execute(query)]


def set_state(subject: str, thing: str, state: str, *, db: Session) -> None:
    """What the map says of one thing of the subject from the next checkpoint on."""
    here = (t.leaf_state.c.subject == subject) & (t.leaf_state.c.thing == thing)
    if db.execute(update(t.leaf_state).where(here).values(state=state)).rowcount == 0:
        db.execute(insert(t.leaf_state).values(subject=subject, thing=thing, state=state))
    _mark(SUBJECT, subject, db=db)


def states(*, subject: str | None = None, db: Session) -> dict[str, dict[str, str]]:
    """subject → thing → state."""
    query = select(t.leaf_state)
    if subject is not None:
        query = query.where(t.leaf_state.c.subject == subject)
    found: dict[str, dict[str, str]] = {}
    for row in db.execute(query):
        found.setdefault(row.subject, {})[row.thing] = row.state
    return found


def list_name(folded: str, person: NamedPerson, *, db: Session) -> None:
    """The name is public from the next checkpoint on."""
    unlist_name(folded, person.public_id, db=db)
    values = {"folded": folded, "public_id": person.public_id, "isni": person.isni, "domain": person.domain}
    db.execute(insert(t.listed_name).values(values))


def unlist_name(folded: str, public_id: str, *, db: Session) -> None:
    """The name is not public any more."""
    c = t.listed_name.c
    db.execute(delete(t.listed_name).where(c.folded == folded, c.public_id == public_id))
    _mark(NAME, folded, db=db)


def _mark(domain: str, item: str, *, db: Session) -> None:
    db.run(_MARK, [{"domain": domain, "item": item}])


def take_changed(*, db: Session) -> set[tuple[str, str]]:
    """What `changed` says, for whoever adds the next map entry: what was marked is unmarked."""
    found = changed(db=db)
    db.execute(delete(t.map_dirty))
    return found


def map_node(node: bytes, *, db: Session) -> bytes:
    """The encoding of a map node. Raises: NotFound(`record.no_map_node`)."""
    found = db.execute(select(t.map_node.c.encoding).where(t.map_node.c.hash == node)).scalar()
    if found is None:
        raise NotFound("record.no_map_node", "The map has no such node.")
    return bytes(found)


def add_map_nodes(nodes: Mapping[bytes, bytes], *, db: Session) -> None:
    """Keep map nodes; one that is there already is the same."""
    known = set(db.execute(select(t.map_node.c.hash).where(t.map_node.c.hash.in_(list(nodes)))).scalars())
    rows = [{"hash": h, "encoding": e} for h, e in nodes.items() if h not in {bytes(k) for k in known}]
    if rows:
        db.execute(insert(t.map_node), rows)


def add_checkpoint(
    size: int, root: bytes, map_root: bytes, note: str, made_at: Instant, *, db: Session
) -> None:
    """Keep a signed checkpoint."""
    values = {"size": size, "root": root, "map_root": map_root, "note": note, "made_at": made_at}
    db.execute(insert(t.checkpoint).values(values))


def checkpoint(*, size: int | None = None, db: Session) -> Any | None:
    """The checkpoint of this size, or the newest: size, root, map_root, note, made_at."""
    query = select(t.checkpoint).order_by(t.checkpoint.c.size.desc()).limit(1)
    if size is not None:
        query = query.where(t.checkpoint.c.size == size)
    return db.execute(query).first()


def save_note(size: int, note: str, *, db: Session) -> None:
    """The checkpoint of this size has more signatures now."""
    db.execute(update(t.checkpoint).where(t.checkpoint.c.size == size).values(note=note))


def checkpoints(*, db: Session) -> list[Any]:
    """Every checkpoint, smallest first."""
    return list(db.execute(select(t.checkpoint).order_by(t.checkpoint.c.size)))


def add_anchor(anchor: Anchor, *, db: Session) -> None:
    """Keep a time stamp; the first of each authority over a checkpoint stays."""
    row = {name: getattr(anchor, name) for name in ("size", "authority", "token", "stamped_at", "asked_at")}
    db.run(_ADD_ANCHOR, [row])


def _anchor(row: Any) -> Anchor:
    return Anchor(row.size, row.authority, bytes(row.token), row.stamped_at, row.asked_at)


def anchors(*, size: int | None = None, db: Session) -> list[Anchor]:
    """The time stamps over the checkpoint of this size, or all of them, smallest checkpoint first."""
    query = select(t.anchor).order_by(t.anchor.c.size, t.anchor.c.authority)
    if size is not None:
        query = query.where(t.anchor.c.size == size)
    return [_anchor(row) for row in db.execute(query)]


def last_anchor(*, db: Session) -> Anchor | None:
    """The time stamp over the largest checkpoint that has one."""
    row = db.execute(select(t.anchor).order_by(t.anchor.c.size.desc()).limit(1)).first()
    return None if row is None else _anchor(row)


def nodes(*, db: Session) -> dict[tuple[int, int], bytes]:
    """(level, index) → the hash that is kept of that subtree: those of whole tiles are."""
    return {(row.level, row.node_index): bytes(row.hash) for row in db.execute(select(t.log_node))}


def changed(*, db: Session) -> set[tuple[str, str]]:
    """(domain, item) of every leaf that is not what the newest map entry commits: marked, or with entries since."""
    last = last_map_entry(db=db)
    since = select(t.log_entry.c.subject).where(
        t.log_entry.c.entry_index > (-1 if last is None else last.index)
    )
    with_entries = db.execute(since.where(t.log_entry.c.subject.is_not(None)).distinct()).scalars()
    marked = {(row.domain, row.item) for row in db.execute(select(t.map_dirty))}
    return marked | {(SUBJECT, subject) for subject in with_entries}
