"""The nouns of rule packs: a pack of dated rules, what each asks, and the deal it is held against."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from propria.scope.duties import NO_DUTIES, Duties
from propria.scope.model import Scope
from propria.scope.words import Said


class Status(StrEnum):
    """What kind of rule it is. Only law, an agreement and the house's own rule bind; the others are shown."""

    LAW = "law"
    AGREEMENT = "agreement"
    HOUSE = "house"
    DRAFT = "draft"
    VOLUNTARY = "voluntary"

    @property
    def binds(self) -> bool:
        """Whether an unmet ask of it stops a signature."""
        return self in (Status.LAW, Status.AGREEMENT, Status.HOUSE)


class Kind(StrEnum):
    """How an ask is met.

    `duty` the terms owe these duties · `term` the licence is no longer than so many years · `fact` one of these
    facts is stated · `never` nothing meets it · `practice` somebody does it; no signature can show that ·
    `wait` so many days pass from an act before another may follow (a cooling-off).
    """

    DUTY = "duty"
    TERM = "term"
    FACT = "fact"
    NEVER = "never"
    PRACTICE = "practice"
    WAIT = "wait"


class Since(StrEnum):
    """From which act a wait counts: the contract was made, both sides had signed it."""

    CONTRACT = "contract"
    SIGNED = "signed"


class Bars(StrEnum):
    """What may not happen before a wait is over: the performer's side signs, anything is used."""

    SIGNING = "signing"
    USE = "use"


class Who(StrEnum):
    """Of whom it is asked."""

    PERFORMER = "performer"
    CREATOR = "creator"
    OPERATOR = "operator"
    SOFTWARE = "software"


class When(StrEnum):
    """By when."""

    SIGNING = "signing"
    FIRST_USE = "first_use"
    RELEASE = "release"
    ALWAYS = "always"
    END = "end"


@dataclass(frozen=True)
class Ask:
    """One thing that a rule asks: how it is met, of whom, by when, in words; a wait with its act, its days and its bar."""

    kind: Kind
    who: Who
    by: When
    says: Said
    duties: Duties = NO_DUTIES
    years: int = 0
    facts: frozenset[str] = frozenset()
    since: Since | None = None
    days: int = 0
    bars: Bars | None = None


@dataclass(frozen=True)
class Rule:
    """One rule of a pack, in force from `starts` until `ends` (not included).

    It reaches a deal whose scope touches one of `touches` (none: any scope) and whose stated facts hold all of `facts`.
    `source_zh` names the source as Chinese readers know it; without one of its own it is `source`. `replaces` is the rule
    of the same pack that it says anew, which ends on the day it starts.
    """

    id: str
    title: Said
    source: str
    status: Status
    starts: date
    ends: date | None
    touches: tuple[Scope, ...]
    facts: frozenset[str]
    asks: tuple[Ask, ...]
    source_zh: str = ""
    replaces: str = ""

    def in_force(self, on: date) -> bool:
        """Whether it holds on that day."""
        return self.starts <= on and (self.ends is None or on < self.ends)


@dataclass(frozen=True)
class Pack:
    """The rules of one law-giver or agreement."""

    id: str
    name: Said
    checked: date
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Situation:
    """What rules are held against: the scope that is to be signed, the facts that are stated, the day."""

    scope: Scope
    facts: frozenset[str]
    on: date
