"""What the other side learns of a reason that is not published: one code, whatever it is and whoever’s it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from propria.consent import actions as consent
from propria.kernel.errors import Refused
from propria.kernel.time import Instant
from propria.parties.groups import actions as groups
from propria.plumbing.database import Session


def not_available() -> Refused:
    """What a guild’s floor, a minor’s caps, a member of a group, an exclusive deal and private terms all come to."""
    return Refused("deals.not_available", "The performer is not available for this.")


@contextmanager
def as_one(performer_id: str, *, now: Instant, db: Session) -> Iterator[None]:
    """Whatever is refused in here is refused as one, of a group and of whoever keeps name and terms private.

    Raises: Refused(`deals.not_available`), or as it was.
    """
    try:
        yield
    except Refused as refusal:
        openness = consent.find_openness(performer_id, now=now, db=db)
        is_private = openness is not None and not openness.shows_name
        if not is_private and not groups.members_of(performer_id, db=db):
            raise
        raise not_available() from refusal
