"""Claims that are composed: a giving word with a likeness, a place of this business with somebody in it. Pure.

It reads only clauses in which no word of the lexicon claims (clauses.py); the classes and compositions are word_classes.py.
"""

import re
from functools import cache

from propria.publicity import lexicon
from propria.publicity import word_classes as classes

_OTHER_EN = re.compile(
    rf"(?<!AI )(?<!digital )(?<!virtual )\b(?:{lexicon.OTHER_HEADS_EN}|{classes.OTHER_SURFACES_EN})\b"
    rf"|{lexicon.PURPOSE_OTHER_EN}|{lexicon.EMPLOYED_EN}",
    re.IGNORECASE,
)
_ELSEWHERE_EN = re.compile(
    rf"\b(?:{classes.OTHER_SURFACES_EN})\b|{lexicon.PURPOSE_OTHER_EN}|{lexicon.EMPLOYED_EN}", re.IGNORECASE
)
_STRONG = re.compile(
    r"\blicen[cs]es? (?:\w+ )?(?:covers?|includes?|extends?|runs? to|stretch(?:es)?|reach(?:es)?|applies)\b"
    r"|\bAI\b|\b(?:digital|faces?|images?|likeness\w*|clon\w+)\b|AI|数字|肖像|克隆|脸|面孔",
    re.IGNORECASE,
)
"""So much of this business that a film, a game or a label beside it is where the likeness is used."""
_OTHER_ZH = re.compile(rf"(?<!AI)(?<!数字)(?<!虚拟)(?:{lexicon.OTHER_HEADS_ZH})")
_DEEDS_EN = re.compile(rf"\b{classes.OTHER_DEEDS_EN}", re.IGNORECASE)
_DEEDS_ZH = re.compile(classes.OTHER_DEEDS_ZH)
TABLES_EN = (classes.COMPOSED_EN, classes.LOOSE_EN, classes.AHEAD_EN)
TABLES_ZH = (classes.COMPOSED_ZH, classes.LOOSE_ZH, classes.AHEAD_ZH)
_OWN = {
    word.rstrip("~?")
    for table in (classes.CLASSES_EN, classes.CLASSES_ZH)
    for words in table.values()
    for word in words.split("|")
}
"""Words of compositions that mean another business elsewhere: to *book* somebody, on the *books*."""
_SAID_SO = re.compile(r"[”\"][^“”\"]*\b(?:said|says|told|tells|wrote|writes)\b[^“”\"]*$", re.IGNORECASE)
"""Who said the words in quotation marks, and to whom."""
_NEXT = re.compile(r"[^,，“\"《]*")
"""What a composition may speak of: up to the next comma or title."""


def composed(
    clause: str,
    *,
    zh: bool,
    about: tuple[str, ...],
    ours: bool = False,
    ahead: bool = False,
    counts: tuple[int, ...] = (),
    subject: str = "",
) -> list[tuple[str, str, int]]:
    """Each composition that a clause holds: its words, what it needs, where it stands. `about`: the names in the clause.

    `counts`: where numbers of people stand; they are somebody, too. `ours`: the sentence speaks of this business.
    `ahead`: the clause speaks of what is to come, or by hearsay. `subject`: the clause before, where this one has none.
    """
    if subject:
        joined = composed(f"{subject}{clause[1:]}", zh=zh, about=about, ours=ours, ahead=ahead)
        return [(word, needs, max(0, at - len(subject) + 1)) for word, needs, at in joined]
    if other_deed(clause, zh=zh):
        return []
    tables = TABLES_ZH if zh else TABLES_EN
    read = [tables[0], *([tables[1]] if ours else []), *([tables[2]] if ahead else [])]
    masked = clause
    for name in about:
        masked = masked.replace(name, "¤" * len(name))
    for at in counts:
        masked = f"{masked[:at]}¤{masked[at + 1 :]}"
    found = [
        (clause[match.start() : match.end()], needs, len(clause) if table is tables[2] else match.start())
        for table in read
        for composition, (needs, _) in table.items()
        for match in _finder(composition, zh=zh).finditer(masked)
        if not _is_of_other_business(
            masked, match, zh=zh, holds_works=needs == lexicon.ACTIVE or table is tables[2]
        )
    ]
    return sorted(found, key=lambda one: one[2])


def _is_of_other_business(clause: str, match: re.Match[str], *, zh: bool, holds_works: bool) -> bool:
    """Whether another business stands in the composition, or right after it; what `holds_works` is used in works."""
    other, reach = (_OTHER_ZH, 5) if zh else (_OTHER_EN, 40)
    after = _NEXT.match(clause, match.end(), match.end() + reach)
    end = after.end() if after else match.end()
    ours = _finder("{place}", zh=zh).search(clause, match.end(), end)
    end = ours.start() if ours else end
    if _STRONG.search(clause, match.start()):
        return not zh and bool(_ELSEWHERE_EN.search(clause, match.start(), end))
    found = other.finditer(clause, match.start(), end)
    return any(
        one.start() >= match.end() or not (holds_works or one.group().lower() in _OWN) for one in found
    )


def other_deed(clause: str, *, zh: bool) -> bool:
    """Whether a clause tells what gives this business nothing: somebody complains of it, or removes it."""
    return bool((_DEEDS_ZH if zh else _DEEDS_EN).search(_SAID_SO.sub("", clause)))


def other_business(clause: str, *, zh: bool) -> bool:
    """Whether a clause speaks of another business."""
    found = (_OTHER_ZH if zh else _OTHER_EN).finditer(clause)
    return any(one.group().lower() not in _OWN for one in found)


@cache
def _finder(composition: str, *, zh: bool) -> re.Pattern[str]:
    words, between = (
        (classes.CLASSES_ZH, classes.BETWEEN_ZH) if zh else (classes.CLASSES_EN, classes.BETWEEN_EN)
    )
    edge = "" if zh else r"\b"
    named = {name: rf"{edge}(?:{_VERB.sub(_forms, every)}){edge}" for name, every in words.items()}
    for _ in range(2):  # a class may hold a class that holds one
        named = {name: every.format(**named) for name, every in named.items()}
    return re.compile(composition.format(**named, **between), re.IGNORECASE)


_VERB = re.compile(r"(\w+)~")


def _forms(verb: re.Match[str]) -> str:
    """All forms of a regular verb: hand, hands, handed, handing."""
    word = verb[1]
    if word.endswith("e"):
        return rf"{word[:-1]}(?:e|es|ed|ing)"
    if word.endswith("y"):
        return rf"{word[:-1]}(?:y|ies|ied|ying)"
    return rf"{word}(?:s|es|ed|ing)?"
