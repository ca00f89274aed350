"""The native kernel behind three calls; None where it cannot be compiled. It answers what the reference answers."""

import ctypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching import rank
from propria.casting.matching.bits import Words, native, words_for
from propria.casting.matching.clauses import RULES, Passing
from propria.casting.matching.columns import Columns
from propria.casting.matching.planes import LEVELS, Planes

_AXIS_OF = np.array(
    [RULES.index("volume_silent") if rule == "volume_over" else i for i, rule in enumerate(RULES)], np.int64
)
_P = ctypes.c_void_p
_N = ctypes.c_int64
_D = ctypes.c_double


class _Sets(ctypes.Structure):
    _fields_ = (
        ("words", _N), ("all", _P), ("all_count", _N), ("none", _P), ("none_count", _N), ("sets", _P),
        ("slot_sets", _P), ("slot_words", _P), ("slot_rows", _P), ("slots", _N), ("open", _P),
    )  # fmt: skip


class _Reasons(ctypes.Structure):
    _fields_ = (
        ("words", _N), ("rows", _P), ("sets", _P), ("rule_sets", _P), ("slot_words", _P), ("slot_rows", _P),
        ("axis_of", _P), ("slots", _N), ("rules", _N),
    )  # fmt: skip


class _Scan(ctypes.Structure):
    _fields_ = (
        ("eligible", _P), ("words", _N), ("count", _N), ("first", _P), ("width", _N), ("wholes", _N),
        ("eights", _P), ("fine", _P), ("vectors", _P), ("busy", _P), ("floor_minor", _P), ("responsiveness", _P),
        ("keys", _P), ("levels", _P), ("direction", _P), ("turned", _P), ("along", _D), ("steps", _P), ("unit", _D),
        ("reach", _D), ("weights", _D * 4), ("points", _D), ("months", ctypes.c_uint64), ("budget", _D),
        ("seed", ctypes.c_uint64), ("most", _N), ("scanned", _N), ("passed", _N), ("refined", _N), ("scored", _N),
    )  # fmt: skip


Addresses = Mapping[int, int]
"""Where arrays lie, by their identity: only of arrays that outlive the question."""
NOWHERE = 0
"""The address of a set that holds everybody."""


@dataclass(frozen=True)
class Sifted:
    """Who fits, how many they are, and who would be asked if their clauses allowed it.

    `holders`: the rows that have each slot. `places`: where the sets of `slots` lie, slot after slot and rule after rule, of
    which `sizes` says how many each rule has.
    """

    fitting: Words
    count: int
    open: Words
    slots: list[tuple[int, Passing]]
    holders: list[Words]
    places: NDArray[np.uint64]
    sizes: NDArray[np.int64]


def _telling(sets: Iterable[Words], known: Addresses) -> list[int]:
    """Where the sets lie that somebody may be missing from."""
    places = ((known.get(id(one)), one) for one in sets)
    return [address_of(one) if place is None else place for place, one in places if place != NOWHERE]


