"""Ground that a signed deal holds alone: kept free of others until its licence ends, and told to its performer only."""

from dataclasses import replace

from propria.deals import rules, store
from propria.deals.lifecycle import DEAL
from propria.deals.model import Deal, TermSheet
from propria.kernel.errors import Refused
from propria.plumbing.database import Session


def check_available(deal: Deal, sheet: TermSheet, *, db: Session) -> None:
    """No signed deal with somebody else holds this ground alone. It tells neither side whose, nor on what terms.

    Raises: Refused(`deals.not_available`).
    """
    if clash_of(deal, sheet, db=db) is not None:
        raise Refused("deals.not_available", "The performer is not available for this.")


def clash_of(deal: Deal, sheet: TermSheet, *, db: Session) -> TermSheet | None:
    """The signed deal that this one cannot stand beside, for the performer's eyes alone."""
    signed = (
        other
        for other in store.deals(performer_id=deal.performer_id, db=db)
        if other.state == "signed" and other.creator_id != deal.creator_id
    )
    return rules.clash(sheet, (store.turns(other.id, db=db)[-1].sheet for other in signed))


def licence_ended(contract_id: str, *, db: Session) -> None:
    """The licence of a contract is over: what it held alone is free again. Told twice, it stays over."""
    deal = store.deal(store.contract(contract_id, db=db).deal_id, db=db)
    if deal.state == "signed":
        store.save_deal(replace(deal, state=DEAL.after(deal.state, "licence_ends")), db=db)
