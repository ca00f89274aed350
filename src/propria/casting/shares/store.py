"""The only SQL of share links."""

from typing import Any

from sqlalchemy import func, insert, select, update

from propria.casting import tables as t
from propria.casting.model import Brief, Look, Share
from propria.casting.store import brief as own_brief
from propria.kernel.errors import NotFound
from propria.kernel.ids import BriefId, PerformerId, PersonId, ShareId
from propria.kernel.time import Instant
from propria.plumbing.database import Session

_c = t.share.c


def add(share: Share, *, db: Session) -> None:
    """Keep a link."""
    values = {
        "id": share.id,
        "brief_id": share.brief_id,
        "secret_hash": share.secret_hash,
        "recipient": share.recipient,
        "person_id": share.person_id,
        "made_at": share.made_at,
        "expires_at": share.expires_at,
    }
    db.execute(insert(t.share).values(values))


def _share(row: Any, looks: tuple[Look, ...]) -> Share:
    return Share(
        ShareId(row.id), BriefId(row.brief_id), row.secret_hash, row.recipient, PersonId(row.person_id), row.made_at,
        row.expires_at, row.ended_at, looks,
    )  # fmt: skip


def _looks(share_id: str, *, db: Session) -> tuple[Look, ...]:
    c = t.share_look.c
    query = select(t.share_look).where(c.share_id == share_id).order_by(c.number)
    return tuple(
        Look(row.number, row.seen_at, tuple(PerformerId(who) for who in row.performers))
        for row in db.execute(query)
    )


def of_brief(brief_id: str, *, db: Session) -> list[Share]:
    """The links of a brief with every look, newest first."""
    rows = db.execute(select(t.share).where(_c.brief_id == brief_id).order_by(_c.made_at.desc(), _c.id))
    return [_share(row, _looks(row.id, db=db)) for row in list(rows)]


def count_open(brief_id: str, now: Instant, *, db: Session) -> int:
    """How many links of a brief have neither expired nor been ended."""
    query = select(func.count()).where(_c.brief_id == brief_id, _c.ended_at.is_(None), _c.expires_at > now)
    return int(db.execute(query).scalar_one())


def find(share_id: str, *, db: Session) -> Share:
    """One link, locked until the end of the transaction. Raises: NotFound(`casting.no_share`)."""
    row = db.execute(select(t.share).where(_c.id == share_id).with_for_update()).first()
    if row is None:
        raise NotFound("casting.no_share", "This link shows nothing.")
    return _share(row, _looks(share_id, db=db))


def brief_of(share: Share, *, db: Session) -> Brief:
    """The brief whose shortlist a link shows."""
    query = select(t.brief.c.creator_id).where(t.brief.c.id == share.brief_id)
    return own_brief(share.brief_id, str(db.execute(query).scalar_one()), db=db)


def end(share_id: str, now: Instant, *, db: Session) -> None:
    """The link shows nothing from now on."""
    db.execute(update(t.share).where(_c.id == share_id, _c.ended_at.is_(None)).values(ended_at=now))


def add_look(share_id: str, look: Look, *, db: Session) -> None:
    """Write down that it was opened and who was shown."""
    values = {
        "share_id": share_id,
        "number": look.number,
        "seen_at": look.seen_at,
        "performers": list(look.performers),
    }
    db.execute(insert(t.share_look).values(values))
