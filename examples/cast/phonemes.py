"""Turns a written line into words with Kokoro's phonemes, in English or Mandarin; it knows no audio."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from propria.replicas.engine.mandarin import Said as Word
from propria.replicas.engine.mandarin import sentences as mandarin_sentences

SENTENCE_END = {"en": r"(?<=[.!?])\s+", "zh": r"(?<=[。！？])"}


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a line, each short enough for the model to speak at once."""
    return [part for part in re.split(SENTENCE_END[language], text.strip()) if part]


def words_of(sentence: str, language: str) -> list[Word]:
    """The words of one sentence with phonemes; `language` is `en` or `zh`."""
    match language:
        case "en":
            return _english(sentence)
        case "zh":
            return [one for part in mandarin_sentences(sentence, english=_british()) for one in part]
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
