"""A text cut into sentences, and the language of each. Pure; it judges nothing."""

import re
from html import unescape

from propria.publicity.spelling import plain

_SENTENCE = re.compile(r"[^。！？!?;；\n.]+(?:\.(?=\d)[^。！？!?;；\n.]+)*[。！？!?;；.]?[”’」\"]?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_TITLED = re.compile(r"《[^》]*》")
_ABBREVIATION = re.compile(r"\b(Dr|Mr|Mrs|Ms|Prof|Inc|Ltd|Co|St|Jr|Sr|vs|No|[A-Z])\.(?=\s)")
_HELD_STOP = "\u2024"
_WRAPPED = re.compile(r"(?<=[A-Za-z0-9,'’]) *\r?\n *(?=[a-z])")
"""A line break within a sentence."""
MOST_CHARACTERS = 800


def sentences(text: str) -> list[str]:
    r"""Cut a text into sentences; English and Chinese stops both end one, and so do 800 characters.

    >>> sentences("Wen&nbsp;Jia, who was scanned\nin May, has not signed. 她说了。")
    ['Wen\xa0Jia, who was scanned in May, has not signed.', '她说了。']
    """
    said = _unwrapped(text)
    held = _ABBREVIATION.sub(rf"\1{_HELD_STOP}", said)
    cut = (part for s in _SENTENCE.findall(held) for part in _no_longer(s))
    found = (s.replace(_HELD_STOP, ".").strip(" \t•·*-–") for s in cut)
    return [s for s in found if s.strip(' .。”"’」')]


def _unwrapped(text: str) -> str:
    return _WRAPPED.sub(" ", unescape(text))


def as_read(text: str) -> str:
    """A text as names are found in it: its lines joined, in one spelling."""
    return plain(_unwrapped(text))


def _no_longer(sentence: str) -> list[str]:
    """Nothing that is read by itself is longer than what a reader takes for a sentence."""
    return [sentence[a : a + MOST_CHARACTERS] for a in range(0, len(sentence), MOST_CHARACTERS)]


def is_chinese(sentence: str) -> bool:
    """Whether it is read as Chinese: more of its characters than there are words in Latin letters.

    >>> is_chinese("艺人Tom Keller已签约"), is_chinese("温嘉 (Wen Jia) has signed")
    (True, False)
    """
    return len(_HAN.findall(sentence)) > len(_LATIN.findall(sentence))


def is_mixed(sentence: str) -> bool:
    """Whether words of both languages make it up, titles left out: AI library 已签约 Tom Keller."""
    words = _TITLED.sub("", sentence)
    return len(_HAN.findall(words)) > 1 and len(_LATIN.findall(words)) > 1
