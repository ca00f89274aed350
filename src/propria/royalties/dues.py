"""Sums that no render meters: the guarantee, renewals, a kill fee, receipts, what a licence owes at its end."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from propria.deals import actions as deals
from propria.deals.model import Contract, Side, TermSheet
from propria.kernel.errors import Malformed, NotFound
from propria.kernel.ids import LicenceId
from propria.kernel.money import MINOR_DIGITS, Money
from propria.kernel.time import Instant, wire
from propria.licences import actions as licences
from propria.licences.events import LicenceChanged
from propria.licences.model import Licence
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.rates import Occasion
from propria.royalties import actions, terms
from propria.royalties.cards import GUARANTEE, due_key, of_guarantee, receipts_key
from propria.royalties.currencies import RateSource
from propria.royalties.model import Posting, Use
from propria.royalties.naming import owed_id


class EndedBy(StrEnum):
    """Who ended a licence."""

    TERM = "term"
    CREATOR = "creator"
    PERFORMER = "performer"


OWES_GUARANTEE = {EndedBy.TERM: True, EndedBy.CREATOR: True, EndedBy.PERFORMER: False}
"""Whether the whole guarantee is owed at the end, however little was used; what is held beyond it goes back."""


@dataclass(frozen=True)
class Receipts:
    """What a work took in during a time [starts_at, ends_at), as its creator reports it."""

    amount: Money
    starts_at: Instant
    ends_at: Instant


def fall_due(licence_id: LicenceId, occasion: Occasion, *, now: Instant, db: Session) -> Posting | None:
    """Charge what the running contract owes on this occasion, once; None where it owes nothing."""
    licence = licences.licence(licence_id, db=db)
    contract, sheet = terms.running_terms(licence, db=db)
    return _owe(licence, contract, sheet, occasion, "", now=now, db=db)


def licence_changed(event: LicenceChanged, *, db: Session) -> None:
    """A renewal or an early end is owed what the terms before it promised for that."""
    licence = licences.licence(event.licence_id, db=db)
    before, version = terms.version_before(licence.id, event.from_entry, db=db)
    occasion = _occasion_of(event.kind, version.contract_id, db=db)
    if occasion is not None:
        contract = deals.contract(before.contract_id, db=db)
        sheet = deals.sheet_of(contract, db=db)
        _owe(licence, contract, sheet, occasion, str(version.number), now=event.at, db=db)


def _occasion_of(kind: str, contract_id: str, *, db: Session) -> Occasion | None:
    if kind == "renewal":
        return Occasion.RENEWED
    asked_by = deals.proposed_by(deals.contract(contract_id, db=db), db=db)
    return Occasion.ENDED_EARLY if kind == "termination" and asked_by is Side.CREATOR else None


def _owe(
    licence: Licence,
    contract: Contract,
    sheet: TermSheet,
    occasion: Occasion,
    which: str,
    *,
    now: Instant,
    db: Session,
) -> Posting | None:
    due = sheet.card.due_on(occasion)
    if due is None:
        return None
    use = _owed(licence, due_key(due), Decimal(1), (occasion.value, which), now)
    compensation = terms.compensation_for(licence, contract, sheet, db=db)
    return actions.post_use(use, compensation, now=now, db=db)


def _owed(licence: Licence, clause: str, quantity: Decimal, of_it: tuple[str, ...], now: Instant) -> Use:
    template = terms.template_of(licence, owed_id(licence.id, clause, *of_it), now)
    return replace(template, clause=clause, quantity=quantity)


def report_receipts(
    actor: Actor, licence_id: str, told: Receipts, rates: RateSource, *, now: Instant, db: Session
) -> Posting:
    """The creator says what the work took in during a time; the performer's part is charged at once.

    Another currency is converted at the rate of the last day of that time; the same time reported again with the same
    amount changes nothing.
    Raises: NotFound(`licences.no_licence`, `royalties.no_receipts`), Malformed(`royalties.bad_receipts`),
    Refused(`royalties.no_rate`, `royalties.use_posted_differently`).
    """
    licence = licences.own_licence(actor, licence_id, db=db)
    if actor.role is not Role.CREATOR:
        raise NotFound("licences.no_licence", "There is no such licence.")
    colleagues.check(actor.person_id, licence.creator_id, Right.PAY, db=db)
    contract, sheet = terms.running_terms(licence, db=db)
    share = sheet.card.receipts
    if share is None:
        raise NotFound("royalties.no_receipts", "This contract gives no share of receipts.")
    if told.amount.minor < 0 or not told.starts_at < told.ends_at <= now:
        raise Malformed("royalties.bad_receipts", "Receipts are an amount for a time that is over.")
    whole, origin = rates.converted(told.amount, sheet.card.currency, on=told.ends_at)
    quantity = Decimal(whole.minor).scaleb(-MINOR_DIGITS[whole.currency])
    of_it = (wire(told.starts_at), wire(told.ends_at))
    use = _owed(licence, receipts_key(share), quantity, of_it, told.ends_at)
    compensation = terms.compensation_for(licence, contract, sheet, db=db)
    return actions.post_use(replace(use, origin=origin), compensation, now=now, db=db)


def ended_by(licence: Licence, *, db: Session) -> EndedBy:
    """Who ended a licence that is over."""
    if licence.withdrawn_at_entry is not None:
        return EndedBy.PERFORMER
    last = licences.versions(licence.id, db=db)[-1]
    by_creator = last.kind == "termination" and (
        deals.proposed_by(deals.contract(last.contract_id, db=db), db=db) is Side.CREATOR
    )
    return EndedBy.CREATOR if by_creator else EndedBy.TERM


def settle_end(licence: Licence, *, now: Instant, db: Session) -> Posting | None:
    """At the end of a licence, charge what is missing of its guarantee where it is owed; once."""
    needed = licence.funds_needed
    charged = actions.charged_before(licence.id, needed.currency, now, db=db)
    missing = needed - charged
    if not OWES_GUARANTEE[ended_by(licence, db=db)] or missing.minor <= 0:
        return None
    contract, sheet = terms.running_terms(licence, db=db)
    compensation = of_guarantee(needed.currency, terms.shares_of(sheet.card, licence, contract, db=db))
    quantity = Decimal(missing.minor).scaleb(-MINOR_DIGITS[needed.currency])
    use = _owed(licence, compensation.lines[0].clause, quantity, (GUARANTEE,), now)
    return actions.post_use(use, compensation, now=now, db=db)
