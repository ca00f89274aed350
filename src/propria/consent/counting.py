"""How many people are open in public, and who of many gave a consent: few questions, whatever the size of the library."""

from collections.abc import Collection

from propria.consent import store
from propria.consent.model import Purpose
from propria.kernel.time import Instant
from propria.parties.counting import counted
from propria.plumbing.database import Session


def open_in_public(*, now: Instant, db: Session) -> int:
    """How many distinct people a public count of the open holds now."""
    return store.count_among(counted(), now, db=db)


def shown_in_public(*, now: Instant, db: Session) -> int:
    """How many of those show their name."""
    return store.count_among(counted(), now, shown=True, db=db)


def granted(performer_ids: Collection[str], purpose: Purpose, *, now: Instant, db: Session) -> set[str]:
    """Which of these performers have a consent for this purpose in force."""
    return store.granted(performer_ids, purpose, now, db=db)
