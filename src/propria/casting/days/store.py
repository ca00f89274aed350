"""The only SQL of dates."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, select, update

from propria.casting import tables as t
from propria.casting.access.model import Access
from propria.casting.days.model import Days, Doing, Wanted
from propria.casting.matching.columns import microseconds
from propria.casting.store_touched import What, touch
from propria.kernel.errors import NotFound
from propria.kernel.ids import BriefId, CreatorId, DaysId, PerformerId, StatementId
from propria.kernel.time import Instant
from propria.plumbing.database import Session

_c = t.days.c
ANSWERED = ("confirmed", "free", "not_free", "pencilled", "taken_back", "to_confirm")


def add(days: Days, *, db: Session) -> None:
    """Keep days that were asked for."""
    values = {
        "id": days.id,
        "brief_id": days.brief_id,
        "creator_id": days.creator_id,
        "performer_id": days.performer_id,
        "days": [day.isoformat() for day in days.wanted.days],
        "doing": days.wanted.doing.value,
        "place": days.wanted.place,
        "answer_by": days.wanted.answer_by,
        "state": days.state,
        "asked_at": days.asked_at,
    }
    db.execute(insert(t.days).values(values))
    touch([days.performer_id], What.DAYS, db=db)


def save(days: Days, *, db: Session) -> None:
    """Keep where days stand now."""
    values = {
        "state": days.state,
        "pencilled_at": days.pencilled_at,
        "statement_id": days.statement_id,
        "hands": dict(days.hands),
    }
    db.execute(update(t.days).where(_c.id == days.id).values(values))
    touch([days.performer_id], What.DAYS, db=db)


def _select() -> Select[Any]:
    brief = t.brief.c
    joined = t.days.join(t.brief, brief.id == _c.brief_id)
    return select(t.days, brief.project, brief.title, brief.role, brief.access).select_from(joined)


def _days(row: Any) -> Days:
    wanted = Wanted(tuple(map(date.fromisoformat, row.days)), Doing(row.doing), row.place, row.answer_by)
    found = Days(
        id=DaysId(row.id),
        brief_id=BriefId(row.brief_id),
        creator_id=CreatorId(row.creator_id),
        performer_id=PerformerId(row.performer_id),
        project=row.project,
        title=(row.title[0], row.title[1]),
        role=row.role,
        wanted=wanted,
        state=row.state,
        asked_at=row.asked_at,
        pencilled_at=row.pencilled_at,
        access=Access.from_json(row.access or {}),
    )
    if row.statement_id is None:
        return found
    signed = StatementId(row.statement_id)
    return replace(found, statement_id=signed, hands=row.hands or {"": signed})


def find(days_id: str, *, lock: bool = False, db: Session) -> Days:
    """One asking; `lock` holds its row until the end of the transaction. Raises: NotFound(`casting.no_days`)."""
    query = _select().where(_c.id == days_id)
    row = db.execute(query.with_for_update(of=t.days) if lock else query).first()
    if row is None:
        raise NotFound("casting.no_days", "There are no such days.")
    return _days(row)


def of_creator(creator_id: str, *, db: Session) -> list[Days]:
    """What a creator asked, newest first."""
    query = _select().where(_c.creator_id == creator_id).order_by(_c.asked_at.desc(), _c.id)
    return [_days(row) for row in db.execute(query)]


def of_performers(performer_ids: Collection[str], *, db: Session) -> list[Days]:
    """What these performers were asked, newest first."""
    query = _select().where(_c.performer_id.in_(sorted(performer_ids))).order_by(_c.asked_at.desc(), _c.id)
    return [_days(row) for row in db.execute(query)]


def count_living(creator_id: str, ended: Collection[str], *, db: Session) -> int:
    """How many of a creator's askings have not ended."""
    query = select(func.count()).where(_c.creator_id == creator_id, _c.state.not_in(sorted(ended)))
    return int(db.execute(query).scalar_one())


