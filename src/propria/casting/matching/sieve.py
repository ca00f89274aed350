"""The hard rules of both sides over all rows at once: who may be asked, and how the others stand. Pure NumPy.

This is the oracle of the native kernel and what answers where there is none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.bits import Words, all_of, everything, nothing, packed, size, unpacked
from propria.casting.matching.clauses import RULES, Clauses, Passing
from propria.casting.matching.columns import Columns
from propria.casting.matching.lines import RedLines, named_axes
from propria.casting.matching.postings import Codes, Ranged
from propria.kernel.money import Money
from propria.scope import Scope

_PLANES = 5
_AXIS_OF = {rule: "volume" if rule.startswith("volume") else rule for rule in RULES}


@dataclass(frozen=True)
class Wanted:
    """What a creator asks of the person: speaks all of these, presents as one of these, can play these ages."""

    speaks: frozenset[str] = frozenset()
    presents: frozenset[str] = frozenset()
    plays: tuple[int, int] | None = None


NOBODY_IN_PARTICULAR = Wanted()


@dataclass(frozen=True)
class Asked:
    """One question: the brief's scope, what it pays in all, the instant, and what is asked of the person."""

    scope: Scope
    budget: Money | None
    now_us: int
    wanted: Wanted = NOBODY_IN_PARTICULAR


@dataclass(frozen=True)
class Standing:
    """How the rows stand to one question.

    `first`: how many do not fit, by the axis of their first reason. `alone`: how many would fit but for this
    one axis; a red line is never among them. `reasons`: how many reasons each row has, 0 for who fits.
    """

    fitting: Words
    first: Mapping[str, int]
    alone: Mapping[str, int]
    reasons: NDArray[np.uint16]


