"""Exports: a marked copy of one recording leaves only when two of the operator's people have signed for it.

One asks, another confirms, each with a key of their own; whoever asked fetches it, once, within a day. The performer is told
at each step and may stop what nobody ordered. The copy itself is never stored.
"""

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_bytes
from typing import Any

from propria.kernel.errors import NotFound
from propria.kernel.ids import ExportId, PersonId, StatementId, new_id
from propria.kernel.time import Instant, instant, wire
from propria.likeness import actions, rules, store, telling
from propria.likeness.exports import copying
from propria.likeness.exports import rules as rules_exports
from propria.likeness.exports import store as store_exports
from propria.likeness.exports import texts as texts_exports
from propria.likeness.exports.marks import SURE
from propria.likeness.exports.model import EXPORT_LIFETIME, Export, ExportState, Ground, Traced
from propria.likeness.model import Access, MediaAsset
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.media import sha256_of
from propria.plumbing.media_structure import Media
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, Notary, SigningRequest

ASKED, CONFIRMED, HANDED_OUT = "export.asked", "export.confirmed", "export.handed_out"


def draft_ask(
    actor: Actor,
    asset_id: str,
    recipient: str,
    purpose: str,
    ground: Ground,
    *,
    return_url: str,
    now: Instant,
    db: Session,
) -> SigningRequest:
    """Write down, for one of the operator's people to sign, that a copy of this recording should go to this recipient.

    Raises: NotFound(`likeness.no_export`, `likeness.no_asset`), Malformed(`likeness.no_recipient`),
    Refused(`likeness.no_purpose`, `likeness.shredded`).
    """
    rules_exports.is_operator(actor)
    asset = rules_exports.copyable(store.asset(asset_id, db=db), ground)
    body = {
        "export": new_id("export"),
        "asset": asset.id,
        "performer": asset.performer_id,
        "recipient": rules_exports.named_recipient(recipient),
        "purpose": rules.stated_purpose(purpose),
        "ground": ground.value,
        "by": actor.person_id,
        "expires_at": wire(now + EXPORT_LIFETIME),
    }
    export = _export(body, asset, seed=b"", statement_id="", now=now)
    performer = parties.performer(asset.performer_id, db=db)
    words = texts_exports.asked(parties.person(actor.person_id, db=db), performer, export)
    draft, sheet = Draft(ASKED, asset.subject, body, *words), texts_exports.export_sheet(export)
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def ask(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `export.asked`: the performer is told, and somebody else may confirm. Raises: as `draft_ask`."""
    rules_exports.is_operator(parties.actor_of(by, db=db))
    asset = rules_exports.copyable(store.asset(signed.body["asset"], db=db), Ground(signed.body["ground"]))
    export = _export(signed.body, asset, seed=token_bytes(32), statement_id=signed.statement.id, now=now)
    store_exports.add(export, db=db)
    telling.export_moved(export, "ask", by, now=now, db=db)


def draft_confirmation(
    actor: Actor, export_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down another person's confirmation, for them to sign.

    Raises: NotFound(`likeness.no_export`), Forbidden(`likeness.asked_yourself`), Refused(`likeness.shredded`,
    `export.cannot_confirm`).
    """
    rules_exports.is_operator(actor)
    export = store_exports.find(export_id, db=db)
    _may_confirm(actor.person_id, export, now=now, db=db)
    performer = parties.performer(export.performer_id, db=db)
    me, asker = parties.person(actor.person_id, db=db), parties.person(export.asked_by, db=db)
    body = {
        "export": export.id,
        "asset": export.asset_id,
        "performer": export.performer_id,
        "recipient": export.recipient,
        "asked": export.asked_statement,
        "by": actor.person_id,
    }
    draft = Draft(CONFIRMED, export.subject, body, *texts_exports.confirmed(me, asker, performer, export))
    sheet = texts_exports.export_sheet(export)
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def confirm(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `export.confirmed`: whoever asked may fetch the copy now. Raises: as `draft_confirmation`."""
    rules_exports.is_operator(parties.actor_of(by, db=db))
    export = store_exports.find(signed.body["export"], lock=True, db=db)
    _may_confirm(by, export, now=now, db=db)
    signed_twice = replace(export, confirmed_by=by, confirmed_statement=StatementId(signed.statement.id))
    moved = _move(signed_twice, "confirm", now=now, db=db)
    telling.export_moved(moved, "confirm", by, now=now, db=db)


def _may_confirm(person_id: PersonId, export: Export, *, now: Instant, db: Session) -> None:
    rules_exports.is_another(person_id, export)
    rules_exports.after(export, "confirm", now=now)
    rules_exports.copyable(store.asset(export.asset_id, db=db), export.ground)


def stop(actor: Actor, export_id: str, *, now: Instant, db: Session) -> Export:
    """The performer stops an export of a recording of theirs that nobody ordered.

    Raises: NotFound(`likeness.no_export`), Refused(`likeness.export_ordered`, `export.cannot_stop`).
    """
    export = store_exports.find(export_id, lock=True, db=db)
    if parties.performer(export.performer_id, db=db).person_id != actor.person_id:
        raise NotFound("likeness.no_export", "There is no such export.")
    rules_exports.may_be_stopped(export)
    stopped = _move(replace(export, ended_at=now), "stop", now=now, db=db)
    telling.export_moved(stopped, "stop", actor.person_id, now=now, db=db)
    return stopped


def to_fetch(actor: Actor, export_id: str, *, now: Instant, db: Session) -> tuple[Export, MediaAsset]:
    """The export and its recording, for whoever asked, once another person confirmed.

    Raises: NotFound(`likeness.no_export`), Forbidden(`likeness.asked_by_another`), Refused(`export.cannot_fetch`,
    `likeness.shredded`).
    """
    rules_exports.is_operator(actor)
    export = store_exports.find(export_id, lock=True, db=db)
    rules_exports.is_the_one(actor.person_id, export)
    rules_exports.after(export, "fetch", now=now)
    return export, rules_exports.copyable(store.asset(export.asset_id, db=db), export.ground)


def copy_of(export: Export, asset: MediaAsset, safe: Safe) -> copying.MarkedCopy:
    """The marked copy, made of the recording part by part. Raises: as `actions.in_parts` and `copying.marked_copy`."""
    source = actions.in_parts(asset, safe)
    return copying.marked_copy(asset, source, seed=export.seed, export_id=export.id)


def hand_out(
    actor: Actor,
    export_id: str,
    copy: copying.MarkedCopy,
    safe: Safe,
    notary: Notary,
    *,
    now: Instant,
    db: Session,
) -> Export:
    """The copy leaves: logged with both digests, shown to the performer, and the performer's key in the vault is changed.

    Raises: as `to_fetch`.
    """
    export, asset = to_fetch(actor, export_id, now=now, db=db)
    body = {
        "export": export.id,
        "asset": asset.id,
        "recipient": export.recipient,
        "asked": export.asked_statement,
        "confirmed": export.confirmed_statement,
        "sha256": asset.digest,
        "copy_sha256": copy.digest,
    }
    performer = parties.performer(export.performer_id, db=db)
    words = texts_exports.handed_out(export, performer, original=asset.digest, copy=copy.digest)
    signed, _ = record.sign_as_operator(
        Draft(HANDED_OUT, export.subject, body, *words), notary, now=now, db=db
    )
    left = replace(
        export,
        ended_at=now,
        copy_digest=copy.digest,
        copy_width=copy.width,
        copy_height=copy.height,
        handed_statement=StatementId(signed.statement.id),
    )
    moved = _move(left, "fetch", now=now, db=db)
    said = rules.stated_purpose(texts_exports.why_opened(export))
    store.add_access(Access(asset.id, actor.person_id, said, now), db=db)
    telling.export_moved(moved, "fetch", actor.person_id, now=now, db=db)
    db.after_commit(lambda: safe.keys.rotate_subject(asset.subject))
    return moved


def _move(export: Export, act: str, *, now: Instant, db: Session) -> Export:
    moved = replace(export, state=rules_exports.after(export, act, now=now))
    store_exports.save(moved, db=db)
    return moved


def _export(
    body: Mapping[str, Any], asset: MediaAsset, *, seed: bytes, statement_id: str, now: Instant
) -> Export:
    return Export(
        id=ExportId(body["export"]),
        asset_id=asset.id,
        performer_id=asset.performer_id,
        subject=asset.subject,
        recipient=body["recipient"],
        purpose=body["purpose"],
        ground=Ground(body["ground"]),
        asked_by=PersonId(body["by"]),
        asked_statement=StatementId(statement_id),
        asked_at=now,
        expires_at=instant(body["expires_at"]),
        seed=seed,
    )


def every(actor: Actor, *, now: Instant, db: Session) -> list[Export]:
    """All exports, newest first, for the operator. Raises: NotFound(`likeness.no_export`) for anybody else."""
    rules_exports.is_operator(actor)
    return [one.at(now) for one in store_exports.every(db=db)]


def of_own(actor: Actor, *, now: Instant, db: Session) -> list[Export]:
    """The exports of the actor's own recordings, newest first. Raises: NotFound(`parties.no_performer`)."""
    performer = parties.own_profile(actor, db=db)
    return [one.at(now) for one in store_exports.every(performer_id=performer.id, db=db)]


def to_search(actor: Actor, *, db: Session) -> list[Export]:
    """The exports whose copies are out and that the actor may look for: the operator all, a performer their own.

    Raises: NotFound(`likeness.no_export`, `parties.no_performer`).
    """
    whose = None if actor.role is Role.OPERATOR else parties.own_profile(actor, db=db).id
    found = store_exports.every(performer_id=whose, db=db)
    return [one for one in found if one.state is ExportState.FETCHED]


def handed_out(*, db: Session) -> list[Export]:
    """Every export whose copy is out, for whoever runs the machine."""
    return [one for one in store_exports.every(db=db) if one.state is ExportState.FETCHED]


def trace(file: Media, exports: list[Export]) -> list[Traced]:
    """Which of these copies a file comes from, the surest first; evidence, and no proof.

    Raises: Malformed(`likeness.not_a_recording`).
    """
    sought, digest = copying.look_for_marks(file), sha256_of(file)
    found = []
    for export in exports:
        seen, heard = copying.strength(sought, export.seed, export.copy_width, export.copy_height)
        one = Traced(export, digest == export.copy_digest, export.id in sought.named, seen, heard)
        if one.is_same_bytes or one.is_named or max(seen, heard) >= SURE:
            found.append(one)
    return sorted(found, key=lambda one: (not one.is_same_bytes, -max(one.seen, one.heard)))
