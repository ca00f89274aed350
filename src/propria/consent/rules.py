"""Rules of consent; pure."""

from collections.abc import Sequence

from propria.consent.model import FeeFloor, Grant, HandoverKind, Openness
from propria.kernel.errors import Forbidden, Refused
from propria.kernel.ids import PersonId
from propria.kernel.money import Money
from propria.kernel.time import DAY, Instant
from propria.parties.model import Contest
from propria.scope import StandingTerms, check_terms

LONGEST_OPENNESS = 180 * DAY
LONGEST_RETENTION = 3 * 365 * DAY
MAX_REASON_LENGTH = 500
MOST_FLOORS = 20

HANDOVER_DAYS = (30, 180)
"""The fewest and the most days in which a performer may consent anew after the library changed hands."""
SUCCESSOR = {
    HandoverKind.SOLD: (True,),
    HandoverKind.INSOLVENT: (True, False),
    HandoverKind.CLOSING: (False,),
}
"""Whether somebody is named who has the library then."""


def openness_terms(
    terms: StandingTerms,
    floor: Money,
    floors: Sequence[FeeFloor],
    starts_at: Instant,
    ends_at: Instant,
) -> None:
    """Standing terms that can be signed: something allowed, floors that are no debt and each do something, at most 180 days.

    Raises: Refused(`consent.openness_term`, `consent.floor_negative`, `consent.floor_idle`, `consent.nothing_allowed`),
    Malformed(`scope.*`).
    """
    if not starts_at < ends_at <= starts_at + LONGEST_OPENNESS:
        raise Refused(
            "consent.openness_term", "Openness lasts at most 180 days; then you renew it or it lapses."
        )
    if floor.minor < 0:
        raise Refused("consent.floor_negative", "A floor cannot be below zero: nobody pays to be paid.")
    check_floors(floor, floors)
    if not terms.clauses:
        raise Refused("consent.nothing_allowed", "Name at least one thing that you may be asked for.")
    check_terms(terms)


def check_floors(floor: Money, floors: Sequence[FeeFloor]) -> None:
    """Floors by act and medium: each above the general one, in its currency, and no two for the same.

    Raises: Refused(`consent.floor_idle`), Malformed(`scope.*`).
    """
    higher = all(one.least.currency == floor.currency and one.least.minor > floor.minor for one in floors)
    if not higher or len({one.line for one in floors}) < len(floors) or len(floors) > MOST_FLOORS:
        raise Refused(
            "consent.floor_idle",
            "A floor for an act or a medium is above the one for every project, in its currency, and said once.",
        )


def grant_terms(reason: str, now: Instant, retained_until: Instant) -> str:
    """A purpose in words and a date by which it is destroyed (BIPA section 15: three years at most).

    Raises: Refused(`consent.no_reason`, `consent.retention_term`).
    """
    stated = " ".join(reason.split())
    if not 0 < len(stated) <= MAX_REASON_LENGTH:
        raise Refused("consent.no_reason", "Say in one sentence what this is for.")
    if not now < retained_until <= now + LONGEST_RETENTION:
        raise Refused("consent.retention_term", "What is recorded is destroyed after three years at most.")
    return stated


def handover_terms(kind: HandoverKind, successor: tuple[str, str], days: int) -> None:
    """A day that leaves people time to answer, and a successor where there is one.

    Raises: Refused(`consent.handover_days`, `consent.handover_successor`).
    """
    shortest, longest = HANDOVER_DAYS
    if not shortest <= days <= longest:
        raise Refused(
            "consent.handover_days",
            f"Leave performers {shortest} to {longest} days to consent anew.",
            days=days,
        )
    if all(successor) != any(successor) or any(successor) not in SUCCESSOR[kind]:
        raise Refused(
            "consent.handover_successor",
            "A sale names who has the library then, in both languages; a closing library goes to nobody.",
        )


def may_end(person_id: PersonId, owner_id: PersonId | None, *, has_mandate: bool) -> None:
    """Only the performer, or who they gave the power to withdraw, ends a consent; never operator or licensee.

    Raises: Forbidden(`consent.not_yours`).
    """
    if person_id != owner_id and not has_mandate:
        raise Forbidden("consent.not_yours", "Only the performer can take this back.")


def in_force(given: Sequence[Grant], now: Instant, purpose: str) -> Grant:
    """The newest of the grants for one purpose, oldest first, that can be relied on now.

    Raises: Refused(`consent.no_<purpose>_consent`).
    """
    standing = [grant for grant in given if grant.is_in_force(now)]
    if not standing:
        raise Refused(f"consent.no_{purpose}_consent", f"There is no consent to {purpose} in force.")
    return standing[-1]


def is_not_contested(contest: Contest) -> None:
    """Nobody is asked while somebody denies having signed. Raises: Refused(`consent.not_open`)."""
    if contest is not Contest.NONE:
        raise Refused("consent.not_open", "This performer is not open to enquiries.")


def is_uncontested(contest: Contest) -> None:
    """No licence is signed while somebody denies the performer's hand. Raises: Refused(`consent.contested`)."""
    if contest is not Contest.NONE:
        raise Refused(
            "consent.contested", "Somebody denies this signature; nothing is signed until that ends."
        )


def is_open(openness: Openness | None, now: Instant) -> Openness:
    """The performer welcomes enquiries now. Raises: Refused(`consent.not_open`)."""
    if openness is None or not openness.is_open(now):
        raise Refused("consent.not_open", "This performer is not open to enquiries.")
    return openness
