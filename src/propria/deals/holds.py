"""Ground that a signed deal holds alone: kept free of others until its licence ends, and told to its performer only."""

from collections.abc import Iterator
from dataclasses import replace

from propria.deals import outward, rules, store, versions
from propria.deals.lifecycle import DEAL
from propria.deals.model import Deal, TermSheet
from propria.kernel.ids import CreatorId, PerformerId
from propria.parties.groups import actions as groups
from propria.plumbing.database import Session
from propria.scope import Scope, hits

_ENDS_BY = {"signed": "licence_ends", "open": "lapse", "agreed": "lapse"}


def check_available(deal: Deal, sheet: TermSheet, *, db: Session) -> None:
    """No signed deal with somebody else holds this ground alone. It tells neither side whose, nor on what terms.

    Raises: Refused(`deals.not_available`).
    """
    if clash_of(deal, sheet, db=db) is not None:
        raise outward.not_available()


def clash_of(deal: Deal, sheet: TermSheet, *, db: Session) -> TermSheet | None:
    """The signed deal that this one cannot stand beside, for the performer's eyes alone."""
    return rules.clash(sheet, _signed_with_others(deal.creator_id, deal.performer_id, db=db))


def held_alone(creator_id: CreatorId, performer_id: PerformerId, scope: Scope, db: Session) -> bool:
    """Whether a scope touches ground that a signed deal of somebody else than this creator holds alone."""
    others = _signed_with_others(creator_id, performer_id, db=db)
    return any(one.exclusive is not None and hits(one.exclusive, scope) for one in others)


def _signed_with_others(
    creator_id: CreatorId, performer_id: PerformerId, *, db: Session
) -> Iterator[TermSheet]:
    for one in sorted(groups.circle_of(performer_id, db=db)):
        for other in store.deals(performer_id=one, db=db):
            if other.state == "signed" and other.base_id is None and other.creator_id != creator_id:
                yield versions.running(other, db=db).sheet


def licence_ended(contract_id: str, *, db: Session) -> None:
    """The licence of a contract is over: what it held alone is free again, and talks about changing it lapse.

    Told twice, it stays over.
    """
    deal = store.deal(store.contract(contract_id, db=db).deal_id, db=db)
    root = store.deal(deal.licence_deal, db=db)
    for one in (root, *store.changes_of(root.id, db=db)):
        act = _ENDS_BY.get(one.state)
        if act is not None:
            store.save_deal(replace(one, state=DEAL.after(one.state, act)), db=db)