@dataclass
class Sieve:
    """Every set of one segment. `fees`: floors by act and medium, touched as red lines are, and `least` of each.

    `alive` is the one thing that changes: a bit is cleared when somebody leaves.
    """

    count: int
    slots: tuple[Clauses, ...]
    red_lines: RedLines
    starts: Ranged
    ends: Ranged
    named: Words
    speaks: Codes
    presents: Codes
    plays_from: Ranged
    plays_to: Ranged
    fees: RedLines | None = None
    least: Sequence[Money] = ()
    alive: Words = field(default_factory=lambda: np.empty(0, np.uint64))

    @classmethod
    def of(cls, c: Columns) -> "Sieve":
        """Compile columns."""
        return cls(
            count=len(c),
            slots=tuple(Clauses.of(slot, c.values, c.currencies) for slot in c.slots),
            red_lines=RedLines.of(c.lines, c.line_starts, c.line_ids),
            starts=Ranged.of(c.starts_us),
            ends=Ranged.of(-c.ends_us),
            named=packed(c.shows_name),
            speaks=Codes.of(c.speaks, c.speaks_values, "-"),
            presents=Codes.of(c.presents, [frozenset({p}) for p in c.presents_values]),
            plays_from=Ranged.of(c.plays_from.astype(np.int64)),
            plays_to=Ranged.of(-c.plays_to.astype(np.int64)),
            fees=RedLines.of(c.fees.lines, c.fees.starts, c.fees.ids) if c.fees else None,
            least=c.fees.least if c.fees else (),
            alive=everything(len(c)),
        )

    def kept(self) -> Iterator[tuple[int, Words]]:
        """Every set that is kept, each the same object every time, with how many rows it is of."""
        codes = (self.red_lines.rows, self.speaks, self.presents)
        ranged = (self.starts, self.ends, self.plays_from, self.plays_to)
        for one in chain((self.alive, self.named), *(source.kept for source in (*codes, *ranged))):
            yield self.count, one
        for slot in self.slots:
            yield from ((slot.count, one) for one in slot.kept())

    def open_now(self, asked: Asked) -> list[Words]:
        """The sets of who is open at the instant and is the kind of person sought."""
        wanted = asked.wanted
        sets = [self.alive, self.starts.up_to(asked.now_us), self.ends.up_to(-asked.now_us - 1)]
        sets += [self.speaks.covering(code) for code in sorted(wanted.speaks)]
        if wanted.presents:
            first, *more = (self.presents.covering(p) for p in sorted(wanted.presents))
            sets.append(np.bitwise_or.reduce([first, *more]) if more else first)
        if wanted.plays:
            sets += [self.plays_from.up_to(wanted.plays[1]), self.plays_to.up_to(-wanted.plays[0])]
        return sets

    def crossed(self, asked: Asked) -> list[Words]:
        """The sets of rows with a red line that the brief touches."""
        return self.red_lines.crossed(self.red_lines.touched(asked.scope))

    def unpaid(self, asked: Asked) -> Mapping[int, Words]:
        """By place in `least`, the rows with a floor for an act or a medium that the brief touches and does not pay."""
        budget = asked.budget
        if self.fees is None or budget is None:
            return {}
        places = [i for i in self.fees.touched(asked.scope) if not _pays(budget, self.least[i])]
        return dict(zip(places, self.fees.crossed(places), strict=True))

    def passing(self, asked: Asked) -> Iterator[tuple[int, Passing]]:
        """For each slot, how many rows it has and the sets of every rule."""
        for slot in self.slots:
            yield slot.count, slot.passing(asked.scope, asked.budget)

    def fitting(self, asked: Asked) -> Words:
        """The rows that fit: open, no red line touched, and one clause covers the brief and is paid for it."""
        found = nothing(self.count)
        for count, passing in self.passing(asked):
            inside = all_of((one for sets in passing.values() for one in sets), count)
            found[: len(inside)] |= inside
        for one in self.open_now(asked):
            found &= one
        for line in (*self.crossed(asked), *self.unpaid(asked).values()):
            found &= ~line
        return found

    def standing(self, asked: Asked, among: Words | None = None) -> Standing:
        """How the open rows stand, axis by axis, each by its nearest clause: the fewest reasons, the first of them."""
        open_rows = all_of([*self.open_now(asked), *([] if among is None else [among])], self.count)
        fitting = self.fitting(asked) & open_rows
        others = open_rows & ~fitting
        touched = self.red_lines.touched(asked.scope)
        crossed = nothing(self.count)
        for line in self.red_lines.crossed(touched):
            crossed |= line
        nearest = _Nearest(self.count)
        for count, passing in self.passing(asked):
            nearest.offer(count, passing)
        for words in self.unpaid(asked).values():
            nearest.unpaid(words)
        unlined = others & ~crossed
        first = nearest.first_in(unlined, self._clauseless(unlined))
        for place, many in self.red_lines.first_of(touched, others).items():
            axis = named_axes(self.red_lines.lines[place])[0]
            first |= {axis: first.get(axis, 0) + many} if many else {}
        alone = nearest.alone_in(unlined, self._clauseless(unlined))
        reasons = nearest.reasons(self.count) + self.red_lines.reasons_of(touched)
        reasons *= unpacked(others, self.count)
        return Standing(fitting, first, alone, reasons)

    def counts(self, asked: Asked, rows: Words) -> tuple[dict[str, int], dict[str, int]]:
        """Of these rows, how many have each axis as their first reason, and as their only one."""
        nearest = _Nearest(self.count)
        for count, passing in self.passing(asked):
            nearest.offer(count, passing)
        return nearest.first_in(rows, 0), nearest.alone_in(rows, 0)

    def _clauseless(self, rows: Words) -> int:
        """How many of these rows have no clause at all: silent about every act."""
        some = everything(self.slots[0].count) if self.slots else np.empty(0, np.uint64)
        left = rows.copy()
        left[: len(some)] &= ~some
        return size(left)


def _pays(budget: Money, least: Money) -> bool:
    return budget.currency == least.currency and budget.minor >= least.minor


