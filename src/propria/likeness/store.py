"""The only SQL of the vault."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import AssetId, CaptureId, PerformerId, PersonId, StatementId, SubjectId
from propria.kernel.time import Instant
from propria.likeness import tables as t
from propria.likeness.model import (
    Access,
    AssetKind,
    AssetState,
    Capture,
    DestructionReceipt,
    MediaAsset,
    Returned,
)
from propria.plumbing.database import Session


def add_capture(capture: Capture, *, db: Session) -> None:
    """Keep a recording session."""
    values = {
        "id": capture.id,
        "performer_id": capture.performer_id,
        "subject": capture.subject,
        "consent_id": capture.consent_id,
        "place": capture.place,
        "begun_at": capture.begun_at,
        "return_on": capture.return_on.isoformat(),
        "remind_on": capture.return_on.isoformat(),
    }
    db.execute(insert(t.capture).values(values))


def captures(performer_id: str, *, db: Session) -> list[Capture]:
    """A performer's sessions, newest first."""
    query = select(t.capture).where(t.capture.c.performer_id == performer_id)
    return [_capture(row) for row in db.execute(query.order_by(t.capture.c.begun_at.desc(), t.capture.c.id))]


def _capture(row: Any) -> Capture:
    return Capture(
        CaptureId(row.id),
        PerformerId(row.performer_id),
        SubjectId(row.subject),
        StatementId(row.consent_id),
        row.place,
        row.begun_at,
        date.fromisoformat(row.return_on),
        row.returned_at,
        Returned(row.returned_how) if row.returned_how else None,
    )


def capture(capture_id: str, *, db: Session) -> Capture:
    """One session. Raises: NotFound(`likeness.no_capture`)."""
    row = db.execute(select(t.capture).where(t.capture.c.id == capture_id)).first()
    if row is None:
        raise NotFound("likeness.no_capture", "There is no such recording session.")
    return _capture(row)


def mark_returned(capture: Capture, *, db: Session) -> None:
    """What lay outside went back; nobody is reminded any more."""
    values = {"returned_at": capture.returned_at, "returned_how": capture.returned_how, "remind_on": None}
    db.execute(update(t.capture).where(t.capture.c.id == capture.id).values(values))


def to_remind(on: date, *, db: Session) -> list[Capture]:
    """Sessions whose day of return has come and of which nobody was reminded."""
    query = select(t.capture).where(t.capture.c.remind_on <= on.isoformat())
    return [_capture(row) for row in db.execute(query.order_by(t.capture.c.id))]


def mark_reminded(capture_id: str, *, db: Session) -> None:
    """Its performer was reminded."""
    db.execute(update(t.capture).where(t.capture.c.id == capture_id).values(remind_on=None))


def add_asset(asset: MediaAsset, *, db: Session) -> None:
    """Keep what is known of a recording."""
    values = {
        "id": asset.id,
        "capture_id": asset.capture_id,
        "performer_id": asset.performer_id,
        "subject": asset.subject,
        "kind": asset.kind.value,
        "media_type": asset.media_type,
        "line": asset.line,
        "digest": asset.digest,
        "size_bytes": asset.size_bytes,
        "duration_ms": asset.duration_ms,
        "state": asset.state.value,
        "stored_at": asset.stored_at,
        "retained_until": asset.retained_until,
        "statement_digest": asset.statement_digest,
    }
    db.execute(insert(t.asset).values(values))


def _asset(row: Any) -> MediaAsset:
    return MediaAsset(
        id=AssetId(row.id),
        capture_id=CaptureId(row.capture_id),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        kind=AssetKind(row.kind),
        media_type=row.media_type,
        line=row.line,
        digest=row.digest,
        size_bytes=row.size_bytes,
        duration_ms=row.duration_ms,
        state=AssetState(row.state),
        stored_at=row.stored_at,
        retained_until=row.retained_until,
        statement_digest=row.statement_digest,
    )


def asset(asset_id: str, *, db: Session) -> MediaAsset:
    """One recording. Raises: NotFound(`likeness.no_asset`)."""
    row = db.execute(select(t.asset).where(t.asset.c.id == asset_id)).first()
    if row is None:
        raise NotFound("likeness.no_asset", "There is no such recording.")
    return _asset(row)


def every_asset(*, db: Session) -> list[MediaAsset]:
    """Every recording that was ever stored."""
    return [_asset(row) for row in db.execute(select(t.asset).order_by(t.asset.c.id))]


def assets(performer_id: str, *, db: Session) -> list[MediaAsset]:
    """Every recording of a performer, oldest first."""
    query = select(t.asset).where(t.asset.c.performer_id == performer_id)
    return [_asset(row) for row in db.execute(query.order_by(t.asset.c.stored_at, t.asset.c.id))]


