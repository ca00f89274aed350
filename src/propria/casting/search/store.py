"""The only SQL of saved searches."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, insert, select

from propria.casting import tables as t
from propria.casting.search.finding import Sought
from propria.kernel.ids import PersonId, SearchId
from propria.kernel.time import Instant
from propria.plumbing.database import Session

_c = t.search.c
Row = tuple[SearchId, PersonId, Sought, Instant]


def add(search_id: SearchId, person_id: PersonId, sought: Sought, now: Instant, *, db: Session) -> None:
    """Keep a search."""
    values = {"id": search_id, "person_id": person_id, "sought": sought.to_json(), "saved_at": now}
    db.execute(insert(t.search).values(values))


def _row(row: Any) -> Row:
    return SearchId(row.id), PersonId(row.person_id), Sought.from_json(row.sought), row.saved_at


def of_person(person_id: str, *, db: Session) -> list[Row]:
    """What somebody saved, newest first."""
    query = select(t.search).where(_c.person_id == person_id).order_by(_c.saved_at.desc(), _c.id)
    return [_row(row) for row in db.execute(query)]


def every(*, db: Session) -> Iterator[Row]:
    """Every saved search."""
    return map(_row, list(db.execute(select(t.search).order_by(_c.id))))


def drop(person_id: str, search_id: str, *, db: Session) -> bool:
    """Forget one of somebody's; whether it was there."""
    done = db.execute(delete(t.search).where(_c.person_id == person_id, _c.id == search_id))
    return bool(done.rowcount)
