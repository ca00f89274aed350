"""Words in a contract's text that undo what its scope says: *in perpetuity*, 永久. Finds, does not judge."""

import re
from dataclasses import dataclass

from propria.scope.words import Said

_PHRASES: tuple[tuple[str, str], ...] = (
    (
        "term",
        r"in perpetuity|perpetual(ly)?|for ever|forever|no (end|expiry) date|永久|永远|无限期|长期有效|终身",
    ),
    (
        "territory",
        r"worldwide|throughout the (world|universe)|anywhere in the (world|universe)|全世界|全球范围|全宇宙",
    ),
    (
        "medium",
        r"all media|any( and all)? media|now known or (hereafter|later) (devised|invented|developed)"
        r"|全部媒体|一切媒体|任何媒介|现有或将来(开发|出现)的",
    ),
    (
        "project",
        r"any purpose|all purposes|any (and all )?(use|manner)( whatsoever)?|任何(用途|目的|方式)|一切用途",
    ),
    ("term", r"irrevocabl[ey]|不可撤(销|回)|不得撤(销|回)"),
    ("sub_licensee", r"(freely )?(assignable|transferable|sublicensable)|自由转(让|授权)|任意第三方"),
    (
        "act",
        r"without (any )?(further )?(consent|approval)|无需(另行|再)?(同意|授权|许可)"
        r"|waives? (all|any) (moral )?rights|放弃(一切|全部)",
    ),
)
_FOUND = tuple((axis, re.compile(pattern, re.IGNORECASE)) for axis, pattern in _PHRASES)


@dataclass(frozen=True)
class Phrase:
    """A phrase found: which axis it would open, the words themselves, and where (`start` in characters)."""

    axis: str
    text: str
    start: int

    @property
    def wrong(self) -> Said:
        """What is wrong with it."""
        return Said(
            f"“{self.text}”会把所列的范围一笔勾销，不能签署。",
            f"“{self.text}” would undo what the scope says; it cannot be signed.",
        )


def sweeping_phrases(text: str) -> tuple[Phrase, ...]:
    """Every sweeping phrase in a text, zh or en, in order.

    >>> [p.axis for p in sweeping_phrases("All media, worldwide, in perpetuity, for any purpose")]
    ['medium', 'territory', 'term', 'project']
    """
    hits = [Phrase(axis, m.group(), m.start()) for axis, pattern in _FOUND for m in pattern.finditer(text)]
    return tuple(sorted(hits, key=lambda phrase: phrase.start))
