"""How often a creator may put terms to one performer, refused or not: each try asks what may be private."""

from propria.deals import actions, invitations
from propria.deals.model import Side
from propria.kernel.time import DAY, Instant
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.rate import Limit, take

TRIES = Limit("terms put to a performer", burst=20, per=DAY)


def count_offer(actor: Actor, code: str, *, now: Instant, db: Session) -> None:
    """Count an offer before it is tried, in a transaction of its own: what is refused is undone, its count is not.

    All invitations of one performer are one count.

    Raises: NotFound(`parties.no_creator`), RateExceeded(`plumbing.rate_exceeded`).
    """
    _count(parties.own_creator(actor, db=db).id, invitations.whose(code, db=db) or code, now=now, db=db)


def count_version(actor: Actor, deal_id: str, *, now: Instant, db: Session) -> None:
    """Count a creator's next version or change, as an offer is; the performer's side is not counted.

    Raises: NotFound(`deals.no_deal`), RateExceeded(`plumbing.rate_exceeded`).
    """
    seen = actions.room(actor, deal_id, now=now, db=db)
    if seen.side is Side.CREATOR:
        _count(seen.deal.creator_id, seen.deal.performer_id, now=now, db=db)


def _count(creator_id: str, performer_id: str, *, now: Instant, db: Session) -> None:
    take(TRIES, f"{creator_id} {performer_id}", now=now, db=db)
