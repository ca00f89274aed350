"""The nouns of a production's plan: what a creator wants of the whole cast, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from propria.casting.model import Brief
from propria.casting.production.model import Cast, NoCast
from propria.kernel.ids import PerformerId
from propria.kernel.money import Money
from propria.parties.model import Name, Performer

MIDDLING = 50
"""What a performer on a shortlist is worth where nothing is said, of `MOST_WORTH`."""
MOST_WORTH = 100
Days = tuple[tuple[str, str], ...]


class AgencyLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many roles may go to one agency."""

    least: int = 0
    most: int | None = None


class Wishes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a creator says of a production, by brief id, performer id, agency and language.

    `worth`: 0 to 100 on a brief's shortlist. `fees`: minor units, where a performer would cost more than they ask at
    least. `days` of a role, `busy` of a performer beside what their calendar tells: first and last day, ISO. `together`:
    two performers and what their being cast both adds. `languages`: BCP 47, what a role is spoken in; where nothing is said, what
    its brief asks the person to speak. `agencies`: where it is another than a running mandate shows.
    """

    budget: dict[str, str] | None = None
    worth: dict[str, dict[str, int]] = {}
    fees: dict[str, dict[str, int]] = {}
    promised: dict[str, str] = {}
    agencies: dict[str, str] = {}
    limits: dict[str, AgencyLimits] = {}
    covers: dict[str, int] = {}
    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str, int], ...] = ()
    days: dict[str, Days] = {}
    languages: dict[str, tuple[str, ...]] = {}
    busy: dict[str, Days] = {}
    doubling: bool = False


class Why(StrEnum):
    """Why somebody who was kept is left out of a plan."""

    NOT_OPEN = "not_open"
    DOES_NOT_FIT = "does_not_fit"
    OTHER_CURRENCY = "other_currency"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True)
class Considered:
    """One performer kept for one brief: what they ask at least, which languages their terms allow; or why not.

    `shows_name`: they are open under their name, so that creators read their profile.
    """

    performer: Performer
    asks: Money | None
    languages: frozenset[str] | None
    why_not: Why | None = None
    shows_name: bool = False


@dataclass(frozen=True)
class Planned:
    """A production as its creator sees it: briefs, whoever was kept, wishes if any are, and the cast that follows.

    `shortlists` by brief id. By performer id: `not_free`, the days on which the creator knows that they are not; `speaks`, BCP
    47 tags where their profile says any; `agents`, who represents them where their profile shows it.
    """

    project: str
    briefs: tuple[Brief, ...]
    shortlists: Mapping[str, tuple[Considered, ...]]
    currency: str
    wishes: Wishes | None
    outcome: Cast | NoCast | None
    not_free: Mapping[PerformerId, frozenset[date]]
    speaks: Mapping[PerformerId, tuple[str, ...]]
    agents: Mapping[PerformerId, Name]