def _extent(holders: list[Words]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Of each slot, its words and where the set of its rows lies."""
    return np.array([*map(len, holders)], np.int64), _numbers(map(address_of, holders))


def _numbers(found: Iterable[int]) -> NDArray[np.uint64]:
    return np.fromiter(found, np.uint64)


def address_of(array: NDArray[Any]) -> int:
    """Where an array's first byte lies."""
    return int(array.__array_interface__["data"][0])


class Kernel:
    """The compiled functions. `level`: 0 plain C, 1 AVX2, 2 AVX-512 with VNNI; it can be lowered."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        library.propria_fitting.restype = _N
        library.propria_scan.restype = _N
        library.propria_read.restype = ctypes.c_uint64
        self.level = library.propria_level(-1)
        self.stages = (0, 0, 0, 0)

    def lower_to(self, level: int) -> int:
        """Use at most this level; -1 is the best there is. What is used now."""
        self.level = self._library.propria_level(level)
        return int(self.level)

    def fitting(
        self,
        known: Addresses,
        count: int,
        inside: list[Words],
        outside: list[Words],
        slots: list[tuple[int, Passing]],
        holders: list[Words],
    ) -> Sifted:
        """The rows in all of `inside`, none of `outside`, and every set of some slot."""
        found, left = np.empty(words_for(count), np.uint64), np.empty(words_for(count), np.uint64)
        sets = [_telling(p.get(rule, ()), known) for _, p in slots for rule in RULES]
        sizes = np.array([*map(len, sets)], np.int64)
        flat, totals = _numbers(chain(*sets)), sizes.reshape(-1, len(RULES)).sum(1)
        words, owned = _extent(holders)
        every, never = _numbers(_telling(inside, known)), _numbers(map(address_of, outside))
        asked = _Sets(
            len(found), address_of(every), len(every), address_of(never), len(never), address_of(flat),
            address_of(totals), address_of(words), address_of(owned), len(slots), address_of(left),
        )  # fmt: skip
        fits = self._library.propria_fitting(ctypes.byref(asked), _P(address_of(found)))
        return Sifted(found, int(fits), left, slots, holders, flat, sizes)

    def reasons(self, rows: Words, sifted: Sifted) -> tuple[dict[str, int], dict[str, int]]:
        """Of these rows, how many have each axis as their first reason, and as their only one."""
        words, owned = _extent(sifted.holders)
        first, alone = np.zeros(len(RULES), np.int64), np.zeros(len(RULES), np.int64)
        asked = _Reasons(
            len(rows), address_of(rows), address_of(sifted.places), address_of(sifted.sizes), address_of(words),
            address_of(owned), address_of(_AXIS_OF), len(sifted.slots), len(RULES),
        )  # fmt: skip
        if (
            self._library.propria_reasons(ctypes.byref(asked), _P(address_of(first)), _P(address_of(alone)))
            != 0
        ):
            raise ValueError("too many rules")
        return _by_axis(first), _by_axis(alone)

    def top(
        self, columns: Columns, planes: Planes | None, eligible: Words, ranking: rank.Ranking
    ) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """The first rows in the published order and their points; what was scanned is in `stages`."""
        rows, points = np.empty(ranking.most, np.uint32), np.empty(ranking.most, np.int64)
        months = ranking.months & (2**64 - 1)
        asked = _Scan(
            eligible=address_of(eligible), words=len(eligible), busy=address_of(columns.busy),
            floor_minor=address_of(columns.floor_minor), responsiveness=address_of(columns.responsiveness),
            keys=address_of(columns.keys), points=rank.POINTS, months=months, budget=float(ranking.budget_minor),
            seed=ranking.seed & (2**64 - 1), most=ranking.most,
        )  # fmt: skip
        asked.weights[:] = [rank.FIT, rank.AVAILABILITY, rank.FEE_FIT, rank.RESPONSIVENESS]
        kept: list[NDArray[Any]] = []
        if planes is not None and ranking.direction is not None and columns.vectors is not None:
            direction = np.ascontiguousarray(ranking.direction, np.float32)
            along, turned = planes.turned(direction)
            kept += [direction, turned]
            asked.count, asked.width = planes.first.shape
            asked.first, asked.wholes = address_of(planes.first), planes.wholes
            asked.steps = address_of(planes.steps)
            asked.unit, asked.reach = planes.unit, planes.reach
            asked.eights, asked.fine = address_of(planes.eights), address_of(planes.fine)
            asked.vectors, asked.levels = address_of(columns.vectors), address_of(LEVELS)
            asked.direction, asked.turned, asked.along = address_of(direction), address_of(turned), along
        count = self._library.propria_scan(ctypes.byref(asked), _P(address_of(rows)), _P(address_of(points)))
        if count < 0:
            raise MemoryError("the scan found no room for its candidates")
        self.stages = (asked.scanned, asked.passed, asked.refined, asked.scored)
        return rows[:count].astype(np.intp), points[:count]

    def read(self, words: NDArray[np.uint64]) -> int:
        """Read every word once: the limit that a scan is held against."""
        return int(self._library.propria_read(_P(address_of(words)), _N(words.size)))


def _by_axis(counts: NDArray[np.int64]) -> dict[str, int]:
    found: Mapping[str, int] = {
        "volume" if rule == "volume_silent" else rule: int(n) for rule, n in zip(RULES, counts, strict=True)
    }
    return {axis: n for axis, n in found.items() if n}


@cache
def kernel() -> Kernel | None:
    """The kernel, compiled if need be; None where there is no compiler, and then NumPy answers."""
    library = native()
    return None if library is None else Kernel(library)
