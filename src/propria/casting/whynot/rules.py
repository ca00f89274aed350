"""What one change of a brief would win, axis by axis, and how roughly a count of people is told. Pure.

A change asks for less on one axis, or offers more: no wider ask was ever answered by more people. Whoever drew a red line
that the brief touches is never counted: nobody bargains over it.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from propria.casting.model import Brief, Change, Won
from propria.kernel.money import Money
from propria.scope.measures import Quota, one_order
from propria.scope.values import Anything, Interval
from propria.scope.words import AXIS_WORDS, ordered

FEW = 5
MONTHS = (36, 24, 18, 12, 9, 6, 3, 1)
KEPT_DAYS = (365, 180, 90, 30, 7, 1, 0)
VOLUME_PERCENT = (75, 50, 25, 10)
PAY_PERCENT = (110, 125, 150, 200, 300, 500)
LEFT_OUT = (
    "attribute", "act", "medium", "territory", "language", "theme", "script", "provider", "region", "sub_licensee",
)  # fmt: skip
"""The axes on which one code may be left out."""
MAY_BE_EMPTY = frozenset({"sub_licensee"})
MOST_CODES = 12
"""Of longer lists, such as the whole world, leaving out one code says little."""


def changes(brief: Brief, axes: Iterable[str]) -> list[Change]:
    """Every change that is tried on these axes, the least first."""
    return [change for axis in axes if axis in _CHANGES for change in _CHANGES[axis](brief)]


def chosen(won: Iterable[Won]) -> tuple[Won, ...]:
    """Of each axis one: the least change that wins at least half of the most that any wins there; the most wins of equal ones."""
    by_axis: dict[str, list[Won]] = {}
    for one in won:
        if one.count:
            by_axis.setdefault(one.change.axis, []).append(one)
    return tuple(
        min((o for o in some if 2 * o.count >= max(w.count for w in some)), key=lambda o: (o.change.step, -o.count))
        for some in by_axis.values()
    )  # fmt: skip


def roughly(count: int) -> int:
    """A count of people in one figure, to the nearest ten at least; 0 where there are fewer than FEW.

    >>> [roughly(n) for n in (0, 4, 5, 14, 15, 44, 96, 149, 151, 2_600)]
    [0, 0, 10, 10, 20, 40, 100, 100, 200, 3000]
    """
    if count < FEW:
        return 0
    step = max(10, 10 ** (len(str(count)) - 1))
    return (count + step // 2) // step * step


def most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Axes by how many they keep out, roughly; equals in the order of the axes, pay last."""
    order = {axis: place for place, axis in enumerate(AXIS_WORDS)}
    return sorted(counts.items(), key=lambda one: (-roughly(one[1]), order.get(one[0], len(order))))


def _shorter(brief: Brief) -> Iterator[Change]:
    term = brief.scope.term
    if isinstance(term, Interval):
        ends = ((months, _months_on(term.start, months)) for months in MONTHS)
        for step, (months, end) in enumerate((m, e) for m, e in ends if e < term.end):
            scope = brief.scope.but(term=Interval(term.start, end))
            yield Change("term", replace(brief, scope=scope), step, months=months)


def _months_on(start: int, months: int) -> int:
    """The same day and time so many calendar months later, or the last day of that month; seconds since 1970 UTC."""
    begun = datetime.fromtimestamp(start, UTC)
    years, month = divmod(begun.month - 1 + months, 12)
    year = begun.year + years
    day = min(begun.day, monthrange(year, month + 1)[1])
    return int(begun.replace(year=year, month=month + 1, day=day).timestamp())


def _narrower(axis: str, ends: Callable[[Interval], Iterable[int]], brief: Brief) -> Iterator[Change]:
    span = brief.scope.value(axis)
    if isinstance(span, Interval):
        for step, end in enumerate(e for e in ends(span) if span.start < e < span.end):
            yield Change(axis, _asking(brief, axis, Interval(span.start, end)), step)


def _less_in_all(brief: Brief) -> Iterator[Change]:
    """Every unit cut alike: to a share of itself, never below one."""
    quotas = brief.scope.volume
    if not isinstance(quotas, Anything):
        for step, percent in enumerate(VOLUME_PERCENT):
            less = one_order(Quota(q.unit, max(1, q.limit * percent // 100)) for q in quotas)
            if less != quotas:
                yield Change("volume", _asking(brief, "volume", less), step)


def _without(axis: str, brief: Brief) -> Iterator[Change]:
    codes = brief.scope.value(axis)
    if isinstance(codes, frozenset) and (1 if axis in MAY_BE_EMPTY else 2) <= len(codes) <= MOST_CODES:
        for code in ordered(axis, codes):
            yield Change(axis, _asking(brief, axis, codes - {code}), left_out=code)


def _better_paid(brief: Brief) -> Iterator[Change]:
    for step, percent in enumerate(PAY_PERCENT):
        offered = Money(brief.budget.currency, _two_figures(-(-brief.budget.minor * percent // 100)))
        yield Change("floor", replace(brief, budget=offered), step)


def _two_figures(number: int) -> int:
    """Rounded up to two figures."""
    unit = 10 ** max(0, len(str(number)) - 2)
    return -(-number // unit) * unit


def _asking(brief: Brief, axis: str, value: object) -> Brief:
    return replace(brief, scope=brief.scope.but(**{axis: value}))


_CHANGES: Mapping[str, Callable[[Brief], Iterator[Change]]] = {
    "term": _shorter,
    "rating": partial(_narrower, "rating", lambda span: range(span.end - 1, span.start, -1)),
    "retention": partial(_narrower, "retention", lambda span: [days + 1 for days in KEPT_DAYS]),
    "volume": _less_in_all,
    "floor": _better_paid,
    **{axis: partial(_without, axis) for axis in LEFT_OUT},
}
