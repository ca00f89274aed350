"""What the other side learns of a reason that is not published: one code, whatever it is and whoever’s it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from propria.casting import listed
from propria.deals import invitations
from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.groups import actions as groups
from propria.parties.model import Name
from propria.plumbing.database import Session


def not_available() -> Refused:
    """What a guild’s floor, a minor’s caps, a member of a group, an exclusive deal and private terms all come to."""
    return Refused("deals.not_available", "The performer is not available for this.")


def addressed(code: str, *, now: Instant, db: Session) -> PerformerId:
    """To whom a creator may put terms: whoever is listed, by their id, or whoever gave out this invitation.

    Every other code, of somebody hidden, withdrawn, denied or never there, is refused before anything of theirs is looked at.

    Raises: Refused(`deals.not_available`).
    """
    invited, shown = invitations.whose(code, db=db), listed.of([code], now=now, db=db)
    if invited is None and code not in shown:
        raise not_available()
    return invited or PerformerId(code)


@contextmanager
def as_one(performer_id: str, *, now: Instant, db: Session) -> Iterator[None]:
    """Whatever is refused in here is refused as one, of a group and of whoever is not listed, there or not.

    Raises: Refused(`deals.not_available`), or as it was.
    """
    try:
        yield
    except (NotFound, Refused) as refusal:
        is_listed = performer_id in listed.of([performer_id], now=now, db=db)
        if is_listed and not groups.members_of(performer_id, db=db):
            raise
        raise not_available() from refusal


def name_of(performer_id: str, *, now: Instant, db: Session) -> Name | None:
    """The name of whoever is listed; of everybody else a creator who holds a code learns none before talks."""
    is_listed = performer_id in listed.of([performer_id], now=now, db=db)
    return parties.performer(performer_id, db=db).name if is_listed else None
