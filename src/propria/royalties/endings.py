"""What becomes of money when a licence is over: what is owed is charged, what is left goes back; and what the keeper says."""

import functools
import logging
from collections.abc import Iterator

from propria.kernel.errors import PropriaError
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.model import Licence
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.royalties import actions, dues, terms
from propria.royalties.funds import Keeper, Movement, Order, record

logger = logging.getLogger("propria.royalties.endings")


def settle_ended(*, now: Instant, db: Session) -> int:
    """What licences that are over still owe of their guarantee is charged. For the clock; how many that were."""
    return sum(dues.settle_end(licence, now=now, db=db) is not None for licence in over(now=now, db=db))


def over(*, now: Instant, db: Session) -> list[Licence]:
    """The licences that are over and for which money is held."""
    return [licence for licence, _ in _over(now=now, db=db)]


def to_give_back(*, now: Instant, db: Session) -> list[Order]:
    """What is held for licences that are over and owe nothing any more: it goes back to their creators."""
    return [Order(licence.id, amount) for licence, held in _over(now=now, db=db) for amount in held]


def _over(*, now: Instant, db: Session) -> Iterator[tuple[Licence, list[Money]]]:
    """Licences with money held whose end is past, work in flight included; none that a hold or a dispute stops."""
    for licence_id, held in actions.held_for_any(db=db).items():
        licence = licences.licence(licence_id, db=db)
        ended = licence.withdrawn_at_entry is not None or now >= licence.ends_at
        if ended and not licence.is_frozen and not _in_flight(licence, now=now, db=db):
            yield licence, held


def _in_flight(licence: Licence, *, now: Instant, db: Session) -> bool:
    clause = terms.running_terms(licence, db=db)[1].wind_down
    return clause is not None and clause.in_flight_until is not None and now <= clause.in_flight_until


def exchange(keeper: Keeper, library: Library, *, now: Instant) -> int:
    """Record what the keeper says moved, each on its own, and order what is to go back; how much was new.

    A movement that cannot be recorded is told and the next one goes on.
    """
    new = 0
    for one in keeper.moved():
        try:
            new += library.database.transact(functools.partial(_record, one, now))
        except PropriaError as error:
            logger.warning("movement.refused", extra={"code": error.code, "reference": one.reference})
    keeper.order(library.database.read(lambda db: to_give_back(now=now, db=db)))
    return new


def _record(one: Movement, now: Instant, db: Session) -> bool:
    return record(one, now=now, db=db)
