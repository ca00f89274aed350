"""Who may stand in a public count, and who has ties that a count has to ask about one by one."""

from typing import Any

from propria.kernel.ids import PerformerId
from propria.parties import store_counting
from propria.parties.estates import store as store_estates
from propria.parties.groups import store as store_groups
from propria.parties.minors import store as store_minors
from propria.plumbing.database import Session


def counted() -> Any:
    """A query of the ids, for the stores of later contexts: people, evidenced by others than the operator, denied by nobody."""
    return store_counting.counted()


def groups(*, db: Session) -> set[PerformerId]:
    """Whoever is a group: its members are people, and it is none."""
    return store_groups.groups(db=db)


def with_ties(*, db: Session) -> set[PerformerId]:
    """Whoever is a group, has an evidenced birth, or died."""
    kept = {one.performer_id for one in store_minors.births(db=db)}
    kept |= {one.performer_id for one in store_estates.deaths(db=db)}
    return kept | groups(db=db)


def has_ties(performer_id: str, *, db: Session) -> bool:
    """Whether a performer is a group, has an evidenced birth, died, or joined a guild: without, a decision asks no further."""
    return store_counting.has_ties(performer_id, db=db)
