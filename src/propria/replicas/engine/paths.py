"""The cheapest whole path through a performer's own frames, found exactly (Viterbi). Numbers only."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

CUT = 0.12
_JUMP = 0.9


def jumps_between(features: NDArray[np.float64], starts: Sequence[int]) -> NDArray[np.float64]:
    """Frames × frames: what it costs to show one after another; nothing where they were filmed so.

    `features`: a row a frame; `starts`: where a take begins, which follows nothing.
    """
    jumps = cdist(features, features)
    jumps = jumps / max(float(jumps.mean()), 1e-9) * _JUMP + CUT
    following = np.arange(len(features) - 1)
    following = following[~np.isin(following + 1, np.array(starts))]
    jumps[following, following + 1] = 0
    return np.asarray(jumps)


def cheapest(cost: NDArray[np.float64], jumps: NDArray[np.float64]) -> tuple[int, ...]:
    """One frame for each row of `cost` (moments × frames); ties go to the earlier frame."""
    total, back = cost[0], []
    for row in cost[1:]:
        reached = total[:, None] + jumps
        best = reached.argmin(0)
        back.append(best)
        total = reached[best, np.arange(len(best))] + row
    return traced(total, back)


def traced(total: NDArray[np.float64], back: Sequence[NDArray[np.int64]]) -> tuple[int, ...]:
    """The path that ends cheapest, by which frame each was best reached from."""
    path = [int(total.argmin())]
    for best in reversed(back):
        path.append(int(best[path[-1]]))
    return tuple(reversed(path))
