"""The nouns of casting a whole production. Points are whole numbers; money is in minor units; days are ordinals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Days = tuple[tuple[int, int], ...]
"""Spans of days, first and last included."""


@dataclass(frozen=True)
class Candidate:
    """One performer on one role's shortlist: how well they fit, and what they would cost there."""

    performer: str
    points: int
    fee_minor: int


@dataclass(frozen=True)
class Role:
    """One role: when it is shot, which languages it needs, who is considered, and whom it is promised to."""

    name: str
    candidates: tuple[Candidate, ...]
    days: Days = ()
    languages: frozenset[str] = frozenset()
    locked: str | None = None


@dataclass(frozen=True)
class Person:
    """What counts of a performer whatever they play."""

    agency: str | None = None
    languages: frozenset[str] = frozenset()
    busy: Days = ()


@dataclass(frozen=True)
class Chemistry:
    """What two performers add when they play these two roles."""

    role: str
    performer: str
    other_role: str
    other_performer: str
    points: int


@dataclass(frozen=True)
class Limits:
    """How many roles may go to one agency."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Production:
    """Every role at once and what binds them together.

    `covers`: how many of the cast must speak a language. `apart`: performers who may not both be cast. `doubling`: one
    performer may play several roles whose days do not overlap.
    """

    roles: tuple[Role, ...]
    people: Mapping[str, Person] = field(default_factory=dict)
    budget_minor: int | None = None
    agencies: Mapping[str, Limits] = field(default_factory=dict)
    covers: Mapping[str, int] = field(default_factory=dict)
    chemistry: tuple[Chemistry, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    doubling: bool = False


class Kind(StrEnum):
    """What a constraint is about."""

    BUDGET = "budget"
    MOST_OF_AGENCY = "most_of_agency"
    LEAST_OF_AGENCY = "least_of_agency"
    COVER = "cover"
    LOCKED = "locked"
    APART = "apart"
    ONCE = "once"
    LANGUAGES = "languages"
    DAYS = "days"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Constraint:
    """One thing a cast must keep to: `subject` names the agency, language, role or performers it is about."""

    kind: Kind
    subject: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relaxation:
    """One constraint which, loosened by `amount` and nothing else changed, lets a cast exist.

    `amount`: minor units for the budget, days for days, languages for languages, else a count.
    """

    constraint: Constraint
    amount: int


@dataclass(frozen=True)
class Alternative:
    """The next best for one role if everybody else stays: what it loses in points and adds in fees."""

    role: str
    performer: str
    points_lost: int
    fee_more_minor: int


@dataclass(frozen=True)
class Cast:
    """A choice for every role, and the proof of how good it is: no cast reaches more than `bound` points."""

    chosen: Mapping[str, str]
    points: int
    fees_minor: int
    bound: int
    alternatives: tuple[Alternative, ...] = ()

    @property
    def gap(self) -> float:
        """How far from the best this may be at most, as a share of the bound: 0.005 is half a percent."""
        return max(0, self.bound - self.points) / self.bound if self.bound > 0 else 0.0


@dataclass(frozen=True)
class NoCast:
    """Nothing satisfies everything; each relaxation alone would mend it, `together` says what would if none does.

    `undecided`: time ran out before it was known whether any cast exists; then nothing is claimed.
    """

    relaxations: tuple[Relaxation, ...]
    together: tuple[Relaxation, ...] = ()
    undecided: bool = False
