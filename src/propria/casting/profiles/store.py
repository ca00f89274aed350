"""The only SQL of casting profiles."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import delete, insert, select

from propria.casting import tables as t
from propria.casting.profiles.model import Profile, Stated
from propria.casting.store_touched import What, touch
from propria.kernel.ids import PerformerId, StatementId
from propria.plumbing.database import Session

_c = t.profile.c


def keep(stated: Stated, *, db: Session) -> None:
    """Keep a profile in place of the one before."""
    db.execute(delete(t.profile).where(_c.performer_id == stated.performer_id))
    values = {
        "performer_id": stated.performer_id,
        "statement_id": stated.statement_id,
        "said": stated.profile.to_json(),
        "meaning": stated.meaning,
        "at_entry": stated.at_entry,
    }
    db.execute(insert(t.profile).values(values))
    touch([stated.performer_id], What.PROFILE, db=db)


def _stated(row: Any) -> Stated:
    return Stated(
        PerformerId(row.performer_id),
        StatementId(row.statement_id),
        Profile.from_json(row.said),
        row.meaning,
        row.at_entry,
    )


def newest(performer_ids: Collection[str], *, db: Session) -> dict[PerformerId, Stated]:
    """What these performers signed last; whoever never did is missing."""
    found: dict[PerformerId, Stated] = {}
    ids = sorted(performer_ids)
    for start in range(0, len(ids), 1000):
        found |= _by_id(db.execute(select(t.profile).where(_c.performer_id.in_(ids[start : start + 1000]))))
    return found


def every(*, db: Session) -> dict[PerformerId, Stated]:
    """The newest profile of everybody."""
    return _by_id(db.execute(select(t.profile).order_by(_c.performer_id)))


def _by_id(rows: Iterable[Any]) -> dict[PerformerId, Stated]:
    return {one.performer_id: one for one in map(_stated, rows)}


def each(most: int, *, db: Session) -> Iterator[list[Stated]]:
    """The newest profile of everybody by id, so many at a time."""
    last = ""
    while True:
        query = select(t.profile).where(_c.performer_id > last).order_by(_c.performer_id).limit(most)
        found = list(map(_stated, db.execute(query)))
        if not found:
            return
        yield found
        last = found[-1].performer_id
