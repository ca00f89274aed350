"""Makes bands of a sound louder or fainter from moment to moment; pitch and melody stay as they are."""

import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine.sound import Sound
from propria.replicas.engine.vocoder import HERTZ, HOP, WINDOW

_SHORTEST = 1e-9


def equalised(sound: Sound, change: NDArray[np.float64]) -> Sound:
    """`sound` with each band of each 5 ms louder by `change` (natural logarithm; rows of 257 bands up to 8 kHz, the last one
    holds above), and each moment as loud as it was.
    """
    hop, size = sound.hertz * HOP // HERTZ, sound.hertz * WINDOW // HERTZ
    window = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size))
    padded = np.pad(sound.samples.astype(float), (size // 2, size))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    bands_hz = np.fft.rfftfreq(size, 1 / sound.hertz)
    known_hz = np.arange(WINDOW // 2 + 1) * HERTZ / WINDOW
    rows = change[np.minimum(np.arange(len(frames)), len(change) - 1)]
    gains = np.exp([np.interp(bands_hz, known_hz, row) for row in rows])
    spectra = np.fft.rfft(frames * window, axis=1)
    moved = spectra * gains
    before, after = (np.linalg.norm(each, axis=1, keepdims=True) for each in (spectra, moved))
    shaped = np.fft.irfft(moved * before / np.maximum(after, _SHORTEST), size, axis=1) * window
    out, weight = np.zeros(len(padded)), np.zeros(len(padded))
    for at, frame in enumerate(shaped):
        out[at * hop : at * hop + size] += frame
        weight[at * hop : at * hop + size] += window**2
    begin = size // 2
    kept = (out / np.maximum(weight, _SHORTEST))[begin : begin + len(sound.samples)]
    return Sound(kept.astype(np.float32), sound.hertz)
