"""The label that people hear: the rhythm `短长 短短` ("AI" in Morse code) before the content.

GB 45438-2025, 5.3 c allows a spoken label or this rhythm; the rhythm needs no language and no voice.
"""

from pathlib import Path

import numpy as np

from propria.plumbing.media import open_media

TONE_HERTZ = 880
UNIT_SECONDS = 0.1
GAP_UNITS = 4
HEARD_FROM = 0.8
_PATTERN = np.array([int(unit) for unit in "10111000101"], np.float32)  # short long, space, short short
_LOUDNESS = 0.25


def rhythm(rate: int) -> np.ndarray:
    """Mono int16 samples of the rhythm at `rate` samples a second, then a pause; 1.5 seconds in all."""
    unit = round(UNIT_SECONDS * rate)
    gate: np.ndarray = np.repeat(_PATTERN, unit)
    ramp = max(1, rate // 200)
    gate = np.convolve(gate, np.ones(ramp, np.float32) / ramp, mode="same")
    tone = np.sin(2 * np.pi * TONE_HERTZ * np.arange(gate.size) / rate)
    sound = np.concatenate([gate * tone * _LOUDNESS, np.zeros(GAP_UNITS * unit)])
    return (sound * 32767).astype(np.int16)


def resemblance(path: Path) -> float:
    """How much the first 1.1 seconds of a file's sound follow the rhythm: correlation, −1 to 1.

    From `HEARD_FROM` the label counts as heard. Raises: Unverified as `media.open_media`.
    """
    with open_media(path) as media:
        if not media.streams.audio:
            return 0.0
        rate = media.streams.audio[0].codec_context.rate
        wanted = round(rate * UNIT_SECONDS * _PATTERN.size)
        pieces: list[np.ndarray] = []
        for frame in media.decode(audio=0):
            samples = frame.to_ndarray().astype(np.float32)
            channels = frame.layout.nb_channels
            pieces.append(
                samples.mean(0) if frame.format.is_planar else samples.reshape(-1, channels).mean(1)
            )
            if sum(piece.size for piece in pieces) >= wanted:
                break
    return _follows(np.concatenate(pieces)[:wanted] if pieces else np.zeros(0, np.float32), rate)


def _follows(sound: np.ndarray, rate: int) -> float:
    step = round(rate * UNIT_SECONDS / 5)
    pattern = np.repeat(_PATTERN, 5)
    if sound.size < step * pattern.size:
        return 0.0
    turned = sound[: step * pattern.size] * np.exp(
        -2j * np.pi * TONE_HERTZ * np.arange(step * pattern.size) / rate
    )
    strength = np.abs(turned.reshape(-1, step).mean(1))
    strength, pattern = strength - strength.mean(), pattern - pattern.mean()
    scale = float(np.sqrt((strength**2).sum() * (pattern**2).sum()))
    return float((strength * pattern).sum()) / scale if scale > 1e-9 else 0.0
