"""Text to speech in English: a stock voice that belongs to nobody in the library, and the parts it is made of.

A line is first an `Utterance`: what the stock voice's network says of each instant, pitch apart from resonance. Another
pitch, a longer throat or other strengths are set there, before anything sounds, so nothing is stretched or smeared.
The stock voice is distilled from one synthetic voice and has one manner. Mandarin is `mandarin_voice`'s.
"""

import functools
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.kernel.errors import Refused
from propria.replicas.engine import weights
from propria.replicas.engine.sound import Sound

FRAME_SECONDS = 0.0125
BANDS_HZ = np.arange(601) * 20.0
LEAD_SECONDS, _TAIL_SECONDS = 0.16, 0.24
_SEED = 7
_LOWEST_HZ, _HIGHEST_HZ = 60.0, 480.0
_VOICED_HZ = 40.0
_WIDER = (0.6, 1.4)


@dataclass(frozen=True)
class Utterance:
    """A line before it sounds, 80 frames a second: three log strengths and two phases (601 bands × frames), pitch in hertz.

    `voiced` is made of pulses at `pitch_hz` (under 40 where there are none), `breath` of noise, `rest` of what is neither.
    """

    voiced: NDArray[np.float32]
    voiced_phase: NDArray[np.float32]
    breath: NDArray[np.float32]
    rest: NDArray[np.float32]
    rest_phase: NDArray[np.float32]
    pitch_hz: NDArray[np.float32]

    @property
    def pitches(self) -> NDArray[np.float64]:
        """Log hertz of every frame that has a pitch."""
        return np.asarray(np.log(self.pitch_hz[self.pitch_hz > _VOICED_HZ].astype(float)))

    def at_pitch(self, log_mean: float, log_spread: float) -> "Utterance":
        """The same melody about another middle and as wide as another's (both in log hertz)."""
        own = self.pitches
        if not len(own):
            return self
        low, middle, high = np.percentile(own, [16, 50, 84])
        wider = np.clip(log_spread / max(float(high - low) / 2, 1e-3), *_WIDER)
        logs = log_mean + (np.log(np.maximum(self.pitch_hz, 1)) - middle) * wider
        moved = np.clip(np.exp(logs), _LOWEST_HZ, _HIGHEST_HZ)
        return replace(
            self, pitch_hz=np.where(self.pitch_hz > _VOICED_HZ, moved, self.pitch_hz).astype(np.float32)
        )

    def through_throat(self, ratio: float) -> "Utterance":
        """All resonances times `ratio`: under 1 a longer throat."""
        at = np.clip(np.arange(len(BANDS_HZ)) / ratio, 0, len(BANDS_HZ) - 1)
        low = np.minimum(at.astype(int), len(BANDS_HZ) - 2)
        share = (at - low)[:, None].astype(np.float32)
        bands = ("voiced", "voiced_phase", "breath", "rest", "rest_phase")
        every = {name: getattr(self, name) for name in bands}
        return replace(self, **{name: b[low] * (1 - share) + b[low + 1] * share for name, b in every.items()})

    def louder(self, gain: NDArray[np.float32]) -> "Utterance":
        """With each band (601 × frames, or 1 × frames for all alike) louder by `gain`, natural logarithm."""
        return replace(self, voiced=self.voiced + gain, breath=self.breath + gain, rest=self.rest + gain)


@functools.cache
def _speaker() -> Any:
    import hibari  # loads its lexicon on first use only

    folder = weights.folder("hibari")
    return hibari.Hibari(voice="heart", model=str(folder / "hibari.onnx"), threads=1)


def pronounce(text: str) -> str:
    """The text in the stock voice's phonemes (American English, one sign each)."""
    return " ".join(_speaker().phonemize(text))


def utter(text: str) -> Utterance:
    """The text in the stock voice, before it sounds; the same each time.

    Raises: Refused(`replicas.nothing_to_say`).
    """
    has_words = any(sign.isalnum() for sign in text)
    numbers = [_speaker().ids(phonemes) for phonemes in _speaker().phonemize(text)] if has_words else []
    said = [_sentence(ids) for ids in numbers if len(ids) > 2]
    if not said:
        raise Refused("replicas.nothing_to_say", "there is no word to speak in this line")
    return Utterance(*(np.concatenate(part, -1) for part in zip(*said, strict=True)))


def _sentence(ids: list[int]) -> list[NDArray[np.float32]]:
    speed = np.ones(1, np.float32)
    return [part[0] for part in _speaker().sess.run(None, {"ids": np.array([ids], np.int64), "speed": speed})]


def sounded(said: Utterance) -> Sound:
    """What was uttered at 24 kHz, with 0.16 s of silence before and 0.24 s after; the same each time."""
    from hibari import dsp  # needs its package on first use only

    parts = (said.voiced, said.voiced_phase, said.breath, said.rest, said.rest_phase, said.pitch_hz)
    samples = dsp.synth(*parts, np.random.default_rng(_SEED))
    hertz = int(dsp.SR)
    lead, tail = round(hertz * LEAD_SECONDS), round(hertz * _TAIL_SECONDS)
    return Sound(np.pad(np.asarray(samples, np.float32), (lead, tail)), hertz)


def speak(text: str) -> Sound:
    """The text in the stock voice. Raises as `utter`."""
    return sounded(utter(text))
