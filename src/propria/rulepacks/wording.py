"""Which words of a text changed: what both versions say, what only the old one said, what only the new one says. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

_WORDS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|\s+|[\w’'-]+|[^\w\s]")
"""A word, a run of spaces, a mark; each character of Chinese by itself."""


class Stands(Enum):
    """Where some words stand: in both versions, or in one of them."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True)
class Words:
    """Some words of a text, and where they stand."""

    stands: Stands
    text: str


def changed_words(old: str, new: str) -> tuple[Words, ...]:
    """Both versions in one, in order: what stands in both, and at each change what was said before what is said now.

    >>> [(w.stands.value, w.text) for w in changed_words("within ten days", "within 30 days")]
    [('both', 'within '), ('old', 'ten'), ('new', '30'), ('both', ' days')]
    """
    return tuple(part for part in _parts(_WORDS.findall(old), _WORDS.findall(new)) if part.text)


def _parts(old: list[str], new: list[str]) -> Iterator[Words]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Words(Stands.BOTH, "".join(old[a:b]))
        else:
            yield Words(Stands.OLD, "".join(old[a:b]))
            yield Words(Stands.NEW, "".join(new[c:d]))
