"""Who took each step of talks, in which right and under which mandate, kept as it was at that instant. It decides nothing."""

from propria.deals import hands, store, store_hands, store_steps
from propria.deals.model import By, Contract, Deal, PartySignature, Side, Standing, Step, Turn
from propria.kernel.errors import Refused
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Capacity, Exercise, Power
from propria.plumbing.database import Session
from propria.record import actions as record


def put(deal: Deal, turn: Turn, *, db: Session) -> None:
    """Keep a version of the terms, and that somebody put it."""
    store.add_turn(turn, db=db)
    act = "offer" if turn.number == 1 else "counter"
    take(deal, act, turn.side, turn.person_id, now=turn.made_at, db=db)


def take(deal: Deal, act: str, side: Side | None, by: PersonId | None, *, now: Instant, db: Session) -> None:
    """Keep that a step was taken on the newest version; the clock's own have no side and nobody."""
    who = None if side is None or by is None else standing_of(by, deal, side, now=now, db=db)
    number = store_steps.next_number(deal.id, db=db)
    store_steps.add(Step(deal.id, number, act, deal.turns, side, who, now), db=db)


def of(deal_id: str, *, db: Session) -> list[Step]:
    """Every step of these talks, oldest first."""
    return store_steps.steps(deal_id, db=db)


def standing_of(by: PersonId, deal: Deal, side: Side, *, now: Instant, db: Session) -> By:
    """In which right a person acts for a side at this instant, and by which mandate.

    Raises: Forbidden(`parties.*`), Refused(`parties.*`) for whoever may not.
    """
    if side is Side.CREATOR:
        return for_creator(by, deal, db=db)
    size = record.size_of_log(db=db)
    mandate = parties.authority(
        by, deal.performer_id, Exercise(Power.NEGOTIATE), at_entry=size, now=now, db=db
    )
    if mandate is not None:
        return By(by, Standing.MANDATE, mandate.id)
    return By(by, Standing(_own_right(by, deal, now=now, db=db).value))


def for_creator(by: PersonId, deal: Deal, *, db: Session) -> By:
    """Whoever founded the creator acts for it as that; everybody else as it lets them."""
    founder = parties.creator(deal.creator_id, db=db).person_id
    return By(by, Standing.FOUNDER if by == founder else Standing.COLLEAGUE)


def _own_right(by: PersonId, deal: Deal, *, now: Instant, db: Session) -> Capacity:
    """The seat that a person would sign in; talks go on while a group or a minor's guardians are not complete."""
    try:
        found = hands.capacity_of(by, deal, now=now, db=db)
    except Refused:
        return Capacity.OWN
    return Capacity.OWN if found is Capacity.MANDATE else found


def signed(
    contract: Contract, deal: Deal, signatures: tuple[PartySignature, ...], *, db: Session
) -> list[tuple[By, PartySignature]]:
    """Every hand on a contract, in log order, as a signature of its side with the right in which it was put."""
    by_creator = [(for_creator(s.person_id, deal, db=db), s) for s in signatures if s.side is Side.CREATOR]
    by_performer = [
        (
            By(hand.person_id, Standing(hand.capacity.value), hand.mandate_id),
            PartySignature(
                hand.contract_id,
                Side.PERFORMER,
                hand.person_id,
                hand.statement_id,
                hand.digest,
                hand.mandate_id,
                hand.entry_index,
                hand.signed_at,
            ),
        )
        for hand in store_hands.every(contract.id, db=db)
    ]
    return sorted([*by_creator, *by_performer], key=lambda one: one[1].entry_index)
