"""The SQL of many negotiations at once: which are a party's, which wait for it, and what lies under each."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from propria.deals import store
from propria.deals import tables as t
from propria.deals.model import Contract, Deal, PartySignature, Side, Turn
from propria.kernel.time import Instant
from propria.plumbing.database import Session

AT_ONCE = 500
UNENDED = ("open", "agreed")


def listed(
    side: Side,
    owners: Collection[str],
    *,
    waiting_first: Instant | None = None,
    states: Collection[str] = (),
    brief_id: str | None = None,
    most: int | None = None,
    skip: int = 0,
    db: Session,
) -> list[Deal]:
    """The negotiations of these performers or creators, newest first, all or so many.

    `waiting_first`: at this instant, what waits for the side comes first, then what waits for the other. `states`: those
    alone.
    """
    c = t.deal.c
    query = select(t.deal).where(_of(side, owners)).order_by(c.opened_at.desc(), c.id.desc())
    if states:
        query = query.where(c.state.in_(states))
    if brief_id is not None:
        query = query.where(c.brief_id == brief_id)
    if waiting_first is None:
        return _some(query, most, skip, db=db)
    waits = _waits(side, waiting_first)
    found: list[Deal] = []
    for part in (waits, and_(c.state.in_(UNENDED), ~waits), c.state.not_in(UNENDED)):
        if most is None or len(found) < most:
            some = _some(query.where(part), None if most is None else most - len(found), skip, db=db)
            skip = 0 if some or not skip else skip - _count(query.where(part), db=db)
            found += some
    return found


def _some(query: Select[Any], most: int | None, skip: int, *, db: Session) -> list[Deal]:
    """In the order of an index, which is what makes the first ones cheap."""
    return [store.read_deal(row) for row in db.execute(query.offset(skip).limit(most))]


def _count(query: Select[Any], *, db: Session) -> int:
    return int(db.execute(select(func.count()).select_from(query.subquery())).scalar_one())


def count_waiting(side: Side, owners: Collection[str], *, now: Instant, db: Session) -> int:
    """How many negotiations wait for this side: an answer, or its signature."""
    return _count(select(t.deal.c.id).where(_of(side, owners), _waits(side, now)), db=db)


def _of(side: Side, owners: Collection[str]) -> ColumnElement[bool]:
    column = t.deal.c.creator_id if side is Side.CREATOR else t.deal.c.performer_id
    return column.in_(sorted(owners))


def _waits(side: Side, now: Instant) -> ColumnElement[bool]:
    c, made, said = t.deal.c, t.contract.c, t.signature.c
    signed = exists().where(
        made.deal_id == c.id,
        made.turn_number == c.turns,
        said.contract_id == made.id,
        said.side == side.value,
    )
    answers = and_(c.state == "open", c.turn_of == side.value, c.lapses_at > now)
    return or_(answers, and_(c.state == "agreed", ~signed))


def turns_of(deals: Iterable[Deal], *, db: Session) -> dict[str, list[Turn]]:
    """Every version of each term sheet, oldest first."""
    found: dict[str, list[Turn]] = {}
    ids = [one.id for one in deals]
    for row in _rows(ids, select(t.turn).order_by(t.turn.c.number), t.turn.c.deal_id, db=db):
        found.setdefault(row.deal_id, []).append(store.read_turn(row))
    return found


def contracts_of(deals: Iterable[Deal], *, db: Session) -> dict[str, Contract]:
    """The contract that was made from the newest version of each, where there is one."""
    newest = {one.id: one.turns for one in deals}
    rows = _rows(list(newest), select(t.contract), t.contract.c.deal_id, db=db)
    return {row.deal_id: store.read_contract(row) for row in rows if row.turn_number == newest[row.deal_id]}


def signatures_of(contracts: Iterable[Contract], *, db: Session) -> dict[str, list[PartySignature]]:
    """Who has signed each contract so far."""
    found: dict[str, list[PartySignature]] = {}
    for row in _rows([one.id for one in contracts], select(t.signature), t.signature.c.contract_id, db=db):
        found.setdefault(row.contract_id, []).append(store.read_signature(row))
    return found


def _rows(ids: list[Any], query: Select[Any], column: ColumnElement[Any], *, db: Session) -> Iterator[Any]:
    for start in range(0, len(ids), AT_ONCE):
        yield from db.execute(query.where(column.in_(ids[start : start + AT_ONCE])))
