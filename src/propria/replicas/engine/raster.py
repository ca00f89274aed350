"""A small software rasteriser in NumPy: which triangle each pixel shows, and where in it; the same on every
machine.

It replaces a graphics driver on purpose: previews and texture lookups come out bit for bit the same
everywhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine.pictures import Points

_BUCKETS = (3, 5, 7, 10, 14, 20, 28, 40, 64, 128, 256, 512, 1024, 4096)
_MOST_CELLS = 400_000


@dataclass(frozen=True)
class Coverage:
    """Per pixel: the triangle seen (-1 for none) and its three corners' weights (height × width × 3)."""

    triangle: NDArray[np.int64]
    weights: NDArray[np.float64]

    @property
    def seen(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows and columns of the pixels that show anything."""
        rows, columns = np.nonzero(self.triangle >= 0)
        return rows, columns

    def interpolated(self, corners: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The vertices' `values` at each pixel of `seen`, for triangles of vertices `corners`."""
        at = self.seen
        corner, weights = corners[self.triangle[at]], self.weights[at]
        out = values[corner[:, 0]] * weights[:, :1]
        for number in (1, 2):  # one corner after the other: all three at once need several times the memory
            out += values[corner[:, number]] * weights[:, number, None]
        return np.asarray(out)


def cover(
    points: Points,
    triangles: NDArray[np.int64],
    *,
    width: int,
    height: int,
    margin: float = 0.0,
    front_only: bool = False,
) -> Coverage:
    """Draw triangles whose points are x and y in pixels and z towards the viewer; the nearest wins.

    `margin` widens each triangle by that share of itself, so that texture cuts leave no gap; `front_only`
    leaves out those turned away.
    """
    corner = points[triangles]
    low = np.floor(corner[..., :2].min(1)).astype(int)
    size = (np.ceil(corner[..., :2].max(1)).astype(int) - low + 1).max(1)
    across, down = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]
    turned = across[:, 0] * down[:, 1] - across[:, 1] * down[:, 0]
    drawn = turned < 0 if front_only else turned != 0
    depth = np.full(width * height, -np.inf)
    winner = np.full(width * height, -1, np.int64)
    shares = np.zeros((width * height, 3))
    for smallest, largest in zip((0, *_BUCKETS[:-1]), _BUCKETS, strict=True):
        chosen = np.flatnonzero(drawn & (size > smallest) & (size <= largest))
        step = max(1, _MOST_CELLS // (largest * largest))
        for start in range(0, len(chosen), step):
            some = chosen[start : start + step]
            _draw(corner[some], low[some], some, largest, (width, height), margin, (depth, winner, shares))
    return Coverage(winner.reshape(height, width), shares.reshape(height, width, 3))


def _draw(
    corner: NDArray[np.float64],
    low: NDArray[np.int64],
    numbers: NDArray[np.int64],
    side: int,
    size: tuple[int, int],
    margin: float,
    into: tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]],
) -> None:
    depth, winner, shares = into
    rows, columns = np.mgrid[:side, :side]
    x = low[:, 0, None] + columns.ravel()
    y = low[:, 1, None] + rows.ravel()
    first, second, third = corner[:, 0], corner[:, 1], corner[:, 2]
    across, down = second - first, third - first
    area = across[:, 0] * down[:, 1] - across[:, 1] * down[:, 0]
    area = np.where(np.abs(area) < 1e-12, np.nan, area)[:, None]
    dx, dy = x - first[:, 0, None], y - first[:, 1, None]
    with np.errstate(invalid="ignore"):
        b = (dx * down[:, 1, None] - dy * down[:, 0, None]) / area
        c = (dy * across[:, 0, None] - dx * across[:, 1, None]) / area
        a = 1 - b - c
        inside = (a >= -margin) & (b >= -margin) & (c >= -margin)
    inside &= (x >= 0) & (y >= 0) & (x < size[0]) & (y < size[1])
    which, cell = np.nonzero(inside)
    weight = np.stack([a[which, cell], b[which, cell], c[which, cell]], 1)
    near = (weight * corner[which, :, 2]).sum(1)
    place = y[which, cell] * size[0] + x[which, cell]
    order = np.lexsort((-numbers[which], near, place))
    place, near, which, weight = place[order], near[order], which[order], weight[order]
    last = np.append(place[1:] != place[:-1], True) if len(place) else np.zeros(0, bool)
    place, near, which, weight = place[last], near[last], which[last], weight[last]
    wins = near > depth[place]
    at = place[wins]
    depth[at], winner[at], shares[at] = near[wins], numbers[which[wins]], weight[wins]
