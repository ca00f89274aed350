"""The claim guard: what a sentence says of performers, held against what is signed. Pure and deterministic."""

import re

from propria.publicity.lexicon import (
    HEDGES,
    LICENSED,
    NEVER,
    OPEN,
    PEOPLE_EN,
    PEOPLE_ZH,
    WORDS_EN,
    WORDS_ZH,
)
from propria.publicity.model import ClaimVerdict, NamedPerformer, PublicCounts, Reason, SentenceVerdict
from propria.publicity.numbers import numbers_en, numbers_zh

_SENTENCE = re.compile(r"[^。！？!?;；\n.]+(?:\.(?=\d)[^。！？!?;；\n.]+)*[。！？!?;；.]?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_QUESTION = re.compile(r"[?？]\s*$|吗\s*[。]?$")
_PEOPLE_EN = re.compile(r"\b(" + "|".join(PEOPLE_EN) + r")\b", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """Cut a text into sentences; English and Chinese stops both end one."""
    return [s.strip() for s in _SENTENCE.findall(text) if s.strip(" .。")]


def true_sentence(counts: PublicCounts, *, zh: bool) -> str:
    """The sentence about everybody that the log proves right now.

    >>> from propria.kernel.time import instant
    >>> c = PublicCounts(41, 3, 2, 6, 9, instant("2026-11-22T10:00:00Z"))
    >>> true_sentence(c, zh=False)
    '41 performers are open to enquiries; 3 have licensed a named project.'
    """
    if zh:
        return f"{counts.open}位表演者愿意洽谈，未作授权；{counts.licensed}位已就具名作品作出授权。"
    noun, verb = ("performer", "is") if counts.open == 1 else ("performers", "are")
    have = "has" if counts.licensed == 1 else "have"
    return (
        f"{counts.open} {noun} {verb} open to enquiries; {counts.licensed} {have} licensed a named project."
    )


def check_text(text: str, counts: PublicCounts, named: tuple[NamedPerformer, ...]) -> list[SentenceVerdict]:
    """A verdict for every sentence of `text` against the facts."""
    return [check_sentence(s, counts, named) for s in sentences(text)]


def check_sentence(sentence: str, counts: PublicCounts, named: tuple[NamedPerformer, ...]) -> SentenceVerdict:
    """Hold one sentence against the facts; what cannot be shown true is not let through."""
    zh = bool(_HAN.search(sentence))
    words = _claiming_words(sentence, zh=zh)
    people = [p for p in named if _names(sentence, p)]
    counted = bool(numbers_zh(sentence) if zh else numbers_en(sentence))
    about = bool(people) or counted or _speaks_of_people(sentence, zh=zh)
    if not words or not about or _QUESTION.search(sentence):
        return SentenceVerdict(sentence, ClaimVerdict.NOT_A_CLAIM, (), "")
    reasons = [
        *_word_reasons(words),
        *_name_reasons(words, people),
        *_count_reasons(sentence, words, counts, zh=zh),
    ]
    if reasons:
        return SentenceVerdict(
            sentence, ClaimVerdict.OVERCLAIMS, tuple(reasons), true_sentence(counts, zh=zh)
        )
    if not people and not counted:
        unclear = Reason(
            "publicity.no_number",
            sentence,
            "没有人名，也没有数目，无从核对。",
            "It names nobody and gives no number, so it cannot be checked.",
        )
        return SentenceVerdict(sentence, ClaimVerdict.UNCLEAR, (unclear,), true_sentence(counts, zh=zh))
    return SentenceVerdict(sentence, ClaimVerdict.PROVABLE, (), sentence)


def _claiming_words(sentence: str, *, zh: bool) -> list[tuple[str, str]]:
    text = sentence.lower()
    for hedge in HEDGES:
        text = text.replace(hedge, " " * len(hedge))
    found: list[tuple[str, str]] = []
    for word, needs in WORDS_ZH if zh else WORDS_EN:
        pattern = re.escape(word) if zh else rf"\b{re.escape(word)}\b"
        if re.search(pattern, text):
            found.append((word, needs))
            text = re.sub(pattern, lambda m: " " * len(m.group()), text)
    return found


def _speaks_of_people(sentence: str, *, zh: bool) -> bool:
    return any(p in sentence for p in PEOPLE_ZH) if zh else bool(_PEOPLE_EN.search(sentence))


def _names(sentence: str, person: NamedPerformer) -> bool:
    return person.zh in sentence or person.en.lower() in sentence.lower()


def _word_reasons(words: list[tuple[str, str]]) -> list[Reason]:
    return [
        Reason(
            "publicity.word_without_state",
            word,
            f"“{word}”对应不上任何已签署的状态。",
            f"No signed state supports the word “{word}”.",
        )
        for word, needs in words
        if needs == NEVER
    ]


def _name_reasons(words: list[tuple[str, str]], people: list[NamedPerformer]) -> list[Reason]:
    reasons = []
    for person in people:
        for word, needs in words:
            if (needs == LICENSED and not person.licensed_projects) or (needs == OPEN and not person.is_open):
                truth_zh, truth_en = (
                    ("愿意洽谈，未作授权", "open to enquiries; no licence given")
                    if person.is_open
                    else ("未列于名册", "not listed")
                )
                reasons.append(
                    Reason(
                        "publicity.name_without_state",
                        person.en,
                        f"{person.zh}：{truth_zh}，不能说“{word}”。",
                        f"{person.en} is {truth_en}; “{word}” is not true of them.",
                    )
                )
    return reasons


def _count_reasons(
    sentence: str, words: list[tuple[str, str]], counts: PublicCounts, *, zh: bool
) -> list[Reason]:
    said = numbers_zh(sentence) if zh else numbers_en(sentence)
    reasons = []
    for number, more, at in said:
        word, needs = _word_for(at, sentence, words)
        true = counts.licensed if needs == LICENSED else counts.open
        if number > true or (more and number >= true):
            reasons.append(
                Reason(
                    "publicity.number_too_large",
                    f"{number} … {word}",
                    f"实数：{counts.open}位愿意洽谈，{counts.licensed}位已就具名作品授权，不是{number}。",
                    f"The true numbers are {counts.open} open to enquiries and {counts.licensed} licensed, not {number}.",
                )
            )
    return reasons


def _word_for(at: int, sentence: str, words: list[tuple[str, str]]) -> tuple[str, str]:
    """The claiming word that a number at position `at` belongs to: the nearest after it, else the last before."""
    text = sentence.lower()
    placed = sorted((text.find(word), word, needs) for word, needs in words)
    after = [(word, needs) for place, word, needs in placed if place >= at]
    return after[0] if after else (placed[-1][1], placed[-1][2])
