"""Red lines over many rows: which distinct lines a brief touches, and which rows drew one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.bits import Rows, Words, nothing, rows_in, size, unpacked
from propria.casting.matching.postings import Codes, Recent
from propria.scope import ANY, Scope, hits
from propria.scope.axes import AXES, AXIS, INTERVALS, Axis
from propria.scope.values import ancestors

_CODE_AXES = tuple(axis for axis in AXES if axis.name not in INTERVALS)
_Anchor = tuple[str, str, bool]


@dataclass(frozen=True)
class RedLines:
    """The distinct lines, and the rows of each. `starts`, `ids`: each row's own lines in signed order."""

    lines: Sequence[Scope]
    rows: Codes
    starts: NDArray[np.int64]
    ids: NDArray[np.uint32]

    @classmethod
    def of(cls, lines: Sequence[Scope], starts: NDArray[np.int64], ids: NDArray[np.uint32]) -> "RedLines":
        """From each row's lines."""
        count = len(starts) - 1
        owner = np.repeat(np.arange(count), np.diff(starts))
        order = np.argsort(ids, kind="stable")
        ends = np.cumsum(np.bincount(ids, minlength=len(lines)))
        runs = ((str(i), owner[order[ends[i - 1] if i else 0 : ends[i]]]) for i in range(len(lines)))
        return cls(lines, Codes.listed(count, runs, nothing(count)), starts, ids)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def _anchored(self) -> dict[_Anchor, list[int]]:
        """Where a brief must touch a line for the line to be looked at: one axis of it, code by code."""
        found: dict[_Anchor, list[int]] = {}
        for place, line in enumerate(self.lines):
            for anchor in _anchors(line):
                found.setdefault(anchor, []).append(place)
        return found

    def touched(self, brief: Scope) -> list[int]:
        """The places of the lines that a brief touches."""
        near = [self.near(axis, asked) for axis, asked in brief.values().items() if asked]
        return self.touched_of(brief, frozenset().union(*near))

    def touched_of(self, brief: Scope, near: frozenset[int]) -> list[int]:
        """The same, of the lines that are near it."""
        near |= self._unanchored
        return sorted(place for place in near if place in self._plain or hits(self.lines[place], brief))

    @cached_property
    def _unanchored(self) -> frozenset[int]:
        return frozenset(self._anchored.get(("", "", False), ()))

    @cached_property
    def _plain(self) -> frozenset[int]:
        """The places of the lines that name one axis of codes and no other: a brief that is near touches them."""
        named = enumerate(named_axes(line) for line in self.lines)
        return frozenset(place for place, axes in named if len(axes) == 1 and axes[0] not in INTERVALS)

    def near(self, part: str, asked: Any) -> frozenset[int]:
        """The places of the lines that are anchored on one axis of a brief and share something with it there."""
        if part not in self._axes:
            return frozenset()
        if asked is ANY:
            return frozenset(
                p for anchor, places in self._anchored.items() if anchor[0] == part for p in places
            )
        return frozenset(p for anchor in _reached(AXIS[part], asked) for p in self._anchored.get(anchor, ()))

    @cached_property
    def _axes(self) -> frozenset[str]:
        return frozenset(axis for axis, _, _ in self._anchored)

    def crossed(self, touched: Sequence[int]) -> list[Words]:
        """For each touched line, the rows that drew it."""
        return [self._drawn.of(place, partial(self.rows.covering, str(place))) for place in touched]

    @cached_property
    def _drawn(self) -> Recent[Words]:
        return Recent()

    def first_of(self, touched: Sequence[int], among: Words) -> dict[int, int]:
        """Of some rows, how many have each touched line as the first that they signed of them."""
        once, twice, sets = nothing(len(self)), nothing(len(self)), self.crossed(touched)
        for words in sets:
            twice |= once & words
            once |= words
        single = among & ~twice
        found = {line: size(words & single) for line, words in zip(touched, sets, strict=True)}
        for line, number in zip(
            *np.unique(self._first(touched, rows_in(twice & among)), return_counts=True), strict=True
        ):
            found[int(line)] += int(number)
        return found

    def _first(self, touched: Sequence[int], rows: Rows) -> NDArray[np.uint32]:
        """The first touched line of each of some rows that have any."""
        is_touched = np.zeros(len(self.lines), np.bool_)
        is_touched[list(touched)] = True
        lengths = np.diff(self.starts)[rows]
        ends = np.cumsum(lengths)
        entries = np.repeat(self.starts[rows] - (ends - lengths), lengths) + np.arange(lengths.sum())
        entries = entries[is_touched[self.ids[entries]]]
        owners = np.searchsorted(self.starts, entries, side="right")
        return self.ids[entries[np.flatnonzero(np.diff(owners, prepend=-1))]]

    def reasons_of(self, touched: Sequence[int]) -> NDArray[np.uint16]:
        """For every row, how many reasons its touched lines make: one for each axis they name."""
        made, axes = np.zeros(len(self), np.uint16), np.zeros(len(self.lines), np.uint16)
        for place, words in zip(touched, self.crossed(touched), strict=True):
            axes[place] = len(named_axes(self.lines[place]))
            made += unpacked(words, len(self)) * axes[place]
        rows, places, times = self._again
        np.add.at(made, rows, axes[places] * times)
        return made

    @cached_property
    def _again(self) -> tuple[Rows, NDArray[np.int64], NDArray[np.uint16]]:
        """Who drew which line more than once, and how often more."""
        owners, every = np.repeat(np.arange(len(self)), np.diff(self.starts)), max(1, len(self.lines))
        drawn, times = np.unique(owners * every + self.ids, return_counts=True)
        again = times > 1
        return drawn[again] // every, drawn[again] % every, (times[again] - 1).astype(np.uint16)


def named_axes(line: Scope) -> list[str]:
    """The axes that a red line names, in order."""
    return [axis.name for axis in AXES if line.value(axis.name) is not ANY]


def _anchors(line: Scope) -> Iterator[_Anchor]:
    named = [a for a in _CODE_AXES if line.value(a.name) is not ANY]
    if not named:
        yield ("", "", False)
        return
    axis = min(named, key=lambda a: len(line.value(a.name)))  # type: ignore[arg-type]
    codes = line.value(axis.name)
    assert isinstance(codes, frozenset)
    yield from _both_ways(axis, codes)


def _both_ways(axis: Axis, codes: frozenset[str]) -> Iterator[_Anchor]:
    for code in codes:
        yield (axis.name, code, False)
        for above in ancestors(code, axis.separator)[1:]:
            yield (axis.name, above, True)


def _reached(axis: Axis, codes: frozenset[str]) -> Iterator[_Anchor]:
    """A line is near where it names a code of the brief, one above it, or one below it."""
    for code in codes:
        yield (axis.name, code, True)
        yield from ((axis.name, above, False) for above in ancestors(code, axis.separator))
