"""Whose hands a contract needs on the performer's side, and in what right each is put. It signs nothing."""

from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.parties.model import Capacity, Performer
from propria.plumbing.database import Session

Seats = dict[PersonId, Capacity]
"""Everybody who has to sign, each in their own right."""


def seats(performer: Performer, *, now: Instant, db: Session) -> Seats:
    """Who has to sign for a performer at this instant, where no mandate is used."""
    return {} if performer.person_id is None else {performer.person_id: Capacity.OWN}
