"""How open a performer holds their eyes: when they blink, and where the footage lets the lids droop. Numbers only.

A frown, a smile or a look at the floor narrows eyes for seconds. Under a new line that reads as tiredness, so between blinks
the lids are lifted to this performer's own usual opening, never beyond.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, gaussian_filter1d

from propria.replicas.engine.face_points import BLENDSHAPES
from propria.replicas.engine.library import Library
from propria.replicas.engine.pictures import Points

_UPPER = np.array([[159, 158, 160], [386, 385, 387]])
_LOWER = np.array([[145, 153, 144], [374, 380, 373]])
_CORNERS = np.array([[33, 133], [263, 362]])
_LEAST_BLINK, _BLINK_ABOVE_USUAL = 0.3, 0.2
_AROUND_BLINKS, _STEADY_FRAMES = 2, 3.0
_MOST_LIFT, _UNSEEN, _WARP_GIVES = 1.3, 0.03, 0.6
LIDS = tuple(BLENDSHAPES.index(f"eyeBlink{side}") for side in ("Right", "Left"))


def openness(shapes: NDArray[np.float64]) -> NDArray[np.float64]:
    """… × 2: how far the lids are apart, the performer's right eye first, as a share of the eye's width."""
    return np.asarray(_apart(shapes) / _across(shapes))


def _apart(shapes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.linalg.norm(shapes[..., _UPPER, :] - shapes[..., _LOWER, :], axis=-1).mean(-1))


def _across(shapes: NDArray[np.float64]) -> NDArray[np.float64]:
    corners = shapes[..., _CORNERS, :]
    return np.asarray(np.linalg.norm(corners[..., 0, :] - corners[..., 1, :], axis=-1))


def blinking(library: Library) -> NDArray[np.bool_]:
    """For each frame, whether the eyes are closed or on their way, beside how this performer usually holds them."""
    lids = library.blendshapes[:, LIDS].mean(1)
    closed = lids > max(_LEAST_BLINK, float(np.median(lids)) + _BLINK_ABOVE_USUAL)
    return np.asarray(binary_dilation(closed, iterations=1))


def held_open(library: Library) -> NDArray[np.float64]:
    """Frames × 2: how open the eyes are held, blinks bridged over, as a share of this performer's usual opening."""
    opened = openness(library.shapes)
    awake = ~binary_dilation(blinking(library), iterations=_AROUND_BLINKS)
    if not awake.any():
        return np.ones_like(opened)
    at = np.arange(len(opened))
    bridged = np.stack([np.interp(at, at[awake], eye[awake]) for eye in opened.T], 1)
    return np.asarray(gaussian_filter1d(bridged, _STEADY_FRAMES, axis=0) / np.median(opened[awake], axis=0))


def lifted(library: Library, frames: tuple[int, ...], blink: Points) -> NDArray[np.float64]:
    """Frames × 2: how much of each lid's closing is taken back, so that drooping eyes are open as usual.

    Nothing is taken back where the eyes are open but for what nobody sees (`_UNSEEN` of the usual opening).
    `blink` (2 × 468 × 3, cm) is how the two closings move the face. A closed eye stays closed. A warp is soft, so more is asked
    of it than is missing.
    """
    share = np.minimum(1 / np.maximum(held_open(library)[list(frames)], 1e-6), _MOST_LIFT)
    missing = _apart(library.shapes[list(frames)]) * np.maximum(share - 1 - _UNSEEN, 0)
    reach = [float(-move[upper, 1].mean()) for move, upper in zip(blink, _UPPER, strict=True)]
    return np.asarray(missing / np.maximum(reach, 1e-6) / _WARP_GIVES)
