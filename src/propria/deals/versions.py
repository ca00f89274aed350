"""The terms that a licence runs on: the newest contract signed by both, among the first and its changes. Never writes."""

from dataclasses import dataclass

from propria.consent import actions as consent
from propria.consent import wishes
from propria.deals import floors, law, outward, renewing, rules, rules_changes, store
from propria.deals.model import Contract, Deal, Side, TermSheet
from propria.kernel.errors import NotFound, Refused
from propria.kernel.time import Instant
from propria.plumbing.database import Session


@dataclass(frozen=True)
class Version:
    """One signed version of a licence's terms: its talks, its contract, the entry of the last signature."""

    number: int
    deal: Deal
    contract: Contract
    sheet: TermSheet
    from_entry: int
    signed_at: Instant


def versions_of(deal: Deal, *, db: Session) -> list[Version]:
    """Every signed version of the licence that these talks gave or would change, oldest first."""
    root = store.deal(deal.licence_deal, db=db)
    found = []
    for one in (root, *store.changes_of(root.id, db=db)):
        contract = store.contract_of(one.id, one.turns, db=db)
        signed = store.signatures(contract.id, db=db) if contract else {}
        if contract is None or one.state not in ("signed", "ended") or len(signed) < len(Side):
            continue
        last = max(signed.values(), key=lambda s: s.entry_index)
        sheet = store.turns(one.id, db=db)[contract.turn_number - 1].sheet
        found.append((last.entry_index, one, contract, sheet, last.signed_at))
    found.sort(key=lambda f: f[0])
    return [
        Version(number, one, contract, sheet, entry, at)
        for number, (entry, one, contract, sheet, at) in enumerate(found, 1)
    ]


def running(deal: Deal, *, db: Session) -> Version:
    """The version that is in force. Raises: NotFound(`deals.not_signed`)."""
    found = versions_of(deal, db=db)
    if not found:
        raise NotFound("deals.not_signed", "Nothing is signed here that could be changed.")
    return found[-1]


def base_sheet(deal: Deal, *, db: Session) -> TermSheet | None:
    """The terms that these talks would replace; None for talks about a new licence."""
    if deal.base_id is None:
        return None
    base = store.contract(deal.base_id, db=db)
    return store.turns(base.deal_id, db=db)[base.turn_number - 1].sheet


def _check_promised(deal: Deal, side: Side, before: TermSheet, *, db: Session) -> None:
    first = next(iter(store.turns(deal.id, db=db)), None)
    if first is not None:
        renewing.check_counter(deal.kind, side, before, first)


def check_put(deal: Deal, side: Side, sheet: TermSheet, *, now: Instant, db: Session) -> None:
    """A version that may be put to the other side. What is allowed already needs no standing terms again.

    Raises: Refused(`deals.changes_nothing`, `deals.changes_otherwise`, `deals.other_project`, `deals.red_line`,
    `deals.below_floor`, `deals.not_available`, `deals.option_promised`).
    """
    before = base_sheet(deal, db=db)
    if before is None:
        if side is Side.CREATOR:
            with outward.as_one(deal.performer_id, now=now, db=db):
                rules.check_against_terms(sheet, consent.openness_of(deal.performer_id, now=now, db=db))
                floors.check_offer(deal.performer_id, sheet, db=db)
        return
    rules_changes.check_change(deal.kind, law.with_duties(before, on=now), sheet, now=now)
    _check_promised(deal, side, law.with_duties(before, on=now), db=db)
    openness = consent.find_openness(deal.performer_id, now=now, db=db)
    if side is Side.CREATOR and openness is not None and rules_changes.is_wider(before, sheet):
        with outward.as_one(deal.performer_id, now=now, db=db):
            rules.check_against_terms(sheet, openness)


def check_signing(
    contract: Contract, deal: Deal, sheet: TermSheet, *, own_key: bool, now: Instant, db: Session
) -> None:
    """At the last signature: a change replaces the terms that still run, and what it adds is covered as a new
    contract is. What ran before and only shrinks needs no openness.

    Raises: Refused(`deals.terms_moved_on`, `deals.not_running`, `deals.not_open_any_more`, `deals.red_line`,
    `deals.beyond_standing_terms`, `consent.against_wishes`).
    """
    before = base_sheet(deal, db=db)
    if before is not None:
        check_running(deal, now=now, db=db)
        if not rules_changes.is_wider(before, sheet):
            return
    wishes.check_scope(deal.performer_id, sheet.scope, db=db)
    openness = consent.find_openness(deal.performer_id, now=now, db=db)
    rules.check_coverage_at_signing(contract, sheet, openness, own_key=own_key)


def check_running(deal: Deal, *, now: Instant, db: Session) -> None:
    """The licence that these talks would change runs, on the terms that they started from.

    Raises: Refused(`deals.terms_moved_on`, `deals.not_running`).
    """
    if store.deal(deal.licence_deal, db=db).state != "signed":
        raise Refused("deals.not_running", "The licence has ended; make a new offer.")
    current = running(deal, db=db)
    if current.contract.id != deal.base_id:
        raise Refused(
            "deals.terms_moved_on",
            "The licence runs on other terms by now; begin from these.",
            runs_on=current.contract.id,
        )
    if now >= current.sheet.term[1]:
        raise Refused("deals.not_running", "The licence has ended; make a new offer.")
