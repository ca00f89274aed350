"""What is measured on frames: landmarks against a detector on every frame, lips against lips; draws nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from propria.replicas.engine.faces import Face, find_faces
from propria.replicas.engine.footage import FRAMES_PER_SECOND
from propria.replicas.engine.landmarks import Landmarks, Tracker, landmarks_of
from propria.replicas.engine.library import shape_of
from propria.replicas.engine.likeness import Embedding, face_embedding
from propria.replicas.engine.pictures import Picture

MOST_FACES = 12
SEARCHED_MS = 200
_FINE = 10
LEAST_CORRELATION = 0.2
_UPPER, _LOWER, _LEFT, _RIGHT = 13, 14, 61, 291


@dataclass(frozen=True)
class Followed:
    """A clip as it was watched once, frame by frame: the product's landmarks or None, and faces spread over it.

    The errors are means over frames, in eye distances; None where they were not asked for.
    """

    faces: tuple[Landmarks | None, ...]
    embeddings: tuple[Embedding, ...]
    tracking_error: float | None
    five_point_error: float | None


@dataclass(frozen=True)
class Lips:
    """A driven clip's lips beside the recording's: see docs/measuring-replicas.md."""

    offset_ms: float
    correlation: float
    chance: float
    error_iod: float


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


def lips_of(seen: Followed) -> NDArray[np.float64]:
    """For each frame, how far the lips are open and how wide, over the eye distance, the head held still.

    Frames without a face are filled from their neighbours.
    """
    rows = np.full((len(seen.faces), 2), np.nan)
    for index, face in enumerate(seen.faces):
        if face is not None:
            shape, _ = shape_of(face.points)
            eyes = float(np.linalg.norm(shape[33] - shape[263])) * 0.7
            rows[index] = [
                np.linalg.norm(shape[_UPPER] - shape[_LOWER]) / eyes,
                np.linalg.norm(shape[_LEFT] - shape[_RIGHT]) / eyes,
            ]
    at = np.arange(len(rows))
    for column in rows.T:
        known = ~np.isnan(column)
        if known.any():
            column[:] = np.interp(at, at[known], column[known])
    return np.nan_to_num(rows)


def sync_of(made: NDArray[np.float64], real: NDArray[np.float64]) -> Lips | None:
    """Driven lips against the lips of the recording that drove them; None where there is too little to compare."""
    count = min(len(made), len(real))
    if count < FRAMES_PER_SECOND // 2:
        return None
    made, real = made[:count], real[:count]
    lags, found = _by_lag(made[:, 0], real[:, 0])
    best = int(found.argmax())
    sure = found[best] >= LEAST_CORRELATION
    offset = abs(float(lags[best])) if sure else float(SEARCHED_MS)
    chance = [
        _correlation(np.roll(made[:, 0], shift), real[:, 0]) for shift in range(count // 4, 3 * count // 4)
    ]
    return Lips(
        offset,
        _correlation(made[:, 0], real[:, 0]),
        float(np.mean(np.abs(chance))),
        float(np.abs(made - real).mean()),
    )


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    if one.std() < 1e-6 or other.std() < 1e-6:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _by_lag(
    made: NDArray[np.float64], real: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Correlation at every 10 ms of lag, the curves smoothed by half a frame and drawn finer."""
    step = 1000 / FRAMES_PER_SECOND
    times = np.arange(len(made)) * step
    smooth_made, smooth_real = gaussian_filter1d(made, 0.5), gaussian_filter1d(real, 0.5)
    lags = np.arange(-SEARCHED_MS, SEARCHED_MS + 1, _FINE, dtype=float)
    inside = times
    found = [
        _correlation(np.interp(inside + lag, times, smooth_made), np.interp(inside, times, smooth_real))
        for lag in lags
    ]
    return lags, np.array(found)
