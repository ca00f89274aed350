"""Whose hands a contract needs on the performer's side, and in what right each is put. It signs nothing."""

from propria.kernel.errors import Refused
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.parties import (
    rules_estates,
    rules_groups,
    rules_minors,
    store,
    store_estates,
    store_groups,
    store_minors,
)
from propria.parties.model import Capacity, Member, Performer
from propria.plumbing.database import Session

Seats = dict[PersonId, Capacity]
"""Everybody who has to sign, each in their own right."""


def seats(performer: Performer, *, now: Instant, db: Session) -> Seats:
    """Who has to sign for a performer at this instant, where no mandate is used.

    Raises: Refused(`parties.no_guardian`, `parties.no_estate`).
    """
    members = store_groups.members(performer.id, db=db)
    if members:
        return _seats_of_group(members, now=now, db=db)
    if store_estates.death(performer.id, db=db) is not None:
        return rules_estates.seats_of_estate(store_estates.heirs(performer_id=performer.id, db=db))
    birth = store_minors.birth(performer.id, db=db)
    if birth is not None and rules_minors.is_minor(birth, now):
        wards = store_minors.wards(performer_id=performer.id, db=db)
        return rules_minors.seats_of(birth, performer.person_id, wards, now)
    return {} if performer.person_id is None else {performer.person_id: Capacity.OWN}


def _seats_of_group(members: list[Member], *, now: Instant, db: Session) -> Seats:
    if not rules_groups.stands(members):
        raise Refused(
            "parties.group_incomplete", "Not every member of this group has signed that they are one."
        )
    found: Seats = {}
    for one in store.performers([m.performer_id for m in members], db=db).values():
        own = seats(one, now=now, db=db)
        found |= {who: Capacity.MEMBER if how is Capacity.OWN else how for who, how in own.items()}
    return found


def mandate_may(performer: Performer, *, now: Instant, db: Session) -> bool:
    """Whether a mandate can ever sign for this performer; for a minor, a group, or after a death, none can."""
    if store_groups.members(performer.id, db=db) or store_estates.death(performer.id, db=db) is not None:
        return False
    return not rules_minors.is_minor(store_minors.birth(performer.id, db=db), now)
