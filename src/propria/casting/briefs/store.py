"""The only SQL of changed and archived briefs."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert, select, update

from propria.casting import tables as t
from propria.casting.access.model import Access, SideFile
from propria.casting.model import Brief, Version
from propria.casting.sheet.model import Asks
from propria.kernel.ids import PersonId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.scope import Scope


def save(brief: Brief, *, db: Session) -> None:
    """Keep a brief as it reads now."""
    values = {
        "title": list(brief.title),
        "role": brief.role,
        "scope": brief.scope.to_json(),
        "budget_currency": brief.budget.currency,
        "budget_minor": brief.budget.minor,
        "seeks": brief.seeks,
        "archived_at": brief.archived_at,
        "access": brief.access.to_json(),
        "asks": brief.asks.to_json(),
    }
    db.execute(update(t.brief).where(t.brief.c.id == brief.id).values(values))


def add_version(was: Brief, number: int, by: PersonId, now: Instant, *, db: Session) -> None:
    """Keep what a brief said before a change, and who changed it."""
    said = {
        "title": list(was.title),
        "role": was.role,
        "scope": was.scope.to_json(),
        "budget": was.budget.to_json(),
        "seeks": was.seeks,
        "access": was.access.to_json(),
        "asks": was.asks.to_json(),
    }
    values = {"brief_id": was.id, "number": number, "person_id": by, "changed_at": now, "said": said}
    db.execute(insert(t.brief_version).values(values))


def versions(brief_id: str, *, db: Session) -> list[Version]:
    """What a brief said before each of its changes, oldest first."""
    c = t.brief_version.c
    joined = t.brief_version.join(t.brief, t.brief.c.id == c.brief_id)
    query = (
        select(t.brief_version, t.brief.c.creator_id, t.brief.c.project, t.brief.c.made_at)
        .select_from(joined)
        .where(c.brief_id == brief_id)
        .order_by(c.number)
    )
    return [_version(row) for row in db.execute(query)]


def _version(row: Any) -> Version:
    said = row.said
    brief = Brief(
        row.brief_id, row.creator_id, row.project, (said["title"][0], said["title"][1]), said["role"],
        Scope.from_json(said["scope"]), Money.from_json(said["budget"]), row.made_at, said["seeks"],
        access=Access.from_json(said.get("access", {})), asks=Asks.from_json(said.get("asks", {})),
    )  # fmt: skip
    return Version(row.number, PersonId(row.person_id), row.changed_at, brief)


def sides(*, db: Session) -> Iterator[SideFile]:
    """Every file of sides that a brief names now."""
    for row in db.execute(select(t.brief.c.access).where(t.brief.c.access.is_not(None))):
        yield from Access.from_json(row.access or {}).sides