class _Nearest:
    """Which clause of each row comes nearest, kept as planes of bits: the count of reasons, and each rule's failures."""

    def __init__(self, count: int) -> None:
        self._words = len(nothing(count))
        self._best = [everything(count) for _ in range(_PLANES)]
        self._fails: dict[str, Words] = {}

    def offer(self, count: int, passing: Passing) -> None:
        """One more slot: its rows take it where it has fewer reasons than any slot before."""
        fails = {rule: self._padded(~all_of(sets, count), count) for rule, sets in passing.items()}
        planes = _counted([words for rule, words in fails.items() if rule != "floor"], self._words)
        nearer = _less(planes, self._best) & self._padded(everything(count), count)
        self._best = [_chosen(nearer, p, b) for p, b in zip(planes, self._best, strict=True)]
        for rule in {*fails, *self._fails}:
            new = fails.get(rule, np.zeros(self._words, np.uint64))
            old = self._fails.get(rule, np.zeros(self._words, np.uint64))
            self._fails[rule] = _chosen(nearer, new, old)

    def unpaid(self, words: Words) -> None:
        """These rows have a floor that is not paid, whichever clause comes nearest."""
        self._fails["floor"] = self._fails.get("floor", np.zeros(self._words, np.uint64)) | words

    def _padded(self, words: Words, count: int) -> Words:
        out = np.zeros(self._words, np.uint64)
        out[: len(words)] = words & everything(count)
        return out

    def _axes(self) -> dict[str, Words]:
        """The failures of each axis in the order of the rules."""
        found: dict[str, Words] = {}
        for rule in RULES:
            if rule in self._fails:
                axis = _AXIS_OF[rule]
                found[axis] = found[axis] | self._fails[rule] if axis in found else self._fails[rule]
        return found

    def first_in(self, rows: Words, clauseless: int) -> dict[str, int]:
        """How many of the rows have each axis as their first reason."""
        found = {"act": clauseless}
        left = rows.copy()
        for axis, fails in self._axes().items():
            found[axis] = found.get(axis, 0) + size(left & fails)
            left &= ~fails
        return {axis: count for axis, count in found.items() if count}

    def alone_in(self, rows: Words, clauseless: int) -> dict[str, int]:
        """How many of the rows fail on each axis and on no other."""
        once, twice = np.zeros(self._words, np.uint64), np.zeros(self._words, np.uint64)
        axes = self._axes()
        for fails in axes.values():
            twice |= once & fails
            once |= fails
        single = rows & once & ~twice
        found = {axis: size(single & fails) for axis, fails in axes.items()}
        found["act"] = found.get("act", 0) + clauseless
        return {axis: count for axis, count in found.items() if count}

    def reasons(self, count: int) -> NDArray[np.uint16]:
        """How many reasons each row has by its nearest clause and the floor; one where it has no clause."""
        total = np.zeros(count, np.uint8)
        for weight, plane in enumerate(self._best):
            total |= unpacked(plane, count).view(np.uint8) << weight
        total[total == (1 << _PLANES) - 1] = 1
        if "floor" in self._fails:
            total += unpacked(self._fails["floor"], count)
        return total.astype(np.uint16)


def _chosen(where: Words, one: Words, other: Words) -> Words:
    """The bits of `one` where the mask is set, else those of `other`."""
    found: Words = other ^ ((one ^ other) & where)
    return found


def _counted(sets: list[Words], words: int) -> list[Words]:
    planes = [np.zeros(words, np.uint64) for _ in range(_PLANES)]
    for one in sets:
        carry = one
        for i, plane in enumerate(planes):
            planes[i], carry = plane ^ carry, plane & carry
    return planes


def _less(one: list[Words], other: list[Words]) -> Words:
    """Where the number in the planes of `one` is below that in `other`."""
    less: Words = np.zeros_like(one[0])
    equal: Words = ~less
    for a, b in zip(reversed(one), reversed(other), strict=True):
        less |= equal & ~a & b
        equal &= ~(a ^ b)
    return less
