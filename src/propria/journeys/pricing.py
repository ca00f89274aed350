"""A metered use is charged: the contract's rate card and shares in the ledger's terms, in the same transaction."""

from decimal import Decimal

from propria.deals import actions as deals
from propria.deals.model import Contract, Side, TermSheet
from propria.kernel.ids import LicenceId, OutputId, UseId
from propria.kernel.money import WHOLE_BASIS_POINTS
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.events import LeaseUseReported
from propria.licences.model import Licence
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.rates import Basis, PricedUse, RateCard
from propria.royalties import actions as royalties
from propria.royalties.cards import after_earlier, compensation_of, uses_of
from propria.royalties.model import OPERATOR, Compensation, PayeeRole, Share, Use
from propria.usage.events import UseMetered
from propria.usage.model import Measured
from propria.usage.rules import priced

TEMPLATE_CLAUSE = "-"


def charge(event: UseMetered, *, db: Session) -> None:
    """Post one metered use under every clause that counts something of it, of the contract that ran when it was reserved.

    Raises: Refused(`royalties.no_price`).
    """
    use = event.use
    of_it = priced(use.act, use.measured)
    at_entry = licences.permit(use.permit_id, db=db).at_entry
    _charge(use.id, use.licence_id, at_entry, of_it, use.metered_at, use.output_id, now=event.at, db=db)


def charge_offline(event: LeaseUseReported, *, db: Session) -> None:
    """Post one use that was made offline under a lease, as if it had been metered here.

    Raises: Refused(`royalties.no_price`).
    """
    amounts = Measured(**event.amounts)
    of_it = priced(event.act, amounts)
    at_entry = event.leased_at_entry
    _charge(event.use_id, event.licence_id, at_entry, of_it, event.used_at, None, now=event.at, db=db)


def _charge(
    use_id: UseId,
    licence_id: LicenceId,
    at_entry: int,
    of_it: PricedUse,
    used_at: Instant,
    output_id: OutputId | None,
    *,
    now: Instant,
    db: Session,
) -> None:
    licence = licences.licence(licence_id, db=db)
    contract = deals.contract(licences.contract_at(licence.id, at_entry, db=db), db=db)
    sheet = deals.sheet_of(contract, db=db)
    card = sheet.card
    compensation = compensation_for(licence, contract, sheet, db=db)
    zh, en = licence.project_title
    template = Use(
        id=use_id,
        licence_id=licence.id,
        performer_id=licence.performer_id,
        creator_id=licence.creator_id,
        project_id=licence.project,
        project_zh=zh,
        project_en=en,
        clause=TEMPLATE_CLAUSE,
        quantity=Decimal(0),
        used_at=used_at,
        output_id=output_id,
    )
    for one in uses_of(template, card, of_it):
        royalties.post_use(one, compensation, now=now, db=db)


def compensation_for(licence: Licence, contract: Contract, sheet: TermSheet, *, db: Session) -> Compensation:
    """What the contract asks for everything that it allows and its card prices, with payees by id."""
    card = sheet.card
    acts = [act for act in sorted(sheet.acts) if any(line.is_for(act) for line in card.lines)]
    full = compensation_of(card, acts, shares_of(card, licence, contract, db=db))
    versions = licences.versions(licence.id, db=db)
    own = next(one for one in versions if one.contract_id == contract.id)
    if own.number == 1:
        return full
    charged = royalties.charged_before(licence.id, card.currency, own.from_at, db=db)
    earlier = (deals.contract(one.contract_id, db=db) for one in versions[: own.number - 1])
    return after_earlier(full, charged, {c for one in earlier for c in _once(one, db=db)})


def _once(contract: Contract, *, db: Session) -> set[str]:
    """The clauses of a contract's fees that are owed once."""
    return {line.clause for line in deals.sheet_of(contract, db=db).card.lines if line.basis is Basis.FIXED}


def shares_of(card: RateCard, licence: Licence, contract: Contract, *, db: Session) -> tuple[Share, ...]:
    """The card names who is paid by role; the ledger pays ids.

    Where nobody acted for the performer, the representative's part is the performer's own.
    """
    named = card.shares or (("performer", WHOLE_BASIS_POINTS),)
    agent = _representative(contract, db=db)
    points: dict[tuple[str, PayeeRole], int] = {}
    for who, part in named:
        match who:
            case "operator":
                payee = (OPERATOR, PayeeRole.OPERATOR)
            case "representative" if agent is not None:
                payee = (agent, PayeeRole.REPRESENTATIVE)
            case _:
                payee = (str(licence.performer_id), PayeeRole.PERFORMER)
        points[payee] = points.get(payee, 0) + part
    return tuple(Share(payee, role, part) for (payee, role), part in points.items())


def _representative(contract: Contract, *, db: Session) -> str | None:
    """Who signed for the performer, if it was not they themselves."""
    signature = deals.signatures(contract.id, db=db)[Side.PERFORMER]
    return None if signature.mandate_id is None else parties.person(signature.person_id, db=db).id
