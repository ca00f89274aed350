"""Puts the lower face of one frame onto another: smooth warps, a feathered mask, colour carried over from
its rim.

Works on one face at a time near the front (about 25 degrees); it draws nothing new, so teeth and skin are
recorded ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from propria.replicas.engine.face_points import AROUND, FIXED, INNER_LIPS, OUTER_LIPS, OUTLINE
from propria.replicas.engine.geometry import similarity_between
from propria.replicas.engine.landmarks import canonical_face
from propria.replicas.engine.pictures import Picture, Points

_MOVING = np.unique(np.concatenate([OUTLINE, AROUND, OUTER_LIPS, INNER_LIPS]))
_CONTROLS = np.unique(np.concatenate([_MOVING, FIXED]))
_CELL = 8
_COARSE = 4
_SOFTNESS = 0.55
_REACH_EYES = 1.55


def mouth_share() -> NDArray[np.float64]:
    """For each of the 468 points, how far it follows the mouth: 1 at the lips, 0 from the nose up and at
    the ears.
    """
    points = canonical_face().points
    lips = points[OUTER_LIPS]
    away = np.sqrt(((points[:, None] - lips[None]) ** 2).sum(-1)).min(1)
    share = np.clip(1 - (away - 0.6) / 4.2, 0, 1)
    share = share * share * (3 - 2 * share)
    above = np.clip(1 - (points[:, 1] - points[2, 1] - 0.2) / 0.8, 0, 1)
    return np.asarray(share * above)


@dataclass(frozen=True)
class _Patch:
    left: int
    top: int
    right: int
    bottom: int

    def of(self, picture: NDArray) -> NDArray:
        return picture[self.top : self.bottom, self.left : self.right]


def _patch(points: Points, shape: tuple[int, ...]) -> _Patch:
    eyes = float(np.linalg.norm(points[33, :2] - points[263, :2]))
    x, y = points[OUTER_LIPS, :2].mean(0)
    reach = eyes * _REACH_EYES
    return _Patch(
        max(0, int(x - reach)),
        max(0, int(y - reach)),
        min(shape[1], int(x + reach)),
        min(shape[0], int(y + reach)),
    )


_Field: TypeAlias = tuple[NDArray[np.float32], NDArray[np.float32]]


def _fields(sources: Sequence[Points], target: Points, patch: _Patch) -> list[_Field]:
    """Where in each source every pixel of the patch comes from, so that its points land on the target's.

    All sources share the target, so the warp is solved once for all of them.
    """
    rows = np.arange(0, patch.bottom - patch.top + _CELL, _CELL)
    columns = np.arange(0, patch.right - patch.left + _CELL, _CELL)
    grid = np.stack(np.meshgrid(columns + patch.left, rows + patch.top), -1).reshape(-1, 2).astype(float)
    corners = [(x, y) for x in (patch.left, patch.right) for y in (patch.top, patch.bottom)]
    border = np.array([*corners, ((patch.left + patch.right) / 2, patch.bottom)], float)
    at = np.concatenate([target[_CONTROLS, :2], border])
    eyes = float(np.linalg.norm(target[33, :2] - target[263, :2]))
    places = [similarity_between(target[_CONTROLS, :2], source[_CONTROLS, :2]) for source in sources]
    shifts = np.zeros((len(at), 2 * len(sources)))
    for number, (source, place) in enumerate(zip(sources, places, strict=True)):
        shifts[: len(_CONTROLS), 2 * number : 2 * number + 2] = source[_CONTROLS, :2] - place.apply(
            target[_CONTROLS, :2]
        )

    def kernel(one: Points, other: Points) -> NDArray[np.float64]:
        apart = cdist(one, other) / (_SOFTNESS * eyes)
        return np.asarray(np.exp(-apart) * (1 + apart))

    _, mixed = cv2.solve(kernel(at, at) + 2e-3 * np.eye(len(at)), shifts, flags=cv2.DECOMP_CHOLESKY)
    spread = kernel(grid, at) @ mixed
    down = _between(patch.bottom - patch.top, len(rows))
    across = _between(patch.right - patch.left, len(columns)).T
    found = []
    for number, place in enumerate(places):
        coarse = place.apply(grid) + spread[:, 2 * number : 2 * number + 2]
        shaped = coarse.reshape(len(rows), len(columns), 2).astype(np.float32)
        x, y = (np.asarray(down @ shaped[..., axis] @ across, np.float32) for axis in (0, 1))
        found.append((x, y))
    return found


@lru_cache(maxsize=8)
def _between(pixels: int, knots: int) -> NDArray[np.float32]:
    """Pixels × knots: each pixel's shares of the two knots around it, `_CELL` pixels apart."""
    at = np.arange(pixels)[:, None] / _CELL
    return np.clip(1 - np.abs(at - np.arange(knots)), 0, 1).astype(np.float32)


