"""Paints the fitted head from several pictures: each texel takes the views that face it, the rest is filled
softly.

Light stays baked in as it fell. What no picture saw (crown, back, behind the ears) is filled from its
neighbours.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator

from propria.replicas.engine.face_points import STILL
from propria.replicas.engine.geometry import similarity_between
from propria.replicas.engine.head_fit import FittedHead, mesh_landmarks
from propria.replicas.engine.landmarks import Landmarks
from propria.replicas.engine.makehuman import Head
from propria.replicas.engine.pictures import Picture, Points, sampled
from propria.replicas.engine.pulling import filled
from propria.replicas.engine.raster import Coverage, cover
from propria.replicas.engine.silhouette import person_mask

SIZE = 1024
_FACING = 0.15
_FLIP = np.array([1.0, -1.0, -1.0])
_PLAIN_PATCHES = {"mouth": (92.0, 36.0, 34.0), "socket": (120.0, 74.0, 64.0)}
_LEAST = 0.02


@dataclass(frozen=True)
class View:
    """One picture of the performer and the landmarks found in it."""

    picture: Picture
    landmarks: Landmarks


@dataclass(frozen=True)
class Texels:
    """The skin's texels that carry surface: rows and columns in the atlas, places and normals on the head."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    points: Points
    normals: Points
    patches: NDArray[np.str_]
    coverage: Coverage
    corners: NDArray[np.int64]

    def of(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The vertices' values at each texel."""
        return self.coverage.interpolated(self.corners, values)


def texels_of(head: Head, *, size: int = SIZE) -> Texels:
    """Every texel of the skin atlas."""
    flat = np.column_stack([head.uv * (size - 1), np.zeros(len(head.uv))])
    skin = head.of("skin")
    coverage = cover(flat, skin, width=size, height=size, margin=0.03)
    rows, columns = coverage.seen
    normals = coverage.interpolated(skin, head.normals())
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    patches = head.patches[skin[coverage.triangle[rows, columns], 0]]
    return Texels(rows, columns, coverage.interpolated(skin, head.points), normals, patches, coverage, skin)


@dataclass(frozen=True)
class Projection:
    """How points of the head fall into one picture: x and y in pixels, z in pixels towards the viewer."""

    view: View
    base: Points

    def __call__(self, points: Points) -> Points:
        """Points of the head in the picture, bent so that every landmark falls on itself."""
        upright = self.view.landmarks.points[:468] * _FLIP
        place = similarity_between(self.base[STILL], upright[STILL])
        straight = place.apply(self.base)
        bend = RBFInterpolator(straight[:, :2], (upright - straight)[:, :2], kernel="linear", smoothing=4)
        out = place.apply(points)
        tall = float(np.linalg.norm(straight[10] - straight[152]))
        away = np.linalg.norm((out[:, :2] - straight[:, :2].mean(0)) / tall, axis=1)
        near = away < 1.6
        if near.any():
            fade = np.clip((1.6 - away[near]) / 0.9, 0, 1)[:, None]
            out[near, :2] += bend(out[near, :2]) * fade
        out[:, 1] *= -1
        return out

    def turned(self, normals: Points) -> Points:
        """Normals of the head as the picture sees them."""
        upright = self.view.landmarks.points[:468] * _FLIP
        return normals @ similarity_between(self.base[STILL], upright[STILL]).rotation.T


def _weights(texels: Texels, projection: Projection, seen: Points) -> NDArray[np.float64]:
    picture = projection.view.picture
    height, width = picture.shape[:2]
    facing = np.clip(projection.turned(texels.normals)[:, 2] - _FACING, 0, 1) ** 2.5
    cell = max(2.0, projection.view.landmarks.eye_distance_px / 22)
    x, y = (seen[:, 0] / cell).astype(int), (seen[:, 1] / cell).astype(int)
    inside = (seen[:, 0] >= 0) & (seen[:, 1] >= 0) & (seen[:, 0] < width - 1) & (seen[:, 1] < height - 1)
    nearest = np.full((int(height / cell) + 2, int(width / cell) + 2), -np.inf)
    np.maximum.at(nearest, (y[inside], x[inside]), seen[inside, 2])
    visible = np.zeros(len(seen))
    slack = 0.25 * projection.view.landmarks.eye_distance_px
    visible[inside] = seen[inside, 2] > nearest[y[inside], x[inside]] - slack
    mask = cv2.erode(person_mask(picture, projection.view.landmarks), np.ones((7, 7), np.uint8))
    person = sampled(mask, seen)[:, 0]
    sharp = projection.view.landmarks.eye_distance_px / 60
    return np.asarray(facing * visible * np.clip(person * 2 - 1, 0, 1) * min(sharp, 2.0))


def paint(fitted: FittedHead, views: tuple[View, ...], *, size: int = SIZE) -> Picture:
    """The skin's atlas; the first view leads, the others are matched to its colours where they meet."""
    texels = texels_of(fitted.head, size=size)
    base = mesh_landmarks().on(fitted.head)
    total = np.zeros((len(texels.rows), 3))
    weight = np.zeros(len(texels.rows))
    first: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    for view in views:
        projection = Projection(view, base)
        seen = texels.of(projection(fitted.head.points))
        colours, share = sampled(view.picture, seen), _weights(texels, projection, seen)
        if first is None:
            first = colours, share
        else:
            both = (first[1] > 0.05) & (share > 0.05)
            if both.sum() > 50:
                colours = np.clip(colours + np.median(first[0][both] - colours[both], 0), 0, 255)
            share = share * 0.6
        total += colours * share[:, None]
        weight += share
    atlas, known = np.zeros((size, size, 3), np.float32), np.zeros((size, size), np.float32)
    at = texels.rows, texels.columns
    weight = np.where(weight < _LEAST, 0, weight)
    colours = total / np.maximum(weight, 1e-6)[:, None]
    sure = np.clip(weight / 0.12, 0, 1)
    colours, sure = _with_guesses(colours, sure, texels, base)
    for name, plain in _PLAIN_PATCHES.items():
        inner = texels.patches == name
        colours[inner], sure[inner] = plain, 1
    atlas[at], known[at] = colours, sure
    return np.asarray(np.clip(filled(atlas, known) + 0.5, 0, 255), np.uint8)


def _with_guesses(
    colours: NDArray[np.float64], sure: NDArray[np.float64], texels: Texels, base: Points
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weak guesses where nothing was seen: the crown's colour behind, the clothes' on the shoulders."""
    rough = np.random.default_rng(3).normal(0, 5, (len(colours), 1))
    neck = texels.patches == "neck"
    low = neck & (texels.points[:, 1] < np.quantile(texels.points[neck, 1], 0.6))
    behind = (texels.points[:, 2] < base[[234, 454], 2].mean() - 0.1) & (texels.points[:, 1] > base[2, 1])
    above = texels.points[:, 1] > base[10, 1] + 0.1
    for like, where in ((above, behind), (low, low)):
        known = like & (sure > 0.5)
        if known.sum() < 50:
            continue
        guess = where & (sure < 0.05)
        colours = np.where(guess[:, None], np.median(colours[known], 0) + rough, colours)
        sure = np.where(guess, 0.3, sure)
    return colours, sure
