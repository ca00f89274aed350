"""478 face landmarks and 52 blendshapes from a picture, with tracking from frame to frame; runs no vendor's
runtime.

The three networks come out of the packaged `.task` bundle, read as the zip it is. Faces are found by YuNet,
because the bundle's own detector misses a face under an eighth of the frame.
"""

import functools
import io
import zipfile
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine import weights
from propria.replicas.engine.face_points import BLENDSHAPES, READ_BY_BLENDSHAPES
from propria.replicas.engine.faces import THREADS, Face, find_faces
from propria.replicas.engine.geometry import CanonicalFace, read_canonical_face
from propria.replicas.engine.pictures import Picture, Points

_SIDE = 256
_MARGIN = 1.5
_SURE = 0.5


@dataclass(frozen=True)
class Landmarks:
    """A face in one picture: 478 points (x and y in pixels, z in pixels, smaller is nearer) and 52
    blendshapes.
    """

    points: Points
    blendshapes: NDArray[np.float64]
    sureness: float

    def blendshape(self, name: str) -> float:
        """One blendshape by its name, 0 to 1."""
        return float(self.blendshapes[BLENDSHAPES.index(name)])

    @property
    def five_points(self) -> Points:
        """Irises, nose tip and mouth corners, the performer's right first, in pixels."""
        return self.points[[468, 473, 4, 61, 291], :2]

    @property
    def eye_distance_px(self) -> float:
        """Between the irises, in pixels."""
        return float(np.linalg.norm(self.points[468, :2] - self.points[473, :2]))


@dataclass(frozen=True)
class _Window:
    x: float
    y: float
    side: float
    angle: float

    def to_network(self) -> NDArray[np.float64]:
        scale = _SIDE / self.side
        cos, sin = np.cos(self.angle) * scale, np.sin(self.angle) * scale
        half = _SIDE / 2
        return np.array(
            [[cos, sin, half - cos * self.x - sin * self.y], [-sin, cos, half + sin * self.x - cos * self.y]]
        )


def _window_of_face(face: Face) -> _Window:
    across = face.points[1] - face.points[0]
    side = max(face.width, face.height) * _MARGIN
    angle = float(np.arctan2(across[1], across[0]))
    return _Window(face.left + face.width / 2, face.top + face.height / 2, side, angle)


def _window_of_points(points: Points) -> _Window:
    across = points[263, :2] - points[33, :2]
    angle = float(np.arctan2(across[1], across[0]))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    upright = points[:, :2] @ turn.T
    low, high = upright.min(0), upright.max(0)
    x, y = turn.T @ ((low + high) / 2)
    return _Window(float(x), float(y), float((high - low).max()) * _MARGIN, angle)


class _Network:
    def __init__(self, model: bytes) -> None:
        from ai_edge_litert.interpreter import Interpreter  # its native library is loaded on first use only

        self._interpreter: Any = Interpreter(model_content=model, num_threads=THREADS)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = {o["name"]: o["index"] for o in self._interpreter.get_output_details()}

    def run(self, value: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        self._interpreter.set_tensor(self._input, value)
        self._interpreter.invoke()
        return {name: self._interpreter.get_tensor(at).copy() for name, at in self._outputs.items()}


class _Bundle:
    def __init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(weights.read_only("face-landmarker"))) as bundle:
            self.mesh = _Network(bundle.read("face_landmarks_detector.tflite"))
            self.blendshapes = _Network(bundle.read("face_blendshapes.tflite"))
            self.face = read_canonical_face(bundle.read("geometry_pipeline_metadata_landmarks.binarypb"))


@functools.cache
def _bundle() -> _Bundle:
    return _Bundle()


def canonical_face() -> CanonicalFace:
    """The metric face all landmarks are indexed by."""
    return _bundle().face


def _read_window(picture: Picture, window: _Window) -> tuple[Points, float]:
    to_network = window.to_network()
    crop = cv2.warpAffine(
        picture, to_network, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    out = _bundle().mesh.run(np.asarray(crop[None] / 255, np.float32))
    seen = out["Identity"].reshape(478, 3).astype(float)
    back = cv2.invertAffineTransform(to_network)
    points = np.empty((478, 3))
    points[:, :2] = seen[:, :2] @ back[:, :2].T + back[:, 2]
    points[:, 2] = seen[:, 2] * window.side / _SIDE
    return points, float(1 / (1 + np.exp(-out["Identity_1"].ravel()[0])))


def _finished(points: Points, sureness: float) -> Landmarks | None:
    if sureness < _SURE:
        return None
    asked = points[READ_BY_BLENDSHAPES, :2].astype(np.float32)[None]
    (found,) = _bundle().blendshapes.run(asked).values()
    return Landmarks(points, found.ravel().astype(float), sureness)


def landmarks_of(picture: Picture, face: Face) -> Landmarks | None:
    """The landmarks of one found face, read twice so that the window settles; None where no face is
    confirmed.
    """
    points, _ = _read_window(picture, _window_of_face(face))
    return _finished(*_read_window(picture, _window_of_points(points)))


class Tracker:
    """Follows one face through frames in order; looks for it again when it is lost."""

    def __init__(self) -> None:
        self._last: Points | None = None

    def follow(self, frame: Picture) -> Landmarks | None:
        """The face in the next frame, or None where none can be confirmed."""
        found = None
        if self._last is not None:
            found = _finished(*_read_window(frame, _window_of_points(self._last)))
        if found is None:
            faces = find_faces(frame)
            found = landmarks_of(frame, faces[0]) if faces else None
        self._last = found.points if found else None
        return found
