"""The only SQL of consent."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, or_, select, update

from propria.consent import tables as t
from propria.consent.model import LIVING, FeeFloor, Grant, GrantState, Openness, Purpose
from propria.kernel.errors import NotFound
from propria.kernel.ids import PerformerId, StatementId, SubjectId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.plumbing.prepared import Prepared
from propria.scope import StandingTerms

ASKED_AT_ONCE = 5_000
_GRANTS = Prepared(
    select(t.grant).where(t.grant.c.performer_id == bindparam("performer")).order_by(t.grant.c.given_at_entry)
)


def add_openness(openness: Openness, *, db: Session) -> None:
    """Keep a signed openness."""
    values = {
        "id": openness.id,
        "performer_id": openness.performer_id,
        "subject": openness.subject,
        "terms": openness.terms.to_json(),
        "floor_currency": openness.floor.currency,
        "floor_minor": openness.floor.minor,
        "floors": [one.to_json() for one in openness.floors],
        "starts_at": openness.starts_at,
        "ends_at": openness.ends_at,
        "shows_name": openness.shows_name,
        "given_at_entry": openness.given_at_entry,
        "state": openness.state.value,
        "withdrawn_at_entry": openness.withdrawn_at_entry,
    }
    db.execute(insert(t.openness).values(values))


def _openness(row: Any) -> Openness:
    return Openness(
        id=StatementId(row.id),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        terms=StandingTerms.from_json(row.terms),
        floor=Money(row.floor_currency, row.floor_minor),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        shows_name=row.shows_name,
        given_at_entry=row.given_at_entry,
        state=GrantState(row.state),
        withdrawn_at_entry=row.withdrawn_at_entry,
        floors=tuple(map(FeeFloor.from_json, row.floors or ())),
    )


def openness(openness_id: str, *, db: Session) -> Openness:
    """One openness. Raises: NotFound(`consent.no_openness`)."""
    row = db.execute(select(t.openness).where(t.openness.c.id == openness_id)).first()
    if row is None:
        raise NotFound("consent.no_openness", "There is no such openness.")
    return _openness(row)


def current_openness(performer_id: str, *, db: Session) -> Openness | None:
    """The performer's openness that is given and not withdrawn, lapsed or replaced."""
    c = t.openness.c
    query = select(t.openness).where(c.performer_id == performer_id, c.state == GrantState.GIVEN.value)
    row = db.execute(query.order_by(c.given_at_entry.desc()).limit(1)).first()
    return None if row is None else _openness(row)


def openness_of(performer_id: str, *, db: Session) -> list[Openness]:
    """Every openness of a performer in log order, whatever became of it."""
    c = t.openness.c
    query = select(t.openness).where(c.performer_id == performer_id).order_by(c.given_at_entry)
    return [_openness(row) for row in db.execute(query)]


def given_before(performer_id: str, entry_index: int, *, db: Session) -> Openness | None:
    """The last openness that was given before a log entry and not withdrawn before it."""
    c = t.openness.c
    query = select(t.openness).where(c.performer_id == performer_id, c.given_at_entry < entry_index)
    row = db.execute(query.order_by(c.given_at_entry.desc()).limit(1)).first()
    if row is None or (row.withdrawn_at_entry is not None and row.withdrawn_at_entry < entry_index):
        return None
    return _openness(row)


def open_at(now: Instant, *, db: Session) -> list[Openness]:
    """Every openness in force now, oldest first."""
    c = t.openness.c
    query = select(t.openness).where(c.state == GrantState.GIVEN.value, c.starts_at <= now, c.ends_at > now)
    return [_openness(row) for row in db.execute(query.order_by(c.given_at_entry))]


