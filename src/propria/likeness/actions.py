"""Recording, storing, opening, destroying. What lies in the vault is opened only by an action that says why."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from propria.consent import actions as consent
from propria.consent.model import Grant, Purpose
from propria.kernel.errors import NotFound, Unverified
from propria.kernel.ids import AssetId, CaptureId, PerformerId, new_id
from propria.kernel.ranged import Ranged
from propria.kernel.time import Instant
from propria.likeness import rules, store, store_quality, texts
from propria.likeness.events import AssetsShredded, AssetStored
from propria.likeness.model import Access, AssetKind, AssetState, Capture, DestructionReceipt, MediaAsset
from propria.likeness.orders import actions as orders
from propria.likeness.returns import rules as rules_returns
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.plumbing.web.words import Words
from propria.record import actions as record


def begin_capture(
    actor: Actor, place: str, return_on: date | None = None, *, now: Instant, db: Session
) -> Capture:
    """Begin a recording session under the performer's consent to be recorded.

    What lies outside the library goes back by `return_on`, or else by the day that retention ends.
    Raises: NotFound(`parties.no_performer`), Refused(`consent.no_capture_consent`, `likeness.wrong_return_day`).
    """
    performer = parties.own_profile(actor, db=db)
    grant = consent.grant_in_force(performer.id, Purpose.CAPTURE, now=now, db=db)
    capture = Capture(
        CaptureId(new_id("capture")),
        performer.id,
        performer.subject,
        grant.id,
        place.strip()[:200],
        now,
        rules_returns.return_day(return_on, grant.retained_until, now=now),
    )
    store.add_capture(capture, db=db)
    return capture


def prepare_asset(
    actor: Actor, capture_id: str, kind: AssetKind, media_type: str, line: str, *, now: Instant, db: Session
) -> MediaAsset:
    """Check that a recording may be taken in, before a byte of it is; its key and row come with `keep_asset`.

    Raises: NotFound(`likeness.no_capture`), Forbidden(`likeness.not_yours`), Malformed(`likeness.wrong_type`,
    `likeness.line_too_long`, `likeness.other_words`), Refused(`consent.no_capture_consent`, `likeness.other_consent`).
    """
    capture = store.capture(capture_id, db=db)
    rules.may_record(actor, parties.performer(capture.performer_id, db=db))
    media_type = rules.ALSO_CALLED.get(media_type, media_type)
    rules.check_media_type(kind, media_type)
    grant = _grant_of(capture, now=now, db=db)
    said, statement_digest = rules.check_line(line), None
    if kind is AssetKind.SPOKEN_CONSENT:
        rules.check_spoken(said, words_to_say(capture, grant, db=db))
        statement_digest = record.statement(grant.id, db=db).statement.digest().hex()
    return MediaAsset(
        id=AssetId(new_id("asset")),
        capture_id=capture.id,
        performer_id=capture.performer_id,
        subject=capture.subject,
        kind=kind,
        media_type=media_type,
        line=said,
        digest="",
        size_bytes=0,
        duration_ms=0,
        state=AssetState.HELD,
        stored_at=now,
        retained_until=grant.retained_until,
        statement_digest=statement_digest,
    )


def _grant_of(capture: Capture, *, now: Instant, db: Session) -> Grant:
    grant = consent.grant_in_force(capture.performer_id, Purpose.CAPTURE, now=now, db=db)
    return rules.of_this_session(capture, grant)


def words_to_say(capture: Capture, grant: Grant, *, db: Session) -> Words:
    """What the performer reads aloud to consent in their own voice, in this session under this grant."""
    return texts.spoken_consent(parties.performer(capture.performer_id, db=db), grant, capture.begun_at)


def keep_asset(asset: MediaAsset, *, now: Instant, db: Session) -> MediaAsset:
    """The recording is stored and looked at: it is in the vault.

    Raises: Refused(`consent.no_capture_consent`, `likeness.other_consent`).
    """
    _grant_of(store.capture(asset.capture_id, db=db), now=now, db=db)
    store.add_asset(asset, db=db)
    publish(AssetStored(asset.id, asset.performer_id, now), db=db)
    return asset


def open_asset(actor: Actor, asset_id: str, purpose: str | Words, *, now: Instant, db: Session) -> MediaAsset:
    """Open a recording for a stated purpose; the performer sees who, when and why.

    Read the bytes with `plaintext` afterwards. Raises: NotFound(`likeness.no_asset`),
    Forbidden(`likeness.not_yours`), Refused(`likeness.no_purpose`, `likeness.shredded`).
    """
    asset = rules.readable(store.asset(asset_id, db=db))
    rules.may_look(actor, parties.performer(asset.performer_id, db=db).person_id)
    said = rules.stated_purpose(purpose)
    store.add_access(Access(asset.id, actor.person_id, said, now), db=db)
    return asset


def open_for_work(asset_id: str, purpose: Words, *, now: Instant, db: Session) -> MediaAsset:
    """Open a recording for the library's own work under a consent or a permit; the performer sees that too.

    Raises: NotFound(`likeness.no_asset`), Refused(`likeness.no_purpose`, `likeness.shredded`).
    """
    asset = rules.readable(store.asset(asset_id, db=db))
    store.add_access(Access(asset.id, None, rules.stated_purpose(purpose), now), db=db)
    return asset


def plaintext(asset: MediaAsset, safe: Safe) -> Iterator[bytes]:
    """The recording itself, checked against its digest as it streams.

    Raises: Unverified(`likeness.other_bytes`, `plumbing.cipher_*`), Refused(`plumbing.key_destroyed`).
    """
    hashed = hashlib.sha256()
    for chunk in safe.read(asset.blob_key, asset.id):
        hashed.update(chunk)
        yield chunk
    if hashed.hexdigest() != asset.digest:
        raise Unverified("likeness.other_bytes", "The vault holds other bytes than were stored.")


def in_parts(asset: MediaAsset, safe: Safe) -> Ranged:
    """The recording itself, read in parts, each of them authentic: for work on files larger than memory.

    Raises: Unverified(`plumbing.cipher_*`), Refused(`plumbing.key_destroyed`).
    """
    return safe.ranged(asset.blob_key, asset.id)


def shred(asset_ids: tuple[str, ...], reason: str, safe: Safe, *, now: Instant, db: Session) -> None:
    """Destroy recordings: their keys go once this transaction is durable, and the receipts are kept.

    While an order to preserve binds they are sealed in its place: nobody opens or uses them, and they are destroyed after it.
    Raises: NotFound(`likeness.no_asset`).
    """
    held = [a for a in (store.asset(i, db=db) for i in asset_ids) if a.state is AssetState.HELD]
    if not held:
        return
    if orders.binding(held[0].performer_id, now=now, db=db):
        store.mark_sealed([a.id for a in held], reason, db=db)
    else:
        _destroy(held, reason, safe, now=now, db=db)
    store_quality.forget([a.id for a in held], db=db)
    publish(AssetsShredded(held[0].performer_id, tuple(a.id for a in held), now), db=db)


def _destroy(held: Sequence[MediaAsset], reason: str, safe: Safe, *, now: Instant, db: Session) -> None:
    store.mark_shredded([a.id for a in held], reason, now, db=db)
    db.after_commit(lambda: safe.destroy([(key, a.id) for a in held for key in (a.blob_key, a.seen_key)]))


def shred_sealed(safe: Safe, *, now: Instant, db: Session) -> int:
    """What was kept for an order alone is destroyed once none binds, for the reason that it had; how many were."""
    over = [
        (asset, reason)
        for asset, reason in store.sealed(db=db)
        if not orders.binding(asset.performer_id, now=now, db=db)
    ]
    for asset, reason in over:
        _destroy([asset], reason, safe, now=now, db=db)
    return len(over)


def shred_expired(safe: Safe, *, now: Instant, db: Session) -> int:
    """Recordings past their retention date are destroyed; how many were."""
    over = store.held_past(now, db=db)
    for asset in over:
        shred((asset.id,), "retention_ended", safe, now=now, db=db)
    return len(over) + shred_sealed(safe, now=now, db=db)


def make_whole(safe: Safe, *, alone: bool, db: Session) -> int:
    """Finish what a crash cut short: shredded recordings are destroyed; `alone`, so is what no row names; how many."""
    present = {*safe.blobs.keys("vault"), *safe.blobs.keys("seen")}
    every = store.every_asset(db=db)
    left: list[tuple[str, str]] = [
        (key, a.id)
        for a in every
        for key in (a.blob_key, a.seen_key)
        if a.state is AssetState.SHREDDED and (key in present or safe.keys.holds(a.id))
    ]
    if alone:
        strays = present - {key for a in every for key in (a.blob_key, a.seen_key)}
        left += [(blob_key, blob_key.rpartition("/")[2]) for blob_key in sorted(strays)]
    safe.destroy(left)
    return len({asset_id for _, asset_id in left})


def assets_of(performer_id: str, *, db: Session) -> list[MediaAsset]:
    """A performer's recordings, for contexts that have decided who may know of them."""
    return store.assets(performer_id, db=db)


