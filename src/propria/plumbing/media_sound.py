"""How loud a clip is from beginning to end, in so many steps; decodes the sound once and keeps none of it."""

from pathlib import Path

import av
import numpy as np

from propria.kernel.errors import Unverified
from propria.plumbing.media import open_media

LOUDEST = 100
_PIECE = 256


def peaks_of(file: Path, count: int) -> tuple[int, ...]:
    """The loudest moment in each of `count` equal parts, 0 to 100 of the loudest of all; none where there is no sound.

    Raises: Unverified(`media.unreadable`).
    """
    pieces: list[np.ndarray] = []
    try:
        with open_media(file) as media:
            if not media.streams.audio:
                return ()
            resampler = av.AudioResampler(format="flt", layout="mono", rate=16_000)
            for frame in media.decode(audio=0):
                for part in resampler.resample(frame):
                    loud = np.abs(part.to_ndarray().reshape(-1))
                    pieces.append(np.maximum.reduceat(loud, np.arange(0, len(loud), _PIECE)))
    except av.error.FFmpegError as error:
        raise Unverified("media.unreadable", str(error)[:200]) from None
    loud = np.concatenate(pieces) if pieces else np.zeros(0)
    if not len(loud):
        return ()
    starts = np.arange(count) * len(loud) // count
    steps = np.maximum.reduceat(loud, starts)
    return tuple(int(step) for step in np.rint(steps / max(float(loud.max()), 1e-4) * LOUDEST))
