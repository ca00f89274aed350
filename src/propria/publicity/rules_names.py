"""What may be asked about a name: its length, and the mark by which somebody is told from others of that name."""

import re
from collections.abc import Iterator

from propria.kernel.errors import Malformed
from propria.proofs.names import fold_name

MAX_NAME_CHARACTERS = 100
MOST_WORDS, MOST_CHARACTERS = 6, 16
"""The longest name that a text is searched for: in words where they are spaced, in characters where they are not."""
_UNSPACED = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_RUN = re.compile(rf"[{_UNSPACED}·]{{2,}}")
_WORD = re.compile(rf"[^\W{_UNSPACED}]+(?:[.'’·-]+[^\W{_UNSPACED}]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ISNI = re.compile(r"[0-9]{15}[0-9X]\Z")
_DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z")


def asked_name(text: str) -> str:
    """A name as it is looked up. Raises: Malformed(`publicity.name_too_long`)."""
    name = text.strip()
    if len(name) > MAX_NAME_CHARACTERS:
        raise Malformed("publicity.name_too_long", "A name has at most 100 characters.")
    return name


def own_mark(text: str) -> str:
    """An ISNI without spaces, or a domain in lower case; empty where none was given.

    Raises: Malformed(`publicity.mark_unusable`).

    >>> own_mark("0000 0001 2103 2683"), own_mark(" Mina.Example ")
    ('0000000121032683', 'mina.example')
    """
    mark = "".join(text.split()).lower()
    isni = mark.upper().replace("-", "")
    if _ISNI.match(isni):
        return isni
    if mark and not _DOMAIN.match(mark):
        raise Malformed("publicity.mark_unusable", "Give an ISNI of 16 characters or a domain, or neither.")
    return mark


def names_in(text: str) -> set[str]:
    """Everything in a text that could be somebody's name, folded: runs of words, and of characters that nothing spaces.

    >>> names_in("温嘉 met Mina Haldane’s agent") >= {"温嘉", "mina haldane"}
    True
    """
    folded = fold_name(text)
    return {*_characters_in(folded), *_words_in(folded)}


def _characters_in(folded: str) -> Iterator[str]:
    for run in _RUN.findall(folded):
        for start in range(len(run) - 1):
            for end in range(start + 2, min(start + MOST_CHARACTERS, len(run)) + 1):
                yield run[start:end]


def _words_in(folded: str) -> Iterator[str]:
    found = list(_WORD.finditer(folded))
    for first, match in enumerate(found):
        for last in found[first : first + MOST_WORDS]:
            between = folded[match.start() : last.end()]
            yield between
            yield _POSSESSIVE.sub("", between)
