"""Who says in public what a licence is, and who takes that back, for which side and in what right. It signs nothing."""

from propria.deals.model import Side
from propria.deals.texts_hands import spoken_by
from propria.kernel.errors import Forbidden, NotFound
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.licences.model import Licence
from propria.parties import actions as parties
from propria.parties import hands as rights
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.colleagues.texts import signs_for
from propria.parties.model import Capacity, Exercise, Power
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import Words


def announces(person_id: PersonId, licence: Licence, *, now: Instant, db: Session) -> tuple[Side, Capacity]:
    """For which side somebody may announce a licence, and in what right: whoever puts a hand to a licence for that side.

    Raises: NotFound(`licences.no_licence`), Refused(`parties.power_missing`, `parties.scope_beyond_mandate`,
    `parties.own_key_needed`, `parties.below_mandate_floor`, `parties.mandate_*`).
    """
    wants = Exercise(Power.SIGN_CONTRACT, licence.scope, licence.funds_needed)
    return _stands(person_id, licence, wants, now=now, db=db)


def everybody(
    person_id: PersonId, licence: Licence, capacity: Capacity, *, now: Instant, db: Session
) -> frozenset[PersonId]:
    """Who has to sign beside this person before the performer's side has said it: all who sign a licence for that side.

    Every guardian and the child who assents or signs, every holder of an estate, every member of a group; under a
    mandate its holder alone. Raises: Refused(`parties.no_guardian`, `parties.no_estate`, `parties.group_incomplete`).
    """
    if capacity is Capacity.MANDATE:
        return frozenset({person_id})
    performer = parties.performer(licence.performer_id, db=db)
    return frozenset(rights.seats(performer, now=now, db=db))


def takes_back(person_id: PersonId, licence: Licence, *, now: Instant, db: Session) -> tuple[Side, Capacity]:
    """The same of taking it back, which anybody does who has a part in a side.

    Raises: NotFound(`licences.no_licence`), Refused(`parties.power_missing`, `parties.mandate_*`).
    """
    return _stands(person_id, licence, Exercise(Power.WITHDRAW), now=now, db=db)


def _stands(
    person_id: PersonId, licence: Licence, wants: Exercise, *, now: Instant, db: Session
) -> tuple[Side, Capacity]:
    if colleagues.may(person_id, licence.creator_id, Right.SIGN, db=db):
        return Side.CREATOR, Capacity.OWN
    performer = parties.performer(licence.performer_id, db=db)
    capacity = rights.seats(performer, now=now, db=db).get(person_id)
    if capacity is not None:
        return Side.PERFORMER, capacity
    if not rights.mandate_may(performer, now=now, db=db):
        raise _nothing_here()
    try:
        size = record.size_of_log(db=db)
        parties.authority(person_id, performer.id, wants, at_entry=size, now=now, db=db)
    except Forbidden as error:
        raise _nothing_here() from error
    return Side.PERFORMER, Capacity.MANDATE


def _nothing_here() -> NotFound:
    return NotFound("licences.no_licence", "There is no such licence.")


def spoken(
    person_id: PersonId, licence: Licence, side: Side, capacity: Capacity, words: Words, *, db: Session
) -> Words:
    """The words with who says them before them, where it is not the performer or the founder themselves."""
    person = parties.person(person_id, db=db)
    if side is Side.CREATOR:
        return signs_for(person, parties.creator(licence.creator_id, db=db), words)
    return spoken_by(person, parties.performer(licence.performer_id, db=db), capacity, words)
