"""A small source-filter vocoder on the STFT: pitch, spectral envelope, and speech put together again from
both.

Pitch by normalised autocorrelation, envelope by true-envelope cepstral smoothing. It keeps the source's own
phase and breath, so converted speech is coloured, not rebuilt; it is no match for a neural vocoder.
Sources: Boersma, IFA Proc. 17, 1993 (pitch); Röbel and Rodet, DAFx 2005 (envelope).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from propria.replicas.engine.sound import Sound, resampled

HERTZ = 16_000
HOP = 80
WINDOW = 512
_LOWEST_HZ, _HIGHEST_HZ = 65.0, 420.0
_VOICED = 0.45
_ROUNDS = 6
_BLOCK = 400


@dataclass(frozen=True)
class Voiced:
    """Speech taken apart: one row per 5 ms. Pitch in hertz (0 where unvoiced), log envelope, complex
    spectrum.
    """

    pitch_hz: NDArray[np.float64]
    envelope: NDArray[np.float64]
    spectrum: NDArray[np.complex128]
    count: int


def _frames(samples: NDArray[np.float32], size: int) -> NDArray[np.float64]:
    padded = np.pad(samples.astype(float), (size // 2, size // 2))
    return np.lib.stride_tricks.sliding_window_view(padded, size)[::HOP]


def _window(size: int) -> NDArray[np.float64]:
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)


def _own_likeness(frames: NDArray[np.float64], window: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each frame's autocorrelation, by lag."""
    spectra = np.fft.rfft((frames - frames.mean(1, keepdims=True)) * window, 2 * len(window), axis=1)
    return np.asarray(np.fft.irfft(np.abs(spectra) ** 2, axis=1))


def pitch_of(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Pitch in hertz every 5 ms at 16 kHz, 0 where nothing is voiced."""
    size = 1024
    window = _window(size)
    frames = _frames(samples, size)
    low, high = int(HERTZ / _HIGHEST_HZ), int(HERTZ / _LOWEST_HZ)
    blocks = (frames[at : at + _BLOCK] for at in range(0, len(frames), _BLOCK))
    own = np.concatenate([_own_likeness(block, window)[:, :high] for block in blocks])
    of_window = np.fft.irfft(np.abs(np.fft.rfft(window, 2 * size)) ** 2)[:high]
    shape = own / np.maximum(own[:, :1], 1e-9) / np.maximum(of_window / of_window[0], 0.05)
    lags = np.arange(low, high)
    strength = shape[:, low:high] - 0.02 * np.log2(lags / low)
    best = strength.argmax(1)
    loud = own[:, 0] > 1e-4 * np.percentile(own[:, 0], 95)
    voiced = (shape[np.arange(len(best)), best + low] > _VOICED) & loud
    pitch = np.where(voiced, HERTZ / (best + low), 0.0)
    steady = median_filter(pitch, size=7)
    jump = (pitch > 0) & (steady > 0) & (np.abs(np.log2(np.maximum(pitch, 1) / np.maximum(steady, 1))) > 0.35)
    return np.asarray(np.where(jump | (steady == 0), steady, pitch))


def _envelopes(magnitudes: NDArray[np.float64], pitch: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log envelopes that pass over the harmonics' peaks."""
    size = 2 * (magnitudes.shape[1] - 1)
    around = np.where(pitch > 0, pitch, 180.0)
    order = np.clip((0.5 * HERTZ / around).astype(int), 20, 90)
    quefrency = np.minimum(np.arange(size), size - np.arange(size))
    lifter = np.clip((order[:, None] * 1.15 - quefrency) / (order[:, None] * 0.3), 0, 1)
    target = np.log(magnitudes + 1e-7)
    smooth = target
    for _ in range(_ROUNDS):
        cepstrum = np.fft.irfft(smooth, size, axis=1) * lifter
        envelope = np.fft.rfft(cepstrum, axis=1).real
        smooth = np.maximum(target, envelope)
    return np.asarray(envelope)


def take_apart(sound: Sound) -> Voiced:
    """Speech as pitch, envelope and spectrum every 5 ms (at 16 kHz)."""
    samples = resampled(sound, HERTZ).samples
    spectrum = np.fft.rfft(_frames(samples, WINDOW) * _window(WINDOW), axis=1)
    pitch = pitch_of(samples)[: len(spectrum)]
    pitch = np.pad(pitch, (0, len(spectrum) - len(pitch)))
    return Voiced(pitch, _envelopes(np.abs(spectrum), pitch), spectrum, len(samples))


def put_together(spectrum: NDArray[np.complex128], count: int) -> Sound:
    """Sound from a spectrum every 5 ms, by weighted overlap and add."""
    window = _window(WINDOW)
    pieces = np.fft.irfft(spectrum, WINDOW, axis=1) * window
    out = np.zeros(count + 2 * WINDOW)
    norm = np.zeros_like(out)
    for at, piece in enumerate(pieces):
        start = at * HOP
        if start + WINDOW > len(out):
            break
        out[start : start + WINDOW] += piece
        norm[start : start + WINDOW] += window**2
    samples = out / np.maximum(norm, 0.1)
    return Sound(samples[WINDOW // 2 : WINDOW // 2 + count].astype(np.float32), HERTZ)


def shifted_pitch(sound: Sound, ratio: float) -> Sound:
    """The same words at the same pace with every pitch times `ratio` (0.5 to 2); formants move with it.

    Stretched in time by a phase vocoder, then read at another speed.
    """
    if abs(np.log2(ratio)) < 0.01:
        return resampled(sound, HERTZ)
    samples = resampled(sound, HERTZ).samples
    size, hop = 1024, 256
    window = _window(size)
    padded = np.pad(samples.astype(float), (size, size))
    starts = np.arange(0, len(padded) - size - hop, hop / ratio)
    expected = 2 * np.pi * hop * np.arange(size // 2 + 1) / size
    out = np.zeros(int(len(starts) * hop + size))
    norm = np.zeros_like(out)
    phase = np.zeros(size // 2 + 1)
    for number, start in enumerate(starts.astype(int)):
        now = np.fft.rfft(padded[start : start + size] * window)
        later = np.fft.rfft(padded[start + hop : start + hop + size] * window)
        turn = np.angle(later) - np.angle(now) - expected
        if number == 0:
            phase = np.angle(now)
        at = number * hop
        out[at : at + size] += np.fft.irfft(_locked(np.abs(now), np.angle(now), phase), size) * window
        norm[at : at + size] += window**2
        phase = phase + expected + turn - 2 * np.pi * np.round(turn / (2 * np.pi))
    stretched = out / np.maximum(norm, 0.1)
    begin = round(size * ratio)
    positions = begin + np.arange(len(samples)) * ratio
    read = np.interp(positions, np.arange(len(stretched)), stretched, right=0.0)
    return Sound(read.astype(np.float32), HERTZ)


def _locked(
    size: NDArray[np.float64], seen: NDArray[np.float64], phase: NDArray[np.float64]
) -> NDArray[np.complex128]:
    """Phases kept in step around each spectral peak, which keeps voices from sounding hollow (Laroche and
    Dolson).
    """
    inner = (size[1:-1] > size[:-2]) & (size[1:-1] >= size[2:])
    peaks = np.flatnonzero(inner) + 1
    if not len(peaks):
        return size * np.exp(1j * phase)
    edges = (peaks[1:] + peaks[:-1]) // 2
    owner = peaks[np.searchsorted(edges, np.arange(len(size)), side="right")]
    return np.asarray(size * np.exp(1j * (phase[owner] + seen - seen[owner])))
