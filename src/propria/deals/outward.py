"""What the other side learns of a group: one code, whoever’s terms it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from propria.kernel.errors import Refused
from propria.parties.groups import actions as groups
from propria.plumbing.database import Session


@contextmanager
def as_one(performer_id: str, *, db: Session) -> Iterator[None]:
    """Whatever is refused in here is refused of a group as one. Raises: Refused(`deals.not_available`), or as it was."""
    try:
        yield
    except Refused as refusal:
        if not groups.members_of(performer_id, db=db):
            raise
        raise Refused("deals.not_available", "The performer is not available for this.") from refusal
