"""Fits the MakeHuman head to a performer's landmarks: similarity, then thin plates, then eyes put back
behind the lids.

Depth from one view is weak, so forward depth is part the landmarks' and part the mesh's own. Ears, scalp
and neck are not seen by landmarks; they keep the mesh's own shape, scaled.
"""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator
from scipy.spatial import cKDTree

from propria.kernel.errors import Refused
from propria.replicas.engine.camera import Camera, Surface, shoot
from propria.replicas.engine.face_points import STILL
from propria.replicas.engine.faces import find_faces
from propria.replicas.engine.geometry import similarity_between
from propria.replicas.engine.landmarks import Landmarks, landmarks_of
from propria.replicas.engine.makehuman import MACROS, Head, base_head
from propria.replicas.engine.pictures import Points
from propria.replicas.engine.raster import cover

_SIDE = 600
_TRUST_DEPTH = 0.65
EYES = {
    -1: np.array([33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7]),
    1: np.array([263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249]),
}
_PLAIN = {
    "skin": (0.80, 0.62, 0.53),
    "eye": (0.92, 0.92, 0.92),
    "teeth": (0.9, 0.88, 0.8),
    "tongue": (0.7, 0.35, 0.35),
}


@dataclass(frozen=True)
class MeshLandmarks:
    """Where each of the 468 landmarks lies on the mesh: a triangle and the weights of its corners."""

    triangles: NDArray[np.int64]
    weights: NDArray[np.float64]

    def on(self, head: Head) -> Points:
        """The landmarks' places on a head with the same topology."""
        return np.asarray((head.points[head.triangles[self.triangles]] * self.weights[..., None]).sum(1))


@dataclass(frozen=True)
class FittedHead:
    """A head in the performer's shape, which macro it grew from, and the mean landmark distance over eye
    distance.
    """

    head: Head
    macro: str
    targets: Points
    error: float


def _iris_colours(head: Head) -> NDArray[np.float64]:
    colours = np.zeros((len(head.points), 3))
    for material, colour in _PLAIN.items():
        colours[head.vertices_of(material)] = colour
    eyes = head.vertices_of("eye")
    for side in (-1, 1):
        one = eyes[head.points[eyes, 0] * side > 0]
        middle = head.points[one].mean(0)
        reach = np.linalg.norm(head.points[one, :2] - middle[:2], axis=1) / np.ptp(head.points[one, 0])
        front = head.points[one, 2] > middle[2]
        colours[one[front & (reach < 0.24)]] = (0.32, 0.22, 0.14)
        colours[one[front & (reach < 0.1)]] = (0.02, 0.02, 0.02)
    return colours


@functools.cache
def mesh_landmarks() -> MeshLandmarks:
    """The landmark map of the mesh, read off a picture of the plain head by the same network that reads
    performers.
    """
    head = base_head()
    middle = head.points[head.vertices_of("eye")].mean(0)
    camera = Camera(middle, focal_px=1250, distance=8, width=_SIDE, height=_SIDE)
    colours, normals = _iris_colours(head), head.normals()
    surfaces = tuple(Surface(head.points, normals, head.of(m), colours=colours, light=0.85) for m in _PLAIN)
    picture = shoot(surfaces, camera, samples=1)
    faces = find_faces(picture)
    found = landmarks_of(picture, faces[0]) if faces else None
    if found is None:
        raise Refused("replicas.head_not_read", "the plain head was not recognised as a face")
    coverage = cover(camera.project(head.points), head.triangles, width=_SIDE, height=_SIDE)
    skin = np.append(head.materials == "skin", False)[coverage.triangle]
    rows, columns = np.nonzero(skin)
    _, nearest = cKDTree(np.stack([columns, rows], 1)).query(found.points[:468, :2])
    at = rows[nearest], columns[nearest]
    return MeshLandmarks(coverage.triangle[at], coverage.weights[at])


def _upright(points: Points) -> Points:
    return points[:468] * [1.0, -1.0, -1.0]


def _targets(base: Points, seen: tuple[Landmarks, ...]) -> Points:
    """The performer's landmarks in the mesh's own frame, the median over pictures."""
    moved = []
    for found in seen:
        upright = _upright(found.points)
        moved.append(similarity_between(upright[STILL], base[STILL]).apply(upright))
    target = np.median(moved, 0)
    target[:, 2] = _TRUST_DEPTH * target[:, 2] + (1 - _TRUST_DEPTH) * base[:, 2]
    return np.asarray(target)


def fit_head(seen: tuple[Landmarks, ...]) -> FittedHead:
    """The head in the shape of near-neutral landmarks of one performer; grows from the macro that lies
    nearest.

    Raises: Refused(`replicas.no_face`, `replicas.head_not_read`).
    """
    if not seen:
        raise Refused("replicas.no_face", "no picture shows the face clearly enough to fit a head")
    where = mesh_landmarks()

    def apart(macro: str) -> float:
        base = where.on(base_head(macro))
        return float(np.linalg.norm(_targets(base, seen) - base, axis=1).mean())

    macro = min(MACROS, key=apart)
    head = base_head(macro)
    base = where.on(head)
    target = _targets(base, seen)
    points = _bent(head, base, target)
    fitted = head.moved(_eyes_seated(head, points, base, target))
    error = np.linalg.norm((where.on(fitted) - target)[:, :2], axis=1).mean()
    across = np.linalg.norm(target[EYES[1]].mean(0) - target[EYES[-1]].mean(0))
    return FittedHead(fitted, macro, target, float(error / across))


def _bent(head: Head, base: Points, target: Points) -> Points:
    skin = head.points[head.vertices_of("skin")]
    behind = skin[(skin[:, 2] < -0.1) | (skin[:, 1] < base[:, 1].min() - 0.35)][::12]
    above = skin[skin[:, 1] > base[10, 1] + 0.55][::15]
    controls = np.concatenate([base, behind, above])
    moves = np.concatenate([target - base, np.zeros((len(behind) + len(above), 3))])
    _, first = np.unique(controls.round(3), axis=0, return_index=True)
    plates = RBFInterpolator(controls[first], moves[first], kernel="thin_plate_spline", smoothing=2e-3)
    points = head.points.copy()
    for material in ("skin", "teeth", "tongue"):
        at = head.vertices_of(material)
        moved = plates(head.points[at])
        points[at] += moved if material == "skin" else moved.mean(0)
    return points


def _eyes_seated(head: Head, points: Points, base: Points, target: Points) -> Points:
    """Each eyeball scaled with its lids and pushed back until the lids cover its rim."""
    eyes = head.vertices_of("eye")
    for side, lids in EYES.items():
        one = eyes[head.points[eyes, 0] * side > 0]
        ball, rim = head.points[one], target[lids]
        scale = float(np.ptp(rim[:, 0]) / np.ptp(base[lids][:, 0]))
        middle = ball.mean(0)
        centre = rim.mean(0) + (middle - base[lids].mean(0)) * scale
        radius = float(np.ptp(ball[:, 0]) / 2 * scale)
        off = ((rim[:, :2] - centre[:2]) ** 2).sum(1)
        centre[2] -= (
            np.percentile(centre[2] + np.sqrt(np.maximum(radius**2 - off, 0)) - rim[:, 2], 85) + 0.012
        )
        points[one] = (ball - middle) * scale + centre
    return points
