"""A licence's conditions are met by later contexts: funds that arrive are told to the licence they are for."""

from propria.kernel.ids import LicenceId
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.events import LicenceChanged
from propria.plumbing.database import Session
from propria.rates import Occasion
from propria.royalties import actions as royalties
from propria.royalties import dues
from propria.royalties.events import FundsHeld


def funds_arrived(event: FundsHeld, *, db: Session) -> None:
    """Enough is held: the licence no longer waits for money."""
    _confirm_if_enough(event.licence_id, now=event.at, db=db)


def terms_changed(event: LicenceChanged, *, db: Session) -> None:
    """New terms may ask for more than was held; what was paid in before counts towards it."""
    _confirm_if_enough(event.licence_id, now=event.at, db=db)


def _confirm_if_enough(licence_id: LicenceId, *, now: Instant, db: Session) -> None:
    licence = licences.licence(licence_id, db=db)
    needed = licence.funds_needed
    paid_in = royalties.paid_in_for(licence_id, needed.currency, db=db)
    if licence.funds_held_at is None and paid_in.minor >= needed.minor:
        licences.confirm_funds(licence.id, now=now, db=db)
        dues.fall_due(licence.id, Occasion.ACTIVATED, now=now, db=db)
