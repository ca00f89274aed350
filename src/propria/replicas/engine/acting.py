"""Puts a feeling, a gaze and a sway of the head onto the frames that a line is spoken over: they are warped, none is drawn.

Honest limits: no wrinkle, tear or tooth appears that the footage lacks; a wide eye shows a stretched iris; a strong gaze bends
it at the lids; what lies close behind the head bends with the hair.
"""

import functools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from propria.replicas.engine.face_points import BLENDSHAPES, INNER_LIPS, OUTER_LIPS, OUTLINE, STILL
from propria.replicas.engine.feelings import gaze_of, offsets, sway
from propria.replicas.engine.geometry import similarity_between
from propria.replicas.engine.head_fit import EYES, mesh_landmarks
from propria.replicas.engine.landmarks import canonical_face
from propria.replicas.engine.library import Library, put_back
from propria.replicas.engine.lids import LIDS, lifted
from propria.replicas.engine.makehuman import base_head
from propria.replicas.engine.manner import AS_FILMED, Manner
from propria.replicas.engine.pictures import Picture, Points
from propria.replicas.engine.track import spoken

_BROWS = np.array(
    [70, 63, 105, 66, 107, 55, 65, 52, 53, 46, 300, 293, 334, 296, 336, 285, 295, 282, 283, 276]
)
_TOP = np.array([10, 338, 297, 332, 284, 251, 389, 356, 454, 234, 127, 162, 21, 54, 103, 67, 109])
_CONTROLS = np.unique(
    np.concatenate(
        [np.arange(0, 468, 3), STILL, OUTLINE, OUTER_LIPS, INNER_LIPS, _BROWS, *EYES.values(), _TOP]
    )
)
_HAIR = 1.45
_PIVOT = np.array([0.0, -6.0, -6.0])
_SOFTNESS, _REACH = 0.45, 2.6
_CELL_PX, _CELLS_AN_EYE = 8, 12
_STIRS_PX, _FADES, _HELD = 0.02, 0.5, 1.0
_IRISES = {-1: (468, (469, 470, 471, 472)), 1: (473, (474, 475, 476, 477))}
_BALL_OVER_IRIS = 2.03
_CORNER, _STAYS = 0.8, (1.6, 0.9)
_FURTHER = {"brow": 1.5, "eyeWide": 1.4, "mouth": 1.2, "nose": 1.2}
_SHOWN = np.array(
    [max([1.0, *(by for part, by in _FURTHER.items() if name.startswith(part))]) for name in BLENDSHAPES]
)
"""Without wrinkles a feeling is read by how far brows, lids and mouth go, and a soft warp gives less than it is asked."""


@functools.cache
def basis() -> NDArray[np.float64]:
    """52 × 468 × 3: how far each face unit moves each landmark, centimetres in the canonical frame."""
    head, where = base_head(), mesh_landmarks()
    place = similarity_between(where.on(head)[STILL], canonical_face().points[STILL])
    still = np.zeros_like(head.points)
    moves = [where.on(head.moved(head.units.get(name, still))) for name in BLENDSHAPES]
    return np.stack([place.scale * move @ place.rotation.T for move in moves])


@dataclass(frozen=True)
class Acted:
    """What is added to each output frame: moves of the still shape (n × 468 × 3, cm), gaze (n × 2 × 2) and sway (n × 3)
    in degrees; `points` are the library's landmarks in pixels.
    """

    moves: NDArray[np.float64]
    gaze: NDArray[np.float64]
    sway: NDArray[np.float64]
    points: NDArray[np.float64]

    def still(self, index: int) -> bool:
        """Nothing is added to output frame `index`."""
        return not (self.moves[index].any() or self.gaze[index].any() or self.sway[index].any())

    def put_back(self, index: int, shape: Points, library: Library, under: int) -> Points:
        """A still shape as landmarks in pixels on the frame `under`, the head swayed."""
        return put_back(_turned(shape, self.sway[index]), library.places[under])

    def posed(self, index: int, library: Library, under: int, picture: Picture) -> tuple[Picture, Points]:
        """The frame `under` with the manner of output frame `index` on it, and its 468 landmarks."""
        points, shape = self.points[under], library.shapes[under]
        looked = picture
        for side, eye in zip(_IRISES, self.gaze[index], strict=True):
            looked = _looking(looked, points, side, eye)
        ring = shape[_TOP] + (shape[_TOP] - shape[STILL].mean(0)) * (_HAIR - 1) * [1, 1, 0]
        before = np.concatenate([shape, ring])
        after = _turned(np.concatenate([shape + self.moves[index], ring]), self.sway[index])
        place = library.places[under]
        shifts = put_back(after, place) - put_back(before, place)
        own = np.concatenate([points[:468], put_back(ring, place)])
        moved = own + shifts
        return _warped(looked, own, moved), moved[:468]


