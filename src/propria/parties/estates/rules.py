"""Rules of what a death leaves: who speaks for the estate, what is frozen; pure."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from propria.kernel.errors import Forbidden, Refused
from propria.kernel.ids import PersonId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties.model import Capacity, Death, Heir, Performer

WHOLE = 10_000
MOST_HEIRS = 40


def readable_death(text: str, now: Instant) -> date:
    """A day that is not to come, as a document has it. Raises: Refused(`parties.death_unreadable`)."""
    try:
        died_on = date.fromisoformat(text)
    except ValueError:
        died_on = date.max
    if not now.year - 130 < died_on.year or died_on > now.date():
        raise Refused("parties.death_unreadable", "Give the day as the document has it, such as 2026-11-20.")
    return died_on


def readable_shares(shares: Mapping[str, int]) -> dict[str, int]:
    """Everybody who holds a part of an estate, which together are all of it. Raises: Refused(`parties.shares_not_whole`)."""
    parts = dict(sorted(shares.items()))
    if not 0 < len(parts) <= MOST_HEIRS or min(parts.values()) < 1 or sum(parts.values()) != WHOLE:
        raise Refused(
            "parties.shares_not_whole",
            "The shares of all holders come to 10,000 basis points, each at least one.",
            sum=sum(parts.values()),
        )
    return parts


def shares_digest(shares: Mapping[str, int]) -> str:
    """What two operators have to have read alike, in 64 characters."""
    return hashlib.sha256(" ".join(f"{who}={part}" for who, part in shares.items()).encode()).hexdigest()


def divided(points: int, shares: Mapping[str, int]) -> dict[str, int]:
    """Basis points of a payment, shared out as money is among the holders of an estate; who gets none is left out.

    >>> divided(9_251, {"ada": 5_000, "ben": 3_334, "cai": 1_666})
    {'ada': 4626, 'ben': 3084, 'cai': 1541}
    """
    parts = Money("CNY", points).split(shares)
    return {who: part.minor for who, part in parts.items() if part.minor}


def has_died(death: Death | None, at_entry: int) -> bool:
    """Whether, in log order, a death comes before an entry."""
    return death is not None and death.at_entry < at_entry


def estate_acts(person_id: PersonId, performer: Performer, heirs: Sequence[Heir]) -> None:
    """After a death only a holder of the estate speaks; mandates are frozen.

    Raises: Refused(`parties.mandate_frozen`), Forbidden(`parties.performer_died`).
    """
    if person_id == performer.person_id:
        raise Forbidden("parties.performer_died", "This performer has died; nobody signs as them.")
    if all(one.person_id != person_id for one in heirs):
        raise Refused("parties.mandate_frozen", "The performer has died; every mandate is frozen.")


def seats_of_estate(heirs: Sequence[Heir]) -> dict[PersonId, Capacity]:
    """Who signs for a performer who died: every holder. Raises: Refused(`parties.no_estate`)."""
    if not heirs:
        raise Refused("parties.no_estate", "The performer has died, and nobody is known to hold the estate.")
    return {one.person_id: Capacity.ESTATE for one in heirs}


def acts_alone(person_id: PersonId, heirs: Sequence[Heir]) -> None:
    """One of several holders ends nothing by themselves. Raises: Refused(`parties.all_holders_needed`)."""
    if len(heirs) > 1 and any(one.person_id == person_id for one in heirs):
        raise Refused(
            "parties.all_holders_needed",
            "This takes every holder of the estate: end it by a contract that all sign.",
        )
