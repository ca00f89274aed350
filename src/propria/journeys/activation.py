"""A licence's conditions are met by later contexts: funds that arrive are told to the licence they are for."""

from propria.licences import actions as licences
from propria.plumbing.database import Session
from propria.royalties.events import FundsHeld


def funds_arrived(event: FundsHeld, *, db: Session) -> None:
    """Enough is held: the licence no longer waits for money."""
    licence = licences.licence(event.licence_id, db=db)
    needed = licence.funds_needed
    enough = event.held.currency == needed.currency and event.held.minor >= needed.minor
    if enough and licence.funds_held_at is None:
        licences.confirm_funds(licence.id, now=event.at, db=db)
