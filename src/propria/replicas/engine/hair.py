"""A shell for hair and crown: swept from the face's edge out to the performer's outline in the front view,
and round.

Hair becomes volume, not strands. Its depth is guessed from its width, its back repeats the front's colours,
and what hangs below the chin is left out.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, median_filter
from scipy.spatial import cKDTree

from propria.replicas.engine.face_points import STILL
from propria.replicas.engine.geometry import Similarity, similarity_between
from propria.replicas.engine.head_fit import FittedHead, mesh_landmarks
from propria.replicas.engine.makehuman import Head
from propria.replicas.engine.pictures import Picture, Points, sampled
from propria.replicas.engine.pulling import filled
from propria.replicas.engine.texture import View

_DIRECTIONS = 97
_WIDEST = np.radians(154)
_FRONT, _BACK = 7, 9
_FLIP = np.array([1.0, -1.0, -1.0])
_LIFT = 0.05
_MOST = 1.9
_SIDE = 512
_CROWN = 0.8


@dataclass(frozen=True)
class HairShell:
    """The shell's mesh, and the front picture with its backdrop painted over as its texture."""

    points: Points
    normals: Points
    triangles: NDArray[np.int64]
    uv: NDArray[np.float64]
    texture: Picture


@dataclass(frozen=True)
class _Frame:
    """The head seen from the front: the middle of its outline, the face's edge and how it lies in the
    picture.
    """

    middle: Points
    oval: Points
    place: Similarity
    angles: NDArray[np.float64]

    @property
    def own(self) -> NDArray[np.float64]:
        return np.linalg.norm(self.oval[:, :2] - self.middle[:2], axis=1)

    def along(self, radii: NDArray[np.float64]) -> Points:
        """Points in the front plane at a radius for each direction."""
        flat = self.middle[:2] + np.stack([np.sin(self.angles), np.cos(self.angles)], 1) * radii[:, None]
        return np.column_stack([flat, np.full(len(flat), 0.3)])

    def pixels(self, points: Points) -> Points:
        return self.place.apply(points) * _FLIP


def _frame(fitted: FittedHead, view: View) -> tuple[_Frame, NDArray[np.float64]]:
    base = mesh_landmarks().on(fitted.head)
    upright = view.landmarks.points[:468] * _FLIP
    middle = np.array([base[[33, 263], 0].mean(), base[[33, 263], 1].mean() + 0.1, 0.0])
    angles = np.linspace(-_WIDEST, _WIDEST, _DIRECTIONS)
    hull = base[cv2.convexHull(base[:, :2].astype(np.float32), returnPoints=False)[:, 0]]
    around = np.arctan2(hull[:, 0] - middle[0], hull[:, 1] - middle[1])
    order = np.argsort(around)
    oval = np.stack([np.interp(angles, around[order], hull[order, k], period=2 * np.pi) for k in range(3)], 1)
    return _Frame(middle, oval, similarity_between(base[STILL], upright[STILL]), angles), base


def _outline(picture: Picture, mask: NDArray[np.float32], frame: _Frame, base: Points) -> NDArray[np.float64]:
    """How far the person reaches in each direction before the backdrop, no lower than the chin."""
    radii = np.arange(0.4, 3.4, 0.02)
    direction = np.stack([np.sin(frame.angles), np.cos(frame.angles)], 1)
    rays = frame.middle[:2] + direction[:, None] * radii[:, None]
    seen = frame.pixels(np.concatenate([rays, np.full((*rays.shape[:2], 1), 0.3)], 2).reshape(-1, 3))
    inside = sampled(mask, seen).reshape(_DIRECTIONS, -1) > 0.6
    low = rays[..., 1] < base[152, 1] - 0.05
    stops = ~inside | low
    reach = radii[np.where(stops.any(1), stops.argmax(1), len(radii)) - 1]
    own = frame.own
    reach = np.where(_bare(picture, frame, reach), own, reach)
    reach = np.clip(median_filter(reach, size=7, mode="nearest"), own + 0.01, own * _MOST + 0.2)
    return np.asarray(gaussian_filter1d(reach, 1.0, mode="nearest"))


