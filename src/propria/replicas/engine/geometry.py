"""Similarities, a perspective pose by weighted procrustes, and the canonical face; knows no network."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine import wire
from propria.replicas.engine.pictures import Points

VERTICAL_FIELD_DEGREES = 63.0
_NEAR = 1.0


@dataclass(frozen=True)
class Similarity:
    """A scale, a rotation and a shift: `scale * points @ rotation.T + shift`."""

    scale: float
    rotation: NDArray[np.float64]
    shift: NDArray[np.float64]

    def apply(self, points: Points) -> Points:
        """The points moved by it."""
        return self.scale * points @ self.rotation.T + self.shift

    def undo(self, points: Points) -> Points:
        """The points moved back."""
        return (points - self.shift) @ self.rotation / self.scale


def similarity_between(
    source: Points, target: Points, weights: NDArray[np.float64] | None = None
) -> Similarity:
    """The weighted least-squares similarity that carries `source` onto `target` (rows matched), never a
    reflection.

    Source: Umeyama, IEEE PAMI 13(4), 1991.
    """
    share = np.ones(len(source)) if weights is None else np.asarray(weights, float)
    share = (share / share.sum())[:, None]
    middle_source, middle_target = (share * source).sum(0), (share * target).sum(0)
    from_source, from_target = source - middle_source, target - middle_target
    left, stretch, right = np.linalg.svd((from_target * share).T @ from_source)
    sign = np.ones(source.shape[1])
    sign[-1] = np.sign(np.linalg.det(left @ right)) or 1.0
    rotation = (left * sign) @ right
    scale = float((stretch * sign).sum() / max((share * from_source**2).sum(), 1e-12))
    return Similarity(scale, rotation, middle_target - scale * rotation @ middle_source)


@dataclass(frozen=True)
class CanonicalFace:
    """The 468-vertex metric face inside the landmark bundle, in centimetres, y up, looking along +z."""

    points: Points
    triangles: NDArray[np.int64]
    anchors: NDArray[np.int64]
    anchor_weights: NDArray[np.float64]


def read_canonical_face(metadata: bytes) -> CanonicalFace:
    """The canonical face from the bundle's geometry metadata.

    Raises: Malformed(`replicas.weights_unreadable`).
    """
    points, triangles = np.zeros((0, 3)), np.zeros((0, 3), np.int64)
    anchors: list[int] = []
    weights: list[float] = []
    for field in wire.fields(metadata):
        if field.number == 1:
            points, triangles = _read_mesh(field.octets)
        elif field.number == 2:
            anchor, weight = 0, 0.0
            for part in wire.fields(field.octets):
                if part.number == 1:
                    anchor = part.integer
                elif part.number == 2:
                    weight = part.single
            anchors.append(anchor)
            weights.append(weight)
    return CanonicalFace(points, triangles, np.array(anchors), np.array(weights))


def _read_mesh(data: bytes) -> tuple[Points, NDArray[np.int64]]:
    numbers: list[float] = []
    corners: list[int] = []
    for part in wire.fields(data):
        if part.number == 3:
            numbers += np.frombuffer(part.octets, "<f4").tolist()
        elif part.number == 4:
            corners += wire.varints(part.octets) if part.kind == wire.BYTES else [part.integer]
    return np.array(numbers).reshape(-1, 5)[:, :3], np.array(corners, np.int64).reshape(-1, 3)


@dataclass(frozen=True)
class Pose:
    """Where the head is: a rotation and a shift in centimetres from the camera (x right, y up, z towards
    us).
    """

    rotation: NDArray[np.float64]
    shift_cm: NDArray[np.float64]

    @property
    def yaw_pitch_roll_degrees(self) -> tuple[float, float, float]:
        """Turn to the performer's left, nod down and tilt, in degrees."""
        r = self.rotation
        yaw = np.degrees(np.arctan2(r[0, 2], r[2, 2]))
        pitch = np.degrees(np.arcsin(np.clip(-r[1, 2], -1, 1)))
        roll = np.degrees(np.arctan2(r[1, 0], r[1, 1]))
        return float(yaw), float(pitch), float(roll)


def pose_of(points: Points, face: CanonicalFace, *, width: int, height: int) -> Pose:
    """The head's pose from landmarks in pixels, by MediaPipe's two-pass weighted procrustes under
    perspective.

    Assumes a vertical field of view of 63 degrees, since a photograph does not say its own.
    """
    top = _NEAR * np.tan(np.radians(VERTICAL_FIELD_DEGREES) / 2)
    right = top * width / height
    flat = points[:468].copy()
    flat[:, 0] = (flat[:, 0] / width * 2 - 1) * right
    flat[:, 1] = (1 - flat[:, 1] / height * 2) * top
    flat[:, 2] = flat[:, 2] / width * 2 * right
    depth = flat[:, 2].mean()

    def anchored(metric: Points) -> Similarity:
        at = face.anchors
        return similarity_between(face.points[at], metric[at], face.anchor_weights)

    first = flat * [1, 1, -1]
    scale = anchored(first).scale
    metric = _unprojected(flat, depth, scale)
    scale *= anchored(metric).scale
    metric = _unprojected(flat, depth, scale)
    found = anchored(metric)
    return Pose(found.rotation, found.shift)


def _unprojected(flat: Points, depth: float, scale: float) -> Points:
    metric = flat.copy()
    metric[:, 2] = (metric[:, 2] - depth + _NEAR) / scale
    metric[:, :2] *= metric[:, 2:] / _NEAR
    metric[:, 2] *= -1
    return metric
