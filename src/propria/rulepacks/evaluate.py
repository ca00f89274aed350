"""What packs ask of one deal: which rules reach it, why, and what is not met. Pure, total, and only ever tighter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from propria.kernel.time import DAY, Instant
from propria.rulepacks.model import Ask, Bars, Kind, Pack, Rule, Since, Situation
from propria.scope.algebra import hits
from propria.scope.duties import NO_DUTIES, Duties
from propria.scope.values import ANY, Interval

SECONDS_A_YEAR = 31_557_600
DAY_SECONDS = 86_400
Moments = Mapping[Since, Instant]
"""When the acts happened from which waits count; an act that is not there has not."""


@dataclass(frozen=True)
class Finding:
    """A rule in force whose scope the deal touches.

    `lacks`: facts that are not stated and would have to be; it applies where there are none. `axes`: where the scope
    touches it. `met`: for each ask yes, no, or None where no text can show it.
    """

    rule: Rule
    lacks: tuple[str, ...]
    axes: tuple[str, ...]
    met: tuple[bool | None, ...]

    @property
    def applies(self) -> bool:
        """Whether it reaches this deal, rather than one with more facts."""
        return not self.lacks


@dataclass(frozen=True)
class Unmet:
    """An ask that binds and is not met."""

    rule: Rule
    ask: Ask


@dataclass(frozen=True)
class Wait:
    """An ask that binds and lets time pass between two acts."""

    rule: Rule
    ask: Ask

    def over(self, moments: Moments) -> Instant | None:
        """When it is over; None while the act that it counts from has not happened."""
        begun = None if self.ask.since is None else moments.get(self.ask.since)
        return None if begun is None else begun + self.ask.days * DAY


@dataclass(frozen=True)
class Opinion:
    """The whole answer: every rule looked at, the duties that the terms must owe, what stops a signature, what waits."""

    findings: tuple[Finding, ...]
    duties: Duties
    unmet: tuple[Unmet, ...]
    waits: tuple[Wait, ...] = ()

    def barred_until(self, bars: Bars, moments: Moments) -> Instant | None:
        """Before when an act may not happen; None where nothing that has begun bars it."""
        ends = [w.over(moments) for w in self.waits if w.ask.bars is bars]
        return max((end for end in ends if end is not None), default=None)

    @property
    def allowed(self) -> bool:
        """Whether no binding ask is left unmet."""
        return not self.unmet


def evaluate(packs: Iterable[Pack], situation: Situation) -> Opinion:
    """Hold every rule of the packs that is in force against the deal.

    Adding a pack adds findings, duties, unmet asks and waits, and takes none away.
    """
    found = [
        _finding(rule, situation)
        for pack in packs
        for rule in pack.rules
        if rule.in_force(situation.on) and _touched(rule, situation)
    ]
    bound = [f for f in found if f.applies and f.rule.status.binds]
    owed = reduce(Duties.and_also, (ask.duties for f in bound for ask in f.rule.asks), NO_DUTIES)
    unmet = [
        Unmet(f.rule, ask) for f in bound for ask, met in zip(f.rule.asks, f.met, strict=True) if met is False
    ]
    waits = [Wait(f.rule, ask) for f in bound for ask in f.rule.asks if ask.kind is Kind.WAIT]
    return Opinion(tuple(found), owed, tuple(unmet), tuple(waits))


def _touched(rule: Rule, situation: Situation) -> bool:
    return not rule.touches or any(hits(line, situation.scope) for line in rule.touches)


def _finding(rule: Rule, situation: Situation) -> Finding:
    lines = [line for line in rule.touches if hits(line, situation.scope)]
    axes = {axis for line in lines for axis, value in line.values().items() if value is not ANY}
    return Finding(
        rule,
        tuple(sorted(rule.facts - situation.facts)),
        tuple(sorted(axes)),
        tuple(_met(ask, situation) for ask in rule.asks),
    )


def _met(ask: Ask, situation: Situation) -> bool | None:
    match ask.kind:
        case Kind.DUTY:
            return situation.scope.duties.meet_all_of(ask.duties)
        case Kind.TERM:
            term = situation.scope.term
            return (
                isinstance(term, Interval)
                and term.end - term.start <= ask.years * SECONDS_A_YEAR + DAY_SECONDS
            )
        case Kind.FACT:
            return not ask.facts.isdisjoint(situation.facts)
        case Kind.NEVER:
            return False
        case Kind.PRACTICE | Kind.WAIT:
            return None
