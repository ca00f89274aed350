"""What a licence's signed contract says of pay, in the ledger's terms: who is paid by id, and what ran before."""

from dataclasses import dataclass, replace
from decimal import Decimal

from propria.deals import actions as deals
from propria.deals.model import Contract, Side, TermSheet
from propria.kernel.ids import LicenceId, OutputId, UseId
from propria.kernel.money import WHOLE_BASIS_POINTS
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.model import Licence, Version
from propria.parties import actions as parties
from propria.parties.estates import actions as estates
from propria.parties.estates.rules import divided
from propria.parties.guilds import actions as guilds
from propria.plumbing.database import Session
from propria.rates import PricedUse, RateCard
from propria.royalties import actions
from propria.royalties.cards import compensation_of, uses_of
from propria.royalties.model import OPERATOR, Compensation, PayeeRole, Share, Use

TEMPLATE_CLAUSE = "-"


@dataclass(frozen=True)
class Doing:
    """One use to be charged: what it comes to, when it was made, and under which entry's terms."""

    use_id: UseId
    licence_id: LicenceId
    at_entry: int
    of_it: PricedUse
    used_at: Instant
    output_id: OutputId | None = None


def charge(done: Doing, *, now: Instant, db: Session) -> None:
    """Post one use under every clause that counts something of it. Raises: Refused(`royalties.no_price`)."""
    licence = licences.licence(done.licence_id, db=db)
    contract = deals.contract(licences.contract_at(licence.id, done.at_entry, db=db), db=db)
    sheet = deals.sheet_of(contract, db=db)
    compensation = compensation_for(licence, contract, sheet, db=db)
    template = replace(template_of(licence, done.use_id, done.used_at), output_id=done.output_id)
    for one in uses_of(template, sheet.card, done.of_it):
        actions.post_use(one, compensation, now=now, db=db)


def template_of(licence: Licence, use_id: UseId, used_at: Instant) -> Use:
    """A use of a licence whose clause and quantity are still to be said."""
    zh, en = licence.project_title
    return Use(
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
    )


def compensation_for(licence: Licence, contract: Contract, sheet: TermSheet, *, db: Session) -> Compensation:
    """What the contract asks for everything that it allows and its card prices, with payees by id.

    A later version goes on from what was used and charged under the ones before it: `pricing` counts them together.
    """
    card = sheet.card
    acts = [act for act in sorted(sheet.acts) if any(line.is_for(act) for line in card.lines)]
    versions = licences.versions(licence.id, db=db)
    number = next(one.number for one in versions if one.contract_id == contract.id)
    return compensation_of(card, acts, shares_of(card, licence, contract, db=db), number)


def running_terms(licence: Licence, *, db: Session) -> tuple[Contract, TermSheet]:
    """The contract that a licence runs on now, and its terms."""
    contract = deals.contract(licence.contract_id, db=db)
    return contract, deals.sheet_of(contract, db=db)


def version_before(licence_id: LicenceId, from_entry: int, *, db: Session) -> tuple[Version, Version]:
    """The version that began with an entry, and the one that it replaced."""
    versions = licences.versions(licence_id, db=db)
    place = next(n for n, one in enumerate(versions) if one.from_entry == from_entry)
    return versions[place - 1], versions[place]


def shares_of(card: RateCard, licence: Licence, contract: Contract, *, db: Session) -> tuple[Share, ...]:
    """The card names who is paid by role, a holder of an estate by id; the ledger pays ids.

    Where nobody acted for the performer, or they are in no guild, that part is the performer's own. What is the
    performer's own is divided among the holders of their estate, by the shares that were attested when the contract was
    made and stand in it.
    """
    own = (str(licence.performer_id), PayeeRole.PERFORMER)
    agent = _representative(contract, db=db)
    guild = _guild(card, licence, db=db)
    by_role: dict[str, tuple[str, PayeeRole]] = {
        "performer": own,
        "operator": (OPERATOR, PayeeRole.OPERATOR),
        "representative": own if agent is None else (agent, PayeeRole.REPRESENTATIVE),
        "guild": own if guild is None else (guild, PayeeRole.GUILD),
    }
    points: dict[tuple[str, PayeeRole], int] = {}
    for who, part in card.shares or (("performer", WHOLE_BASIS_POINTS),):
        payee = by_role.get(who) or (who, PayeeRole.ESTATE)
        points[payee] = points.get(payee, 0) + part
    holders = estates.shares_at(licence.performer_id, contract.made_at, db=db)
    if holders and own in points:
        for person_id, part in divided(points.pop(own), holders).items():
            heir = (person_id, PayeeRole.ESTATE)
            points[heir] = points.get(heir, 0) + part
    return tuple(_merged(points))


def _merged(points: dict[tuple[str, PayeeRole], int]) -> list[Share]:
    """One share a payee, under the role in which they were named first."""
    found: dict[str, Share] = {}
    for (payee, role), part in points.items():
        known = found.get(payee)
        found[payee] = (
            Share(payee, role, part)
            if known is None
            else replace(known, basis_points=known.basis_points + part)
        )
    return list(found.values())


def _guild(card: RateCard, licence: Licence, *, db: Session) -> str | None:
    """Who signs for the guild that the performer was in when they signed; asked only where a share names it."""
    if "guild" not in dict(card.shares):
        return None
    return guilds.person_of_guild_of(licence.performer_id, at_entry=licence.signed_at_entry, db=db)


def _representative(contract: Contract, *, db: Session) -> str | None:
    """Who signed for the performer, if it was not they themselves."""
    signature = deals.signatures(contract.id, db=db)[Side.PERFORMER]
    return None if signature.mandate_id is None else parties.person(signature.person_id, db=db).id