def shown(
    *,
    before: int | None = None,
    most: int | None = None,
    of: Iterable[str] | None = None,
    now: Instant,
    db: Session,
) -> list[Openness]:
    """Openness in force now that shows a name, newest first: given before an entry, at most so many, of these performers."""
    c = t.openness.c
    query = select(t.openness).where(
        c.state == GrantState.GIVEN.value, c.shows_name, c.starts_at <= now, c.ends_at > now
    )
    query = query if before is None else query.where(c.given_at_entry < before)
    query = query if of is None else query.where(c.performer_id.in_(list(of)))
    return [_openness(row) for row in db.execute(query.order_by(c.given_at_entry.desc()).limit(most))]


def newest(most: int, *, performer_id: str | None = None, db: Session) -> list[Openness]:
    """The openness that was given last, by anybody or by one performer, whatever became of it, newest first."""
    query = select(t.openness).order_by(t.openness.c.given_at_entry.desc()).limit(most)
    query = query if performer_id is None else query.where(t.openness.c.performer_id == performer_id)
    return [_openness(row) for row in db.execute(query)]


def given_since(entry_index: int, *, db: Session) -> list[Openness]:
    """Every openness given at or after a log entry and still given, whether it has begun or not."""
    c = t.openness.c
    query = select(t.openness).where(c.state == GrantState.GIVEN.value, c.given_at_entry >= entry_index)
    return [_openness(row) for row in db.execute(query.order_by(c.given_at_entry))]


def given_of(performer_ids: Iterable[str], *, db: Session) -> list[Openness]:
    """What these performers gave and is still given, oldest first."""
    c, every = t.openness.c, sorted(performer_ids)
    found: list[Openness] = []  # put in order here: asked for an order, SQLite reads everybody who is open
    for start in range(0, len(every), ASKED_AT_ONCE):
        some = c.performer_id.in_(every[start : start + ASKED_AT_ONCE])
        found += map(_openness, db.execute(select(t.openness).where(c.state == GrantState.GIVEN.value, some)))
    return sorted(found, key=lambda one: one.given_at_entry)


def changed_since(entry_index: int, *, db: Session) -> set[PerformerId]:
    """Whose openness was given, or ended, at or after a log entry."""
    c = t.openness.c
    query = select(c.performer_id).where(
        or_(c.given_at_entry >= entry_index, c.withdrawn_at_entry >= entry_index)
    )
    return {PerformerId(row.performer_id) for row in db.execute(query)}


def opennesses(ids: Iterable[str], *, db: Session) -> list[Openness]:
    """These opennesses; an unknown id is simply not in the answer."""
    rows = db.execute(select(t.openness).where(t.openness.c.id.in_(list(ids))))
    return [_openness(row) for row in rows]


def count(*, db: Session) -> int:
    """How many opennesses are kept, ended or not."""
    return int(db.execute(select(func.count()).select_from(t.openness)).scalar_one())


def opennesses_from(first: int, most: int, *, db: Session) -> list[Openness]:
    """So many opennesses from the given place on, in the order in which they were given."""
    c = t.openness.c
    rows = db.execute(select(t.openness).order_by(c.given_at_entry, c.id).offset(first).limit(most))
    return [_openness(row) for row in rows]


def are_open(least: int, now: Instant, *, db: Session) -> bool:
    """Whether at least so many opennesses are in force now; it reads no more of them."""
    c = t.openness.c
    in_force = select(c.id).where(c.state == GrantState.GIVEN.value, c.starts_at <= now, c.ends_at > now)
    found = db.execute(select(func.count()).select_from(in_force.limit(least).subquery())).scalar_one()
    return int(found) >= least


def count_among(ids: Select[Any], now: Instant, *, shown: bool = False, db: Session) -> int:
    """How many of the performers that a query names are open now; `shown`: and show their name."""
    c = t.openness.c
    in_force = (
        c.state == GrantState.GIVEN.value,
        c.starts_at <= now,
        c.ends_at > now,
        c.performer_id.in_(ids),
    )
    query = select(func.count(c.performer_id.distinct())).where(*in_force)
    return int(db.execute(query.where(c.shows_name) if shown else query).scalar_one())


