"""Who took each step and put each hand, held against the signed words that let them. Never writes.

Steps before the signature are signed by nobody; what each of them rests on is: a mandate, a founder's word for a colleague, a key.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from propria.deals import store, store_hands, store_steps
from propria.deals.model import By, Deal, Hand, PartySignature, Side, Standing
from propria.kernel.errors import NotFound
from propria.kernel.findings import Finding
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties import as_signed
from propria.parties.colleagues import actions as colleagues
from propria.parties.model import Mandate, Power
from propria.plumbing.database import Session
from propria.record import actions as record

BY_PERFORMER = frozenset(Standing) - {Standing.FOUNDER, Standing.COLLEAGUE}


@dataclass(frozen=True)
class Said:
    """What was signed of mandates, and of colleagues since when."""

    mandates: dict[str, Mandate]
    colleagues: dict[tuple[str, str], list[tuple[Instant, bool]]]

    def is_colleague(self, person_id: str, creator_id: str, at: Instant) -> bool:
        """Whether somebody was one of an organisation's at an instant."""
        told = [given for since, given in self.colleagues.get((creator_id, person_id), ()) if since <= at]
        return bool(told and told[-1])


def fsck(*, db: Session) -> Iterator[Finding]:
    """Each step's taker could take it by what was signed then, and each hand is the one whose key signed."""
    said = Said(as_signed.given_mandates(db=db), colleagues.standing(db=db))
    for deal in store.deals(db=db):
        for step in store_steps.steps(deal.id, db=db):
            where = f"{deal.id} step {step.number}"
            if (step.side is None) != (step.by is None):
                yield Finding(
                    "deals.step_altered", where, "it has a side and nobody, or somebody and no side"
                )
            elif step.by is not None and step.by.standing is not None:
                yield from _taken(where, deal, step.side, step.by, step.made_at, said, db=db)
    for contract in store.contracts(db=db):
        creators = store.signatures(contract.id, db=db).get(Side.CREATOR)
        put: list[PartySignature | Hand] = [*store_hands.every(contract.id, db=db)]
        for hand in (*put, *([creators] if creators else [])):
            yield from _put(contract.id, hand, db=db)


def _taken(
    where: str,
    deal: Deal,
    side: Side | None,
    by: By,
    at: Instant,
    said: Said,
    *,
    db: Session,
) -> Iterator[Finding]:
    """The right is one of the side's, a mandate goes with it and no other, and it was signed and ran."""
    of_side = (by.standing in BY_PERFORMER) == (side is Side.PERFORMER)
    if not of_side or (by.mandate_id is None) == (by.standing is Standing.MANDATE):
        yield Finding("deals.step_altered", where, "its right is not one that its side has")
    elif by.mandate_id is not None:
        mandate = said.mandates.get(by.mandate_id)
        if mandate is None or (mandate.performer_id, mandate.representative_id) != (
            deal.performer_id,
            by.person_id,
        ):
            yield Finding("deals.step_altered", where, "no mandate for who took it was signed")
        elif not _ran(mandate, at, db=db):
            yield Finding(
                "deals.step_beyond_mandate", where, f"mandate {mandate.id} did not let them negotiate then"
            )
    elif (
        by.standing is Standing.FOUNDER and by.person_id != parties.creator(deal.creator_id, db=db).person_id
    ):
        yield Finding("deals.step_altered", where, "who took it did not found the creator")
    elif by.standing is Standing.COLLEAGUE and not said.is_colleague(by.person_id, deal.creator_id, at):
        yield Finding("deals.step_beyond_rights", where, "who took it was no colleague of the creator then")


def _ran(mandate: Mandate, at: Instant, *, db: Session) -> bool:
    ended = mandate.revoked_at_entry
    stands = ended is None or record.logged_at(ended, db=db) >= at
    return stands and Power.NEGOTIATE in mandate.powers and mandate.starts_at <= at < mandate.ends_at


def _put(contract_id: str, hand: PartySignature | Hand, *, db: Session) -> Iterator[Finding]:
    """A hand is its key's holder's; what was erased can be held against nothing."""
    try:
        signed = record.statement(hand.statement_id, db=db)
    except NotFound:
        return
    if signed.key_id not in {key.public.key_id for key in parties.signing_keys(hand.person_id, db=db)}:
        yield Finding(
            "deals.hand_altered", contract_id, "a signature is kept for another person than its key's"
        )