def away(performer_id: str, *, db: Session) -> list[date]:
    """The days on which a performer is away, in order."""
    c = t.away.c
    query = select(c.day).where(c.performer_id == performer_id).order_by(c.day)
    return [date.fromisoformat(row.day) for row in db.execute(query)]


def away_of(performer_ids: Collection[str], *, db: Session) -> dict[str, list[date]]:
    """The days on which each of these performers is away; whoever never is, is missing."""
    c, found = t.away.c, defaultdict(list)
    for row in db.execute(select(c.performer_id, c.day).where(c.performer_id.in_(sorted(performer_ids)))):
        found[row.performer_id].append(date.fromisoformat(row.day))
    return found


def set_away(performer_id: str, days: Collection[date], *, db: Session) -> None:
    """Keep these days in place of those before."""
    db.execute(delete(t.away).where(t.away.c.performer_id == performer_id))
    for day in days:
        db.execute(insert(t.away).values(performer_id=performer_id, day=day.isoformat()))
    touch([performer_id], What.DAYS, db=db)


def confirmed(*, db: Session) -> list[str]:
    """The ids of all that are shown as confirmed."""
    return [row.id for row in db.execute(select(_c.id).where(_c.state == "confirmed").order_by(_c.id))]


def taken(first: date, *, db: Session) -> dict[str, set[int]]:
    """The days from `first` on which performers are away or have confirmed something; days since 1970."""
    found: dict[str, set[int]] = defaultdict(set)
    c = t.away.c
    for row in db.execute(select(c.performer_id, c.day).where(c.day >= first.isoformat())):
        found[row.performer_id].add(_number(row.day))
    for row in db.execute(select(_c.performer_id, _c.days).where(_c.state == "confirmed")):
        found[row.performer_id].update(map(_number, row.days))
    return found


@lru_cache(maxsize=4096)
def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal() - date(1970, 1, 1).toordinal()


def each_taken(performer_ids: Collection[str] | None = None, *, db: Session) -> Iterator[tuple[str, int]]:
    """Every day, past ones too, on which performers are away or have confirmed something; a day may come twice."""
    away, confirmed = t.away.c, select(_c.performer_id, _c.days).where(_c.state == "confirmed")
    off = select(away.performer_id, away.day)
    if performer_ids is not None:
        off = off.where(away.performer_id.in_(performer_ids))
        confirmed = confirmed.where(_c.performer_id.in_(performer_ids))
    for row in db.execute(off):
        yield row.performer_id, _number(row.day)
    for row in db.execute(confirmed):
        for day in row.days:
            yield row.performer_id, _number(day)


def each_asked(
    performer_ids: Collection[str] | None = None, *, db: Session
) -> Iterator[tuple[str, int, int]]:
    """Of every asking that was answered, 1 and 0; of every one that was not, 0 and by when it is to be (microseconds)."""
    query = select(_c.performer_id, _c.state, _c.answer_by).where(_c.state.in_(("asked", *ANSWERED)))
    if performer_ids is not None:
        query = query.where(_c.performer_id.in_(performer_ids))
    for row in db.execute(query):
        waits = row.state == "asked"
        yield row.performer_id, int(not waits), microseconds(row.answer_by) if waits else 0


def answers(now: Instant, *, db: Session) -> dict[str, tuple[int, int]]:
    """How many askings each performer answered, either way, and how many they let go by unanswered until `now`."""
    unanswered = case((_c.state == "asked", 1), else_=0)
    answered = case((_c.state.in_(ANSWERED), 1), else_=0)
    query = (
        select(
            _c.performer_id, func.sum(answered).label("answered"), func.sum(unanswered).label("unanswered")
        )
        .where((_c.state != "asked") | (_c.answer_by <= now))
        .group_by(_c.performer_id)
    )
    return {row.performer_id: (int(row.answered), int(row.unanswered)) for row in db.execute(query)}
