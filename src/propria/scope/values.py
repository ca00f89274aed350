"""One axis's worth of scope: a set of codes, an interval, or ANY; how two of them compare."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal


class Anything(Enum):
    """The explicit value ANY: whatever there is, now or later. Never the default."""

    ANY = "ANY"

    def __repr__(self) -> str:
        return "ANY"


ANY: Final = Anything.ANY


@dataclass(frozen=True, order=True)
class Interval:
    """Whole numbers from `start` up to but not including `end`; every empty one is `NEVER`.

    >>> Interval(5, 3) == NEVER, bool(Interval(1, 2))
    (True, True)
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end <= self.start:
            object.__setattr__(self, "start", 0)
            object.__setattr__(self, "end", 0)

    def __bool__(self) -> bool:
        return self.end > self.start


NEVER: Final = Interval(0, 0)
EMPTY: Final[frozenset[str]] = frozenset()

Codes = frozenset[str] | Literal[Anything.ANY]
Span = Interval | Literal[Anything.ANY]
Value = Codes | Span


def ancestors(code: str, separator: str) -> list[str]:
    """`code` and every code that it lies under, nearest first. No separator: `code` alone.

    >>> ancestors("film.short", ".")
    ['film.short', 'film']
    """
    found = [code]
    while separator and separator in code:
        code = code.rpartition(separator)[0]
        found.append(code)
    return found


def prune(codes: Iterable[str], separator: str) -> frozenset[str]:
    """The same codes without those that another of them covers: the one form of a set in a tree."""
    kept = frozenset(codes)
    if not separator:
        return kept
    return frozenset(c for c in kept if kept.isdisjoint(ancestors(c, separator)[1:]))


def covers_value(wide: Value, narrow: Value, separator: str = "") -> bool:
    """Whether everything in `narrow` is in `wide`. EMPTY is in all; ANY is only in ANY."""
    if wide is ANY or not narrow:
        return True
    if narrow is ANY:
        return False
    if isinstance(wide, frozenset) and isinstance(narrow, frozenset):
        if narrow <= wide or not separator:
            return narrow <= wide
        return all(not wide.isdisjoint(ancestors(code, separator)) for code in narrow)
    if isinstance(wide, Interval) and isinstance(narrow, Interval):
        return wide.start <= narrow.start and narrow.end <= wide.end
    raise TypeError("a set and an interval do not compare")


def meet_value(one: Value, other: Value, separator: str = "") -> Value:
    """What is in both."""
    match one, other:
        case (Anything.ANY, _):
            return other
        case (_, Anything.ANY):
            return one
        case (Interval(), Interval()):
            return Interval(max(one.start, other.start), min(one.end, other.end))
        case (frozenset(), frozenset()):
            in_other = {c for c in one if not other.isdisjoint(ancestors(c, separator))}
            in_one = {c for c in other if not one.isdisjoint(ancestors(c, separator))}
            return prune(in_other | in_one, separator)
        case _:
            raise TypeError("a set and an interval do not meet")


def missing_from(wide: Value, narrow: Value, separator: str = "") -> tuple[str, ...]:
    """Which codes of `narrow` are not in `wide`, in order; `*` where `narrow` is ANY."""
    match wide, narrow:
        case (frozenset(), frozenset()):
            return tuple(sorted(c for c in narrow if wide.isdisjoint(ancestors(c, separator))))
        case (frozenset(), Anything.ANY):
            return ("*",)
        case _:
            return ()
