"""The life of an offer beside its terms: ended, opened again, split in two, lapsed by the clock."""

from dataclasses import replace
from datetime import timedelta

from propria.deals import law, rules, steps, store, versions
from propria.deals.actions import acting_room, counter, move
from propria.deals.events import OfferMade
from propria.deals.lifecycle import DEAL
from propria.deals.model import Deal, Kind, TermSheet, Turn
from propria.deals.payees import check_payees
from propria.deals.tellings import announce
from propria.kernel.ids import OfferId, new_id
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session

REOPENED_FOR = timedelta(days=14)
MOST_AT_ONCE = 500


def end(actor: Actor, deal_id: str, act: str, *, now: Instant, db: Session) -> Deal:
    """Decline, take back or reopen, as the table of deals allows.

    Raises: NotFound(`deals.no_deal`), Refused(`deal.cannot_<act>`) and as `reopen`.
    """
    if act == "reopen":
        return reopen(actor, deal_id, now=now, db=db)
    seen = acting_room(actor, deal_id, now=now, db=db)
    return move(seen.deal, act, seen.side, actor.person_id, now=now, db=db)


def reopen(actor: Actor, deal_id: str, *, now: Instant, db: Session) -> Deal:
    """Open talks again: from agreed by either side; ended ones by whoever ended them, for 14 days, the other side
    next. What could not be put today is not put again.

    Raises: NotFound(`deals.no_deal`), Refused(`deal.cannot_reopen`, `deals.not_yours_to_reopen`, `deals.not_running`,
    `deals.terms_moved_on`) and as `versions.check_put`.
    """
    seen = acting_room(actor, deal_id, now=now, db=db)
    deal, last = seen.deal, seen.turns[-1]
    DEAL.after(deal.state, "reopen")
    if deal.state == "agreed":
        return move(deal, "reopen", seen.side, actor.person_id, now=now, db=db)
    rules.check_may_reopen(deal, seen.side, last.side)
    if deal.base_id is not None:
        versions.check_running(deal, now=now, db=db)
    versions.check_put(deal, last.side, seen.sheet, now=now, db=db)
    again = replace(deal, lapses_at=now + REOPENED_FOR, turn_of=last.side.other)
    return move(again, "reopen", seen.side, actor.person_id, now=now, db=db)


def split(
    actor: Actor, deal_id: str, first: TermSheet, second: TermSheet, *, now: Instant, db: Session
) -> tuple[Deal, Deal]:
    """Answer one offer with two: these talks go on about the first project, new ones begin about the second.

    Raises: NotFound(`deals.no_deal`), Refused(`deals.same_project`, `deal.cannot_split`) and as `counter`.
    """
    seen = acting_room(actor, deal_id, now=now, db=db)
    DEAL.after(seen.deal.state, "split")
    rules.check_split(first, second)
    goes_on = counter(actor, deal_id, first, now=now, db=db)
    rules.check_sheet(second, now=now)
    check_payees(second, db=db)
    second = law.with_duties(second, on=now)
    begun = replace(
        goes_on,
        id=OfferId(new_id("offer")),
        state=DEAL.initial,
        turns=1,
        opened_at=now,
        kind=Kind.LICENCE,
        root_id=None,
        base_id=None,
        split_from=goes_on.id,
    )
    versions.check_put(begun, seen.side, second, now=now, db=db)
    store.add_deal(begun, db=db)
    steps.put(begun, Turn(begun.id, 1, seen.side, actor.person_id, second, now), db=db)
    announce(OfferMade(begun.id, begun.performer_id, seen.side.value, now), db=db)
    return goes_on, begun


def keep_clocks(*, now: Instant, db: Session) -> int:
    """What nobody answered or signed in time lapses. How many did."""
    over = store.due(now, MOST_AT_ONCE, db=db)
    for deal in over:
        move(deal, "lapse", None, None, now=now, db=db)
    return len(over)
