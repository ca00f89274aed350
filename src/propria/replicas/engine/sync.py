"""How far driven lips are from the lips of the recording that drove them, in milliseconds; draws nothing of its own.

A build measures it on a part of its footage that is kept out of the library for this; `./run bench replicas` on whole clips.
What each figure means is in docs/measuring-replicas.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from propria.replicas.engine.footage import FRAMES_PER_SECOND
from propria.replicas.engine.landmarks import Landmarks, Tracker
from propria.replicas.engine.library import FEWEST_FRAMES, assemble, shape_of, take_from
from propria.replicas.engine.pictures import Picture
from propria.replicas.engine.talking import rewrite
from propria.replicas.engine.visemes import SILENCE, Moment

SEARCHED_MS = 200
LEAST_CORRELATION = 0.2
_FINE = 10
_UPPER, _LOWER, _LEFT, _RIGHT = 13, 14, 61, 291
_HELD_FRAMES = 3 * FRAMES_PER_SECOND
_HELD_SHARE = 0.4
_FEWEST_HELD = FRAMES_PER_SECOND // 2


@dataclass(frozen=True)
class Lips:
    """A driven clip's lips beside the recording's: see docs/measuring-replicas.md."""

    offset_ms: float
    correlation: float
    chance: float
    error_iod: float


@dataclass(frozen=True)
class Spoken:
    """One recording as a build knows it: frames, the face in each or None, and what is said at each."""

    frames: Sequence[Picture]
    faces: list[Landmarks | None]
    moments: tuple[Moment, ...]

    def held(self) -> range:
        """The frames to keep out: up to three seconds, at most two fifths of what leads up to the last word, that end with it."""
        said = [at for at, moment in enumerate(self.moments) if moment.now != SILENCE]
        end = said[-1] + 1 if said else 0
        return range(end - min(_HELD_FRAMES, int(end * _HELD_SHARE)), end)


def sync_card(recordings: Sequence[Spoken]) -> dict[str, Any]:
    """The sync of a line that the recordings drive: the end of the shortest one that speaks, said by all the rest.

    Empty where too little would be left to draw from, or to compare.
    """
    speaking = [one for one in recordings if len(one.held()) >= _FEWEST_HELD]
    if not speaking:
        return {}
    chosen = min(speaking, key=lambda one: len(one.frames))
    held = chosen.held()
    rest = [_before(one, held.start) if one is chosen else one for one in recordings]
    takes = tuple(take_from(b"", one.frames, one.faces, one.moments) for one in rest)
    if sum(len(take.kept) for take in takes) < FEWEST_FRAMES:
        return {}
    driven, tracker = rewrite(assemble(takes), chosen.moments[held.start : held.stop]), Tracker()
    found = sync_of(
        lips_of([tracker.follow(frame) for frame in driven]), lips_of(chosen.faces[held.start : held.stop])
    )
    return {} if found is None else _said(found, len(held))


def _before(one: Spoken, end: int) -> Spoken:
    return Spoken(one.frames, one.faces[:end], one.moments[:end])


def _said(found: Lips, frames: int) -> dict[str, Any]:
    return {
        "sync_ms": round(found.offset_ms, 1),
        "sync_correlation": round(found.correlation, 3),
        "sync_at_chance": round(found.chance, 3),
        "sync_seconds": round(frames / FRAMES_PER_SECOND, 2),
    }


def lips_of(faces: Sequence[Landmarks | None]) -> NDArray[np.float64]:
    """For each frame, how far the lips are open and how wide, over the eye distance, the head held still.

    Frames without a face are filled from their neighbours.
    """
    rows = np.full((len(faces), 2), np.nan)
    for index, face in enumerate(faces):
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
    found = [_correlation(np.interp(times + lag, times, smooth_made), smooth_real) for lag in lags]
    return lags, np.array(found)
