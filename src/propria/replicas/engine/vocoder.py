"""What a recorded voice is made of: pitch, spectral envelope and loudness every 5 ms; makes no sound.

Pitch by the best path through the peaks of the normalised autocorrelation, envelope by true-envelope
cepstral smoothing.
Sources: Boersma, IFA Proc. 17, 1993 (pitch); Röbel and Rodet, DAFx 2005 (envelope).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine.sound import Sound, resampled

HERTZ = 16_000
HOP = 80
WINDOW = 512
_LONG = 1024
_LOWEST_HZ, _HIGHEST_HZ = 65.0, 450.0
_VOICED, _SILENT, _LEAST_PEAK, _PEAKS = 0.45, 0.1, 0.2, 5
_OCTAVE_COST, _LEAP_COST, _TURN_COST = 0.01, 0.7, 0.28
_NEVER = -9.0
_ROUNDS = 6
_BLOCK = 400


@dataclass(frozen=True)
class Voiced:
    """Speech taken apart: one row per 5 ms. Pitch in hertz (0 where unvoiced), log envelope, loudness."""

    pitch_hz: NDArray[np.float64]
    envelope: NDArray[np.float64]
    loudness: NDArray[np.float64]


def _frames(samples: NDArray[np.float32], size: int) -> NDArray[np.float64]:
    padded = np.pad(samples.astype(float), (size // 2, size // 2))
    return np.lib.stride_tricks.sliding_window_view(padded, size)[::HOP]


def _window(size: int) -> NDArray[np.float64]:
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)


def _own_likeness(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each frame's autocorrelation by lag over that of its window: 1 where it repeats itself wholly."""
    window, twice, longest = _window(_LONG), 2 * _LONG, int(HERTZ / _LOWEST_HZ) + 2
    of_window = np.fft.irfft(np.abs(np.fft.rfft(window, twice)) ** 2)[:longest]
    spectra = np.fft.rfft((frames - frames.mean(1, keepdims=True)) * window, twice, axis=1)
    own = np.fft.irfft(np.abs(spectra) ** 2, axis=1)[:, :longest]
    return np.asarray(own / np.maximum(own[:, :1], 1e-12) / (of_window / of_window[0]))


def _candidates(
    frames: NDArray[np.float64], loudest: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(hertz, strength) of what each frame may be: unvoiced (0 hertz) first, then its strongest true peaks."""
    likeness, shortest = _own_likeness(frames), int(HERTZ / _HIGHEST_HZ)
    before, here, after = (likeness[:, shortest + by : likeness.shape[1] - 1 + by] for by in (-1, 0, 1))
    is_peak = (here > before) & (here >= after) & (here > _LEAST_PEAK)
    off = (before - after) / (2 * np.minimum(before - 2 * here + after, -1e-9))
    lags = np.arange(shortest, likeness.shape[1] - 1) + np.where(is_peak, off, 0.0)
    height = np.minimum(here - (before - after) * off / 4, 1) - _OCTAVE_COST * np.log2(
        lags * _LOWEST_HZ / HERTZ
    )
    strength = np.where(is_peak, height, _NEVER)
    best = np.argsort(-strength, axis=1, kind="stable")[:, :_PEAKS]
    quiet = np.abs(frames).max(1) / max(loudest, 1e-9) / _SILENT
    unvoiced = _VOICED + np.maximum(0, 2 - quiet * (1 + _VOICED))
    return (
        np.column_stack([np.zeros(len(frames)), HERTZ / np.take_along_axis(lags, best, 1)]),
        np.column_stack([unvoiced, np.take_along_axis(strength, best, 1)]),
    )


def pitch_of(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Pitch in hertz every 5 ms at 16 kHz, 0 where nothing is voiced: the cheapest path through each frame's candidates,
    where a leap of an octave and a turn between voiced and unvoiced cost.
    """
    frames, loudest = _frames(samples, _LONG), float(np.abs(samples).max(initial=0.0))
    blocks = [_candidates(frames[at : at + _BLOCK], loudest) for at in range(0, len(frames), _BLOCK)]
    hertz, strength = (np.concatenate(column) for column in zip(*blocks, strict=True))
    voiced, octaves = hertz > 0, np.log2(np.maximum(hertz, 1))
    total, back = strength[0], np.zeros(hertz.shape, int)
    for row in range(1, len(hertz)):
        leap = _LEAP_COST * np.abs(octaves[row - 1][:, None] - octaves[row])
        both, one = voiced[row - 1][:, None] & voiced[row], voiced[row - 1][:, None] ^ voiced[row]
        reached = total[:, None] - np.where(both, leap, _TURN_COST * one)
        back[row] = reached.argmax(0)
        total = reached.max(0) + strength[row]
    at, pitch = int(total.argmax()), np.zeros(len(hertz))
    for row in range(len(hertz) - 1, -1, -1):
        pitch[row], at = hertz[row, at], back[row, at]
    return pitch


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
    """Speech as pitch, envelope and loudness every 5 ms (at 16 kHz)."""
    samples = resampled(sound, HERTZ).samples
    magnitudes = np.abs(np.fft.rfft(_frames(samples, WINDOW) * _window(WINDOW), axis=1))
    pitch = pitch_of(samples)[: len(magnitudes)]
    pitch = np.pad(pitch, (0, len(magnitudes) - len(pitch)))
    return Voiced(pitch, _envelopes(magnitudes, pitch), np.linalg.norm(magnitudes, axis=1))
