"""Bundles from the record: signed statements with every proof that an outsider needs, as of a fresh checkpoint."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace

from propria.kernel.errors import NotFound
from propria.kernel.time import Instant
from propria.plumbing.database import Database, Session
from propria.proofs.bundles import Bundle, LogAt, StoredEnding, StoredSubject, build_bundle, verify_bundle
from propria.proofs.bundles import StoredStatement as BundledStatement
from propria.proofs.envelopes import PublicKey, Signature, UnverifiedStatement
from propria.proofs.leaves import NameLeaf
from propria.proofs.notes import ED25519, NoteSigner
from propria.proofs.reports import Report
from propria.proofs.trust import Trust, TrustedLog
from propria.record import erasing, heads, log, mapped, operator_keys, rotation, store, store_private
from propria.record.actions import KeyResolver
from propria.record.cosigning import Witnesses
from propria.record.model import Head, Notary, StoredStatement
from propria.record.names import people_named


def bundle_of(
    statement_ids: Iterable[str],
    *,
    name: str | None = None,
    head: Head,
    resolve: KeyResolver,
    notary: Notary,
    db: Session,
) -> Bundle:
    """The bundle of these statements, of whatever was said later about them, and of the keys that signed.

    `head` was taken in this transaction; until it is signed, the bundle has its text alone (see `bundled`).

    Raises: NotFound(`record.no_statement`, `parties.no_key`).
    """
    wanted = list(dict.fromkeys(statement_ids))
    gone = {i: erasing.ended_subject(i, db=db) for i in wanted if erasing.is_ended(i, db=db)}
    asked = [store.statement(i, db=db) for i in wanted if i not in gone]
    chosen = {s.statement.id: s for s in asked}
    for stored in asked:
        chosen |= {s.statement.id: s for s in _about(stored, db=db)}
    keys: dict[str, PublicKey] = {}
    for stored in list(chosen.values()):
        chosen |= _binding(stored.key_id, keys, resolve, notary, db=db)
    people = people_named(name, db=db) if name is not None else ()
    subjects = dict.fromkeys([*gone.values(), *(s.statement.subject for s in asked)])
    return build_bundle(
        _log_at(head, db=db),
        [_bundled(s, db=db) for s in chosen.values()],
        list(keys.values()),
        subjects=[_subject(s, db=db) for s in subjects],
        name=name,
        name_leaf=NameLeaf(people) if people else None,
        timestamps=_timestamps(head.size, db=db),
        endings=_ended(gone, asked, db=db),
        rotations=rotation.notes(db=db),
        shows_operator=bool(keys.keys() & operator_keys.of_operator(notary, db=db).keys()),
        operator_leaf=operator_keys.leaf_of_library(notary.origin, db=db),
    )


def bundled(
    database: Database, notary: Notary, work: Callable[[Head, Session], Bundle], *, now: Instant
) -> Bundle:
    """The bundle that `work` makes as of the head that it is given, once that head is signed.

    Raises: what `work` and the holder of the log's key raise.
    """
    made, head = heads.under_head(database, notary, work, now=now)
    return replace(made, checkpoint=head.note)


def checked_here(
    statement_ids: Iterable[str], *, resolve: KeyResolver, notary: Notary, now: Instant, db: Session
) -> Report:
    """What a verifier would say of these statements as of now, for a rule that rests on them.

    The head is signed by a passing key that this report alone trusts: the log's own would add nothing here, and its
    holder is not asked inside a transaction.
    Raises: as `bundle_of`.
    """
    key = NoteSigner(notary.origin, ED25519, secrets.token_bytes(32))
    passing = replace(notary, signer=key, previous=None)
    head = log.sign_head(log.take_head(notary, now=now, db=db), passing)
    made = bundle_of(statement_ids, head=head, resolve=resolve, notary=notary, db=db)
    return verify_bundle(made.to_bytes(), operator_trust(passing), now=now)


def _ended(shown: Iterable[str], asked: Iterable[StoredStatement], *, db: Session) -> list[StoredEnding]:
    """The endings of what is asked for, and of whatever of the same subjects the asked statements name."""
    things = {*shown}
    for said in asked:
        named = {said.statement.id, *(v for v in said.statement.body.values() if isinstance(v, str))}
        things |= named & store_private.endings(subject=said.statement.subject, db=db).keys()
    return [_ending(thing, db=db) for thing in sorted(things)]


def _ending(thing: str, *, db: Session) -> StoredEnding:
    found = store_private.ending(thing, db=db)
    if found is None:
        raise NotFound("record.no_statement", "There is no such statement.")
    entry = store.entry(found[1], db=db)
    return StoredEnding(found[0], dict(entry.facts or {}), entry.salt or b"", entry.data, entry.index)


def leaf_of(subject: str, *, head: Head, db: Session) -> Bundle:
    """A bundle without a statement: one subject's leaf and its proof, for whoever watches it.

    Raises: NotFound(`record.no_subject`).
    """
    if store.chain(subject, db=db).count == 0:
        raise NotFound("record.no_subject", "The map has no such leaf.")
    return build_bundle(
        _log_at(head, db=db),
        [],
        [],
        subjects=[_subject(subject, db=db)],
        timestamps=_timestamps(head.size, db=db),
        rotations=rotation.notes(db=db),
    )


def _timestamps(size: int, *, db: Session) -> list[bytes]:
    return [anchor.token for anchor in store.anchors(size=size, db=db)]


def _about(stored: StoredStatement, *, db: Session) -> list[StoredStatement]:
    same = store.statements(subject=stored.statement.subject, db=db)
    return [s for s in same if s.statement.body.get("target") == stored.statement.id]


def _binding(
    key_id: str, keys: dict[str, PublicKey], resolve: KeyResolver, notary: Notary, *, db: Session
) -> dict[str, StoredStatement]:
    if key_id in keys:
        return {}
    operators = operator_keys.of_operator(notary, db=db)
    bound: dict[str, StoredStatement]
    if key_id in operators:
        keys[key_id] = operators[key_id]
        bound = {s.statement.id: s for s in operator_keys.rotations(notary.origin, db=db)}
    else:
        found = resolve(key_id)
        keys[key_id] = found.public
        bound = {i: store.statement(i, db=db) for i in found.bound_by}
    for other in {s.key_id for s in bound.values()}:
        bound |= _binding(other, keys, resolve, notary, db=db)
    return bound


def _log_at(head: Head, *, db: Session) -> LogAt:
    return LogAt(
        note=head.note or head.checkpoint.text(),
        size=head.size,
        subtree=store.tree(head.size, db=db),
        map_entry=store.entry(head.size - 1, db=db).data,
        read_node=lambda node: store.map_node(node, db=db),
    )


def _bundled(stored: StoredStatement, *, db: Session) -> BundledStatement:
    entry = store.entry(stored.entry_index, db=db)
    unverified = UnverifiedStatement(stored.raw, Signature.from_json(dict(stored.signature)))
    return BundledStatement(unverified, entry.salt or b"", entry.data, entry.index)


def _subject(subject: str, *, db: Session) -> StoredSubject:
    chain = tuple(e.leaf_hash for e in store.entries(subject=subject, db=db))
    return StoredSubject(subject, mapped.subject_leaf(subject, db=db), chain)


def known_trust(notary: Notary, witnesses: Witnesses) -> Trust:
    """The same with the witnesses that the operator knows: what its own papers are printed by."""
    return replace(operator_trust(notary), witnesses=witnesses.keys, one_machine=not witnesses.elsewhere)


def operator_trust(notary: Notary) -> Trust:
    """What somebody who takes the operator's word would trust: this log, no witness, hence amber at best."""
    log_key = TrustedLog(
        notary.signer.key(), notary.signing_rp_id, notary.signing_origin, (notary.operator_key.public,)
    )
    return Trust((log_key,), one_machine=True)
