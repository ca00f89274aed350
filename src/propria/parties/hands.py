"""Whose hands a contract needs on the performer's side, and in what right each is put. It signs nothing."""

from propria.kernel.errors import Refused
from propria.kernel.ids import PerformerId, PersonId
from propria.kernel.time import Instant
from propria.parties import store
from propria.parties.estates import actions as estates
from propria.parties.estates import rules as rules_estates
from propria.parties.estates import store as store_estates
from propria.parties.groups import actions as groups
from propria.parties.groups import rules as rules_groups
from propria.parties.groups import store as store_groups
from propria.parties.minors import rules as rules_minors
from propria.parties.minors import store as store_minors
from propria.parties.model import Actor, Capacity, Member, Performer, Role
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


def profiles_near(actor: Actor, *, db: Session) -> set[PerformerId]:
    """The profiles that an adult may have to do with: their own, an estate's, a group's, and under any mandate they held."""
    who = actor.person_id
    found = {one.performer_id for one in store.mandates(representative_id=who, db=db)}
    found |= estates.estates_of(who, db=db) | groups.groups_of_person(who, db=db)
    return found | ({store.performer_of(who, db=db).id} if actor.role is Role.PERFORMER else set())


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
