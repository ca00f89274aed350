"""One channel of sound: resampling, loudness, speech activity and mel spectra in NumPy and SciPy; plays
nothing.
"""

import functools
import io
import wave
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Sound:
    """One channel of samples between -1 and 1, and their rate in hertz."""

    samples: NDArray[np.float32]
    hertz: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.hertz

    def between(self, start_seconds: float, end_seconds: float) -> "Sound":
        """The part from `start_seconds` to `end_seconds`."""
        return Sound(
            self.samples[round(start_seconds * self.hertz) : round(end_seconds * self.hertz)], self.hertz
        )


def resampled(sound: Sound, hertz: int) -> Sound:
    """The same sound at another rate, by polyphase filtering."""
    if sound.hertz == hertz:
        return sound
    from scipy.signal import resample_poly  # half a second to import, and most sound needs no other rate

    common = gcd(sound.hertz, hertz)
    samples = resample_poly(sound.samples, hertz // common, sound.hertz // common).astype(np.float32)
    return Sound(samples, hertz)


def levelled(sound: Sound, *, peak: float = 0.7, speech_rms: float = 0.09) -> Sound:
    """The same sound at the loudness of ordinary speech, never over `peak`."""
    voiced = sound.samples[speech_mask(sound)] if len(sound.samples) else sound.samples
    loudness = float(np.sqrt(np.mean(np.square(voiced, dtype=float)))) if len(voiced) else 0.0
    loudest = float(np.abs(sound.samples).max(initial=0.0))
    if loudness < 1e-6:
        return sound
    gain = min(speech_rms / loudness, peak / max(loudest, 1e-6))
    return Sound((sound.samples * gain).astype(np.float32), sound.hertz)


def speech_mask(sound: Sound) -> NDArray[np.bool_]:
    """For each sample, whether someone speaks: energy within 32 dB of the loud parts, held for 0.12 s."""
    step = max(1, sound.hertz // 100)
    count = -(-len(sound.samples) // step)
    if not count:
        return np.zeros(0, bool)
    padded = np.pad(sound.samples.astype(float), (0, count * step - len(sound.samples)))
    level = 10 * np.log10(np.mean(padded.reshape(count, step) ** 2, 1) + 1e-12)
    loud = level > max(np.percentile(level, 95) - 32, -65)
    held = np.convolve(loud, np.ones(25), "same") > 0
    return np.repeat(held, step)[: len(sound.samples)]


@functools.cache
def mel_filters(hertz: int, size: int, bands: int) -> NDArray[np.float64]:
    """Slaney's mel filter bank, bands × (size // 2 + 1), each triangle of area one.

    Source: Slaney, Auditory Toolbox, 1998.
    """
    corner, step, log_step = 1000.0, 200.0 / 3, np.log(6.4) / 27

    def to_mel(f: float) -> float:
        return f / step if f < corner else corner / step + np.log(f / corner) / log_step

    mels = np.linspace(0, to_mel(hertz / 2), bands + 2)
    edges = np.where(mels < corner / step, mels * step, corner * np.exp(log_step * (mels - corner / step)))
    bins = np.linspace(0, hertz / 2, size // 2 + 1)
    rise = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    triangles = np.maximum(0, np.minimum(rise, fall))
    return np.asarray(triangles * (2 / (edges[2:] - edges[:-2]))[:, None])


def power_spectra(samples: NDArray[np.float32], size: int, hop: int) -> NDArray[np.float64]:
    """Hann-windowed power spectra, one row every `hop` samples, windows centred, zeros beyond the ends."""
    padded = np.pad(samples.astype(float), (size // 2, size // 2))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
    return np.abs(np.fft.rfft(frames * window, axis=1)) ** 2


def write_wav(sound: Sound) -> bytes:
    """The sound as 16-bit mono WAV."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.hertz)
        file.writeframes((np.clip(sound.samples, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()
