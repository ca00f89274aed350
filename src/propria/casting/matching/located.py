"""Where the sets of a brief lie in memory, for the kernel: what briefs have in common is looked up once and kept."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from struct import pack
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.bits import Words, address_of, size
from propria.casting.matching.clauses import BOUNDLESS, RULES, Passing, asked_parts
from propria.casting.matching.postings import Recent
from propria.casting.matching.sieve import Asked, Sieve

Place = tuple[int, int]
"""Where a set lies, and how many rows are in it."""

_NO_LINES: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Part:
    """One part of a brief: the sets it holds clauses against, and the red lines that are near by it.

    `entries`: slot, rule, address and size of each set, slot after slot; `packed`: where they lie and how many they are.
    `held` keeps the sets.
    """

    entries: NDArray[np.int64]
    packed: bytes
    lines: frozenset[int]
    held: list[Passing]


@dataclass(frozen=True)
class Laid:
    """A question as the kernel reads it: where the entries of each part lie and how many they are; `held` keeps them."""

    parts: bytes
    lines: frozenset[int]
    held: list[Part]


class Located:
    """The sets of one sieve by where they lie. Sets that hold everybody are left out: nobody need look."""

    def __init__(self, sieve: Sieve) -> None:
        self._sieve = sieve
        self._known: Mapping[int, Place | None] = {
            id(one): self._place(one, count) for count, one in sieve.kept()
        }
        self._parts: Recent[Part] = Recent()
        floors = [slot.floor for slot in sieve.slots]
        exact = all(floor.exact for floor in floors)
        self._floors = sorted({int(cut) for floor in floors for cut in floor.cuts}) if exact else []
        self._paid = [self._made("floor", floor) for floor in (-BOUNDLESS, *self._floors)]

    def _place(self, one: Words, count: int) -> Place | None:
        rows = size(one)
        return (address_of(one), rows) if one is self._sieve.alive or rows < count else None

    def packed(self, sets: Iterable[Words]) -> bytes:
        """Where the sets lie that somebody may be missing from, one address after the other."""
        known = ((self._known.get(id(one), one), one) for one in sets)
        found = [address_of(one) if place is one else place[0] for place, one in known if place is not None]
        return pack(f"{len(found)}q", *found)

    def telling(self, sets: Iterable[Words]) -> Iterator[Place]:
        """The places of the sets that somebody may be missing from."""
        for one in sets:
            key = id(one)
            place = self._known[key] if key in self._known else (address_of(one), size(one))
            if place is not None:
                yield place

    def laid(self, asked: Asked) -> Laid:
        """The sets that the clauses are held against."""
        kept, held, lines = self._parts, [], _NO_LINES
        for key in asked_parts(asked.scope, asked.budget):
            part = kept.get(key)
            if part is None:
                part = self._pays(key[1]) if key[0] == "floor" else kept.of(key, partial(self._made, *key))
            held.append(part)
            if part.lines:
                lines |= part.lines
        return Laid(b"".join([part.packed for part in held]), lines, held)

    def _pays(self, minor: int) -> Part:
        """Hardly two briefs pay alike, but all that lie between the same two floors bring the same sets."""
        return self._paid[bisect_right(self._floors, minor)] if self._floors else self._made("floor", minor)

    def _made(self, part: str, value: Any) -> Part:
        held = [slot.rules_of(part, value) for slot in self._sieve.slots]
        entries = [
            (slot, RULES.index(rule), *place)
            for slot, passing in enumerate(held)
            for rule, sets in passing.items()
            for place in self.telling(sets)
        ]
        made = np.array(entries, np.int64).reshape(-1, 4)
        return Part(
            made, pack("2q", address_of(made), len(made)), self._sieve.red_lines.near(part, value), held
        )
