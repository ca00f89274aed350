"""Coarser versions of a head for smaller screens: vertices near each other become one, all else stays as it was.

Vertices are joined only where they move alike and lie together on the picture too, so that lips and lids stay apart and the
skin's picture does not tear. No vertex is placed anew: the one nearest to its neighbours' middle stands for them.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine.glb import Part

LEVELS = {"head_medium.glb": 0.008, "head_small.glb": 0.015}
"""Each coarser file, and within how many metres vertices are joined."""
_TELLING = (
    "jawOpen",
    "eyeBlinkLeft",
    "eyeBlinkRight",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "mouthLowerDownLeft",
)
_ALIKE_METRES, _STILL_METRES = 0.003, 0.001
_ALIKE_UV = 1 / 12
_FEWEST_TRIANGLES = 8


def coarser(part: Part, cell_metres: float) -> Part:
    """The part with vertices joined within `cell_metres`, and its picture halved; a part that would vanish stays whole."""
    group = _groups(part, cell_metres)
    kept = _standing(part.points, group)
    triangles = group[part.triangles]
    corners = np.sort(triangles, 1)
    real = (corners[:, 0] != corners[:, 1]) & (corners[:, 1] != corners[:, 2])
    _, first = np.unique(corners[real], axis=0, return_index=True)
    left = triangles[real][np.sort(first)]
    if len(left) < _FEWEST_TRIANGLES:
        return part
    used, again = np.unique(left, return_inverse=True)
    at = kept[used]
    return replace(
        part,
        points=part.points[at],
        normals=part.normals[at],
        triangles=again.reshape(left.shape),
        moves={name: moved[at] for name, moved in part.moves.items()},
        uv=None if part.uv is None else part.uv[at],
        texture=None if part.texture is None else part.texture[::2, ::2].copy(),
        colours=None if part.colours is None else part.colours[at],
    )


def _groups(part: Part, cell_metres: float) -> NDArray[np.int64]:
    """For each vertex the number of its group: the same cell of space, of the picture, and of every movement."""
    telling = [moved for name, moved in part.moves.items() if name in _TELLING]
    still = np.zeros(len(part.points))
    reach = np.max([still, *(np.linalg.norm(moved, axis=1) for moved in telling)], axis=0)
    cells = np.where(reach > _STILL_METRES, cell_metres / 2, cell_metres)[:, None]
    keys = [np.floor(part.points / cells), cells / cell_metres * 2]
    if part.uv is not None:
        keys.append(np.floor(part.uv / _ALIKE_UV))
    keys += [np.round(moved / _ALIKE_METRES) for moved in telling]
    _, group = np.unique(np.concatenate(keys, 1).astype(np.int64), axis=0, return_inverse=True)
    return group.ravel()


def _standing(points: NDArray[np.float32], group: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each group the vertex nearest to its middle."""
    count = np.bincount(group)
    middle = np.stack([np.bincount(group, points[:, axis]) for axis in range(3)], 1) / count[:, None]
    away = np.linalg.norm(points - middle[group], axis=1)
    order = np.lexsort((np.arange(len(group)), away, group))
    return order[np.concatenate([[0], np.cumsum(count)[:-1]])]
