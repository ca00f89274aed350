"""Hears what is said, to measure word error and to write down a recording without a script; Whisper base,
MIT.
"""

import functools
import re
import threading
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from propria.proofs.foldings import SIMPLIFIED_OF
from propria.replicas.engine import weights
from propria.replicas.engine.faces import THREADS
from propria.replicas.engine.numerals import read_out
from propria.replicas.engine.sound import Sound, resampled

HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBERS = dict(
    zip(
        "0123456789",
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
        strict=True,
    )
)


@dataclass(frozen=True)
class Heard:
    """What was heard, and in which language (BCP 47)."""

    text: str
    language: str


_LOADING = threading.Lock()
_WINDOW_SECONDS = 30


def get_ready() -> None:
    """Begin to load the listener, so that it is there when something is to be heard."""
    threading.Thread(target=_ready_listener, name="listener", daemon=True).start()


def _ready_listener() -> Any:
    with _LOADING:
        return _listener()


@functools.cache
def _listener() -> Any:
    from faster_whisper import WhisperModel  # heavy; loaded on first use only

    files = weights.read("whisper-base")
    files["model.bin"] = files.pop("model.bin.part1") + files.pop("model.bin.part2")
    return WhisperModel("whisper-base", device="cpu", compute_type="int8", cpu_threads=THREADS, files=files)


def let_go() -> None:
    """Free the listener's memory; it is loaded again when something is to be heard."""
    with _LOADING:
        _listener.cache_clear()


def hear(sound: Sound, *, language: str | None = None) -> Heard:
    """The words in a recording; the language is guessed where it is not given."""
    samples = resampled(sound, 16_000).samples
    asked = language.split("-")[0] if language else None
    segments, about = _ready_listener().transcribe(
        samples,
        language=asked,
        beam_size=1,
        temperature=0.0,
        condition_on_previous_text=False,
        without_timestamps=sound.seconds < _WINDOW_SECONDS,
    )
    return Heard(" ".join(segment.text.strip() for segment in segments), about.language)


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: lower case, no punctuation, one Han character a word, in its simplified form.

    Numbers among Han characters are as they are read in Chinese.
    """
    read = read_out(text) if HAN.search(text) else unicodedata.normalize("NFKC", text)
    plain = read.lower().replace("’", "'").replace("-", " ")
    plain = re.sub(r"\d", lambda digit: f" {_NUMBERS[digit.group()]} ", plain)
    spaced = HAN.sub(lambda one: f" {SIMPLIFIED_OF.get(one.group(), one.group())} ", plain)
    return [word for word in (re.sub(r"[^\w']", "", w) for w in spaced.split()) if word]


def sounds_of(words: list[str]) -> list[str]:
    """The words with every Han character as its syllable and tone: which of several characters a sound is, is not heard."""
    from pypinyin import Style, lazy_pinyin  # its dictionary is loaded on first use only

    out: list[str] = []
    for is_han, run in groupby(words, key=lambda word: bool(HAN.fullmatch(word))):
        together = list(run)
        out += (
            lazy_pinyin("".join(together), style=Style.TONE3, neutral_tone_with_five=True)
            if is_han
            else together
        )
    return out


def word_error(expected: str, heard: str) -> float:
    """Word error rate: words replaced, lost or added, over words expected (1.0 where none was expected)."""
    return _wrong(words_of(expected), words_of(heard))


def sound_error(expected: str, heard: str) -> float:
    """As `word_error`, with Han characters compared by their syllables and tones."""
    return _wrong(sounds_of(words_of(expected)), sounds_of(words_of(heard)))


def _wrong(wanted: list[str], got: list[str]) -> float:
    row = list(range(len(got) + 1))
    for i, word in enumerate(wanted, 1):
        previous, row = row, [i]
        for j, other in enumerate(got, 1):
            row.append(min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (word != other)))
    return row[-1] / len(wanted) if wanted else 1.0
