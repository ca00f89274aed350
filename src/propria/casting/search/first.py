"""The first of very many in the published order: exactly those that `ranking.order` would put first. Pure; no row is looked at alone.

Rough sums of 32 bits choose who is summed exactly: everybody who could be among the first, by the error allowed for.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching import rank
from propria.casting.search import ranking
from propria.casting.search.indexing import ROUGH, Heard, Profiles
from propria.casting.search.ranking import Known, Question
from propria.kernel.time import Instant

MOST_BESIDE = rank.AVAILABILITY + rank.FEE_FIT + rank.RESPONSIVENESS
NEAR = 1 / rank.POINTS + ROUGH


@dataclass(frozen=True)
class First:
    """The first rows, best first; the points, turns and inputs of each."""

    rows: NDArray[np.intp]
    points: NDArray[np.int64]
    turns: NDArray[np.uint64]
    inputs: NDArray[np.float64]


def first(
    known: Known, heard: Heard, profiles: Profiles, question: Question, *, most: int, now: Instant
) -> First:
    """The first `most` rows."""
    likely = np.arange(len(known.said))
    if heard.direction is not None:
        likely = _likely(known, heard, profiles, question, most, now=now)
    some = known[likely]
    points, inputs = ranking.measured(some, heard, profiles, question, now=now)
    near = np.flatnonzero(points >= _cut(points, most))
    turns = rank.turns(some.keys[near], ranking.day_of(now))
    kept = _in_order(points[near], turns, most)
    best = near[kept]
    return First(likely[best], points[best], turns[kept], inputs[:, best])


def _likely(
    known: Known, heard: Heard, profiles: Profiles, question: Question, most: int, *, now: Instant
) -> NDArray[np.intp]:
    """Every row that may be among the first. Fit alone leaves most of them out: all the rest is worth MOST_BESIDE."""
    fit = rank.FIT * ranking.fit_of(question.by, known.said, profiles.roughly(known.profiles, heard))

    def scored(rows: NDArray[np.intp]) -> NDArray[np.float64]:
        scores: NDArray[np.float64] = fit[rows] + rank.weighed(
            *ranking.others(known[rows], question, now=now)
        )
        return scores

    fittest = np.flatnonzero(fit >= _cut(fit, most))
    near = np.flatnonzero(fit >= _cut(scored(fittest), most) - MOST_BESIDE - NEAR)
    scores = scored(near)
    return near[scores >= _cut(scores, most) - NEAR]


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
