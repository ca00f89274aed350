"""What only some performers have that a decision about their licences reads: members, a death, a childhood, a strike; and consents."""

from typing import NamedTuple

from propria.consent import actions as consent
from propria.consent.model import Purpose
from propria.kernel.errors import Refused
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.licences.model import Licence
from propria.parties.counting import has_ties
from propria.parties.estates import actions as estates
from propria.parties.groups import actions as groups
from propria.parties.guilds import actions as guilds
from propria.parties.minors import actions as minors
from propria.plumbing.database import Session
from propria.scope import Scope


class Ties(NamedTuple):
    """What only some performers have and a decision reads."""

    members: tuple[PerformerId, ...] = ()
    has_died: bool = False
    adult_at: Instant | None = None
    suspended: tuple[Scope, ...] = ()


def ties_of(performer_id: PerformerId, *, db: Session) -> Ties:
    """What this performer has of it, by one question where there is nothing."""
    if not has_ties(performer_id, db=db):
        return Ties()
    return Ties(
        groups.members_of(performer_id, db=db),
        estates.death_of(performer_id, db=db) is not None,
        minors.adult_at(performer_id, db=db),
        guilds.suspended_for(performer_id, db=db),
    )


def all_agreed(licence: Licence, ties: Ties, purpose: Purpose, *, now: Instant, db: Session) -> bool:
    """Whether the performer, or every member, has a consent for this purpose in force."""
    try:
        for whose in ties.members or (licence.performer_id,):
            consent.grant_in_force(whose, purpose, now=now, db=db)
    except Refused:
        return False
    return True
