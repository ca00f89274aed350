"""One segment of a library: its columns, its sets, its planes; asked, it answers with or without the kernel."""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching import rank
from propria.casting.matching.bits import Words, all_of, rows_in, size
from propria.casting.matching.columns import Columns, together
from propria.casting.matching.kernel import Holders, Kernel, Scan, Sifted
from propria.casting.matching.located import Located
from propria.casting.matching.planes import Planes
from propria.casting.matching.sieve import Asked, Sieve

_NEAR = 1e-4


@dataclass(frozen=True)
class Found:
    """The first rows in the published order, their points, and how many fit in all."""

    rows: NDArray[np.intp]
    points: NDArray[np.int64]
    fitting: int


@dataclass(frozen=True)
class Segment:
    """Columns with everything made from them. `planes` is None where no profile has a vector."""

    columns: Columns
    sieve: Sieve
    planes: Planes | None

    @classmethod
    def of(cls, columns: Columns) -> "Segment":
        """Compile columns; rows that are much alike in their terms come to stand together."""
        rows = together(columns)
        vectors = rows.vectors
        planes = None if vectors is None else Planes.of(vectors, rows.responsiveness)
        return cls(rows, Sieve.of(rows), planes)

    @cached_property
    def _located(self) -> Located:
        return Located(self.sieve)

    def fitting(self, asked: Asked, kernel: Kernel | None) -> Words:
        """The rows that fit."""
        if kernel is None:
            return self.sieve.fitting(asked)
        return self._sifted(asked, kernel).fitting

    def _sifted(self, asked: Asked, kernel: Kernel) -> Sifted:
        sieve, located = self.sieve, self._located
        laid, lines = located.laid(asked), sieve.red_lines
        crossed = lines.crossed(lines.touched_of(asked.scope, laid.lines))
        crossed += sieve.unpaid(asked).values()
        sifted = kernel.fitting(sieve.count, sieve.open_now(asked), crossed, laid, self._holders, located)
        self._last["sifted"] = asked, sifted
        return sifted

    @cached_property
    def scanned(self) -> Scan:
        """Where the rows lie that a scan goes through."""
        return Scan.over(self.columns, self.planes)

    @cached_property
    def _holders(self) -> Holders:
        return Holders(slot.count for slot in self.sieve.slots)

    @cached_property
    def _last(self) -> dict[str, tuple[Asked, Sifted]]:
        """Who fitted the last question: who fits and who does not are asked in turn."""
        return {}

    def find(self, asked: Asked, ranking: rank.Ranking, kernel: Kernel | None) -> Found:
        """Who fits best."""
        if kernel is None:
            fitting = self.fitting(asked, None)
            return Found(*quick_top(self.columns, rows_in(fitting), ranking), size(fitting))
        sifted = self._sifted(asked, kernel)
        return Found(*kernel.top(self.scanned, sifted.fitting, ranking), sifted.count)

    def counts(self, asked: Asked, kernel: Kernel | None) -> tuple[dict[str, int], dict[str, int]]:
        """Of those whom no red line and no floor by act or medium keeps out: how many have each axis as first reason, and as only one."""
        if kernel is None:
            others = all_of([*self.sieve.open_now(asked), ~self.fitting(asked, None)], self.sieve.count)
            for line in (*self.sieve.crossed(asked), *self.sieve.unpaid(asked).values()):
                others &= ~line
            return self.sieve.counts(asked, others)
        last = self._last.get("sifted")
        sifted = last[1] if last and last[0] is asked else self._sifted(asked, kernel)
        return kernel.reasons(self.sieve.alive, sifted)

    def take_out(self, performer_id: str) -> bool:
        """Clear the bit of whoever left; whether they were there."""
        rows = np.flatnonzero(self.columns.performer_ids == performer_id.encode())
        for row in rows:
            self.sieve.alive[row >> 6] &= ~(np.uint64(1) << np.uint64(row & 63))
        return bool(len(rows))


def quick_top(
    columns: Columns, rows: NDArray[np.intp], ranking: rank.Ranking
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """`rank.top` without scoring everybody twice over: 32-bit sums choose who is scored exactly."""
    if ranking.direction is None or columns.vectors is None or len(rows) <= ranking.most:
        return rank.top(columns, rows, ranking)
    parts = [
        columns.vectors[rows[i : i + (1 << 15)]] @ ranking.direction for i in range(0, len(rows), 1 << 15)
    ]
    rough = rank.FIT * np.concatenate(parts) + rank.others(columns, rows, ranking)
    cut = np.partition(rough, len(rough) - ranking.most)[len(rough) - ranking.most]
    return rank.top(columns, rows[rough >= cut - 1 / rank.POINTS - _NEAR], ranking)


def merged(parts: list[tuple[Segment, Found]], ranking: rank.Ranking) -> list[tuple[str, int]]:
    """The best of several segments, whole: performer ids and points. What each certifies, all certify."""
    rows = chain.from_iterable(
        zip(
            -found.points,
            rank.turns(segment.columns.keys[found.rows], ranking.seed),
            segment.columns.performer_ids[found.rows],
            strict=True,
        )
        for segment, found in parts
    )
    return [(name.decode(), -int(less)) for less, _, name in sorted(rows)[: ranking.most]]