def assets_under(consent_id: str, *, db: Session) -> list[MediaAsset]:
    """Every recording of the sessions under one consent."""
    joined = t.asset.join(t.capture, t.asset.c.capture_id == t.capture.c.id)
    query = select(t.asset).select_from(joined).where(t.capture.c.consent_id == consent_id)
    return [_asset(row) for row in db.execute(query.order_by(t.asset.c.id))]


def captures_under(consent_id: str, *, db: Session) -> set[str]:
    """The sessions under one consent."""
    query = select(t.capture.c.id).where(t.capture.c.consent_id == consent_id)
    return set(db.execute(query).scalars())


def held_past(now: Instant, *, db: Session) -> list[MediaAsset]:
    """Recordings that should be gone by now."""
    c = t.asset.c
    query = select(t.asset).where(c.state == AssetState.HELD.value, c.retained_until <= now)
    return [_asset(row) for row in db.execute(query)]


def mark_shredded(asset_ids: Iterable[str], reason: str, now: Instant, *, db: Session) -> None:
    """These recordings are destroyed; a receipt is kept for each, once."""
    c = t.asset.c
    for asset_id in asset_ids:
        found = asset(asset_id, db=db)
        held = update(t.asset).where(c.id == asset_id, c.state != AssetState.SHREDDED.value)
        if db.execute(held.values(state=AssetState.SHREDDED.value)).rowcount == 0:
            continue
        values = {
            "asset_id": asset_id,
            "performer_id": found.performer_id,
            "reason": reason,
            "destroyed_at": now,
        }
        db.execute(insert(t.receipt).values(values))


def mark_sealed(asset_ids: Iterable[str], reason: str, *, db: Session) -> None:
    """An order alone keeps these; the reason why they are to be destroyed is kept with them."""
    values = {"state": AssetState.SEALED.value, "sealed_because": reason}
    db.execute(update(t.asset).where(t.asset.c.id.in_(list(asset_ids))).values(values))


def sealed(*, db: Session) -> list[tuple[MediaAsset, str]]:
    """What an order alone keeps, and why it is to be destroyed."""
    found = db.execute(select(t.asset).where(t.asset.c.state == AssetState.SEALED.value))
    return [(_asset(row), row.sealed_because or "") for row in found]


def receipts(performer_id: str, *, db: Session) -> list[DestructionReceipt]:
    """What was destroyed of a performer's recordings, together by time and reason."""
    query = (
        select(t.receipt).where(t.receipt.c.performer_id == performer_id).order_by(t.receipt.c.destroyed_at)
    )
    together: dict[tuple[Instant, str], list[AssetId]] = {}
    for row in db.execute(query):
        together.setdefault((row.destroyed_at, row.reason), []).append(AssetId(row.asset_id))
    return [
        DestructionReceipt(PerformerId(performer_id), tuple(ids), reason, at)
        for (at, reason), ids in together.items()
    ]


def add_access(access: Access, *, db: Session) -> None:
    """Write down who opened what and why."""
    values = {
        "asset_id": access.asset_id,
        "person_id": access.person_id,
        "purpose": access.purpose,
        "opened_at": access.opened_at,
    }
    db.execute(insert(t.access).values(values))


def has_opened(asset_id: str, person_id: str, *, since: Instant, db: Session) -> bool:
    """Whether this person opened this recording since then."""
    c = t.access.c
    query = select(c.number).where(c.asset_id == asset_id, c.person_id == person_id, c.opened_at >= since)
    return db.execute(query.limit(1)).first() is not None


def accesses(performer_id: str, *, db: Session) -> list[Access]:
    """Everybody who opened a performer's recordings, newest first."""
    joined = t.access.join(t.asset, t.access.c.asset_id == t.asset.c.id)
    query = select(t.access).select_from(joined).where(t.asset.c.performer_id == performer_id)
    return [
        Access(
            AssetId(r.asset_id),
            None if r.person_id is None else PersonId(r.person_id),
            r.purpose,
            r.opened_at,
        )
        for r in db.execute(query.order_by(t.access.c.number.desc()))
    ]


def recent_accesses(limit: int, *, db: Session) -> list[tuple[PerformerId, Access]]:
    """The newest accesses of anybody's recordings, each with whose they are."""
    joined = t.access.join(t.asset, t.access.c.asset_id == t.asset.c.id)
    query = select(t.access, t.asset.c.performer_id).select_from(joined).order_by(t.access.c.number.desc())
    return [
        (
            PerformerId(r.performer_id),
            Access(
                AssetId(r.asset_id),
                None if r.person_id is None else PersonId(r.person_id),
                r.purpose,
                r.opened_at,
            ),
        )
        for r in db.execute(query.limit(limit))
    ]
