"""Which of the performer's own frames to show for each moment of a new line: a shortest path, found exactly
(Viterbi).

Only shapes that the performer made can be chosen; a viseme missing from the library takes its nearest
neighbour, and how open and wide the lips should be then decides (`articulation`).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from propria.replicas.engine.articulation import articulation, lips_measured, unlikeness
from propria.replicas.engine.face_points import INNER_LIPS, OUTER_LIPS
from propria.replicas.engine.library import Library
from propria.replicas.engine.paths import CUT, cheapest, jumps_between
from propria.replicas.engine.visemes import INSTEAD, SILENCE, VISEMES, Moment

_NOW, _BEFORE, _AFTER, _THROUGH = 2.0, 0.6, 0.6, 0.25
_HOLD = 0.25
_UNLIKE = 3.0
_OPEN_AT_CLOSURE = 12.0
_CLOSED = {"PP": 1.0, SILENCE: 0.8}


def lip_features(library: Library) -> NDArray[np.float64]:
    """Each frame's lips as one row of numbers, centimetres about their mean."""
    lips = library.shapes[:, np.concatenate([OUTER_LIPS, INNER_LIPS])]
    return np.asarray((lips - lips.mean(0)).reshape(len(lips), -1))


def _available(known: set[str]) -> dict[str, str]:
    found = {}
    for viseme in VISEMES:
        queue, seen = [viseme], {viseme}
        while queue and queue[0] not in known:
            fresh = [other for other in INSTEAD[queue.pop(0)] if other not in seen]
            seen.update(fresh)
            queue += fresh
        found[viseme] = queue[0] if queue else sorted(known)[0]
    return found


def _differences(
    library: Library, features: NDArray[np.float64]
) -> tuple[NDArray[np.float64], dict[str, int]]:
    said = np.array([moment.now for moment in library.moments])
    known = {viseme for viseme in VISEMES if (said == viseme).sum() >= 2} or {SILENCE}
    means = np.array([features[said == v].mean(0) if v in known else features.mean(0) * 0 for v in VISEMES])
    instead = _available(known)
    place = {viseme: VISEMES.index(instead[viseme]) for viseme in VISEMES}
    apart = cdist(means, means)
    used = sorted({*place.values()})
    return apart / max(float(apart[np.ix_(used, used)].mean()), 1e-9), place


def _costs(
    wanted: tuple[Moment, ...], library: Library, features: NDArray[np.float64]
) -> NDArray[np.float64]:
    apart, place = _differences(library, features)

    def column(moments: tuple[Moment, ...], name: str) -> NDArray[np.int64]:
        return np.array([place[getattr(moment, name)] for moment in moments])

    held = library.moments
    through = np.array([moment.through for moment in wanted])[:, None]
    cost = _NOW * apart[column(wanted, "now")][:, column(held, "now")]
    cost += _BEFORE * (1 - through) * apart[column(wanted, "before")][:, column(held, "before")]
    cost += _AFTER * through * apart[column(wanted, "after")][:, column(held, "after")]
    lips, speaks = lips_measured(library.shapes), np.array([moment.now != SILENCE for moment in held])
    cost += _UNLIKE * unlikeness(articulation(wanted), _held(library), lips, speaks)
    closing = np.array([_CLOSED.get(moment.now, 0.0) for moment in wanted])[:, None]
    cost = (1 - closing) * cost + closing * _OPEN_AT_CLOSURE * lips[:, 0] / max(float(lips[:, 0].max()), 1e-9)
    return cost + _THROUGH * np.abs(through - np.array([moment.through for moment in held]))


def _held(library: Library) -> NDArray[np.float64]:
    """What each frame of the library says, take by take."""
    return np.concatenate([articulation(take.moments) for take in library.takes])


def choose(wanted: tuple[Moment, ...], library: Library) -> tuple[int, ...]:
    """One library frame for each wanted moment, the cheapest whole path; ties go to the earlier frame.

    To stay on a frame costs more than to cut: a mouth that stands still while it speaks looks frozen.
    """
    features = lip_features(library)
    cost = _costs(wanted, library, features)
    jumps = jumps_between(features, library.starts)
    np.fill_diagonal(jumps, CUT + _HOLD)
    return cheapest(cost, jumps)
