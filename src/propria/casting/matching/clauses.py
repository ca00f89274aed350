"""What one clause of every row allows, as sets: for a brief, the sets that a row must be in, rule by rule.

`passing` gives for every rule the sets whose intersection passes it. It is `covers` of the scope algebra,
compiled: a property test holds the two together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.bits import Words, all_of, everything, packed
from propria.casting.matching.columns import Slot
from propria.casting.matching.postings import Codes, Ranged, Recent
from propria.kernel.money import Money
from propria.scope import ANY, Duties, Interval, Quota, Scope
from propria.scope.axes import AXES, AXIS, INTERVALS
from propria.scope.measures import UNITS, Volume, epoch
from propria.scope.values import Anything, Value

BOUNDLESS = 1 << 62
VOLUME_RULES = ("volume_silent", "volume_over")
RULES = (*AXIS, *VOLUME_RULES, "duties", "floor")
_TEXT_DUTIES = ("label", "approval", "credit", "pay")

Passing = dict[str, list[Words]]
"""For each rule that a brief brings into play, sets to be intersected, with no bit beyond the slot's rows.

A rule that is not there passes.
"""


@dataclass(frozen=True)
class Clauses:
    """The sets of one slot."""

    count: int
    codes: Mapping[str, Codes]
    starts: Mapping[str, Ranged]
    ends: Mapping[str, Ranged]
    volume_any: Words
    limits: Mapping[str, Ranged]
    texts: Mapping[str, Codes]
    notice: Ranged
    report: Ranged
    delete_by: Ranged
    currencies: Codes
    floor: Ranged

    @classmethod
    def of(cls, slot: Slot, values: Mapping[str, Sequence[Any]], currencies: Sequence[str]) -> "Clauses":
        """Compile one slot."""
        parts = slot.parts

        def ranged(part: str, number: Any) -> Ranged:
            return Ranged.of(np.array([number(v) for v in values[part]], np.int64)[parts[part]])

        duties, duty_ids = values["duties"], parts["duties"]
        return cls(
            count=len(slot),
            codes={
                a.name: Codes.of(parts[a.name], values[a.name], a.separator)
                for a in AXES
                if a.name not in INTERVALS
            },
            starts={name: ranged(name, _start) for name in INTERVALS},
            ends={name: ranged(name, _end) for name in INTERVALS},
            volume_any=packed(np.array([v is ANY for v in values["volume"]], np.bool_)[parts["volume"]]),
            limits={unit: ranged("volume", lambda v, unit=unit: -_limit(v, unit)) for unit in UNITS},
            texts={name: _without(name, duties, duty_ids) for name in _TEXT_DUTIES},
            notice=ranged("duties", lambda d: d.notice_hours or 0),
            report=ranged("duties", lambda d: -_or_boundless(d.report_days)),
            delete_by=ranged("duties", lambda d: -_deadline(d)),
            currencies=Codes.of(slot.currency, [frozenset({c}) for c in currencies]),
            floor=Ranged.of(slot.floor_minor),
        )

    def passing(self, brief: Scope, budget: Money | None) -> Passing:
        """The sets that a clause must be in to cover the brief and be paid for it, rule by rule."""
        found: Passing = {}
        for part, asked in asked_parts(brief, budget):
            for rule, sets in self.rules_of(part, asked).items():
                found[rule] = [*found.get(rule, ()), *sets]
        return found

    def rules_of(self, part: str, asked: Any) -> Passing:
        """The rules that one part of a brief brings into play."""
        match part:
            case "volume":
                return self._volume(asked)
            case "duties":
                return self._duties(asked)
            case "currency":
                return {"floor": [self.currencies.covering(asked)]}
            case "floor":
                return {"floor": [self.floor.up_to(asked)]}
        sets = self._axis(part, asked)
        return {part: sets} if sets else {}

    def _axis(self, axis: str, asked: Value) -> list[Words]:
        if isinstance(asked, Anything):
            return [self._at_any(axis)]
        if not asked:
            return []
        if isinstance(asked, Interval):
            return [self.starts[axis].up_to(asked.start), self.ends[axis].up_to(-asked.end)]
        codes = self.codes[axis]
        if codes.all_say_any:
            return []
        return self._made.of((axis, asked), partial(codes.covering_all, asked))

    def kept(self) -> Iterator[Words]:
        """Every set that is kept, each the same object every time."""
        yield self.volume_any
        for codes in (*self.codes.values(), *self.texts.values(), self.currencies):
            yield from codes.kept
        by_number = (*self.starts.values(), *self.ends.values(), *self.limits.values())
        for ranged in (*by_number, self.notice, self.report, self.delete_by, self.floor):
            yield from ranged.kept

    def _at_any(self, axis: str) -> Words:
        if axis in self.codes:
            return self.codes[axis].at_any
        return self.starts[axis].up_to(-BOUNDLESS)

    def _volume(self, asked: Volume) -> Passing:
        if isinstance(asked, Anything):
            said = self.volume_any.copy()
            for limits in self.limits.values():
                said |= limits.up_to(-1)
            return {"volume_silent": [said], "volume_over": [self._but(said) | self.volume_any]}
        named = [self.limits[q.unit].up_to(-1) for q in asked]
        within = [self._within(q) for q in asked]
        return {"volume_silent": named, "volume_over": within} if named else {}

    def _within(self, quota: Quota) -> Words:
        """The rows that allow as much, or say nothing of that unit."""
        limits = self.limits[quota.unit]
        made = self._made.of(quota, lambda: [limits.up_to(-quota.limit) | self._but(limits.up_to(-1))])
        return made[0]

    def _but(self, words: Words) -> Words:
        found: Words = everything(self.count) & ~words
        return found

    def _duties(self, promised: Duties) -> Passing:
        return {"duties": self._made.of(promised, lambda: [self._content(promised)])}

    def _content(self, promised: Duties) -> Words:
        """The rows that ask for nothing beyond what is promised."""
        sets = [self._owed_only(name, getattr(promised, name)) for name in self.texts]
        sets.append(self.notice.up_to(promised.notice_hours or 0))
        sets.append(self.report.up_to(-_or_boundless(promised.report_days)))
        sets.append(self.delete_by.up_to(-_deadline(promised)))
        return all_of(sets, self.count)

    @cached_property
    def _made(self) -> Recent[list[Words]]:
        """The sets of what briefs have in common: codes, quotas, promises."""
        return Recent()

    def _owed_only(self, name: str, kept: frozenset[str]) -> Words:
        """The rows that ask for no text beyond what is promised: each set of texts is one code."""
        asked = self.texts[name]
        found = asked.covering(_EVERY).copy()
        for code in (*asked.dense_codes, *asked.rare_codes):
            if code != _EVERY and frozenset(code.split("\n")) <= kept:
                found |= asked.covering(code)
        return found


_EVERY = ""


def asked_parts(brief: Scope, budget: Money | None) -> Iterator[tuple[str, Any]]:
    """Each part of a brief that may bring rules into play, in the order of RULES, with what is asked there."""
    yield from ((axis, asked) for axis, asked in brief.values().items() if asked)
    if brief.volume:
        yield "volume", brief.volume
    yield "duties", brief.duties
    if budget is not None:
        yield "currency", budget.currency
        yield "floor", budget.minor


def _without(name: str, duties: Sequence[Duties], ids: NDArray[np.uint32]) -> Codes:
    """Rows by the whole set of texts they ask for, joined by line ends; the empty set is the code ''."""
    return Codes.of(ids, [frozenset({"\n".join(sorted(getattr(d, name)))}) for d in duties])


def _start(value: Any) -> int:
    return -BOUNDLESS if value is ANY else int(value.start)


def _end(value: Any) -> int:
    return -BOUNDLESS if value is ANY else -int(value.end)


def _limit(value: Any, unit: str) -> int:
    if isinstance(value, Anything):
        return BOUNDLESS
    return next((int(quota.limit) for quota in value if quota.unit == unit), 0)


def _deadline(duties: Duties) -> int:
    return BOUNDLESS if duties.delete_by is None else epoch(duties.delete_by)


def _or_boundless(number: int | None) -> int:
    return BOUNDLESS if number is None else number
