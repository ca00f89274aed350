"""How open and how wide anybody's lips are while they speak, from visemes alone, fitted to one performer's range.

It judges frames of shapes that a short recording lacks; it draws nothing. The numbers per viseme are ours, by the phonetic
descriptions of the sounds: shares of a speaker's own range, neighbours blended as speech blends them.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from propria.replicas.engine.visemes import Moment

_OPEN_AND_WIDE = {
    "sil": (0.03, 0.5),
    "PP": (0.0, 0.5),
    "FF": (0.12, 0.5),
    "TH": (0.25, 0.55),
    "DD": (0.3, 0.55),
    "kk": (0.35, 0.55),
    "CH": (0.3, 0.35),
    "SS": (0.2, 0.6),
    "RR": (0.3, 0.35),
    "aa": (0.9, 0.6),
    "E": (0.6, 0.65),
    "I": (0.35, 0.75),
    "O": (0.65, 0.3),
    "U": (0.3, 0.2),
}
_BLENDS_FRAMES = (1.3, 0.6)
_LATE_FRAMES = 0.75
_RESTRAINT = 0.05


def articulation(moments: tuple[Moment, ...]) -> NDArray[np.float64]:
    """Frames × 4: openness and width, each blended widely and narrowly; lips come three quarters of a frame late.

    `moments` are those of successive frames at 25 a second.
    """
    steps = np.array([_OPEN_AND_WIDE[moment.now] for moment in moments], float).reshape(-1, 2)
    at = np.arange(len(steps))
    blended = np.concatenate([gaussian_filter1d(steps, reach, axis=0) for reach in _BLENDS_FRAMES], 1)
    late = np.clip(at - _LATE_FRAMES, 0, max(0, len(steps) - 1))
    return np.stack([np.interp(late, at, column) for column in blended.T], 1) if len(steps) else blended


def lips_measured(shapes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Frames × 2: how far apart the lips are and how wide, in centimetres, of still shapes (frames × 468 × 3)."""
    return np.stack(
        [
            np.linalg.norm(shapes[:, 13] - shapes[:, 14], axis=1),
            np.linalg.norm(shapes[:, 61] - shapes[:, 291], axis=1),
        ],
        1,
    )


def unlikeness(
    wanted: NDArray[np.float64], held: NDArray[np.float64], lips: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Wanted frames × held frames: how far each held frame's lips are from what is wanted, in their own spread.

    `wanted` and `held` are articulations; what they mean for this performer is a ridge regression of `lips` on `held`.
    """
    middle, rest = held.mean(0), lips.mean(0)
    about = held - middle
    restraint = _RESTRAINT * len(held) * max(float(about.var()), 1e-9) * np.eye(held.shape[1])
    moves = np.linalg.solve(about.T @ about + restraint, about.T @ (lips - rest))
    expected = (wanted - middle) @ moves + rest
    spread = np.maximum(lips.std(0), 1e-6)
    return np.asarray(np.linalg.norm((expected / spread)[:, None] - (lips / spread)[None], axis=2))
