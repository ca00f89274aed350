"""A performance as numbers: 52 blendshapes a frame, 25 frames a second, as a viewer plays it on a head. Draws nothing.

A face at rest reads a little of many movements; that much is taken away, so that the head rests when the face does.
"""

import base64
import json
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine.face_points import BLENDSHAPES
from propria.replicas.engine.footage import FRAMES_PER_SECOND
from propria.replicas.engine.landmarks import Landmarks

_AT_REST_PERCENT = 20
_STEPS = 255
_MOUTH = np.array([name.startswith(("jaw", "mouth", "cheekPuff")) for name in BLENDSHAPES])


def track_of(blendshapes: NDArray[np.floating], added: NDArray[np.floating] | float = 0.0) -> str:
    """The track of frames (n × 52, 0 to 1) as JSON: `frames_per_second`, `names`, and `values`, one byte a movement, in base64.

    What is `added` (n × 52), a feeling or a gaze, is no part of the rest, however long it is held.
    """
    rest = np.percentile(blendshapes, _AT_REST_PERCENT, axis=0)
    moved = np.clip((blendshapes - rest) / np.maximum(1 - rest, 0.1), 0, 1)
    moved = np.clip(moved + added, 0, 1)
    values = np.round(moved * _STEPS).astype(np.uint8)
    kept = {
        "frames_per_second": FRAMES_PER_SECOND,
        "names": list(BLENDSHAPES),
        "values": base64.b64encode(values.tobytes()).decode(),
    }
    return json.dumps(kept)


def tracks_of(followed: Mapping[str, Sequence[Landmarks | None]]) -> bytes:
    """The tracks of whole recordings, by their SHA-256 (hex), as one JSON object; a frame without a face holds the last one."""
    tracks = {digest: json.loads(track_of(_held(faces))) for digest, faces in followed.items() if any(faces)}
    return json.dumps({"tracks": tracks}).encode()


def _held(faces: Sequence[Landmarks | None]) -> NDArray[np.float64]:
    last = next(face for face in faces if face is not None)
    rows = []
    for face in faces:
        last = face or last
        rows.append(last.blendshapes)
    return np.array(rows)


def spoken(under: NDArray[np.float64], mouths: NDArray[np.float64]) -> NDArray[np.float64]:
    """A line's movements: the lips, the jaw and the cheeks of `mouths`, all else of the frames `under` them (n × 52 each)."""
    return np.where(_MOUTH, mouths, under)
