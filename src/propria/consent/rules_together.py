"""Rules of what a group may be open to; pure."""

from collections.abc import Sequence

from propria.consent.model import Openness
from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.scope import StandingTerms, covers


def of_all(
    terms: StandingTerms, floor: Money, members: Sequence[Openness | None], now: Instant
) -> StandingTerms:
    """Every member is open, to each clause, and the floor is no less than theirs together wherever they touch it; with all their red lines.

    Raises: Refused(`consent.beyond_a_member`).
    """
    lines = dict.fromkeys(terms.red_lines)
    least = 0
    for one in members:
        if one is None or not one.is_open(now) or one.floor.currency != floor.currency:
            raise _beyond()
        if not all(covers(StandingTerms(one.terms.clauses), clause) for clause in terms.clauses):
            raise _beyond()
        lines |= dict.fromkeys(one.terms.red_lines)
        least += (
            max(one.floor_for(clause).minor for clause in terms.clauses) if terms.clauses else one.floor.minor
        )
    if floor.minor < least:
        raise _beyond()
    return StandingTerms(terms.clauses, tuple(lines))


def _beyond() -> Refused:
    return Refused(
        "consent.beyond_a_member",
        "One of the group is not open to this, or only for more than this floor leaves.",
    )
