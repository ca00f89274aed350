"""Hands on a contract: each party puts its own, in the right it has at that instant; when a side is whole it has signed."""

from propria.deals import floors, outward, rules_hands, store, store_hands
from propria.deals.model import Contract, Deal, Hand, PartySignature, Side, TermSheet
from propria.deals.texts_hands import spoken_by
from propria.kernel.errors import PropriaError, Refused
from propria.kernel.ids import PersonId, StatementId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties import hands as rights
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.colleagues.texts import signs_for
from propria.parties.estates import actions as estates
from propria.parties.mandates import claimants
from propria.parties.mandates.rules import own_key_axis
from propria.parties.minors import actions as minors
from propria.parties.model import Capacity, Exercise, Mandate, Power
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.rates import check_days
from propria.record import actions as record
from propria.record.model import Words
from propria.scope import lint


def check_may_add(
    contract: Contract, deal: Deal, side: Side, by: PersonId, *, now: Instant, db: Session
) -> None:
    """The party may sign and has not yet. Raises: Refused(`deals.signed_already`), Forbidden(`parties.no_right`)."""
    signed = side in store.signatures(contract.id, db=db)
    if side is Side.CREATOR:
        acts_for_creator(by, deal, db=db)
    if side is Side.CREATOR and signed:
        raise Refused("deals.signed_already", "Your side has signed this contract.")
    if side is Side.PERFORMER:
        seats = rights.seats(parties.performer(deal.performer_id, db=db), now=now, db=db)
        rules_hands.may_add(by, store_hands.hands(contract.id, db=db), seats, is_whole=signed)


def capacity_of(by: PersonId, deal: Deal, *, now: Instant, db: Session) -> Capacity:
    """In what right a person signs for the performer at this instant."""
    seats = rights.seats(parties.performer(deal.performer_id, db=db), now=now, db=db)
    return seats.get(by, Capacity.MANDATE)


def put(
    signed: SignedStatement, contract: Contract, deal: Deal, sheet: TermSheet, side: Side, *, by: PersonId,
    entry_index: int, now: Instant, db: Session
) -> PartySignature | None:  # fmt: skip
    """Keep one party's hand; the side's signature once the side is whole, None while other hands are missing.

    What always needs the performer's own key stays agreed, unsigned under an agent's hand alone.

    Raises: Refused(`deals.signed_already`, `parties.*`), Forbidden(`parties.no_right`, `parties.no_mandate_held`).
    """
    check_may_add(contract, deal, side, by, now=now, db=db)
    statement, digest = StatementId(signed.statement.id), signed.digest.hex()
    if side is Side.CREATOR:
        done = PartySignature(contract.id, side, by, statement, digest, None, entry_index, now)
        store.add_signature(done, db=db)
        return done
    capacity = capacity_of(by, deal, now=now, db=db)
    mandate = None
    if capacity is Capacity.MANDATE:
        mandate = _mandate(by, deal, sheet, entry_index=entry_index, now=now, db=db)
    mandate_id = mandate.id if mandate else None
    hand = Hand(contract.id, by, capacity, statement, digest, mandate_id, entry_index, now)
    store_hands.add(hand, db=db)
    seats = rights.seats(parties.performer(deal.performer_id, db=db), now=now, db=db)
    hands = store_hands.hands(contract.id, db=db)
    performer = parties.performer(deal.performer_id, db=db)
    suffices = own_key_axis(sheet.scope) is None and rights.mandate_may(performer, now=now, db=db)
    whole = rules_hands.is_whole(hands, seats, mandate_suffices=suffices)
    return store_hands.put_side(hand, db=db) if whole else None


def acts_for_creator(by: PersonId, deal: Deal, *, db: Session) -> None:
    """Whoever signs for the creator may at this instant. Raises: Forbidden(`parties.no_right`)."""
    colleagues.check(by, deal.creator_id, Right.SIGN, db=db)


