"""Finds faces in a picture and says whether it can be used: one face, large enough; names nobody."""

import functools
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
import onnxruntime

from propria.replicas.engine import folding, weights
from propria.replicas.engine.pictures import Picture, Points

_SIDE = 640
_STRIDES = (8, 16, 32)
_SURE = 0.7
_OVERLAP = 0.3
SMALLEST_FACE_PX = 72
THREADS = 2


class FaceVerdict(StrEnum):
    """What a picture is good for; everything but `clear` is refused, with this code."""

    CLEAR = "clear"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_SMALL = "face_too_small"


@dataclass(frozen=True)
class Face:
    """One face: its box and five points (eyes, nose tip, mouth corners; the performer's right first) in
    pixels.
    """

    left: float
    top: float
    width: float
    height: float
    points: Points
    sureness: float


@functools.cache
def session(name: str, inputs: frozenset[str]) -> onnxruntime.InferenceSession:
    """A folded model ready to run on two threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # an idle thread leaves its core
    return onnxruntime.InferenceSession(
        folding.fold(weights.read_only(name), inputs=inputs), options, providers=["CPUExecutionProvider"]
    )


def find_faces(picture: Picture) -> tuple[Face, ...]:
    """Every face, the largest first."""
    height, width = picture.shape[:2]
    scale = _SIDE / max(height, width)
    size = (round(width * scale), round(height * scale))
    shrunk = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    canvas = np.zeros((_SIDE, _SIDE, 3), np.float32)
    canvas[: shrunk.shape[0], : shrunk.shape[1]] = shrunk[:, :, ::-1]
    network = session("yunet", frozenset({"input"}))
    names = [output.name for output in network.get_outputs()]
    raw = dict(zip(names, network.run(None, {"input": canvas.transpose(2, 0, 1)[None]}), strict=True))
    boxes, points, scores = (
        np.concatenate(x) for x in zip(*(_decoded(raw, s) for s in _STRIDES), strict=True)
    )
    kept = _apart(boxes, scores)
    faces = [
        _face(boxes[i].astype(float) / scale, points[i].astype(float) / scale, float(scores[i])) for i in kept
    ]
    return tuple(sorted(faces, key=lambda face: -face.width * face.height))


def _face(box: np.ndarray, points: Points, sureness: float) -> Face:
    left, top, width, height = (float(value) for value in box)
    return Face(left, top, width, height, points, sureness)


def _decoded(raw: dict[str, np.ndarray], stride: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    cells = _SIDE // stride
    rows, columns = np.mgrid[:cells, :cells]
    origin = np.stack([columns.ravel(), rows.ravel()], 1)
    scores = np.sqrt(np.clip(raw[f"cls_{stride}"][0, :, 0] * raw[f"obj_{stride}"][0, :, 0], 0, 1))
    box = raw[f"bbox_{stride}"][0]
    middle, size = (origin + box[:, :2]) * stride, np.exp(np.minimum(box[:, 2:], 8)) * stride
    points = (raw[f"kps_{stride}"][0].reshape(-1, 5, 2) + origin[:, None]) * stride
    sure = scores > _SURE
    return np.concatenate([middle - size / 2, size], 1)[sure], points[sure], scores[sure]


def _apart(boxes: np.ndarray, scores: np.ndarray) -> list[int]:
    kept: list[int] = []
    for i in np.argsort(-scores, kind="stable"):
        if all(_overlap(boxes[i], boxes[j]) <= _OVERLAP for j in kept):
            kept.append(int(i))
    return kept


def _overlap(one: np.ndarray, other: np.ndarray) -> float:
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[:2] + one[2:], other[:2] + other[2:])
    shared = float(np.prod(np.maximum(high - low, 0)))
    return shared / (float(np.prod(one[2:])) + float(np.prod(other[2:])) - shared)


def judge(faces: tuple[Face, ...]) -> FaceVerdict:
    """Whether a picture with these faces can be built from; a second face under a third of the first is
    passed over.
    """
    if not faces:
        return FaceVerdict.NO_FACE
    if faces[0].width < SMALLEST_FACE_PX:
        return FaceVerdict.TOO_SMALL
    if any(face.width > faces[0].width / 3 for face in faces[1:]):
        return FaceVerdict.SEVERAL_FACES
    return FaceVerdict.CLEAR
