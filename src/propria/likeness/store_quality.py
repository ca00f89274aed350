"""The only SQL of how good recordings are."""

from typing import Any

from sqlalchemy import delete, insert, select, update

from propria.kernel.ids import AssetId, PerformerId, PersonId
from propria.likeness import tables as t
from propria.likeness.quality_model import Decision, Quality, Verdict
from propria.plumbing.database import Session


def save(quality: Quality, *, db: Session) -> None:
    """Keep what was found; what was found before is replaced."""
    forget([quality.asset_id], db=db)
    values = {
        "asset_id": quality.asset_id,
        "performer_id": quality.performer_id,
        "verdict": quality.verdict.value,
        "findings": list(quality.findings),
        "measures": quality.measures,
        "made_by": quality.by,
        "made_at": quality.made_at,
    }
    db.execute(insert(t.quality).values(values))


def decide(asset_id: str, verdict: Verdict, decision: Decision, *, db: Session) -> None:
    """A person gave their word."""
    values = {
        "verdict": verdict.value,
        "decided_by": decision.by,
        "decided_why": decision.why,
        "decided_at": decision.at,
    }
    db.execute(update(t.quality).where(t.quality.c.asset_id == asset_id).values(values))


def forget(asset_ids: list[AssetId], *, db: Session) -> None:
    """Nothing is known of these any more."""
    db.execute(delete(t.quality).where(t.quality.c.asset_id.in_(asset_ids)))


def find(asset_id: str, *, db: Session) -> Quality | None:
    """What was found in one recording, if it was looked at."""
    row = db.execute(select(t.quality).where(t.quality.c.asset_id == asset_id)).first()
    return None if row is None else _quality(row)


def of_performer(performer_id: str, *, db: Session) -> dict[AssetId, Quality]:
    """What was found in a performer's recordings."""
    rows = db.execute(select(t.quality).where(t.quality.c.performer_id == performer_id))
    return {found.asset_id: found for found in map(_quality, rows)}


def held(*, db: Session) -> list[Quality]:
    """Everything that waits for a person, oldest first."""
    query = select(t.quality).where(t.quality.c.verdict == Verdict.HELD.value)
    return [_quality(row) for row in db.execute(query.order_by(t.quality.c.made_at, t.quality.c.asset_id))]


def _quality(row: Any) -> Quality:
    decided = row.decided_by is not None
    return Quality(
        AssetId(row.asset_id),
        PerformerId(row.performer_id),
        Verdict(row.verdict),
        tuple(row.findings),
        dict(row.measures),
        row.made_by,
        row.made_at,
        Decision(PersonId(row.decided_by), row.decided_why, row.decided_at) if decided else None,
    )
