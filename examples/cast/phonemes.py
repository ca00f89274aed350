"""Turns a written line into words with Kokoro's phonemes, in English or Mandarin; it knows no audio."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

PAUSES = {"，": ", ", "、": ", ", "。": ". ", "；": "; ", "：": ": ", "！": "! ", "？": "? "}
SENTENCE_END = {"en": r"(?<=[.!?])\s+", "zh": r"(?<=[。！？])"}


@dataclass(frozen=True)
class Word:
    """A word (in Mandarin one character), its phonemes, and what follows them (space, pause)."""

    text: str
    phonemes: str
    after: str


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a line, each short enough for the model to speak at once."""
    return [part for part in re.split(SENTENCE_END[language], text.strip()) if part]


def words_of(sentence: str, language: str) -> list[Word]:
    """The words of one sentence with phonemes; `language` is `en` or `zh`."""
    match language:
        case "en":
            return _english(sentence)
        case "zh":
            return _mandarin(sentence)
        case _:
            raise ValueError(f"no phonemes for language {language}")


@cache
def _british() -> Callable[[str], str]:
    from hibari.g2p import G2P

    return G2P(british=True)


def _english(sentence: str) -> list[Word]:
    spoken = _british()(sentence).split()
    written = sentence.split()
    if len(spoken) != len(written):
        raise ValueError(f"words and phonemes differ in number: {written} / {spoken}")
    words = []
    for text, phonemes in zip(written, spoken, strict=True):
        sounds, after = re.fullmatch(r"(.*?)([,.!?;:—…]*)", phonemes).groups()
        words.append(Word(text.strip(",.!?;:"), sounds, after + " "))
    return [*words[:-1], replace(words[-1], after=words[-1].after.rstrip())]


def _mandarin(sentence: str) -> list[Word]:
    import jieba

    jieba.setLogLevel(60)
    words: list[Word] = []
    for chunk in jieba.lcut(sentence):
        if chunk in PAUSES:
            words[-1] = replace(words[-1], after=PAUSES[chunk])
        else:
            words += _syllables(chunk)
    words = _merge_tones(words)
    return [*words[:-1], replace(words[-1], after=words[-1].after.rstrip())]


def _syllables(chunk: str) -> list[Word]:
    from pypinyin import Style, lazy_pinyin

    tones = lazy_pinyin(chunk, style=Style.TONE3, neutral_tone_with_five=True)
    last = len(chunk) - 1
    return [
        Word(mark, tone, " " if place == last else "")
        for place, (mark, tone) in enumerate(zip(chunk, tones, strict=True))
    ]


def _merge_tones(words: list[Word]) -> list[Word]:
    """Apply tone sandhi (3+3, 不, 一) and turn pinyin into Kokoro's phonemes."""
    from misaki.zh import ZHG2P

    spoken = []
    for here, following in zip(words, [*words[1:], None], strict=True):
        tone, pauses = here.phonemes, here.after.strip() != ""
        next_tone = following.phonemes[-1] if following and not pauses else ""
        if tone.endswith("3") and next_tone == "3" and here.after == "":
            tone = tone[:-1] + "2"
        elif here.text == "不" and next_tone == "4":
            tone = "bu2"
        elif here.text == "一" and next_tone:
            tone = "yi2" if next_tone == "4" else "yi4"
        spoken.append(replace(here, phonemes=ZHG2P.py2ipa(tone).replace(chr(815), "")))
    return spoken