def may_take_steps(by: PersonId, deal: Deal, side: Side, *, db: Session) -> None:
    """On the creator's side only who may negotiate for it. Raises: Forbidden(`parties.no_right`)."""
    if side is Side.CREATOR:
        colleagues.check(by, deal.creator_id, Right.NEGOTIATE, db=db)


def negotiates(by: PersonId, performer_id: str, *, now: Instant, db: Session) -> bool:
    """Whether somebody may negotiate for a performer at this instant."""
    size = record.size_of_log(db=db)
    try:
        parties.authority(by, performer_id, Exercise(Power.NEGOTIATE), at_entry=size, now=now, db=db)
    except PropriaError:
        return False
    return True


def spoken(
    by: PersonId, deal: Deal, side: Side, words: Words, *, now: Instant, db: Session
) -> tuple[dict[str, str], Words]:
    """What a statement says of the right in which a person signs: for programs, and its words with who says them."""
    person = parties.person(by, db=db)
    if side is Side.CREATOR:
        return {}, signs_for(person, parties.creator(deal.creator_id, db=db), words)
    capacity, performer = (
        capacity_of(by, deal, now=now, db=db),
        parties.performer(deal.performer_id, db=db),
    )
    return {"capacity": capacity.value}, spoken_by(person, performer, capacity, words)


def _mandate(
    by: PersonId, deal: Deal, sheet: TermSheet, *, entry_index: int, now: Instant, db: Session
) -> Mandate | None:
    return parties.authority(
        by,
        deal.performer_id,
        Exercise(Power.SIGN_CONTRACT, sheet.scope, sheet.guarantee, own_key_follows=True),
        at_entry=entry_index,
        now=now,
        db=db,
    )


def check_signable(deal: Deal, sheet: TermSheet, side: Side, *, now: Instant, db: Session) -> None:
    """Specific enough to sign, also by the caps of a minor; the other side learns only that they are not available.

    Raises: Refused(`scope.too_vague`, `rates.day_unsaid`, `deals.minor_unstated`, `deals.death_unstated`, `deals.not_available`,
    `deals.below_guild_floor`).
    """
    lint.check_signable(sheet.scope, signing_at=now)
    check_days(sheet.card)
    floors.check(deal, sheet, side, db=db)
    rules_hands.states_death(sheet, estates.death_of(deal.performer_id, db=db))
    adult_at = minors.adult_at(deal.performer_id, db=db)
    if adult_at is None or now >= adult_at:
        return
    try:
        lint.check_signable(sheet.scope, signing_at=now, eighteenth_birthday=adult_at)
        rules_hands.states_minor(sheet)
    except Refused as refusal:
        if side is Side.PERFORMER:
            raise
        raise outward.not_available() from refusal


def recheck(
    deal: Deal, sheet: TermSheet, signature: PartySignature, *, entry_index: int, now: Instant, db: Session
) -> None:
    """At the last signature: every right that the performer's side signed in still stands.

    Raises: Refused(`parties.*`, `deals.hand_missing`), Forbidden(`parties.no_mandate_held`).
    """
    performer = parties.performer(deal.performer_id, db=db)
    claimants.refuse_while_claimed(performer, db=db)
    if signature.mandate_id is not None and rights.mandate_may(performer, now=now, db=db):
        _mandate(signature.person_id, deal, sheet, entry_index=entry_index, now=now, db=db)
    else:
        seats = rights.seats(performer, now=now, db=db)
        rules_hands.check_whole(store_hands.hands(signature.contract_id, db=db), seats)


def on(contract_id: str, *, db: Session) -> dict[PersonId, Hand]:
    """Whose hands are on a contract for the performer's side, in log order."""
    return store_hands.hands(contract_id, db=db)


def missing_from(contract: Contract, deal: Deal, *, now: Instant, db: Session) -> list[PersonId]:
    """Who in a seat of the performer's side has not signed."""
    seats = rights.seats(parties.performer(deal.performer_id, db=db), now=now, db=db)
    return rules_hands.missing(store_hands.hands(contract.id, db=db), seats)
