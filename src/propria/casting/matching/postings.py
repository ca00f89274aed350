"""Where each code and each number stands among the rows: one packed set a code, cumulative sets a column."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.bits import (
    Rows,
    Words,
    nothing,
    packed,
    size,
    with_rows,
    without_rows,
    words_for,
)
from propria.scope.values import Anything, ancestors

DENSE_FROM = 32
MOST_CUTS = 128
FEW_CODES = 4
MOST_KEPT = 128
MOST_EXACT_CUTS = 512
"""Prices are named in two figures, ninety to a power of ten: up to here every number has a set of its own."""
V = TypeVar("V")


class Recent(dict[Hashable, V]):
    """Answers that are likely to be asked for again; forgotten all at once when there are too many."""

    def of(self, key: Hashable, make: Callable[[], V]) -> V:
        """The answer that is kept, or the one made now."""
        found = self.get(key)
        if found is None:
            found = make()
            if len(self) >= MOST_KEPT:
                self.clear()
            self[key] = found
        return found


@dataclass(frozen=True)
class Codes:
    """The rows whose value covers each code of one axis, by itself, by an ancestor or by ANY.

    `dense[0]` are the rows at ANY; `dense[i]` those that cover `dense_codes[i - 1]`, the ANY rows among them.
    Rare codes are lists instead: `rare_rows[rare_starts[i]:rare_starts[i + 1]]` of `rare_codes[i]`.
    """

    count: int
    separator: str
    dense_codes: tuple[str, ...]
    dense: NDArray[np.uint64]
    rare_codes: tuple[str, ...]
    rare_starts: NDArray[np.int64]
    rare_rows: NDArray[np.uint32]

    @classmethod
    def of(cls, ids: NDArray[Any], values: Sequence[Any], separator: str = "") -> "Codes":
        """From each row's place in `values`, which are sets of codes or ANY."""
        holders = _holders(values, separator)
        anywhere = np.array([isinstance(v, Anything) for v in values], np.bool_)
        at_any = packed(anywhere[ids]) if len(values) else nothing(len(ids))
        tally = np.bincount(ids, minlength=len(values))
        order, ends = np.argsort(ids, kind="stable"), np.cumsum(tally)
        return cls.listed(
            len(ids),
            (
                (code, np.concatenate([order[ends[p] - tally[p] : ends[p]] for p in holders[code]]))
                for code in sorted(holders)
            ),
            at_any,
            separator,
        )

    @classmethod
    def listed(
        cls, count: int, lists: Iterable[tuple[str, Rows]], at_any: Words, separator: str = ""
    ) -> "Codes":
        """From the rows of each code, in any order."""
        common, rare, sets, kept = [], [], [at_any], []
        for code, rows in lists:
            if len(rows) * DENSE_FROM < count:
                rare.append(code)
                kept.append(np.unique(rows).astype(np.uint32))
            else:
                flags = np.zeros(count, np.bool_)
                flags[rows] = True
                common.append(code)
                sets.append(packed(flags) | at_any)
        return cls(
            count,
            separator,
            tuple(common),
            np.stack(sets),
            tuple(rare),
            np.cumsum([0, *map(len, kept)], dtype=np.int64),
            np.concatenate(kept) if kept else np.empty(0, np.uint32),
        )

    @cached_property
    def kept(self) -> list[Words]:
        """The sets as they are kept, each the same object every time."""
        return list(self.dense)

    @cached_property
    def _sets(self) -> dict[str, Words]:
        return {code: self.kept[i + 1] for i, code in enumerate(self.dense_codes)}

    @cached_property
    def _rare_places(self) -> dict[str, int]:
        return {code: i for i, code in enumerate(self.rare_codes)}

    @property
    def at_any(self) -> Words:
        """The rows that say ANY."""
        return self.kept[0]

    @cached_property
    def all_say_any(self) -> bool:
        """Whether every row says ANY, so that nothing asked on this axis can fail."""
        return size(self.at_any) == self.count

    def covering(self, code: str) -> Words:
        """The rows whose value covers a code. The nearest code that anybody named stands for its own descendants."""
        for near in ancestors(code, self.separator):
            found = self._sets.get(near)
            if found is not None:
                return found
            if near in self._rare_places:
                place = self._rare_places[near]
                start, end = self.rare_starts[place], self.rare_starts[place + 1]
                return with_rows(self.at_any, self.rare_rows[start:end])
        return self.at_any

    def covering_all(self, asked: frozenset[str]) -> list[Words]:
        """Sets whose intersection are the rows that cover every code. Long lists (the world) are joined."""
        found = [self.covering(code) for code in sorted(asked)]
        return found if len(found) <= FEW_CODES else [np.bitwise_and.reduce(found)]


def _holders(values: Sequence[Any], separator: str) -> dict[str, list[int]]:
    """Each code that is named anywhere, with the places of the values that cover it; ANY is left out."""
    named: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        if not isinstance(value, Anything):
            for code in value:
                named.setdefault(code, []).append(place)
    if not separator:
        return named
    return {
        code: sorted({p for above in ancestors(code, separator) for p in named.get(above, ())})
        for code in named
    }


@dataclass(frozen=True)
class Ranged:
    """The rows by one whole number: a set of the rows at or below each cut, exact between cuts by order.

    `order` are the rows by their number, `ordered` the numbers; both are empty where every number is a cut.
    """

    count: int
    cuts: NDArray[np.int64]
    at_most: NDArray[np.uint64]
    order: NDArray[np.uint32]
    ordered: NDArray[np.int64]

    @classmethod
    def of(cls, numbers: NDArray[np.int64]) -> "Ranged":
        """From one number a row."""
        distinct = np.unique(numbers)
        exact = len(distinct) <= MOST_EXACT_CUTS
        cuts = distinct if exact else distinct[:: len(distinct) // MOST_CUTS]
        sets = [packed(numbers <= cut) for cut in cuts]
        order = np.empty(0, np.uint32) if exact else np.argsort(numbers, kind="stable").astype(np.uint32)
        return cls(
            len(numbers),
            cuts.astype(np.int64),
            np.stack(sets) if sets else np.empty((0, words_for(len(numbers))), np.uint64),
            order,
            np.empty(0, np.int64) if exact else numbers[order],
        )

    @cached_property
    def kept(self) -> list[Words]:
        """The sets as they are kept, each the same object every time; the last one is empty."""
        return [*self.at_most, nothing(self.count)]

    @property
    def exact(self) -> bool:
        """Whether every number is a cut."""
        return not len(self.order)

    @cached_property
    def _listed_cuts(self) -> list[int]:
        return self.cuts.tolist()  # type: ignore[no-any-return]

    def up_to(self, limit: int) -> Words:
        """The rows whose number is at most `limit`."""
        place = bisect_right(self._listed_cuts, limit) - 1
        if self.exact:
            return self.kept[place]
        end = int(np.searchsorted(self.ordered, limit, side="right"))
        below, above = self._sizes[place], self._sizes[min(place + 1, len(self.cuts) - 1)]
        if 0 < above - end < end - below:
            return without_rows(self.kept[place + 1], self.order[end:above])
        return with_rows(self.kept[place], self.order[below:end]) if end > below else self.kept[place]

    @cached_property
    def _sizes(self) -> list[int]:
        """How many rows are at or below each cut; the last one is 0."""
        return [*np.searchsorted(self.ordered, self.cuts, side="right").tolist(), 0]
