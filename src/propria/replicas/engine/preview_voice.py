"""A *preview* of the performer's voice for a new line: stock speech moved to their pitch and coloured by
their phones.

Never call it their voice. It is accepted only when it is both nearer to them (likeness) and still
understood (word error); otherwise the stock voice is given, and the report says so. It sounds muffled
beside a recording; English only.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from propria.kernel.errors import Malformed, Refused
from propria.replicas.engine import mandarin_voice
from propria.replicas.engine.equalising import equalised
from propria.replicas.engine.hearing import HAN, hear, sound_error
from propria.replicas.engine.likeness import Embedding, alike, mean_embedding, voice_embedding
from propria.replicas.engine.mandarin_voice import StockVoice, Take, nearest
from propria.replicas.engine.phones import timed
from propria.replicas.engine.sound import Sound, levelled, power_spectra, resampled
from propria.replicas.engine.speech import (
    BANDS_HZ,
    FRAME_SECONDS,
    LEAD_SECONDS,
    Utterance,
    sounded,
    utter,
)
from propria.replicas.engine.visemes import SILENCE, Timing
from propria.replicas.engine.vocoder import HERTZ, HOP, WINDOW, take_apart

MOST_WORD_ERROR = 0.2
LEAST_GAIN = 0.02
_THIRDS = 3
_FEWEST_ROWS = 3
_FEWEST_VOICED = 30
_STRENGTHS = (1.0, 0.7, 0.45)
_MOST_LOG = 30.0 / 8.686
_THROATS = (0.84, 1.0)
_TUNINGS = (-0.25, 0.25)


class VoiceKind(StrEnum):
    """Which voice a clip has: the performer's recording, a preview of their voice, or the stock voice."""

    RECORDED = "recorded"
    PREVIEW = "preview"
    STOCK = "stock"


@dataclass(frozen=True)
class VoiceProfile:
    """A performer's voice as measured: mean log envelope per phone third, pitch (log hertz), who it is, how
    much heard.
    """

    keys: tuple[str, ...]
    envelopes: NDArray[np.float32]
    pitch_log_mean: float
    pitch_log_spread: float
    embedding: Embedding
    seconds: float
    self_likeness: float


@dataclass(frozen=True)
class PreviewedVoice:
    """Sound for a line, which voice it is, its likeness to the performer (cosine) and its word error.

    `timing` says when everything is said in it, where that is known.
    """

    sound: Sound
    kind: VoiceKind
    likeness: float
    stock_likeness: float
    word_error: float
    heard: str
    timing: Timing | None = None