def act(library: Library, base: tuple[int, ...], path: tuple[int, ...], manner: Manner) -> Acted | None:
    """What a manner adds to a line over the frames `base` with the mouths of `path`, drooping lids lifted; None where all is
    as filmed.
    """
    raised = lifted(library, base, basis()[list(LIDS)])
    if manner == AS_FILMED and not raised.any():
        return None
    made = library.blendshapes
    made = spoken(made[list(base)], made[list(path)])
    added = offsets(manner, made)
    gaze = gaze_of(added)
    added = added * _SHOWN
    added[:, LIDS] -= raised
    return Acted(np.tensordot(added, basis(), 1), gaze, sway(manner.head_seed, len(base)), library.points)


def _turned(shape: Points, degrees: NDArray[np.float64]) -> Points:
    """A still shape turned, nodded and tilted about the neck."""
    turn, nod, tilt = np.radians(degrees)
    way, _ = cv2.Rodrigues(np.array([-nod, turn, tilt]))
    return np.asarray((shape - _PIVOT) @ way.T + _PIVOT)


def _warped(picture: Picture, own: Points, moved: Points) -> Picture:
    """The picture with the points `own` where `moved` has them; only what is near a point that moves is drawn anew, and the
    warp fades to nothing away from the head.
    """
    chosen = np.concatenate([_CONTROLS, np.arange(468, len(own))])
    at, shifts = moved[chosen, :2], (own - moved)[chosen, :2]
    stirs = at[np.abs(shifts).max(1) > _STIRS_PX]
    if not len(stirs):
        return picture
    eyes = float(np.linalg.norm(own[33, :2] - own[263, :2]))
    middle, reach = moved[:468, :2].mean(0), eyes * _REACH
    low = np.maximum(stirs.min(0) - _FADES * eyes, middle - reach)
    high = np.minimum(stirs.max(0) + _FADES * eyes, middle + reach)
    near = ((at > low - _HELD * eyes) & (at < high + _HELD * eyes)).all(1)
    at, shifts = at[near], shifts[near]

    def kernel(one: Points, other: Points) -> NDArray[np.float64]:
        apart = cdist(one, other) / (_SOFTNESS * eyes)
        return np.asarray(np.exp(-apart) * (1 + apart))

    _, mixed = cv2.solve(kernel(at, at) + 2e-3 * np.eye(len(at)), shifts, flags=cv2.DECOMP_CHOLESKY)
    left, top = (int(value) for value in np.maximum(low, 0))
    right, bottom = (int(value) for value in np.minimum(high, picture.shape[1::-1]))
    cell = max(_CELL_PX, round(eyes / _CELLS_AN_EYE))
    columns, rows = np.arange(left, right + cell, cell), np.arange(top, bottom + cell, cell)
    grid = np.stack(np.meshgrid(columns, rows), -1).reshape(-1, 2).astype(float)
    inside = np.clip(np.minimum(grid - low, high - grid).min(1) / (_FADES * eyes), 0, 1)[:, None]
    coarse = (kernel(grid, at) @ mixed * inside).reshape(len(rows), len(columns), 2).astype(np.float32)
    onto = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    finer = np.array([[1 / cell, 0, 0], [0, 1 / cell, 0]])
    shift = cv2.warpAffine(coarse, finer, (right - left, bottom - top), flags=onto)
    x = shift[..., 0] + np.arange(left, right, dtype=np.float32)
    y = shift[..., 1] + np.arange(top, bottom, dtype=np.float32)[:, None]
    out = picture.copy()
    out[top:bottom, left:right] = cv2.remap(picture, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return out


def _looking(picture: Picture, points: Points, side: int, degrees: NDArray[np.float64]) -> Picture:
    """One eye looking elsewhere: what lies between the lids is shifted, least at the lids and the corners."""
    if not degrees.any():
        return picture
    middle, rim = _IRISES[side]
    lids = points[EYES[side], :2]
    radius = float(np.linalg.norm(points[list(rim), :2] - points[middle, :2], axis=1).mean())
    shift = _BALL_OVER_IRIS * radius * np.sin(np.radians(degrees)) * [1, -1]
    low, high = np.floor(lids.min(0)).astype(int) - 2, np.ceil(lids.max(0)).astype(int) + 3
    low, high = np.maximum(low, 0), np.minimum(high, picture.shape[1::-1])
    if (high <= low).any():
        return picture
    between = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    cv2.fillPoly(between, [np.round(lids - low).astype(np.int32)], 1)
    y, x = np.mgrid[low[1] : high[1], low[0] : high[0]].astype(np.float32)
    away = cv2.distanceTransform(between, cv2.DIST_L2, 3)
    corners = np.minimum(x - lids[:, 0].min(), lids[:, 0].max() - x) / (_CORNER * radius)
    free = np.clip(corners, 0, 1)
    across, up = (
        (np.sign(one) * np.minimum(abs(one) * free, part * away)).astype(np.float32)
        for one, part in zip(shift, _STAYS, strict=True)
    )
    out = picture.copy()
    out[low[1] : high[1], low[0] : high[0]] = cv2.remap(picture, x - across, y - up, cv2.INTER_LINEAR)
    return out
