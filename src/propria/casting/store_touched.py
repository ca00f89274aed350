"""What changed of whom, in order of commit: for indexes that follow, in every process. Its own small SQL; it says not how.

Each change takes the next number. Two transactions that take the same one cannot both commit, so whoever has read up to a number
has missed nothing below it.
"""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import delete, func, insert, select

from propria.casting import tables as t
from propria.kernel.ids import PerformerId
from propria.plumbing.database import Session

_c = t.touched.c


class What(StrEnum):
    """What of a performer changed."""

    PROFILE = "profile"
    DAYS = "days"
    OPENNESS = "openness"
    ERASED = "erased"
    """What they signed is deleted: no index may keep it."""


def touch(performer_ids: Iterable[str], what: What, *, db: Session) -> None:
    """Say that this changed of these performers."""
    for performer_id in performer_ids:
        number = newest(db=db) + 1
        db.execute(delete(t.touched).where(_c.performer_id == performer_id, _c.what == what.value))
        db.execute(insert(t.touched).values(performer_id=performer_id, what=what.value, number=number))


def newest(*, db: Session) -> int:
    """The number of the last change; 0 before the first."""
    return int(db.execute(select(func.coalesce(func.max(_c.number), 0))).scalar_one())


def since(number: int, what: What, *, db: Session) -> list[PerformerId]:
    """Of whom this changed after a number, in order."""
    query = select(_c.performer_id).where(_c.what == what.value, _c.number > number).order_by(_c.number)
    return [PerformerId(row.performer_id) for row in db.execute(query)]
