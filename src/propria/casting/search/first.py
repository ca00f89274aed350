"""The first of very many in the published order: exactly those that `ranking.order` would put first. Pure; no row is looked at alone.

Rough sums of 32 bits choose who is summed exactly: everybody who could be among the first, or be found, by the error allowed for.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching import rank
from propria.casting.search import ranking
from propria.casting.search.indexing import ROUGH, Heard, Profiles
from propria.casting.search.ranking import Known, Question
from propria.kernel.time import Instant


@dataclass(frozen=True)
class First:
    """The first rows, best first; the points, turns and inputs of each; and how many rows were found in all."""

    rows: NDArray[np.intp]
    points: NDArray[np.int64]
    turns: NDArray[np.uint64]
    inputs: NDArray[np.float64]
    found: int


def first(
    known: Known, heard: Heard, profiles: Profiles, question: Question, *, least_fit: float = 0.0, most: int, now: Instant
) -> First:  # fmt: skip
    """The first `most` rows of those that fit at least `least_fit`."""
    found = np.arange(len(known.said))
    if heard.direction is not None:
        found, count = _likely(known, heard, profiles, question, least_fit, most, now=now)
    elif least_fit:
        found = np.flatnonzero(
            ranking.fit_of(question.by, known.said, np.zeros(len(known.said))) >= least_fit
        )
        count = len(found)
    else:
        count = len(found)
    some = known[found]
    points, inputs = ranking.measured(some, heard, profiles, question, now=now)
    near = np.flatnonzero(
        (inputs[_FIT] >= least_fit) & (points >= _cut(points[inputs[_FIT] >= least_fit], most))
    )
    turns = rank.turns(some.keys[near], ranking.day_of(now))
    best = near[_in_order(points[near], turns, most)]
    turn = rank.turns(some.keys[best], ranking.day_of(now))
    return First(found[best], points[best], turn, inputs[:, best], count)


_FIT = 2


def _likely(
    known: Known, heard: Heard, profiles: Profiles, question: Question, least_fit: float, most: int, *, now: Instant
) -> tuple[NDArray[np.intp], int]:  # fmt: skip
    """Every row that may be among the first, and how many are found."""
    assert heard.direction is not None
    rough = ranking.fit_of(question.by, known.said, profiles.roughly(known.profiles, heard.direction))
    in_doubt = np.flatnonzero(np.abs(rough - least_fit) <= ROUGH) if least_fit else np.empty(0, np.intp)
    if len(in_doubt):
        meant = profiles.cosines(known.profiles[in_doubt], heard.direction)
        rough[in_doubt] = ranking.fit_of(question.by, known.said[in_doubt], meant)
    inside = np.flatnonzero(rough >= least_fit) if least_fit else np.arange(len(rough))
    scores = rank.FIT * rough[inside] + rank.weighed(*ranking.others(known[inside], question, now=now))
    cut = _cut(scores, most) - 1 / rank.POINTS - ROUGH
    return inside[scores >= cut], len(inside)


def _cut(scores: NDArray[np.float64] | NDArray[np.int64], most: int) -> float:
    """What the last of the first has; less than anything where there are no more than these."""
    if len(scores) <= most:
        return -np.inf
    return float(np.partition(scores, len(scores) - most)[len(scores) - most])


def _in_order(points: NDArray[np.int64], turns: NDArray[np.uint64], most: int) -> NDArray[np.intp]:
    """The first places; of those who are equal to the last, only as many are put in order as there is room for."""
    if len(points) > most:
        least = points.min()
        above, equal = np.flatnonzero(points > least), np.flatnonzero(points == least)
        room = most - len(above)
        kept = np.concatenate([above, equal[np.argpartition(turns[equal], room - 1)[:room]]])
    else:
        kept = np.arange(len(points))
    return kept[np.lexsort((turns[kept], -points[kept]))]