def past_their_end(now: Instant, *, db: Session) -> list[Openness]:
    """Every openness that is over and not yet marked as lapsed."""
    c = t.openness.c
    query = select(t.openness).where(c.state == GrantState.GIVEN.value, c.ends_at <= now)
    return [_openness(row) for row in db.execute(query.order_by(c.given_at_entry))]


def end_openness(openness_id: str, state: GrantState, entry_index: int | None, *, db: Session) -> None:
    """The openness is withdrawn or has lapsed; doing it again changes nothing."""
    c = t.openness.c
    change = update(t.openness).where(c.id == openness_id, c.state == GrantState.GIVEN.value)
    db.execute(change.values(state=state.value, withdrawn_at_entry=entry_index))


def drop_openness(openness_id: str, *, db: Session) -> None:
    """The openness is kept no longer."""
    db.execute(delete(t.openness).where(t.openness.c.id == openness_id))


def add_grant(grant: Grant, *, db: Session) -> None:
    """Keep a signed grant."""
    values = {
        "id": grant.id,
        "purpose": grant.purpose.value,
        "performer_id": grant.performer_id,
        "subject": grant.subject,
        "reason": grant.reason,
        "retained_until": grant.retained_until,
        "given_at_entry": grant.given_at_entry,
        "state": grant.state.value,
        "withdrawn_at_entry": grant.withdrawn_at_entry,
    }
    db.execute(insert(t.grant).values(values))


def _grant(row: Any) -> Grant:
    return Grant(
        id=StatementId(row.id),
        purpose=Purpose(row.purpose),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        reason=row.reason,
        retained_until=row.retained_until,
        given_at_entry=row.given_at_entry,
        state=GrantState(row.state),
        withdrawn_at_entry=row.withdrawn_at_entry,
    )


def grant(grant_id: str, *, db: Session) -> Grant:
    """One grant. Raises: NotFound(`consent.no_grant`)."""
    row = db.execute(select(t.grant).where(t.grant.c.id == grant_id)).first()
    if row is None:
        raise NotFound("consent.no_grant", "There is no such consent.")
    return _grant(row)


def grants(performer_id: str, *, db: Session) -> list[Grant]:
    """Every grant of a performer in log order."""
    return [_grant(row) for row in db.rows(_GRANTS, performer=performer_id)]


def granted(performer_ids: Collection[str], purpose: Purpose, now: Instant, *, db: Session) -> set[str]:
    """Which of these performers gave a grant for this purpose that stands now."""
    every, c = sorted(performer_ids), t.grant.c
    stands = (c.purpose == purpose.value, c.state == GrantState.GIVEN.value, c.retained_until > now)
    found: set[str] = set()
    for start in range(0, len(every), ASKED_AT_ONCE):
        some = c.performer_id.in_(every[start : start + ASKED_AT_ONCE])
        found |= {row.performer_id for row in db.execute(select(c.performer_id).where(some, *stands))}
    return found


def grants_in(state: GrantState, *, db: Session) -> list[Grant]:
    """Everybody's grants that stand like this, oldest first."""
    rows = db.execute(
        select(t.grant).where(t.grant.c.state == state.value).order_by(t.grant.c.given_at_entry)
    )
    return [_grant(row) for row in rows]


def set_grant_state(grant_id: str, state: GrantState, *, db: Session) -> None:
    """The grant rests, or is in force again."""
    db.execute(update(t.grant).where(t.grant.c.id == grant_id).values(state=state.value))


def end_grant(
    grant_id: str, entry_index: int, state: GrantState = GrantState.WITHDRAWN, *, db: Session
) -> None:
    """The grant is withdrawn, lapsed or void; doing it again changes nothing."""
    c = t.grant.c
    change = update(t.grant).where(c.id == grant_id, c.state.in_(one.value for one in LIVING))
    db.execute(change.values(state=state.value, withdrawn_at_entry=entry_index))