def assets_under(consent_id: str, *, db: Session) -> list[MediaAsset]:
    """Every recording made under one consent."""
    return store.assets_under(consent_id, db=db)


def captures_under(consent_id: str, *, db: Session) -> set[str]:
    """Every session under one consent."""
    return store.captures_under(consent_id, db=db)


def asset(asset_id: str, *, db: Session) -> MediaAsset:
    """One recording, likewise. Raises: NotFound(`likeness.no_asset`)."""
    return store.asset(asset_id, db=db)


def capture_of(asset: MediaAsset, *, db: Session) -> Capture:
    """The session, and with it the consent, that a recording was made in, likewise."""
    return store.capture(asset.capture_id, db=db)


def own_captures(actor: Actor, *, db: Session) -> list[Capture]:
    """The actor's own recording sessions, newest first. Raises: NotFound(`parties.no_performer`)."""
    return store.captures(parties.own_profile(actor, db=db).id, db=db)


def own_capture(actor: Actor, capture_id: str, *, db: Session) -> Capture:
    """One session of the actor's own. Raises: NotFound(`likeness.no_capture`) for anybody else's too."""
    found = [c for c in own_captures(actor, db=db) if c.id == capture_id]
    if not found:
        raise NotFound("likeness.no_capture", "There is no such recording session.")
    return found[0]


