"""Rules of minors: how old somebody is, who signs for them, when childhood ends; pure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from propria.kernel.errors import Refused
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.parties.model import Birth, Capacity, Ward

ADULT_AT, SIGNS_AT, ASSENTS_AT = 18, 16, 13
TWO = 2


def birthday(born_on: date, years: int) -> Instant:
    """When that many years are full: midnight UTC; who was born on 29 February is older on 1 March.

    >>> birthday(date(2008, 2, 29), 18).isoformat()
    '2026-03-01T00:00:00+00:00'
    """
    try:
        day = born_on.replace(year=born_on.year + years)
    except ValueError:
        day = date(born_on.year + years, 3, 1)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def is_minor(birth: Birth | None, now: Instant) -> bool:
    """Whether somebody is known to be under eighteen."""
    return birth is not None and now < birthday(birth.born_on, ADULT_AT)


def seats_of(
    birth: Birth, child: PersonId | None, wards: Sequence[Ward], now: Instant
) -> dict[PersonId, Capacity]:
    """Who signs for a minor: every guardian; from thirteen on with the child's assent, from sixteen on the child too.

    Raises: Refused(`parties.no_guardian`).
    """
    guardians = {w.guardian_id: Capacity.GUARDIAN for w in wards if w.attested_by is not None}
    if not guardians:
        raise Refused("parties.no_guardian", "A minor signs with a guardian, and none is attested yet.")
    if child is None or now < birthday(birth.born_on, ASSENTS_AT):
        return guardians
    own = Capacity.OWN if now >= birthday(birth.born_on, SIGNS_AT) else Capacity.ASSENT
    return {**guardians, child: own}


def readable_birth(text: str, now: Instant) -> date:
    """A day in the past, as a document has it. Raises: Refused(`parties.birth_unreadable`)."""
    try:
        born_on = date.fromisoformat(text)
    except ValueError:
        born_on = now.date()
    if not now.year - 130 < born_on.year or born_on >= now.date():
        raise Refused("parties.birth_unreadable", "Give the day as the document has it, such as 2011-05-30.")
    return born_on


def both_saw(seen: Sequence[tuple[PersonId, str]]) -> tuple[PersonId, PersonId] | None:
    """Two operators who saw the same; None while one has yet to look. Raises: Refused(`parties.seen_otherwise`)."""
    if len(seen) < TWO:
        return None
    if len({value for _, value in seen}) > 1:
        raise Refused("parties.seen_otherwise", "The two who looked saw different things; look again.")
    return seen[0][0], seen[1][0]
