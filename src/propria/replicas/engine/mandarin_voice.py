"""The stock voice in Mandarin, higher and lower: an invented speaker that belongs to nobody, and when it says each sound.

Times are the speech model's own durations, in steps of 25 ms: what the sound was made from, not an alignment.
"""

import functools
import io
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample

from propria.kernel.errors import Refused
from propria.replicas.engine import kokoro, weights
from propria.replicas.engine.mandarin import Said, sentences
from propria.replicas.engine.sound import Sound
from propria.replicas.engine.speech import pronounce
from propria.replicas.engine.visemes import OF_SIGN, Phone, Timing, Word

_Timed = TypeVar("_Timed", Word, Phone)
_BREATH_SECONDS = 0.06
_LEAD_SECONDS, _TAIL_SECONDS, _BETWEEN_SECONDS = 0.1, 0.18, 0.12
_SILENT = " ,.;:!?"
_BARELY_SECONDS = 0.1
"""A gap so short is no pause: the lips stay where they were."""


class StockVoice(IntEnum):
    """Which of the two, and its place in `mandarin_voices.npy`."""

    HIGHER = 0
    LOWER = 1

    @property
    def pitch_hz(self) -> float:
        """About which pitch it speaks."""
        return _PITCHES_HZ[self]


_PITCHES_HZ = {StockVoice.HIGHER: 220.0, StockVoice.LOWER: 120.0}


def nearest(pitch_hz: float) -> StockVoice:
    """The voice nearest in pitch."""
    return min(StockVoice, key=lambda voice: abs(np.log(voice.pitch_hz / pitch_hz)))


@dataclass(frozen=True)
class Take:
    """A line as it sounds, and when everything in it is said."""

    sound: Sound
    timing: Timing


@functools.cache
def _styles() -> list[kokoro.Style]:
    return list(np.load(io.BytesIO(weights.read_only("mandarin-voices"))).astype(np.float32))


def say(text: str, voice: StockVoice, *, tuning: float = 1.0) -> Take:
    """The text at 24 kHz with a little silence before and after; the same each time.

    `tuning` over 1 raises pitch and resonances alike (a smaller speaker); the pace stays, and the melody keeps its shape.
    Raises: Refused(`replicas.nothing_to_say`, `replicas.language_not_spoken`).
    """
    said = [
        _part(one, _styles()[voice], tuning)
        for one in sentences(text, english=lambda word: kokoro.known(pronounce(word)))
        if any(syllable.phonemes for syllable in one)
    ]
    if not said:
        raise Refused("replicas.nothing_to_say", "there is no word to speak in this line")
    return _joined(said)


def _part(said: tuple[Said, ...], style: kokoro.Style, tuning: float) -> Take:
    """What is said at one go, a moment of what is before and after it kept."""
    signs = "".join(one.phonemes + one.after for one in said)
    samples, edges = kokoro.say(signs, style, speed=1 / tuning)
    if tuning != 1:
        samples = resample(samples, round(len(samples) / tuning)).astype(np.float32)
        edges = edges / tuning
    begins = max(0.0, float(edges[0]) - _BREATH_SECONDS)
    ends = min(len(samples) / kokoro.HERTZ, float(edges[-2]) + _BREATH_SECONDS)
    times = edges - begins
    words, at = [], 0
    for one in said:
        words.append(Word(one.text, float(times[at]), float(times[at + len(one.phonemes)])))
        at += len(one.phonemes + one.after)
    return Take(
        Sound(samples, kokoro.HERTZ).between(begins, ends), Timing(tuple(words), _phones(signs, times))
    )


def _phones(signs: str, times: NDArray[np.float64]) -> tuple[Phone, ...]:
    """One phone for each sign that the lips show; tones, breaths and barely a gap belong to the one before."""
    phones: list[Phone] = []
    for sign, begins, ends in zip(signs, times[:-2], times[1:-1], strict=True):
        if sign in OF_SIGN:
            near = phones and begins - phones[-1].end_seconds < _BARELY_SECONDS
            phones[-1:] = [replace(last, end_seconds=float(begins)) if near else last for last in phones[-1:]]
            phones.append(Phone(sign, float(begins), float(ends), OF_SIGN[sign]))
        elif phones and sign not in _SILENT:
            phones[-1] = replace(phones[-1], end_seconds=float(ends))
    return tuple(phones)


def _joined(parts: list[Take]) -> Take:
    """One after another with a short silence between, a longer one before and after."""
    pieces = [np.zeros(round(_LEAD_SECONDS * kokoro.HERTZ), np.float32)]
    words: list[Word] = []
    phones: list[Phone] = []
    for one in parts:
        by = sum(map(len, pieces)) / kokoro.HERTZ
        words += [_later(word, by) for word in one.timing.words]
        phones += [_later(phone, by) for phone in one.timing.phones]
        pieces += [one.sound.samples, np.zeros(round(_BETWEEN_SECONDS * kokoro.HERTZ), np.float32)]
    pieces[-1] = np.zeros(round(_TAIL_SECONDS * kokoro.HERTZ), np.float32)
    return Take(Sound(np.concatenate(pieces), kokoro.HERTZ), Timing(tuple(words), tuple(phones)))


def _later(one: _Timed, by: float) -> _Timed:
    return replace(one, start_seconds=one.start_seconds + by, end_seconds=one.end_seconds + by)