def own_assets(actor: Actor, *, db: Session) -> list[MediaAsset]:
    """The actor's own recordings. Raises: NotFound(`parties.no_performer`)."""
    return store.assets(parties.own_profile(actor, db=db).id, db=db)


def own_accesses(actor: Actor, *, db: Session) -> list[Access]:
    """Everybody who opened the actor's recordings, newest first. Raises: NotFound(`parties.no_performer`)."""
    return store.accesses(parties.own_profile(actor, db=db).id, db=db)


def own_receipts(actor: Actor, *, db: Session) -> list[DestructionReceipt]:
    """What was destroyed of the actor's recordings. Raises: NotFound(`parties.no_performer`)."""
    return store.receipts(parties.own_profile(actor, db=db).id, db=db)


def recent_accesses(actor: Actor, *, limit: int, db: Session) -> list[tuple[PerformerId, Access, int]]:
    """Who opened whose recordings lately, newest first, for the operator alone; how many at once.

    Raises: NotFound(`likeness.no_asset`) for anybody else.
    """
    if actor.role is not Role.OPERATOR:
        raise NotFound("likeness.no_asset", "There is no such recording.")
    runs = groupby(store.recent_accesses(limit, db=db), key=lambda found: found[0])
    return [
        (performer_id, access, count)
        for performer_id, run in runs
        for access, count in rules.together(one for _, one in run)
    ]
