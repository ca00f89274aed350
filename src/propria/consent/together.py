"""What a group may be open to: no more than each of its members is open to alone. It opens nothing."""

from propria.consent import rules_together, store
from propria.consent.signed import as_signed
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties.groups import actions as groups
from propria.plumbing.database import Session
from propria.scope import StandingTerms


def of_all(
    performer_id: str, terms: StandingTerms, floor: Money, *, now: Instant, db: Session
) -> StandingTerms:
    """The terms with every member's red lines; as they are where it is no group.

    Raises: Refused(`consent.beyond_a_member`, `parties.group_incomplete`).
    """
    members = groups.members_of(performer_id, db=db)
    if not members:
        return terms
    groups.check_stands(performer_id, db=db)
    kept = [store.current_openness(one, db=db) for one in members]
    opennesses = [one and as_signed(one, db=db) for one in kept]
    return rules_together.of_all(terms, floor, opennesses, now)


def marked(performer_id: str, *, db: Session) -> dict[str, bool]:
    """What a statement says of a group beside the rest: that it is one, and so no person in a count."""
    return {"group": True} if groups.members_of(performer_id, db=db) else {}