def _moved(picture: Picture, field: _Field, part: _Patch | None = None) -> NDArray[np.float32]:
    """The patch of `picture` that a field describes, or a part of it."""
    across, down = (one if part is None else part.of(one) for one in field)
    moved = cv2.remap(picture, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return moved.astype(np.float32)


def _mask(target: Points, patch: _Patch) -> NDArray:
    eyes = float(np.linalg.norm(target[33, :2] - target[263, :2]))
    corner = [patch.left, patch.top]
    mask: NDArray = np.zeros((patch.bottom - patch.top, patch.right - patch.left), np.float32)
    hull = cv2.convexHull((target[np.concatenate([AROUND, OUTER_LIPS]), :2] - corner).astype(np.float32))
    cv2.fillConvexPoly(mask, np.round(hull).astype(np.int32), 1.0)
    size = max(3, int(eyes * 0.12)) | 1
    mask = cv2.erode(mask, np.ones((size, size), np.uint8))
    return _softened(mask, max(1.0, eyes * 0.07))


def _softened(mask: NDArray, pixels: float) -> NDArray:
    """The mask blurred, on a coarser one where the blur is wide enough that nobody can tell."""
    if pixels < 2 * _COARSE:
        return cv2.GaussianBlur(mask, (0, 0), pixels)
    coarse = cv2.resize(mask, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(coarse, (0, 0), pixels / _COARSE)
    return cv2.resize(soft, mask.shape[::-1], interpolation=cv2.INTER_LINEAR)


def _around(mask: NDArray, pixels: int) -> _Patch:
    """The part of the mask that is not empty, and so many pixels about it."""
    left, top, width, height = cv2.boundingRect((mask > 0.002).astype(np.uint8))
    return _Patch(
        max(0, left - pixels),
        max(0, top - pixels),
        min(mask.shape[1], left + width + pixels),
        min(mask.shape[0], top + height + pixels),
    )


@lru_cache(maxsize=8)
def _fading(pixels: int, rim: int) -> NDArray[np.float32]:
    """One side of the patch: nothing for `rim` pixels at its ends, one between, softly."""
    line = np.zeros((1, pixels), np.float32)
    line[:, rim:-rim] = 1
    return np.asarray(cv2.GaussianBlur(line, (0, 0), sigmaX=rim / 2, sigmaY=1e-3)[0], np.float32)


def _carried(
    own: NDArray[np.float32], other: NDArray[np.float32], mask: NDArray[np.float32], eyes: float
) -> NDArray:
    """`other` with the colour it lacks at the mask's rim spread inwards, so that it meets `own` there."""
    rim = ((mask > 0.04) & (mask < 0.75)).astype(np.float32)[..., None]
    if rim.sum() < 20:
        return other
    lacking = np.clip(own - other, -40, 40) * rim
    both = np.concatenate([lacking, rim], 2)
    coarse = cv2.resize(both, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    spread = cv2.GaussianBlur(coarse, (0, 0), eyes * 0.35 / _COARSE)
    size = (mask.shape[1], mask.shape[0])
    return other + cv2.resize(
        spread[..., :3] / np.maximum(spread[..., 3:], 1e-3), size, interpolation=cv2.INTER_LINEAR
    )


def with_mouth(
    base: Picture, base_points: Points, target: Points, donors: tuple[tuple[Picture, Points, float], ...]
) -> Picture:
    """`base` with its mouth region moved to `target` and painted from the donors (picture, points, share)."""
    patch = _patch(target, base.shape)
    fields = _fields([base_points, *(points for _, points, _ in donors)], target, patch)
    own = _moved(base, fields[0])
    eyes = float(np.linalg.norm(target[33, :2] - target[263, :2]))
    mask = _mask(target, patch)
    part = _around(mask, _COARSE)
    if part.right > part.left:
        shares, below = part.of(mask), part.of(own)
        painted = np.zeros_like(below)
        for (picture, _, share), field in zip(donors, fields[1:], strict=True):
            painted += share * _moved(picture, field, part)
        below += (_carried(below, painted, shares, eyes) - below) * shares[..., None]
    rim = max(4, int(eyes * 0.12))
    edge = np.outer(_fading(own.shape[0], rim), _fading(own.shape[1], rim))[..., None]
    out = base.copy()
    under = patch.of(base)
    own -= under
    own *= edge
    own += under
    patch.of(out)[:] = np.clip(own + 0.5, 0, 255).astype(np.uint8)
    return out
