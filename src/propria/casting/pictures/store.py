"""The only SQL of pictures for casting."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, insert, select, update

from propria.casting import tables as t
from propria.casting.pictures.model import Picture
from propria.kernel.ids import PerformerId, PictureId, StatementId, SubjectId
from propria.kernel.time import Instant
from propria.plumbing.database import Session

_c = t.picture.c
_there = _c.sealed_at.is_(None)


def add(picture: Picture, *, db: Session) -> None:
    """Keep what is known of a picture."""
    values = {
        "id": picture.id,
        "performer_id": picture.performer_id,
        "subject": picture.subject,
        "digest": picture.digest,
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "size_bytes": picture.size_bytes,
        "kept_at": picture.kept_at,
        "statement_id": picture.statement_id,
        "shown_until": picture.shown_until,
    }
    db.execute(insert(t.picture).values(values))


def _picture(row: Any) -> Picture:
    return Picture(
        PictureId(row.id),
        PerformerId(row.performer_id),
        SubjectId(row.subject),
        row.digest,
        row.media_type,
        row.width,
        row.height,
        row.size_bytes,
        row.kept_at,
        StatementId(row.statement_id) if row.statement_id else None,
        row.shown_until,
    )


def find(picture_id: str, *, db: Session) -> Picture | None:
    """One picture, or None."""
    row = db.execute(select(t.picture).where(_c.id == picture_id, _there)).first()
    return None if row is None else _picture(row)


def of_performers(performer_ids: Collection[str], *, db: Session) -> list[Picture]:
    """Every picture that is kept of these performers, oldest first."""
    found: list[Picture] = []
    ids = sorted(performer_ids)
    for start in range(0, len(ids), 1000):
        query = select(t.picture).where(_c.performer_id.in_(ids[start : start + 1000]), _there)
        found += [_picture(row) for row in db.execute(query.order_by(_c.kept_at, _c.id))]
    return found


def every(*, db: Session) -> list[Picture]:
    """Every picture."""
    return [_picture(row) for row in db.execute(select(t.picture).where(_there).order_by(_c.id))]


def sealed(*, db: Session) -> list[Picture]:
    """What an order alone keeps: it is in no other answer of this module."""
    return [_picture(row) for row in db.execute(select(t.picture).where(~_there).order_by(_c.id))]


def seal(picture_ids: Collection[str], now: Instant, *, db: Session) -> None:
    """From now on an order alone keeps these pictures."""
    db.execute(update(t.picture).where(_c.id.in_(picture_ids), _there).values(sealed_at=now))


def publish(
    performer_id: str, pictures: Collection[str], statement_id: str, until: Instant, *, db: Session
) -> None:
    """These pictures are what their performer published last; none of their others is published any more."""
    own = update(t.picture).where(_c.performer_id == performer_id)
    db.execute(own.values(statement_id=None, shown_until=None))
    db.execute(own.where(_c.id.in_(pictures)).values(statement_id=statement_id, shown_until=until))


def forget(picture_ids: Collection[str], *, db: Session) -> None:
    """These pictures are kept no more."""
    db.execute(delete(t.picture).where(_c.id.in_(picture_ids)))
