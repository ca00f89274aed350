"""What a recording without words holds: how quiet its room is, and how often somebody breathes in it. It judges nothing."""

from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from propria.kernel.errors import Unverified
from propria.kernel.ranged import Ranged
from propria.likeness.quality_model import Looked
from propria.plumbing.media import open_media

BY = "propria-stillness 1.0.0"
MOST_SECONDS = 120
_HERTZ, _STEP = 16_000, 320
_HEARD_DB, _VOICED_DB, _LEAST_DB = 8.0, 6.0, -65.0
_PERIODIC = 0.55
_LAGS = slice(_HERTZ // 400, _HERTZ // 70)
_GAP_STEPS, _BREATH_STEPS = 10, range(10, 200)
_SPOKEN_SHARE = 0.25


def look_at(sound: Ranged) -> Looked:
    """Its measures: length, floor of the noise, how long a voice and how long anything is heard, breaths.

    Levels are in dB of full scale, in pieces of 20 ms; of a long recording the first two minutes are heard.
    Raises: Unverified(`media.unreadable`, `media.wrong_type`).
    """
    return Looked(measures_of(_samples(sound)), b"", None, None, BY)


def _samples(sound: Ranged) -> NDArray[np.float64]:
    kept, count = [np.zeros(0)], 0
    try:
        with open_media(sound) as media:
            resampler = av.AudioResampler(format="flt", layout="mono", rate=_HERTZ)
            for frame in media.decode(audio=0):
                for part in resampler.resample(frame):
                    kept.append(part.to_ndarray().reshape(-1).astype(float))
                    count += len(kept[-1])
                if count >= MOST_SECONDS * _HERTZ:
                    break
    except (av.error.FFmpegError, IndexError) as error:
        raise Unverified("media.unreadable", str(error)[:200]) from None
    return np.concatenate(kept)[: MOST_SECONDS * _HERTZ]


def measures_of(samples: NDArray[np.float64]) -> dict[str, Any]:
    """The measures of samples between -1 and 1 at 16 kHz. A breath is heard, is not voiced, and has silence on both sides."""
    count = len(samples) // _STEP
    pieces = samples[: count * _STEP].reshape(count, _STEP)
    level = 10 * np.log10(np.mean(pieces**2, 1) + 1e-10) if count else np.full(1, -100.0)
    floor = float(np.percentile(level, 20))
    heard = level > max(floor + _HEARD_DB, _LEAST_DB)
    voiced = (level > max(floor + _VOICED_DB, _LEAST_DB)) & _periodic(samples, len(level))
    return {
        "sound_seconds": round(len(samples) / _HERTZ, 2),
        "floor_db": round(floor, 1),
        "heard_seconds": round(float(heard.sum()) * _STEP / _HERTZ, 2),
        "voiced_seconds": round(float(voiced.sum()) * _STEP / _HERTZ, 2),
        "breaths": sum(
            bool(stop - start in _BREATH_STEPS and voiced[start:stop].mean() < _SPOKEN_SHARE)
            for start, stop in _runs(heard)
        ),
        "clipped_share": round(float((np.abs(samples) > 0.985).mean()), 4) if len(samples) else 0.0,
    }


def _periodic(samples: NDArray[np.float64], count: int) -> NDArray[np.bool_]:
    """For each piece, whether the 40 ms from it on repeat themselves 70 to 400 times a second, as a voice does."""
    padded = np.pad(samples, (0, max(0, (count + 1) * _STEP - len(samples))))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _STEP)[::_STEP][:count]
    windows = windows - windows.mean(1, keepdims=True)
    power = np.abs(np.fft.rfft(windows, 4 * _STEP, axis=1)) ** 2
    alike = np.fft.irfft(power, axis=1)[:, : 2 * _STEP]
    alike *= 2 * _STEP / np.arange(2 * _STEP, 0, -1)
    return np.asarray(alike[:, _LAGS].max(1) > _PERIODIC * np.maximum(alike[:, 0], 1e-12))


def _runs(heard: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where something is heard, first and after the last piece; gaps under 0.2 s are no silence."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], heard.astype(int), [0])))).reshape(-1, 2)
    runs: list[tuple[int, int]] = []
    for start, stop in edges.tolist():
        if runs and start - runs[-1][1] < _GAP_STEPS:
            runs[-1] = (runs[-1][0], stop)
        else:
            runs.append((start, stop))
    return runs
