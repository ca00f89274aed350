"""Who could sign a contract for each party when it was made, with which keys, as the contract prints it. It signs nothing."""

from dataclasses import dataclass

from propria.kernel.errors import Refused
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties import hands as rights
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.model import Capacity, Creator, Name, Performer
from propria.plumbing.database import Session


@dataclass(frozen=True)
class Signers:
    """The people a party acts through (nobody: the party itself) and every key of theirs that signs."""

    through: tuple[Name, ...]
    keys: tuple[str, ...]


def of_creator(creator: Creator, *, db: Session) -> Signers:
    """Everybody whom the organisation lets sign, its founder first. Raises: Refused(`deals.no_key`)."""
    return _signers(colleagues.people_who_may(creator.id, Right.SIGN, db=db), db=db)


def of_performer(performer: Performer, *, now: Instant, db: Session) -> Signers:
    """The performer alone, or everybody who has a seat beside or instead of them; whoever holds a mandate is in its seal.

    Raises: Refused(`deals.no_key`).
    """
    try:
        seats = rights.seats(performer, now=now, db=db)
    except Refused:
        seats = {} if performer.person_id is None else {performer.person_id: Capacity.OWN}
    found = _signers(list(seats), db=db)
    return Signers((), found.keys) if set(seats.values()) == {Capacity.OWN} else found


def _signers(people: list[PersonId], *, db: Session) -> Signers:
    keys = [k.public.key_id for person in people for k in parties.signing_keys(person, db=db) if k.signs]
    if not keys:
        raise Refused("deals.no_key", "A party has no signing key yet.")
    return Signers(tuple(parties.person(person, db=db).name for person in people), tuple(keys))
