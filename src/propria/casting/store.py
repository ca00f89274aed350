"""The only SQL of casting."""

from typing import Any

from sqlalchemy import delete, insert, select

from propria.casting import tables as t
from propria.casting.access.model import Access
from propria.casting.model import Brief, Shortlisted, TeamNote
from propria.casting.sheet.model import Asks
from propria.kernel.errors import NotFound
from propria.kernel.ids import BriefId, CreatorId, FolderId, PerformerId, PersonId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.scope import Scope


def add_brief(brief: Brief, *, db: Session) -> None:
    """Keep a brief."""
    values = {
        "id": brief.id,
        "creator_id": brief.creator_id,
        "project": brief.project,
        "title": list(brief.title),
        "role": brief.role,
        "scope": brief.scope.to_json(),
        "budget_currency": brief.budget.currency,
        "budget_minor": brief.budget.minor,
        "made_at": brief.made_at,
        "seeks": brief.seeks,
        "access": brief.access.to_json(),
        "asks": brief.asks.to_json(),
    }
    db.execute(insert(t.brief).values(values))


def _brief(row: Any) -> Brief:
    return Brief(
        id=BriefId(row.id),
        creator_id=CreatorId(row.creator_id),
        project=row.project,
        title=(row.title[0], row.title[1]),
        role=row.role,
        scope=Scope.from_json(row.scope),
        budget=Money(row.budget_currency, row.budget_minor),
        made_at=row.made_at,
        seeks=row.seeks,
        archived_at=row.archived_at,
        access=Access.from_json(row.access or {}),
        asks=Asks.from_json(row.asks or {}),
    )


def brief(brief_id: str, creator_id: str, *, db: Session) -> Brief:
    """One brief of this creator. Raises: NotFound(`casting.no_brief`)."""
    c = t.brief.c
    row = db.execute(select(t.brief).where(c.id == brief_id, c.creator_id == creator_id)).first()
    if row is None:
        raise NotFound("casting.no_brief", "There is no such brief.")
    return _brief(row)


def briefs(creator_id: str, *, db: Session) -> list[Brief]:
    """A creator's briefs, newest first."""
    query = select(t.brief).where(t.brief.c.creator_id == creator_id).order_by(t.brief.c.made_at.desc())
    return [_brief(row) for row in db.execute(query)]


def add_shortlisted(brief_id: str, performer_id: str, now: Instant, *, db: Session) -> None:
    """Keep a performer for a brief, in no folder; whoever is kept already stays where they are."""
    c = t.shortlisted.c
    if (
        db.execute(select(c.added_at).where(c.brief_id == brief_id, c.performer_id == performer_id)).first()
        is None
    ):
        db.execute(insert(t.shortlisted).values(brief_id=brief_id, performer_id=performer_id, added_at=now))


def drop_shortlisted(brief_id: str, performer_id: str, *, db: Session) -> None:
    """Let a performer go from a shortlist."""
    c = t.shortlisted.c
    db.execute(delete(t.shortlisted).where(c.brief_id == brief_id, c.performer_id == performer_id))


def shortlist(brief_id: str, *, db: Session) -> list[Shortlisted]:
    """Who was kept for a brief, in order of adding."""
    query = (
        select(t.shortlisted)
        .where(t.shortlisted.c.brief_id == brief_id)
        .order_by(t.shortlisted.c.added_at, t.shortlisted.c.performer_id)
    )
    return [
        Shortlisted(
            BriefId(r.brief_id),
            PerformerId(r.performer_id),
            r.added_at,
            FolderId(r.folder_id) if r.folder_id else None,
        )
        for r in db.execute(query)
    ]


def set_note(note: TeamNote, *, db: Session) -> None:
    """Keep a team's note of a performer in place of the one before; an empty one is none."""
    c = t.note.c
    db.execute(delete(t.note).where(c.brief_id == note.brief_id, c.performer_id == note.performer_id))
    if note.text:
        values = {
            "brief_id": note.brief_id,
            "performer_id": note.performer_id,
            "text": note.text,
            "person_id": note.person_id,
            "noted_at": note.noted_at,
        }
        db.execute(insert(t.note).values(values))


def notes(brief_id: str, *, db: Session) -> dict[PerformerId, TeamNote]:
    """What the team noted of whom for a brief."""
    return {
        PerformerId(r.performer_id): TeamNote(
            BriefId(r.brief_id), PerformerId(r.performer_id), r.text, PersonId(r.person_id), r.noted_at
        )
        for r in db.execute(select(t.note).where(t.note.c.brief_id == brief_id))
    }
