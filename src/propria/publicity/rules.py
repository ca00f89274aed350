"""The claim guard: what a sentence says of performers, held against what is signed. Pure and deterministic."""

import re

from propria.publicity import frames
from propria.publicity.lexicon import (
    HEDGES,
    LICENSED,
    NEVER,
    OPEN,
    OWNING,
    PEOPLE_EN,
    PEOPLE_ZH,
    WORDS_EN,
    WORDS_ZH,
)
from propria.publicity.model import ClaimVerdict, NamedPerformer, PublicCounts, Reason, SentenceVerdict
from propria.publicity.numbers import NUMBER_EN, NUMBER_ZH, numbers_en, numbers_zh

_SENTENCE = re.compile(r"[^。！？!?;；\n.]+(?:\.(?=\d)[^。！？!?;；\n.]+)*[。！？!?;；.]?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ABBREVIATION = re.compile(r"\b(Dr|Mr|Mrs|Ms|Prof|Inc|Ltd|Co|St|Jr|Sr|vs|No|[A-Z])\.(?=\s)")
_HELD_STOP = "\u2024"
_PEOPLE_EN = re.compile(r"\b(" + "|".join(PEOPLE_EN) + r")\b", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """Cut a text into sentences; English and Chinese stops both end one."""
    held = _ABBREVIATION.sub(rf"\1{_HELD_STOP}", text)
    found = (s.replace(_HELD_STOP, ".").strip(" \t•·*-–") for s in _SENTENCE.findall(held))
    return [s for s in found if s.strip(' .。”"’」')]


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
    counted = bool(_people_counted(sentence, zh=zh))
    strangers = _strangers(sentence, named, zh=zh)
    about = bool(people or strangers) or counted or _speaks_of_people(sentence, zh=zh)
    if not words or not about or _claims_nothing(sentence):
        return SentenceVerdict(sentence, ClaimVerdict.NOT_A_CLAIM, (), "")
    if frames.FUTURE.search(sentence):
        return _unclear(sentence, _PLAN, true_sentence(counts, zh=zh))
    checkable = counted or people or strangers or frames.SHARE.search(sentence)
    if not checkable and not any(word in OWNING for word, _ in words):
        return _unclear(sentence, _NO_NUMBER, true_sentence(counts, zh=zh))
    if strangers and not people:
        unknown = tuple(_unknown(name) for name in strangers)
        return SentenceVerdict(sentence, ClaimVerdict.UNKNOWN_PERSON, unknown, true_sentence(counts, zh=zh))
    reasons = [
        *_word_reasons(words),
        *_name_reasons(words, people),
        *(_unknown(name) for name in strangers),
        *_share_reasons(sentence, counts),
        *_count_reasons(sentence, words, counts, zh=zh),
    ]
    if reasons:
        return SentenceVerdict(
            sentence, ClaimVerdict.OVERCLAIMS, tuple(reasons), true_sentence(counts, zh=zh)
        )
    return SentenceVerdict(sentence, ClaimVerdict.PROVABLE, (), sentence)


_NO_NUMBER = (
    "publicity.no_number",
    "没有人名，也没有数目，无从核对。",
    "It names nobody and gives no number, so it cannot be checked.",
)
_PLAN = (
    "publicity.not_yet",
    "说的是将来的事；只有已签署的才能核对。",
    "It speaks of what is to come; only what is signed can be checked.",
)


def _unclear(sentence: str, why: tuple[str, str, str], provable: str) -> SentenceVerdict:
    code, zh, en = why
    return SentenceVerdict(sentence, ClaimVerdict.UNCLEAR, (Reason(code, sentence, zh, en),), provable)


def _claims_nothing(sentence: str) -> bool:
    for hedge in HEDGES:
        sentence = sentence.replace(hedge, "")
    kinds = (frames.QUESTION, frames.CONDITION, frames.DENIAL, frames.OTHER_BUSINESS)
    return any(kind.search(sentence) for kind in kinds) or _denies_throughout(sentence)


def _denies_throughout(sentence: str) -> bool:
    """Whether a sentence denies, and no clause of it still counts people without denying."""
    if not frames.NEGATION.search(sentence):
        return False
    plain = (c for c in frames.CLAUSE.split(sentence) if not frames.NEGATION.search(c))
    return not any(_people_counted(c, zh=bool(_HAN.search(c))) for c in plain)


def _people_counted(sentence: str, *, zh: bool) -> list[tuple[int, bool, int]]:
    """The numbers of a sentence that count people rather than hours, lenses or money."""
    if zh:
        return [
            n for n in numbers_zh(sentence) if _before(sentence, n[2], NUMBER_ZH, frames.COUNTS_PEOPLE_ZH)
        ] or [
            n
            for n in numbers_zh(sentence)
            if re.search(r"(?:艺人|演员|明星|表演者)(?:人数)?(?:已|突破|超过|达|超|逾)+$", sentence[: n[2]])
        ]
    return [n for n in numbers_en(sentence) if _before(sentence, n[2], NUMBER_EN, frames.COUNTS_PEOPLE_EN)]


def _before(sentence: str, at: int, number: re.Pattern[str], people: re.Pattern[str]) -> bool:
    match = number.match(sentence, at)
    return bool(match and people.search(sentence[match.end() :]))


def _strangers(sentence: str, named: tuple[NamedPerformer, ...], *, zh: bool) -> list[str]:
    """The names in a sentence that the register does not hold."""
    if zh:
        kinds = (frames.NAME_ZH, frames.NAME_FIRST_ZH)
        found = list(dict.fromkeys(m.group(1) for kind in kinds for m in kind.finditer(sentence)))
        found = [n for n in found if not frames.NOT_NAMES_ZH.search(n)]
    else:
        found = [m.group() for m in frames.NAME_EN.finditer(sentence)]
        found = [n for n in found if not frames.NOT_NAMES_EN.search(n)]
    known = [p.zh for p in named] if zh else [p.en.lower() for p in named]
    titles = [project.lower() for p in named for project in p.licensed_projects]
    return [n for n in found if not any(k in n.lower() or n.lower() in k for k in [*known, *titles])]


def _unknown(name: str) -> Reason:
    return Reason(
        "publicity.unknown_person",
        name,
        f"公开名册上没有“{name}”。",
        f"Nobody named “{name}” is publicly listed.",
    )


def _share_reasons(sentence: str, counts: PublicCounts) -> list[Reason]:
    share = frames.SHARE.search(sentence)
    if not share:
        return []
    return [
        Reason(
            "publicity.share_without_whole",
            share.group().strip(),
            f"没有可核对的总数；实数：{counts.open}位愿意洽谈，{counts.licensed}位已就具名作品授权。",
            f"No whole is on record to take a share of; {counts.open} are open and {counts.licensed} licensed.",
        )
    ]


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
    said = _people_counted(sentence, zh=zh)
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
