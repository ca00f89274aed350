"""Appending to the log and signing its head. What an entry means is not the log's business."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from propria.kernel.errors import Malformed
from propria.kernel.ids import StatementId
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.proofs.entries import (
    SALT_SIZE_BYTES,
    Chain,
    EntryKind,
    MapEntry,
    commit,
    facts_digest,
    read_entry,
)
from propria.proofs.envelopes import SignedStatement
from propria.proofs.mapping import EMPTY
from propria.proofs.merkle import Completed, leaf_hash
from propria.proofs.notes import Checkpoint, add_signature, sign_checkpoint
from propria.proofs.tiles import TILE_HEIGHT, TILE_WIDTH, tile_root
from propria.record import mapped, store
from propria.record.model import Entry, Head, NewEntry, Notary, Receipt, StoredStatement


def append(signed: SignedStatement, origin: str, *, now: Instant, db: Session) -> Receipt:
    """Keep a signed statement and its entry; the receipt promises its place in the log."""
    statement = signed.statement
    index = _append_all([Leaf("statement", statement.subject, signed.digest)], now=now, db=db)
    stored = StoredStatement(
        statement,
        signed.raw,
        signed.signature.to_json(),
        signed.key.key_id,
        index,
        now.replace(microsecond=0),
    )
    store.add_statement(stored, db=db)
    return Receipt(StatementId(statement.id), index, origin, now)


def append_fact(kind: EntryKind, subject: str, facts: Mapping[str, Any], *, now: Instant, db: Session) -> int:
    """Log a fact that nobody signs (a refusal, an erasure, a closing); its index."""
    return _append_all([_of_facts(kind, subject, facts)], now=now, db=db)


def append_facts(
    facts: Iterable[tuple[EntryKind, str, Mapping[str, Any]]], *, now: Instant, db: Session
) -> int:
    """Log many facts (kind, subject, what) in their order, at a fraction of the cost; the first one's index.

    Raises: ValueError if there are none.
    """
    return _append_all([_of_facts(*fact) for fact in facts], now=now, db=db)


class Leaf(NamedTuple):
    """What an entry about a subject is made of: its kind, the digest it commits to, the facts if there are any."""

    kind: EntryKind
    subject: str
    digest: bytes
    facts: dict[str, Any] | None = None


def _of_facts(kind: EntryKind, subject: str, facts: Mapping[str, Any]) -> Leaf:
    own = dict(facts)
    return Leaf(kind, subject, facts_digest(own), own)


def _append_all(leaves: Sequence[Leaf], *, now: Instant, db: Session) -> int:
    if not leaves:
        raise ValueError("there is nothing to log")
    first = store.next_index(db=db)
    chains = store.chains_of({leaf.subject for leaf in leaves}, db=db)
    entries = []
    for index, leaf in enumerate(leaves, start=first):
        salt = secrets.token_bytes(SALT_SIZE_BYTES)
        before = chains.get(leaf.subject) or Chain.start(leaf.subject)
        data = commit(leaf.kind, leaf.digest, salt=salt, before=before, at=now).to_bytes()
        hashed = leaf_hash(data)
        chains[leaf.subject] = chain = before.then(hashed)
        entries.append(
            NewEntry(
                entry_index=index,
                kind=leaf.kind,
                data=data,
                leaf_hash=hashed,
                subject=leaf.subject,
                salt=salt,
                facts=leaf.facts,
                logged_at=now,
                chain_count=chain.count,
                chain_head=chain.head,
            )
        )
    _keep(entries, db=db)
    return first


def _keep(entries: Sequence[NewEntry], *, db: Session) -> None:
    """Keep entries, and the roots of the tiles that they fill."""
    store.add_entries(entries, db=db)
    level, first, end = 0, entries[0]["entry_index"], entries[-1]["entry_index"] + 1
    while (first := first >> TILE_HEIGHT) < (end := end >> TILE_HEIGHT):
        tiles = {index: store.tile(level, index, TILE_WIDTH, db=db) for index in range(first, end)}
        level += 1
        store.add_nodes(
            [Completed(level * TILE_HEIGHT, index, tile_root(tile)) for index, tile in tiles.items()], db=db
        )


def _is_signed(note: str, notary: Notary) -> bool:
    """Whether the log's present key is on the head; one from before a rotation is signed anew, over a new entry."""
    key = notary.signer.key()
    return any(key.made(line) for line in note.rpartition("\n\n")[2].splitlines())


def take_head(notary: Notary, *, now: Instant, db: Session) -> Head:
    """The head of the log as it is now, over a new map entry if anything was logged since the last one.

    It has no note unless the log's present key signed it already: `sign_head` does, outside of any transaction, and
    one that nobody came to sign is taken again. A head from before a rotation is followed by a new one.
    """
    newest, size = store.checkpoint(db=db), store.log_size(db=db)
    if newest is not None and newest.size == size and _is_signed(newest.note, notary):
        return Head(Checkpoint(notary.origin, size, bytes(newest.root)), bytes(newest.map_root), newest.note)
    last = store.last_map_entry(db=db)
    waits = last is not None and last.index + 1 == size and (newest is None or newest.size < size)
    root = EMPTY if last is None else map_root_of(last)
    if not waits:
        root = mapped.refresh(root, db=db)
        _keep([_of_map(store.next_index(db=db), MapEntry(now, root).to_bytes(), now)], db=db)
    edge = store.frontier(db=db)
    return Head(Checkpoint(notary.origin, edge.size, edge.root()), root)


def _of_map(index: int, data: bytes, now: Instant) -> NewEntry:
    return NewEntry(
        entry_index=index,
        kind="map",
        data=data,
        leaf_hash=leaf_hash(data),
        subject=None,
        salt=None,
        facts=None,
        logged_at=now,
        chain_count=None,
        chain_head=None,
    )


def map_root_of(entry: Entry) -> bytes:
    """The root that an entry of kind map commits. Raises: Malformed(`proofs.wrong_entry`)."""
    read = read_entry(entry.data)
    if not isinstance(read, MapEntry):
        raise Malformed("proofs.wrong_entry", "This kind of entry commits no map.")
    return read.root


def sign_head(head: Head, notary: Notary) -> Head:
    """The head with its note, signed by the log's key, and by the one before it while that is being rotated.

    Raises: what the key's holder raises. It may take long: no transaction is open meanwhile.
    """
    note = sign_checkpoint(head.checkpoint, notary.signer)
    if notary.previous is not None:
        note = add_signature(note, notary.previous.sign(head.checkpoint.text()))
    return replace(head, note=note)


def keep_head(head: Head, *, now: Instant, db: Session) -> Head:
    """Keep a signed head; one of this size that somebody else kept meanwhile stands."""
    kept = store.checkpoint(size=head.size, db=db)
    if kept is not None:
        return replace(head, note=kept.note)
    store.add_checkpoint(head.size, head.checkpoint.root, head.map_root, head.note, now, db=db)
    return head
