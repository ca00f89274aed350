"""The mark of one recipient in pictures and sound: a faint pattern of its own that is found again in the copy alone.

In a picture it is a tile of noise, repeated over the whole of it, so a cut-out still holds it wherever it was cut. In sound
it is noise that hides under what is loud, repeated every four seconds. Both are found by correlation, each seed
by itself. It is evidence of which copy a file comes from and never proof: whoever knows that it is there can bury it.
"""

import hashlib
from collections.abc import Iterable

import numpy as np
from PIL import Image, ImageFilter

SURE = 7.0
"""Found from here on: so many spreads above what any other place or pattern gives. By chance less than once in a million."""

TILE = 128
_FINEST = TILE // 6
_COARSEST = TILE // 24
_BASE, _BY_TEXTURE, _MOST = 1.2, 0.15, 4.0
_CLIP = 12.0

PERIOD_SECONDS = 4
HEARD_RATE = 16_000
_LOWEST_HZ, _HIGHEST_HZ = 300, 4000
_UNDER = 0.05
_FRAME_SECONDS = 0.032


def _random(seed: bytes, what: str) -> np.random.Generator:
    return np.random.default_rng(
        list(hashlib.sha256(b"propria/v1/copy-mark\0" + what.encode() + b"\0" + seed).digest())
    )


def tile_of(seed: bytes) -> np.ndarray:
    """The tile of this seed: 128 × 128, of spread one, without the finest detail that encoders throw away."""
    spectrum = np.fft.fft2(_random(seed, "picture").standard_normal((TILE, TILE)))
    at = np.abs(np.fft.fftfreq(TILE, 1 / TILE))
    distance = np.hypot(at[:, None], at[None, :])
    spectrum[(distance > _FINEST) | (distance < _COARSEST)] = 0
    made = np.fft.ifft2(spectrum).real
    return made / made.std()


def _rough(luma: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(what is left of a picture without its slow changes, how much of that there is around each place)."""
    picture = Image.fromarray(luma)
    slow = np.asarray(picture.filter(ImageFilter.BoxBlur(8)), np.float32)
    rest = luma.astype(np.float32) - slow
    busy = Image.fromarray(np.clip(np.abs(rest) * 4, 0, 255).astype(np.uint8)).filter(ImageFilter.BoxBlur(8))
    return rest, np.asarray(busy, np.float32) / 4


def in_luma(luma: np.ndarray, tile: np.ndarray) -> np.ndarray:
    """The same picture (rows × columns of 0…255) with the tile in it, stronger where there is more to hide it."""
    rows, columns = luma.shape
    laid = np.tile(tile, (-(-rows // TILE), -(-columns // TILE)))[:rows, :columns]
    strength = np.clip(_BASE + _BY_TEXTURE * _rough(luma)[1], 0, _MOST)
    return np.clip(np.rint(luma + strength * laid), 0, 255).astype(np.uint8)


def folded(lumas: Iterable[np.ndarray]) -> np.ndarray:
    """Pictures of one size laid upon themselves tile by tile: what repeats at the tile's distance adds up."""
    total = np.zeros((TILE, TILE))
    for luma in lumas:
        rest, busy = _rough(luma)
        even = np.clip(rest / (1 + busy), -_CLIP, _CLIP)
        rows, columns = (-(-n // TILE) * TILE for n in even.shape)
        whole = np.zeros((rows, columns))
        whole[: even.shape[0], : even.shape[1]] = even
        total += whole.reshape(rows // TILE, TILE, columns // TILE, TILE).sum(axis=(0, 2))
    return total


def picture_evidence(fold: np.ndarray, tile: np.ndarray) -> float:
    """How far the tile stands out in `folded` pictures at its best place, in spreads over all places."""
    product = np.fft.fft2(fold)
    size = np.abs(product)
    surface = np.fft.ifft2(
        product / np.maximum(size, np.median(size) + 1e-9) * np.conj(np.fft.fft2(tile))
    ).real
    return _stands_out(surface)


def _stands_out(surface: np.ndarray) -> float:
    spread = float(surface.std())
    return 0.0 if spread == 0 else float((surface.max() - surface.mean()) / spread)


def _noise(seed: bytes, rate: int) -> np.ndarray:
    """Four seconds of noise of this seed between 300 and 4,000 Hz, of spread one; the same sound at every rate."""
    low, high = _LOWEST_HZ * PERIOD_SECONDS, _HIGHEST_HZ * PERIOD_SECONDS
    turns = _random(seed, "sound").uniform(0, 2 * np.pi, high - low)
    length = PERIOD_SECONDS * rate
    spectrum = np.zeros(length // 2 + 1, complex)
    within = min(high, len(spectrum)) - low
    spectrum[low : low + within] = np.exp(1j * turns[:within])
    made = np.fft.irfft(spectrum, n=length)
    return made / made.std()


def _spectra(sound: np.ndarray, rate: int) -> tuple[np.ndarray, int]:
    """(spectra of overlapping frames, samples from frame to frame)."""
    hop = max(1, round(rate * _FRAME_SECONDS / 4))
    padded = np.concatenate([np.zeros(4 * hop), sound, np.zeros(8 * hop)])
    pieces = np.lib.stride_tricks.sliding_window_view(padded, 4 * hop)[::hop]
    return np.fft.rfft(pieces * np.hanning(4 * hop + 1)[:-1], axis=1), hop


def _sound_of(spectra: np.ndarray, hop: int, length: int) -> np.ndarray:
    """The sound again, from frames that were cut with `_spectra`."""
    pieces = np.fft.irfft(spectra, n=4 * hop, axis=1)
    out = np.zeros((len(pieces) + 4) * hop)
    for part in range(4):
        out[part * hop : (part + len(pieces)) * hop] += pieces[:, part * hop : (part + 1) * hop].ravel()
    return out[4 * hop : 4 * hop + length] / 2


def _smooth(spectra: np.ndarray) -> np.ndarray:
    """How loud it is around each frequency, frame by frame."""
    size = np.pad(np.abs(spectra), ((0, 0), (4, 4)), mode="edge")
    total = np.cumsum(np.pad(size, ((0, 0), (1, 0))), axis=1)
    return (total[:, 9:] - total[:, :-9]) / 9


def in_sound(sound: np.ndarray, rate: int, seed: bytes) -> np.ndarray:
    """The same sound (samples of one channel, -1…1) with the noise under it, some twenty decibels below what is there."""
    noise = np.resize(_noise(seed, rate), len(sound))
    spectra, hop = _spectra(sound, rate)
    laid, _ = _spectra(noise, rate)
    even = laid / np.maximum(_smooth(laid).mean(), 1e-12)
    return np.clip(sound + _UNDER * _sound_of(even * _smooth(spectra), hop, len(sound)), -1, 1)


def heard(sound: np.ndarray) -> np.ndarray:
    """Sound at 16,000 samples a second made equally loud everywhere, laid upon itself every four seconds."""
    spectra, hop = _spectra(sound, HEARD_RATE)
    loud = _smooth(spectra)
    even = _sound_of(spectra / (loud + 1e-4 * loud.max() + 1e-12), hop, len(sound))
    period = PERIOD_SECONDS * HEARD_RATE
    return np.pad(even, (0, -len(even) % period)).reshape(-1, period).sum(axis=0)


def sound_evidence(fold: np.ndarray, seed: bytes) -> float:
    """How far the noise stands out in what was `heard` at its best place, in spreads over all places."""
    product = np.fft.rfft(fold) * np.conj(np.fft.rfft(_noise(seed, HEARD_RATE)))
    return _stands_out(np.fft.irfft(product, n=len(fold)))
