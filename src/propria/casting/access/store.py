"""The only SQL of who saw what of a brief."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import insert, select, update

from propria.casting import tables as t
from propria.casting.access.model import Sight, What
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.plumbing.database import Session

_c = t.sight.c


def add(brief_id: str, person_id: str, what: What, now: Instant, *, db: Session) -> None:
    """Write down that somebody saw this of a brief."""
    mine = (_c.brief_id == brief_id) & (_c.person_id == person_id) & (_c.what == what.value)
    found = db.execute(update(t.sight).where(mine).values(last_at=now, times=_c.times + 1))
    if not found.rowcount:
        values = {
            "brief_id": brief_id,
            "person_id": person_id,
            "what": what.value,
            "first_at": now,
            "last_at": now,
            "times": 1,
        }
        db.execute(insert(t.sight).values(values))


def _sight(row: Any) -> Sight:
    return Sight(PersonId(row.person_id), What(row.what), row.first_at, row.last_at, row.times)


def of_brief(brief_id: str, *, db: Session) -> list[Sight]:
    """Who saw what of a brief, the newest last look first."""
    query = select(t.sight).where(_c.brief_id == brief_id).order_by(_c.last_at.desc(), _c.person_id, _c.what)
    return [_sight(row) for row in db.execute(query)]


def told(person_id: str, brief_ids: Collection[str], *, db: Session) -> set[str]:
    """Of these briefs, those whose title this person accepted to keep to themselves."""
    query = select(_c.brief_id).where(
        _c.person_id == person_id, _c.what == What.TITLE.value, _c.brief_id.in_(sorted(brief_ids))
    )
    return {row.brief_id for row in db.execute(query)}
