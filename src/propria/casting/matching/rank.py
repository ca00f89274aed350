"""The published rank: points of four inputs, and whose turn it is among equals. Nobody's money is an input.

    score  = 0.70 fit + 0.10 availability + 0.10 fee fit + 0.10 responsiveness
    points = floor(1000 score)
    order  = most points first; among equal points by SplitMix64(seed xor key), smallest first

*fit* is the cosine between the meaning of the brief and of the profile, 0 where either has none: that is what the scan of a
snapshot goes by. A running library goes by propria.casting.search.ranking, whose *fit* adds words to meaning; its first rows
(`search.first`) are exactly those that putting everybody in order would put first.

*availability* is the share of the term's calendar months that are free.
*fee fit* is 1 where the budget is at least twice the floor, falling to 0 where it only just reaches it.
*responsiveness* is n/255. Every sum is of 64-bit floats in one fixed order (eight lanes for the cosine), so that each
implementation gives the same points to the last bit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.columns import CALENDAR_MONTHS, Columns

FIT, AVAILABILITY, FEE_FIT, RESPONSIVENESS = 0.70, 0.10, 0.10, 0.10
POINTS = 1000.0
_LANES = 8
FULL = 255.0
Shares = NDArray[np.float64]
"""Numbers from 0 to 1, one a row; a cosine may be negative."""


@dataclass(frozen=True)
class Ranking:
    """What one question is ranked by. `direction`: a unit vector, float32, or None; `months`: a mask of the calendar.

    `budget_minor`: 0 if none is named; then fee fit is 0 for all. `seed`: of the rotation, published.
    """

    direction: NDArray[np.float32] | None
    months: int
    budget_minor: int
    seed: int
    most: int


def cosines(vectors: NDArray[np.float32], direction: NDArray[np.float32]) -> NDArray[np.float64]:
    """The dot product of each row: lane j adds products j, j + 8, j + 16, …; then the lanes are added pairwise."""
    wide = direction.astype(np.float64)
    lanes = np.zeros((len(vectors), _LANES))
    for start in range(0, vectors.shape[1], _LANES):
        block = vectors[:, start : start + _LANES].astype(np.float64)
        lanes += block * wide[start : start + _LANES]
    halves = lanes[:, :4] + lanes[:, 4:]
    quarters = halves[:, :2] + halves[:, 2:]
    total: NDArray[np.float64] = quarters[:, 0] + quarters[:, 1]
    return total


def points(columns: Columns, rows: NDArray[np.intp], ranking: Ranking) -> NDArray[np.int64]:
    """The points of some rows."""
    fit = np.zeros(len(rows))
    if ranking.direction is not None and columns.vectors is not None:
        fit = cosines(columns.vectors[rows], ranking.direction)
    return points_of(fit, others(columns, rows, ranking))


def points_of(fit: Shares, others: Shares) -> NDArray[np.int64]:
    """The published sum, as points; `others` are weighed already."""
    return np.floor(POINTS * (FIT * fit + others)).astype(np.int64)


def others(columns: Columns, rows: NDArray[np.intp], ranking: Ranking) -> Shares:
    """Availability, fee fit and responsiveness of some rows, weighed and added."""
    return weighed(
        availability(columns.busy[rows], ranking.months),
        fee_fit(columns.floor_minor[rows], ranking.budget_minor),
        columns.responsiveness[rows].astype(np.float64) / FULL,
    )


def weighed(free: Shares, fee: Shares, answers: Shares) -> Shares:
    """Availability, fee fit and responsiveness, weighed and added in this order."""
    return (AVAILABILITY * free + FEE_FIT * fee) + RESPONSIVENESS * answers


def availability(busy: NDArray[np.uint64], months: int) -> Shares:
    """Of the months asked for, the share that is free; 1 where none is asked for."""
    asked = months & ((1 << CALENDAR_MONTHS) - 1)
    length = asked.bit_count()
    taken = np.bitwise_count(busy & np.uint64(asked)).astype(np.float64)
    return (length - taken) / length if length else np.ones(len(busy))


def fee_fit(floor_minor: NDArray[np.int64], budget_minor: int) -> Shares:
    """How far the budget lies above the floors; 0 for all where there is none."""
    if budget_minor <= 0:
        return np.zeros(len(floor_minor))
    budget = float(budget_minor)
    spare = 2.0 * (budget - floor_minor.astype(np.float64)) / budget
    return np.minimum(np.maximum(spare, 0.0), 1.0)


def turns(keys: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """Whose turn it is among equals, smallest first: SplitMix64 of the key xor the seed.

    >>> turns(np.array([1], np.uint64), 0).tolist()
    [10451216379200822465]
    """
    with np.errstate(over="ignore"):
        z = (keys ^ np.uint64(seed & (2**64 - 1))) + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def top(
    columns: Columns, rows: NDArray[np.intp], ranking: Ranking
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """The first `most` of these rows in the published order, and their points: every row is scored. The oracle."""
    scored = points(columns, rows, ranking)
    order = np.lexsort((rows, turns(columns.keys[rows], ranking.seed), -scored))[: ranking.most]
    return rows[order], scored[order]


def months_of(start: int, end: int, epoch: int) -> int:
    """The mask of the calendar's months (30 days each from `epoch`) that an interval of seconds touches."""
    month = 30 * 86_400
    first, last = max(0, (start - epoch) // month), min(CALENDAR_MONTHS - 1, (end - 1 - epoch) // month)
    return sum(1 << m for m in range(int(first), int(last) + 1))
