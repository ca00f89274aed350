"""What is measured on frames: landmarks against a detector on every frame; draws nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from propria.replicas.engine.faces import Face, find_faces
from propria.replicas.engine.landmarks import Landmarks, Tracker, landmarks_of
from propria.replicas.engine.likeness import Embedding, face_embedding
from propria.replicas.engine.pictures import Picture

MOST_FACES = 12


@dataclass(frozen=True)
class Followed:
    """A clip as it was watched once, frame by frame: the product's landmarks or None, and faces spread over it.

    The errors are means over frames, in eye distances; None where they were not asked for.
    """

    faces: tuple[Landmarks | None, ...]
    embeddings: tuple[Embedding, ...]
    tracking_error: float | None
    five_point_error: float | None


def followed(frames: Sequence[Picture], *, against_detector: bool = False) -> Followed:
    """The product's tracker over frames in order; with a detector on every frame beside it where that is asked."""
    tracker, every = Tracker(), max(1, len(frames) // MOST_FACES)
    faces, embeddings, tracking, points = [], [], [], []
    for index, frame in enumerate(frames):
        face = tracker.follow(frame)
        faces.append(face)
        if face is not None and index % every == 0:
            embeddings.append(face_embedding(frame, face.five_points))
        if against_detector:
            found = _afresh(frame)
            tracking.append(_apart(face, found[1] if found else None))
            if face is not None and found is not None:
                away = np.linalg.norm(face.five_points - found[0].points, axis=1)
                points.append(float(away.mean()) / face.eye_distance_px)
    return Followed(tuple(faces), tuple(embeddings), _mean(tracking), _mean(points))


def _mean(numbers: Sequence[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return float(np.mean(known)) if known else None


def _afresh(frame: Picture) -> tuple[Face, Landmarks] | None:
    faces = find_faces(frame)
    found = landmarks_of(frame, faces[0]) if faces else None
    return (faces[0], found) if found is not None else None


def _apart(tracked: Landmarks | None, detected: Landmarks | None) -> float | None:
    """Mean distance of the 478 points over the eye distance; 1 where only one of the two sees a face."""
    if tracked is None or detected is None:
        return None if tracked is detected else 1.0
    away = np.linalg.norm(tracked.points[:, :2] - detected.points[:, :2], axis=1)
    return float(away.mean()) / detected.eye_distance_px
