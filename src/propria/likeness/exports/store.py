"""The only SQL of exports."""

from typing import Any

from sqlalchemy import insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import AssetId, ExportId, PerformerId, PersonId, StatementId, SubjectId
from propria.likeness import tables as t
from propria.likeness.exports.model import Export, ExportState, Ground
from propria.plumbing.database import Session


def _values(export: Export) -> dict[str, Any]:
    return {
        "id": export.id,
        "asset_id": export.asset_id,
        "performer_id": export.performer_id,
        "subject": export.subject,
        "recipient": export.recipient,
        "purpose": export.purpose,
        "ground": export.ground.value,
        "asked_by": export.asked_by,
        "asked_statement": export.asked_statement,
        "asked_at": export.asked_at,
        "expires_at": export.expires_at,
        "seed": export.seed,
        "state": export.state.value,
        "confirmed_by": export.confirmed_by,
        "confirmed_statement": export.confirmed_statement,
        "ended_at": export.ended_at,
        "copy_digest": export.copy_digest,
        "copy_width": export.copy_width,
        "copy_height": export.copy_height,
        "handed_statement": export.handed_statement,
    }


def add(export: Export, *, db: Session) -> None:
    """Keep an export that was asked for."""
    db.execute(insert(t.export).values(_values(export)))


def save(export: Export, *, db: Session) -> None:
    """The export stands where it says."""
    db.execute(update(t.export).where(t.export.c.id == export.id).values(_values(export)))


def find(export_id: str, *, lock: bool = False, db: Session) -> Export:
    """One export; `lock` keeps others from moving it until this transaction ends. Raises: NotFound(`likeness.no_export`)."""
    query = select(t.export).where(t.export.c.id == export_id)
    row = db.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound("likeness.no_export", "There is no such export.")
    return _export(row)


def every(*, performer_id: str | None = None, db: Session) -> list[Export]:
    """Every export, or those of one performer's recordings, newest first."""
    query = select(t.export).order_by(t.export.c.asked_at.desc(), t.export.c.id)
    if performer_id is not None:
        query = query.where(t.export.c.performer_id == performer_id)
    return [_export(row) for row in db.execute(query)]


def _export(row: Any) -> Export:
    return Export(
        id=ExportId(row.id),
        asset_id=AssetId(row.asset_id),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        recipient=row.recipient,
        purpose=row.purpose,
        ground=Ground(row.ground),
        asked_by=PersonId(row.asked_by),
        asked_statement=StatementId(row.asked_statement),
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        seed=row.seed,
        state=ExportState(row.state),
        confirmed_by=row.confirmed_by and PersonId(row.confirmed_by),
        confirmed_statement=row.confirmed_statement and StatementId(row.confirmed_statement),
        ended_at=row.ended_at,
        copy_digest=row.copy_digest,
        copy_width=row.copy_width,
        copy_height=row.copy_height,
        handed_statement=row.handed_statement and StatementId(row.handed_statement),
    )
