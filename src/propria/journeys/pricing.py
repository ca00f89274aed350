"""A metered use is charged: the contract's rate card and shares in the ledger's terms, in the same transaction."""

from propria.licences import actions as licences
from propria.licences.events import LeaseUseReported
from propria.plumbing.database import Session
from propria.royalties import terms
from propria.royalties.terms import Doing
from propria.usage.events import UseMetered, UseReported
from propria.usage.model import Measured
from propria.usage.rules import priced


def charge(event: UseMetered, *, db: Session) -> None:
    """Post one metered use under every clause that counts something of it, of the contract that ran when it was reserved.

    Raises: Refused(`royalties.no_price`).
    """
    use = event.use
    at_entry = licences.permit(use.permit_id, db=db).at_entry
    done = Doing(
        use.id, use.licence_id, at_entry, priced(use.act, use.measured), use.metered_at, use.output_id
    )
    terms.charge(done, now=event.at, db=db)


def charge_offline(event: LeaseUseReported, *, db: Session) -> None:
    """Post one use that was made offline under a lease, as if it had been metered here.

    Raises: Refused(`royalties.no_price`).
    """
    of_it = priced(event.act, Measured(**event.amounts))
    done = Doing(event.use_id, event.licence_id, event.leased_at_entry, of_it, event.used_at)
    terms.charge(done, now=event.at, db=db)


def charge_reported(event: UseReported, *, db: Session) -> None:
    """Post a use that a licensee's report brought, as if it had been metered here.

    Raises: Refused(`royalties.no_price`).
    """
    of_it = priced(event.act, Measured(**event.amounts))
    done = Doing(event.use_id, event.licence_id, event.at_entry, of_it, event.made_at)
    terms.charge(done, now=event.at, db=db)