def _bare(picture: Picture, frame: _Frame, reach: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Directions beside and below the face where the rim is skin (jaw, ear, neck), not hair."""
    rim = sampled(picture, frame.pixels(frame.along(reach - 0.12)))
    face = np.median(sampled(picture, frame.pixels(frame.along(0.55 * frame.own))), 0)
    crown = np.median(rim[np.abs(frame.angles) < np.radians(50)], 0)
    nearer_skin = np.linalg.norm(rim - face, axis=1) < np.linalg.norm(rim - crown, axis=1)
    return np.asarray(nearer_skin & (np.abs(frame.angles) > np.radians(75)))


def _swept(frame: _Frame, reach: NDArray[np.float64], side: float, depth: float) -> tuple[Points, Points]:
    """The shell's points, rings × directions, and where in the front each takes its colour from."""
    own = frame.own
    direction = np.stack([np.sin(frame.angles), np.cos(frame.angles)], 1)
    flat = 1 + 0.3 * np.clip((np.radians(80) - np.abs(frame.angles)) / np.radians(35), 0, 1)
    rings, colours = [], []
    for t in np.linspace(0, 1, _FRONT) ** 0.8:
        radius = 0.94 * own + (reach - 0.94 * own) * np.sin(t * np.pi / 2)
        z = side + (frame.oval[:, 2] - _LIFT - side) * np.cos(t * np.pi / 2) ** flat
        rings.append(np.column_stack([frame.middle[:2] + direction * radius[:, None], z]))
        read = (radius + 0.94 * own + (reach - 0.94 * own) * t) / 2
        colours.append(frame.middle[:2] + direction * np.minimum(read, reach - 0.05)[:, None])
    for turn in np.linspace(0, np.pi / 2, _BACK + 1)[1:]:
        radius = reach * np.cos(turn)
        z = np.full(_DIRECTIONS, side - depth * np.sin(turn))
        sunk = frame.middle[:2] - [0, 0.45 * np.sin(turn) ** 2]
        rings.append(np.column_stack([sunk + direction * radius[:, None], z]))
        inwards = 0.05 + 0.3 * np.sin(turn) * np.clip(reach - own, 0.1, 0.4)
        colours.append(frame.middle[:2] + direction * (reach - inwards)[:, None])
    return np.array(rings), np.array(colours)


def hair_shell(fitted: FittedHead, view: View, mask: NDArray[np.float32]) -> HairShell:
    """The shell around a fitted head, from the front view and who is in it (`mask`, 0 to 1)."""
    frame, base = _frame(fitted, view)
    reach = _outline(view.picture, mask, frame, base)
    skin = fitted.head.points[fitted.head.vertices_of("skin")]
    skull = skin[skin[:, 1] > base[4, 1]]
    side = float(base[[234, 454], 2].mean()) - 0.05
    own = frame.own
    upper = np.abs(frame.angles) < np.pi / 2
    thick = float(np.clip(np.median((reach - own)[upper]) - 0.25, 0.03, 0.6))
    depth = side - float(skull[:, 2].min()) + thick
    rings, colours = _swept(frame, reach, side, depth)
    rings[:_FRONT] = _tucked(rings[:_FRONT], frame, skin, 1 + _CROWN * (reach / frame.own - 1))
    points = rings.reshape(-1, 3)
    flat = np.concatenate([colours.reshape(-1, 2), np.full((len(points), 1), 0.3)], 1)
    texture, corner = _texture(view.picture, mask, view)
    uv = (frame.pixels(flat)[:, :2] - corner[0] + 0.5) / corner[1]
    triangles = _woven(len(rings), _DIRECTIONS)
    return HairShell(points, _normals(points, triangles), triangles, np.clip(uv, 0.002, 0.998), texture)


def _tucked(rings: Points, frame: _Frame, skin: Points, crown: NDArray[np.float64]) -> Points:
    """The front rings pushed under the forehead until the hairline, so that painted skin shows there, not
    the shell.
    """
    front = skin[skin[:, 2] > 0]
    away, near = cKDTree(front[:, :2]).query(rings[..., :2], k=3)
    under = front[near, 2].min(-1) - 0.06
    ratio = np.linalg.norm(rings[..., :2] - frame.middle[:2], axis=-1) / frame.own
    upwards = np.clip((np.radians(78) - np.abs(frame.angles)) / np.radians(20), 0, 1)
    share = (
        np.clip((crown + 0.06 - ratio) / 0.08, 0, 1) * upwards * np.clip((0.16 - away[..., 0]) / 0.08, 0, 1)
    )
    drop = np.clip(under - rings[..., 2], -0.45, 0) * share
    out = rings.copy()
    out[..., 2] += gaussian_filter1d(drop, 1.0, axis=1)
    return out


def _woven(rings: int, across: int) -> NDArray[np.int64]:
    ring, column = (grid.ravel() for grid in np.mgrid[: rings - 1, : across - 1])
    first = ring * across + column
    after, above = first + 1, first + across
    return np.concatenate([np.stack([first, above, after], 1), np.stack([after, above, above + 1], 1)])


def _normals(points: Points, triangles: NDArray[np.int64]) -> Points:
    corner = points[triangles]
    face = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    total = np.zeros_like(points)
    for at in range(3):
        np.add.at(total, triangles[:, at], face)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return np.asarray(np.where(length > 1e-9, total / np.maximum(length, 1e-9), [0.0, 0.0, -1.0]))


def _texture(picture: Picture, mask: NDArray[np.float32], view: View) -> tuple[Picture, NDArray[np.float64]]:
    """The front picture around the head with its backdrop painted over, and its corner and size in pixels."""
    points = view.landmarks.points[:468, :2]
    tall = float(np.linalg.norm(points[10] - points[152]))
    x, y = points.mean(0)
    left, right = max(0, int(x - 1.5 * tall)), min(picture.shape[1], int(x + 1.5 * tall))
    top, bottom = max(0, int(y - 1.6 * tall)), min(picture.shape[0], int(y + 1.0 * tall))
    crop, inside = picture[top:bottom, left:right], mask[top:bottom, left:right]
    known = (cv2.erode(inside, np.ones((5, 5), np.uint8)) > 0.9).astype(np.float32)
    painted = np.clip(filled(crop.astype(np.float32), known) + 0.5, 0, 255).astype(np.uint8)
    square = cv2.resize(
        painted, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA if tall > 200 else cv2.INTER_CUBIC
    )
    return np.asarray(square, np.uint8), np.array([[left, top], [right - left, bottom - top]], float)


def trimmed(head: Head, fitted: FittedHead, shell: HairShell) -> NDArray[np.bool_]:
    """Which of the head's triangles to keep: crown and back go, and ears that the shell covers."""
    base = mesh_landmarks().on(fitted.head)
    rim = shell.points.reshape(-1, _DIRECTIONS, 3)[_FRONT - 1]
    middle = np.array([base[[33, 263], 0].mean(), base[[33, 263], 1].mean() + 0.1])
    centres = head.points[head.triangles].mean(1)
    off = centres[:, :2] - middle
    angle, radius = np.arctan2(off[:, 0], off[:, 1]), np.linalg.norm(off, axis=1)
    angles = np.linspace(-_WIDEST, _WIDEST, _DIRECTIONS)
    edge = np.interp(angle, angles, np.linalg.norm(shell.points[:_DIRECTIONS, :2] - middle, axis=1)) / 0.94
    covers = np.interp(angle, angles, np.linalg.norm(rim[:, :2] - middle, axis=1))
    side = rim[:, 2].mean()
    above = centres[:, 1] > base[4, 1]
    beside = np.abs(centres[:, 0]) > np.abs(base[[234, 454], 0]).mean() * 0.97
    ear = beside & (np.abs(centres[:, 1] - base[6, 1]) < 0.6) & (centres[:, 2] < side + 0.08)
    kept = 0.1 + (_CROWN - 0.1) * np.clip((np.radians(78) - np.abs(angle)) / np.radians(20), 0, 1)
    beyond = (radius > edge + kept * (covers - edge)) | (centres[:, 2] < side + 0.15)
    crown = above & (np.abs(angle) < np.radians(100)) & beyond
    under = np.where(ear, radius < covers * 0.99, crown)
    skin = (head.materials == "skin") & (head.patches[head.triangles[:, 0]] == "face")
    return np.asarray(~(skin & under))
