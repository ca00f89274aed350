"""The native kernel behind three calls; None where it cannot be compiled. It answers what the reference answers."""

import ctypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching import rank
from propria.casting.matching.bits import Words, address_of, everything, native, words_for
from propria.casting.matching.clauses import RULES
from propria.casting.matching.columns import Columns
from propria.casting.matching.located import Laid, Located
from propria.casting.matching.planes import Planes

_AXIS_OF = np.array(
    [RULES.index("volume_silent") if rule == "volume_over" else i for i, rule in enumerate(RULES)], np.int64
)
_P = ctypes.c_void_p
_N = ctypes.c_int64
_B = ctypes.c_char_p
_D = ctypes.c_double
_WEIGHTS = (_D * 4)(rank.FIT, rank.AVAILABILITY, rank.FEE_FIT, rank.RESPONSIVENESS)


class _Sets(ctypes.Structure):
    _fields_ = (
        ("words", _N), ("all", _B), ("all_count", _N), ("none", _B), ("none_count", _N), ("parts", _B),
        ("parts_count", _N), ("slot_words", _P), ("slot_rows", _P), ("slots", _N), ("open", _P),
    )  # fmt: skip


class _Reasons(ctypes.Structure):
    _fields_ = (
        ("words", _N), ("alive", _P), ("open", _P), ("fitting", _P), ("parts", _B), ("parts_count", _N),
        ("slot_words", _P), ("slot_rows", _P), ("axis_of", _P), ("slots", _N), ("rules", _N),
    )  # fmt: skip


class Scan(ctypes.Structure):
    """A scan as the kernel reads it."""

    _fields_ = (
        ("eligible", _P), ("words", _N), ("count", _N), ("first", _P), ("width", _N), ("wholes", _N),
        ("eights", _P), ("fine", _P), ("vectors", _P), ("busy", _P), ("floor_minor", _P), ("responsiveness", _P),
        ("keys", _P), ("levels", _P), ("direction", _P), ("common", _P), ("rotation", _P), ("steps", _P), ("unit", _D),
        ("reach", _D), ("weights", _D * 4), ("points", _D), ("months", ctypes.c_uint64), ("budget", _D),
        ("seed", ctypes.c_uint64), ("most", _N), ("scanned", _N), ("passed", _N), ("refined", _N), ("scored", _N),
    )  # fmt: skip

    @classmethod
    def over(cls, columns: Columns, planes: Planes | None) -> "Scan":
        """What is the same for every question about these rows: where they lie."""
        fitted: Mapping[str, float] = {}
        if planes is not None and columns.vectors is not None:
            fitted = {**planes.places, "vectors": address_of(columns.vectors)}
        return cls(**columns.places, **fitted, weights=_WEIGHTS, points=rank.POINTS)


class Holders:
    """The rows that have each slot, the words of each and where they lie."""

    def __init__(self, counts: Iterable[int]) -> None:
        self.sets = [everything(count) for count in counts]
        self._words = np.array([*map(len, self.sets)], np.int64)
        self._places = np.array([*map(address_of, self.sets)], np.uint64)
        self.words_at, self.places_at = address_of(self._words), address_of(self._places)


@dataclass(frozen=True)
class Sifted:
    """Who fits, how many they are, and who would be asked if their clauses allowed it.

    `laid`: the sets that the clauses were held against. `holders`: the rows that have each slot.
    """

    fitting: Words
    count: int
    open: Words
    laid: Laid
    holders: Holders


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
        count: int,
        inside: list[Words],
        outside: list[Words],
        laid: Laid,
        holders: Holders,
        located: Located,
    ) -> Sifted:
        """The rows in all of `inside`, none of `outside`, and every set of some slot."""
        found, left = np.empty(words_for(count), np.uint64), np.empty(words_for(count), np.uint64)
        every, never = located.packed(inside), located.packed(outside)
        asked = _Sets(
            len(found), every, len(every) // 8, never, len(never) // 8, laid.parts, len(laid.held),
            holders.words_at, holders.places_at, len(holders.sets), address_of(left),
        )  # fmt: skip
        fits = self._library.propria_fitting(ctypes.byref(asked), _P(address_of(found)))
        if fits < 0:
            raise ValueError("too many sets")
        return Sifted(found, int(fits), left, laid, holders)

    def reasons(self, alive: Words, sifted: Sifted) -> tuple[dict[str, int], dict[str, int]]:
        """Of those who are open but do not fit, how many have each axis as their first reason, and as their only one."""
        laid, holders = sifted.laid, sifted.holders
        first, alone = np.zeros(len(RULES), np.int64), np.zeros(len(RULES), np.int64)
        asked = _Reasons(
            len(alive), address_of(alive), address_of(sifted.open), address_of(sifted.fitting), laid.parts,
            len(laid.held), holders.words_at, holders.places_at, address_of(_AXIS_OF), len(holders.sets), len(RULES),
        )  # fmt: skip
        if (
            self._library.propria_reasons(ctypes.byref(asked), _P(address_of(first)), _P(address_of(alone)))
            != 0
        ):
            raise ValueError("too many sets")
        return _by_axis(first), _by_axis(alone)

    def top(
        self, rows: Scan, eligible: Words, ranking: rank.Ranking
    ) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """The first rows in the published order and their points; what was scanned is in `stages`."""
        found, points = np.empty(ranking.most, np.uint32), np.empty(ranking.most, np.int64)
        asked = Scan.from_buffer_copy(rows)
        if ranking.direction is not None and asked.vectors:
            direction = np.ascontiguousarray(ranking.direction, np.float32)
            asked.direction = address_of(direction)
        asked.eligible, asked.words = address_of(eligible), len(eligible)
        asked.months, asked.budget = ranking.months & (2**64 - 1), float(ranking.budget_minor)
        asked.seed, asked.most = ranking.seed & (2**64 - 1), ranking.most
        count = self._library.propria_scan(ctypes.byref(asked), _P(address_of(found)), _P(address_of(points)))
        if count < 0:
            raise MemoryError("the scan found no room for its candidates")
        self.stages = (asked.scanned, asked.passed, asked.refined, asked.scored)
        return found[:count].astype(np.intp), points[:count]

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
