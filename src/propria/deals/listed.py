"""Many negotiations of one person at once, each as a party sees it. Never writes."""

from collections.abc import Collection

from propria.deals import floors, hands, store_listed, versions
from propria.deals.actions import Room
from propria.deals.model import Deal, Side
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.hands import profiles_near
from propria.parties.minors import actions as minors
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session

UNENDED = store_listed.UNENDED


def rooms(
    actor: Actor,
    *,
    waiting_first: bool = False,
    states: Collection[str] = (),
    brief_id: str | None = None,
    most: int | None = None,
    skip: int = 0,
    now: Instant,
    db: Session,
) -> list[Room]:
    """The negotiations that the actor is a party to, newest first: all, or `most` after the first `skip`.

    `waiting_first`: what waits for their side comes before what waits for the other, and that before the rest. `states`,
    `brief_id`: those alone. Raises: NotFound(`parties.no_creator`, `parties.no_performer`).
    """
    side, owners = _whose(actor, now=now, db=db)
    found = store_listed.listed(
        side,
        owners,
        waiting_first=now if waiting_first else None,
        states=states,
        brief_id=brief_id,
        most=most,
        skip=skip,
        db=db,
    )
    return _rooms(found, side, now=now, db=db)


def count_waiting(actor: Actor, *, now: Instant, db: Session) -> int:
    """How many negotiations wait for the actor's side. Raises: as `rooms`."""
    side, owners = _whose(actor, now=now, db=db)
    return store_listed.count_waiting(side, owners, now=now, db=db)


def _whose(actor: Actor, *, now: Instant, db: Session) -> tuple[Side, set[str]]:
    """The side of an actor, and the creator or the performers for whom they may negotiate at this instant."""
    if actor.role is Role.CREATOR:
        return Side.CREATOR, {str(parties.own_creator(actor, db=db).id)}
    held = profiles_near(actor, db=db) | minors.wards_of(actor.person_id, now=now, db=db)
    may = {str(one) for one in held if hands.negotiates(actor.person_id, one, now=now, db=db)}
    return Side.PERFORMER, may


def _rooms(found: list[Deal], side: Side, *, now: Instant, db: Session) -> list[Room]:
    turns = store_listed.turns_of(found, db=db)
    contracts = store_listed.contracts_of(found, db=db)
    signatures = store_listed.signatures_of(contracts.values(), db=db)
    standing = floors.talked_about(found, now=now, db=db)
    rooms = []
    for deal in found:
        contract, put = contracts.get(deal.id), turns[deal.id]
        below = floors.sentences(deal, put[-1].sheet, side, standing)
        signed = tuple(signatures.get(contract.id, ())) if contract else ()
        base = versions.base_sheet(deal, db=db)
        rooms.append(Room(deal, tuple(put), side, contract, signed, base, below))
    return rooms
