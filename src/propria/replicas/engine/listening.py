"""Listens to a pack: when everything is said, the voice as measured, and what the model card says of a preview of it.

The card's likeness compares with speech that the voice was not measured from, wherever there is speech enough to keep some out.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from propria.kernel.errors import Refused
from propria.replicas.engine import port
from propria.replicas.engine.footage import Footage, read_sound
from propria.replicas.engine.hearing import hear, let_go
from propria.replicas.engine.likeness import LEAST_SPEECH_SECONDS, alike, voice_embedding
from propria.replicas.engine.others import Others, beside
from propria.replicas.engine.phones import timed
from propria.replicas.engine.preview_voice import (
    PreviewedVoice,
    VoiceKind,
    VoiceProfile,
    measure_voice,
    speak_as,
    write_profile,
)
from propria.replicas.engine.sound import Sound, levelled, resampled, write_wav
from propria.replicas.engine.speech import speak
from propria.replicas.engine.visemes import SILENCE, Timing
from propria.replicas.engine.vocoder import HERTZ

PROBE = "The boats came home before the rain, and nobody asked me why."
_KEPT_SHARE = 0.7
Takes = tuple[tuple[Sound, Timing], ...]
"""Each recording's sound, and when everything is said in it."""


@dataclass(frozen=True)
class Heard:
    """When everything in the footage is said, what was learnt of the voice, a line said in it, and the card's words of it."""

    timings: tuple[Timing, ...]
    profile: VoiceProfile | None
    probe: PreviewedVoice | None
    card: dict[str, Any]


def listened(footage: tuple[Footage, ...], pack: port.PerformerPack) -> Heard:
    """Listens to everything; the model that hears is let go at the end, before textures need the memory."""
    said = [(one.sound, clip.script, clip.language) for clip, one in zip(pack.footage, footage, strict=True)]
    said += [(read_sound(take.sound), take.script, take.language) for take in pack.recordings]
    takes = tuple((sound, _spoken(sound, script, language)) for sound, script, language in said)
    profile = _measured(takes)
    probe = speak_as(PROBE, profile, language="en") if profile else None
    card = _card(profile, probe) | _held_out(takes, probe)
    let_go()
    timings = tuple(timing for _, timing in takes[: len(footage)])
    return Heard(timings, profile, probe, card)


def _spoken(sound: Sound, script: str | None, language: str) -> Timing:
    if sound.seconds < 0.3:
        return Timing((), ())
    text = script if script is not None else hear(sound, language=language).text
    try:
        return timed(sound, text, language=language)
    except Refused:
        return Timing((), ())


def _measured(takes: Takes) -> VoiceProfile | None:
    heard = tuple(take for take in takes if take[1].phones)
    try:
        return measure_voice(heard) if heard else None
    except Refused:
        return None


def _card(profile: VoiceProfile | None, probe: PreviewedVoice | None) -> dict[str, Any]:
    if profile is None or probe is None:
        return {"kind": "none"}
    return {
        "kind": probe.kind.value,
        "seconds_heard": round(profile.seconds, 2),
        "likeness": round(probe.likeness, 3),
        "likeness_of_stock_voice": round(probe.stock_likeness, 3),
        "genuine": round(profile.self_likeness, 3),
        "held_out_seconds": 0,
        "word_error": round(probe.word_error, 3),
        "pitch_hz": round(float(np.exp(profile.pitch_log_mean)), 1),
    }


def _held_out(takes: Takes, probe: PreviewedVoice | None) -> dict[str, Any]:
    """The likeness of a preview made from the first part of what is said to the rest of it, which it never heard.

    Empty where no preview is given, where too little is said to part it, or where the part alone gives no preview.
    """
    parts = parted(takes) if probe is not None and probe.kind is VoiceKind.PREVIEW else None
    profile = _measured(parts[0]) if parts else None
    made = speak_as(PROBE, profile, language="en") if profile else None
    if parts is None or profile is None or made is None or made.kind is not VoiceKind.PREVIEW:
        return {}
    kept = voice_embedding(parts[1])
    stock = voice_embedding(levelled(speak(PROBE)))
    return {
        "likeness": round(alike(voice_embedding(made.sound), kept), 3),
        "likeness_of_stock_voice": round(alike(stock, kept), 3),
        "genuine": round(alike(profile.embedding, kept), 3),
        "held_out_seconds": round(parts[1].seconds, 2),
    }


def parted(takes: Takes) -> tuple[Takes, Sound] | None:
    """The first seven tenths of what is said, and the sound of the rest; None where the rest is under a second of speech."""
    said = [
        (at, one) for at, (_, timing) in enumerate(takes) for one in timing.phones if one.viseme != SILENCE
    ]
    rest = said[round(len(said) * _KEPT_SHARE) :]
    if sum(one.end_seconds - one.start_seconds for _, one in rest) < LEAST_SPEECH_SECONDS:
        return None
    at, first = rest[0]
    sound, timing = takes[at]
    before = Timing((), tuple(one for one in timing.phones if one.end_seconds <= first.start_seconds))
    kept = [sound.between(first.start_seconds, sound.seconds), *(other for other, _ in takes[at + 1 :])]
    samples = np.concatenate([resampled(levelled(one), HERTZ).samples for one in kept])
    return (*takes[:at], (sound.between(0, first.start_seconds), before)), Sound(samples, HERTZ)


def voice_beside(heard: Heard, unlike: Others) -> dict[str, Any]:
    """The preview voice beside other people's; a stock voice is nobody's likeness."""
    if heard.profile is None or heard.probe is None or heard.probe.kind is not VoiceKind.PREVIEW:
        return {}
    return beside([voice_embedding(heard.probe.sound)], [heard.profile.embedding], unlike.voices)


def voice_files(heard: Heard) -> dict[str, bytes]:
    """The profile, and a line to listen to where a preview passes its gates."""
    files = {}
    if heard.profile is not None:
        files[port.VOICE] = write_profile(heard.profile)
    if heard.probe is not None and heard.probe.kind is VoiceKind.PREVIEW:
        files[port.SAMPLE] = write_wav(heard.probe.sound)
    return files
