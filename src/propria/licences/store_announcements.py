"""The SQL of announcements: what may be said of a licence, who signed it, and since when it is said no more."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from propria.deals.model import Side
from propria.kernel.errors import NotFound
from propria.kernel.ids import AnnouncementId, LicenceId, StatementId
from propria.kernel.time import Instant
from propria.licences import tables as t
from propria.licences.model import Announcement
from propria.plumbing.database import Session


def _announcement(row: Any) -> Announcement:
    return Announcement(
        AnnouncementId(row.id),
        LicenceId(row.licence_id),
        row.says,
        None if row.performer_statement is None else StatementId(row.performer_statement),
        None if row.creator_statement is None else StatementId(row.creator_statement),
        row.said_at_entry,
        row.withdrawn_at_entry,
        {person: StatementId(said) for person, said in (row.hands or {}).items()},
    )


def announcement(announcement_id: str, *, db: Session) -> Announcement:
    """One announcement. Raises: NotFound(`licences.no_announcement`)."""
    row = db.execute(select(t.announcement).where(t.announcement.c.id == announcement_id)).first()
    if row is None:
        raise NotFound("licences.no_announcement", "There is no such announcement.")
    return _announcement(row)


def every(*, db: Session) -> list[Announcement]:
    """Every announcement that anybody ever signed."""
    return [_announcement(row) for row in db.execute(select(t.announcement).order_by(t.announcement.c.id))]


def standing(licence_id: str, *, db: Session) -> Announcement | None:
    """The announcement of a licence that somebody signed and nobody took back; there is one at most."""
    c = t.announcement.c
    query = select(t.announcement).where(c.licence_id == licence_id, c.withdrawn_at_entry.is_(None))
    row = db.execute(query).first()
    return None if row is None else _announcement(row)


def said(licence_ids: list[str], *, db: Session) -> dict[str, Announcement]:
    """licence → its announcement, where both signed one that stands."""
    c = t.announcement.c
    query = select(t.announcement).where(
        c.licence_id.in_(licence_ids), c.said_at_entry.is_not(None), c.withdrawn_at_entry.is_(None)
    )
    return {row.licence_id: _announcement(row) for row in db.execute(query)}


def add(announcement: Announcement, *, db: Session) -> None:
    """Keep what the first of two sides signed."""
    values = {"id": announcement.id, "licence_id": announcement.licence_id, "says": dict(announcement.says)}
    db.execute(insert(t.announcement).values(values))


def sign(
    announcement_id: str, side: Side, statement_id: str, said_at_entry: int | None, *, db: Session
) -> None:
    """A side signed it; at the second of them it is said from that entry on."""
    column = "performer_statement" if side is Side.PERFORMER else "creator_statement"
    change = update(t.announcement).where(t.announcement.c.id == announcement_id)
    db.execute(change.values({column: statement_id, "said_at_entry": said_at_entry}))


def put_hands(announcement_id: str, hands: Mapping[str, str], *, db: Session) -> None:
    """Who of the performer's side has signed it."""
    change = update(t.announcement).where(t.announcement.c.id == announcement_id)
    db.execute(change.values(hands=dict(hands)))


def ended(now: Instant, *, db: Session) -> list[Announcement]:
    """What was said of licences whose term is over, and is not marked as lapsed yet."""
    c, over = t.announcement.c, t.licence.c.ends_at <= now
    query = select(t.announcement).join(t.licence, t.licence.c.id == c.licence_id)
    query = query.where(c.said_at_entry.is_not(None), c.withdrawn_at_entry.is_(None), c.lapsed_at.is_(None))
    return [_announcement(row) for row in db.execute(query.where(over))]


def lapse(announcement_id: str, now: Instant, *, db: Session) -> None:
    """Its licence is over, and the map says so."""
    db.execute(update(t.announcement).where(t.announcement.c.id == announcement_id).values(lapsed_at=now))


def withdraw(announcement_id: str, entry_index: int, *, db: Session) -> None:
    """It is said no more from this entry on; doing it again changes nothing."""
    c = t.announcement.c
    change = update(t.announcement).where(c.id == announcement_id, c.withdrawn_at_entry.is_(None))
    db.execute(change.values(withdrawn_at_entry=entry_index))