def _keys(timing: Timing, rows: int) -> list[tuple[str, ...]]:
    """For each 5 ms, what is being said, from the narrowest name to the widest: phone third, phone, viseme,
    anything.

    Visemes let a voice recorded in one language colour a line in another. Silence has no name.
    """
    out: list[tuple[str, ...]] = [()] * rows
    for phone in timing.phones:
        if phone.viseme == SILENCE:
            continue
        first, last = (round(t * HERTZ / HOP) for t in (phone.start_seconds, phone.end_seconds))
        for row in range(first, min(last, rows)):
            third = min(_THIRDS - 1, (row - first) * _THIRDS // max(1, last - first))
            out[row] = (f"{phone.name}/{third}", phone.name, f"~{phone.viseme}", "")
    return out


def _levelled_rows(envelope: NDArray[np.float64]) -> NDArray[np.float64]:
    return envelope - np.log(np.exp(2 * envelope).mean(1, keepdims=True) + 1e-12) / 2


def _means(
    takes: tuple[tuple[Sound, Timing], ...],
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
    """The mean row of each name, and (log hertz, loudness) of each voiced 5 ms."""
    rows: dict[str, list[NDArray[np.float64]]] = {}
    pitches = [np.zeros((0, 2))]
    for sound, timing in takes:
        parts = take_apart(levelled(sound))
        flat = _levelled_rows(parts.envelope)
        for row, names in enumerate(_keys(timing, len(flat))):
            for name in names:
                rows.setdefault(name, []).append(flat[row])
        voiced = parts.pitch_hz > 0
        pitches.append(np.column_stack([np.log(parts.pitch_hz[voiced]), parts.loudness[voiced]]))
    means = {key: np.mean(found, 0) for key, found in sorted(rows.items()) if len(found) >= _FEWEST_ROWS}
    return means, np.concatenate(pitches)


def _pitch_shares(pitches: NDArray[np.float64]) -> tuple[float, float, float]:
    """The log hertz under which 16, 50 and 84 per cent of the voiced sound lies, each instant by its loudness."""
    rising = pitches[pitches[:, 0].argsort(kind="stable")]
    heard = np.cumsum(rising[:, 1])
    low, middle, high = rising[np.searchsorted(heard, np.array([0.16, 0.5, 0.84]) * heard[-1]), 0]
    return float(low), float(middle), float(high)


def measure_voice(takes: tuple[tuple[Sound, Timing], ...]) -> VoiceProfile:
    """The performer's voice from recordings whose phones are timed.

    `self_likeness` compares the first half of the recordings with the second: what a genuine match scores
    here.
    Raises: Refused(`replicas.voice_too_short`).
    """
    means, pitches = _means(takes)
    seconds = sum(sound.seconds for sound, _ in takes)
    if "" not in means or len(pitches) < _FEWEST_VOICED:
        raise Refused(
            "replicas.voice_too_short", "a few seconds of clear speech are needed to measure a voice"
        )
    joined = np.concatenate([resampled(levelled(sound), HERTZ).samples for sound, _ in takes])
    half = len(joined) // 2
    halves = [voice_embedding(Sound(part, HERTZ)) for part in (joined[:half], joined[half:])]
    low, middle, high = _pitch_shares(pitches)
    return VoiceProfile(
        tuple(means),
        np.array(list(means.values()), np.float32),
        middle,
        float(np.clip((high - low) / 2, 0.05, 0.4)),
        mean_embedding(halves),
        seconds,
        alike(*halves),
    )


def _throat(profile: VoiceProfile, stock: Utterance) -> float:
    """How much lower this performer resonates than the stock voice, by the cube root of their pitches; never higher."""
    lower = profile.pitch_log_mean - float(np.median(stock.pitches)) if len(stock.pitches) else 0.0
    return float(np.clip(np.exp(lower / 3), *_THROATS))


def _at_frames(rows: NDArray[np.float64], frames: int) -> NDArray[np.float32]:
    """Rows of every 5 ms of sound at the utterance's frames and bands: 601 × frames."""
    middles = (LEAD_SECONDS + (np.arange(frames) + 0.5) * FRAME_SECONDS) * HERTZ / HOP
    taken = rows[np.minimum(np.round(middles).astype(int), len(rows) - 1)]
    heard_hz = np.arange(WINDOW // 2 + 1) * HERTZ / WINDOW
    return np.array([np.interp(BANDS_HZ, heard_hz, row) for row in taken], np.float32).T


def _loudness(sound: Sound) -> NDArray[np.float64]:
    """Log loudness every 5 ms, smoothed over about 25."""
    spectra = power_spectra(resampled(sound, HERTZ).samples, WINDOW, HOP)
    return np.asarray(gaussian_filter1d(np.log(spectra.mean(1) + 1e-6) / 2, 5.0))


def _change(plain: Sound, timing: Timing, profile: VoiceProfile, strength: float) -> NDArray[np.float64]:
    """By how much each band of each 5 ms is to be louder (natural logarithm), for the phones of `plain` to be as theirs."""
    own, _ = _means(((plain, timing),))
    theirs = dict(zip(profile.keys, profile.envelopes.astype(float), strict=True))
    change = np.zeros((len(plain.samples) * HERTZ // (plain.hertz * HOP) + 1, WINDOW // 2 + 1))
    for row, names in enumerate(_keys(timing, len(change))):
        shared = next((name for name in names if name in theirs and name in own), None)
        if shared is not None:
            change[row] = strength * (theirs[shared] - own[shared])
    return np.asarray(gaussian_filter1d(np.clip(change, -_MOST_LOG, _MOST_LOG), 2.5, axis=0))


def _coloured(stock: Utterance, timing: Timing, profile: VoiceProfile, strength: float) -> Sound:
    """Stock speech at the performer's pitch, through a throat as long as theirs, its envelope moved by the difference of
    the two voices' phones, as loud from moment to moment as it was.
    """
    moved = stock.at_pitch(profile.pitch_log_mean, profile.pitch_log_spread).through_throat(
        _throat(profile, stock)
    )
    frames = len(stock.pitch_hz)
    coloured = moved.louder(_at_frames(_change(sounded(moved), timing, profile, strength), frames))
    fainter = _loudness(sounded(stock)) - _loudness(sounded(coloured))
    evened = np.repeat(np.clip(fainter, -4, 4)[:, None], WINDOW // 2 + 1, axis=1)
    return levelled(sounded(coloured.louder(_at_frames(evened, frames))))


@dataclass(frozen=True)
class _Line:
    """A line in the stock voice, when everything in it is said, and how it is coloured for someone by a strength, 0 to 1."""

    stock: Take
    coloured: Callable[[VoiceProfile, float], Take]


def _english(text: str, _: VoiceProfile | None) -> _Line:
    said = utter(text)
    stock = levelled(sounded(said))
    timing = timed(stock, text, language="en")
    return _Line(
        Take(stock, timing),
        lambda profile, strength: Take(_coloured(said, timing, profile, strength), timing),
    )


def _mandarin(text: str, profile: VoiceProfile | None) -> _Line:
    voice = nearest(np.exp(profile.pitch_log_mean)) if profile else StockVoice.HIGHER
    stock = mandarin_voice.say(text, voice)

    def coloured(profile: VoiceProfile, strength: float) -> Take:
        higher = profile.pitch_log_mean - float(np.log(voice.pitch_hz))
        moved = mandarin_voice.say(text, voice, tuning=float(np.exp(np.clip(higher, *_TUNINGS))))
        change = _change(moved.sound, moved.timing, profile, strength)
        return replace(moved, sound=levelled(equalised(moved.sound, change)))

    return _Line(replace(stock, sound=levelled(stock.sound)), coloured)


_TONGUES: dict[str, Callable[[str, VoiceProfile | None], _Line]] = {"en": _english, "zh": _mandarin}
LANGUAGES = tuple(_TONGUES)
_OTHER_TONGUES = frozenset({"HK", "MO", "x"})
"""Parts of a tag after which it may be another Chinese, as spoken, than Mandarin."""


def _line(text: str, profile: VoiceProfile | None, language: str) -> _Line:
    tongue, *further = language.split("-")
    if tongue not in _TONGUES or _OTHER_TONGUES & set(further):
        raise Refused(
            "replicas.language_not_spoken",
            "the embedded engine speaks English and Mandarin; give recorded audio",
            language=language,
        )
    if tongue == "en" and HAN.search(text):
        raise Refused(
            "replicas.language_not_spoken",
            "this line has Chinese characters; a line in English is said in Latin letters only",
            language=language,
        )
    return _TONGUES[tongue](text, profile)


def speak_as(text: str, profile: VoiceProfile, *, language: str) -> PreviewedVoice:
    """The line in a preview of the performer's voice, or in the stock voice where no preview passes both
    gates.

    Raises: Refused(`replicas.language_not_spoken`, `replicas.nothing_to_say`).
    """
    line = _line(text, profile, language)
    plain = alike(voice_embedding(line.stock.sound), profile.embedding)
    for strength in _STRENGTHS:
        take = line.coloured(profile, strength)
        likeness = alike(voice_embedding(take.sound), profile.embedding)
        if likeness < plain + LEAST_GAIN:
            continue
        heard = hear(take.sound, language=language).text
        error = sound_error(text, heard)
        if error <= MOST_WORD_ERROR:
            return PreviewedVoice(take.sound, VoiceKind.PREVIEW, likeness, plain, error, heard, take.timing)
    return _measured(line.stock, plain, text, language)


def stock_voice(text: str, profile: VoiceProfile | None, *, language: str) -> PreviewedVoice:
    """The line in the stock voice, measured as a preview would be. Raises as `speak_as`."""
    stock = _line(text, profile, language).stock
    plain = alike(voice_embedding(stock.sound), profile.embedding) if profile else 0.0
    return _measured(stock, plain, text, language)


def _measured(stock: Take, plain: float, text: str, language: str) -> PreviewedVoice:
    heard = hear(stock.sound, language=language).text
    error = sound_error(text, heard)
    return PreviewedVoice(stock.sound, VoiceKind.STOCK, plain, plain, error, heard, stock.timing)


def write_profile(profile: VoiceProfile) -> bytes:
    """The profile as one NumPy file without pickles, the same bytes each time."""
    out = io.BytesIO()
    numbers = [profile.pitch_log_mean, profile.pitch_log_spread, profile.seconds, profile.self_likeness]
    np.savez(
        out,
        allow_pickle=False,
        keys=np.array(profile.keys),
        envelopes=profile.envelopes,
        embedding=profile.embedding,
        numbers=np.array(numbers),
    )
    return out.getvalue()


def read_profile(data: bytes) -> VoiceProfile:
    """A profile written by `write_profile`.

    Raises: Malformed(`replicas.voice_unreadable`).
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            keys, envelopes = tuple(str(key) for key in file["keys"]), file["envelopes"]
            mean, spread, seconds, own = (float(number) for number in file["numbers"])
            embedding = file["embedding"]
    except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
        raise Malformed("replicas.voice_unreadable", "this is not a voice profile") from error
    if envelopes.shape != (len(keys), WINDOW // 2 + 1):
        raise Malformed("replicas.voice_unreadable", "this voice profile has another shape")
    return VoiceProfile(keys, envelopes, mean, spread, embedding, seconds, own)
