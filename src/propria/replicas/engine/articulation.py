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
_PRIOR_FRAMES = 25
_MIDDLE = np.array([0.35, 0.5, 0.35, 0.5])


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
    wanted: NDArray[np.float64],
    held: NDArray[np.float64],
    lips: NDArray[np.float64],
    speaks: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Wanted frames × held frames: how far each held frame's lips are from what is wanted, in their own spread.

    `wanted` and `held` are articulations; what they mean for this performer is a regression of `lips` on `held` over the
    frames in which they speak, drawn towards what they mean for anybody: before a first word the mouth may be open.
    """
    usual = _usual(lips)
    said, shown = held[speaks], lips[speaks]
    missing = shown - _expected(said, usual)
    moves = np.concatenate([np.ones((len(said), 1)), said - _MIDDLE], 1)
    restraint = np.diag([_PRIOR_FRAMES / 4, *[_PRIOR_FRAMES * 0.04] * held.shape[1]])
    own = np.linalg.solve(moves.T @ moves + restraint, moves.T @ missing)
    about = np.concatenate([np.ones((len(wanted), 1)), wanted - _MIDDLE], 1)
    expected = _expected(wanted, usual) + about @ own
    spread = np.maximum(lips.std(0), 1e-6)
    return np.asarray(np.linalg.norm((expected / spread)[:, None] - (lips / spread)[None], axis=2))


def _usual(lips: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a whole share of openness and of width is in centimetres, by how far these lips ever go."""
    low, high = np.percentile(lips, 5, axis=0), np.percentile(lips, 95, axis=0)
    return np.array([[high[0] / 0.7, 0.0], [(high[1] - low[1]) / 0.4, float(lips[:, 1].mean())]])


def _expected(articulated: NDArray[np.float64], usual: NDArray[np.float64]) -> NDArray[np.float64]:
    """Openness from nothing upwards, width about its middle, in centimetres."""
    openness, width = articulated[:, [0, 2]].mean(1), articulated[:, [1, 3]].mean(1)
    return np.stack([openness * usual[0, 0], usual[1, 1] + (width - 0.5) * usual[1, 0]], 1)
