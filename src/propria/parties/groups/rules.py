"""Rules of groups; pure."""

from collections.abc import Iterable, Sequence

from propria.kernel.errors import Refused
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.parties.minors.rules import is_minor
from propria.parties.model import Birth, Member

FEWEST, MOST = 2, 30


def members_of(own: PerformerId, others: Sequence[PerformerId]) -> list[PerformerId]:
    """A group's members, each once, whoever names it among them. Raises: Refused(`parties.group_size`)."""
    members = sorted({own, *others})
    if not FEWEST <= len(members) <= MOST:
        raise Refused("parties.group_size", "A group has 2 to 30 members.")
    return members


def is_grown(births: Iterable[Birth | None], now: Instant) -> None:
    """A minor signs with a guardian, and in no group. Raises: Refused(`parties.member_is_minor`)."""
    if any(is_minor(one, now) for one in births):
        raise Refused("parties.member_is_minor", "A performer under 18 is in no group.")


def stands(members: Sequence[Member]) -> bool:
    """Whether everybody has signed that they are one of it."""
    return bool(members) and all(one.joined_by is not None for one in members)
