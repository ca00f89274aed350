"""Appending to the log and signing its head. What an entry means is not the log's business."""

import secrets
from collections.abc import Mapping
from typing import Any

from propria.kernel.ids import StatementId
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.proofs.entries import SALT_SIZE_BYTES, EntryKind, MapEntry, commit, facts_digest
from propria.proofs.envelopes import SignedStatement
from propria.proofs.mapping import EMPTY
from propria.proofs.merkle import leaf_hash
from propria.proofs.notes import Checkpoint, sign_checkpoint
from propria.record import mapped, store
from propria.record.model import Entry, Notary, Receipt, StoredStatement


def append(signed: SignedStatement, origin: str, *, now: Instant, db: Session) -> Receipt:
    """Keep a signed statement and its entry; the receipt promises its place in the log."""
    statement = signed.statement
    index = _append_about(statement.subject, "statement", signed.digest, None, now=now, db=db)
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
    return _append_about(subject, kind, facts_digest(dict(facts)), dict(facts), now=now, db=db)


def _append_about(
    subject: str, kind: EntryKind, digest: bytes, facts: dict[str, Any] | None, *, now: Instant, db: Session
) -> int:
    salt = secrets.token_bytes(SALT_SIZE_BYTES)
    entry, after = commit(kind, digest, salt=salt, before=store.chain(subject, db=db), at=now)
    store.save_chain(subject, after, db=db)
    return _append_bytes(kind, entry.to_bytes(), subject, salt, facts, now=now, db=db)


def _append_bytes(
    kind: str,
    data: bytes,
    subject: str | None,
    salt: bytes | None,
    facts: dict[str, Any] | None,
    *,
    now: Instant,
    db: Session,
) -> int:
    edge = store.frontier(db=db)
    leaf = leaf_hash(data)
    grown, completed = edge.append_with_completed(leaf)
    store.add_entry(Entry(edge.size, kind, data, leaf, subject, salt, facts, now), db=db)
    store.save_frontier(grown, completed, db=db)
    return edge.size


def make_checkpoint(notary: Notary, *, now: Instant, db: Session) -> Any:
    """The newest checkpoint; a new one, over a new map entry, if anything was logged since the last.

    Returns the stored row: size, root, map_root, note, made_at.
    """
    newest = store.checkpoint(db=db)
    if newest is not None and newest.size == store.log_size(db=db):
        return newest
    root = mapped.refresh(bytes(newest.map_root) if newest else EMPTY, db=db)
    _append_bytes("map", MapEntry(now, root).to_bytes(), None, None, None, now=now, db=db)
    edge = store.frontier(db=db)
    note = sign_checkpoint(Checkpoint(notary.origin, edge.size, edge.root()), notary.signer)
    store.add_checkpoint(edge.size, edge.root(), root, note, now, db=db)
    return store.checkpoint(db=db)
