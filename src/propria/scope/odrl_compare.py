"""How ODRL's operators compare what is the case with a right operand: numbers, times, durations, names. Pure.

Times are half-open intervals of microseconds, so that a date is its whole day (UTC where no zone is written):
a moment is `eq` to a date within it and `lt` a date before its first midnight. What does not compare is None.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation

from propria.scope.codes.audience import RATING_ORDER
from propria.scope.odrl_graph import Graph, Literal, Node, Term
from propria.scope.odrl_words import PROPRIA, XSD

_NUMERIC = frozenset(
    XSD + name
    for name in (
        "decimal", "integer", "int", "long", "short", "byte", "double", "float", "nonNegativeInteger",
        "positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong",
        "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_UNTYPED = frozenset({"", XSD + "string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"})
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(Z|[+-]\d\d:\d\d)?")
_DURATION = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
_MONTHS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ORDERS = ("eq", "neq", "lt", "lteq", "gt", "gteq")

Span = tuple[int, int]


def moments(term: Term) -> Span | None:
    """The microseconds from 1970 that a date or a time covers, `[start, end)`; None if it is neither."""
    if not isinstance(term, Literal):
        return None
    text = term.text.strip()
    try:
        if found := _DAY.fullmatch(text):
            return _days(*found.groups())
        if "T" not in text:
            return None
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        start = (moment - _EPOCH) // timedelta(microseconds=1)
    except (ValueError, OverflowError):
        return None
    return start, start + 1


def _days(year: str, month: str | None, day: str | None, zone: str | None) -> Span | None:
    first = date(int(year), int(month or 1), int(day or 1))
    if day:
        last = first + timedelta(days=1)
    elif month:
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    else:
        last = first.replace(year=first.year + 1)
    return _midnight(first, zone), _midnight(last, zone)


def _midnight(day: date, zone: str | None) -> int:
    offset = timedelta()
    if zone and zone != "Z":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:])) * (-1 if zone[0] == "-" else 1)
    moment = datetime(day.year, day.month, day.day, tzinfo=timezone(offset))
    return (moment - _EPOCH) // timedelta(microseconds=1)


def number(term: Term) -> Decimal | None:
    """A number, written with or without its datatype."""
    if not isinstance(term, Literal) or term.datatype not in _NUMERIC | _UNTYPED:
        return None
    try:
        found = Decimal(term.text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def duration(term: Term) -> tuple[int, Decimal] | None:
    """A duration as whole months and seconds."""
    found = _DURATION.fullmatch(term.text.strip()) if isinstance(term, Literal) else None
    if found is None or not any(found.groups()[1:]):
        return None
    sign, years, months, weeks, days, hours, minutes, seconds = found.groups()
    whole = int(years or 0) * 12 + int(months or 0)
    rest = (
        ((int(weeks or 0) * 7 + int(days or 0)) * 24 + int(hours or 0)) * 60 + int(minutes or 0)
    ) * 60 + Decimal(seconds or 0)
    return (-whole, -rest) if sign else (whole, Decimal(rest))


def ordered(operator: str, value: Term, right: Term) -> bool | None:
    """Whether `value OPERATOR right` holds for one of ORDERS; None where the two do not compare."""
    for read in (moments, number, duration):
        one, other = read(value), read(right)
        if one is not None and other is not None:
            if read is moments:
                return _of_spans(operator, one, other)  # type: ignore[arg-type]
            if read is duration:
                return _of_durations(operator, one, other)  # type: ignore[arg-type]
            return _of_numbers(operator, one, other)  # type: ignore[arg-type]
    match operator:
        case "eq":
            return same(value, right)
        case "neq":
            return not same(value, right)
        case _:
            return None


def _of_spans(operator: str, one: Span, other: Span) -> bool:
    return {
        "eq": other[0] <= one[0] and one[1] <= other[1],
        "neq": one[1] <= other[0] or other[1] <= one[0],
        "lt": one[1] <= other[0],
        "lteq": one[1] <= other[1],
        "gt": one[0] >= other[1],
        "gteq": one[0] >= other[0],
    }[operator]


def _of_durations(operator: str, one: tuple[int, Decimal], other: tuple[int, Decimal]) -> bool | None:
    """As XML Schema orders durations: from four months, and not to be told where they do not agree."""
    if one == other or operator in ("eq", "neq"):
        return _of_numbers(operator, Decimal(one != other), Decimal(0))
    found = {_of_numbers(operator, _from(start, one), _from(start, other)) for start in _MONTHS}
    return found.pop() if len(found) == 1 else None


def _from(start: tuple[int, int], length: tuple[int, Decimal]) -> Decimal:
    """The seconds that a duration takes from the first of a month; 400 years are always 146,097 days."""
    cycles, months = divmod(length[0], 4800)
    year, month = divmod(start[0] * 12 + start[1] - 1 + months, 12)
    days = cycles * 146_097 + (date(year, month + 1, 1) - date(*start, 1)).days
    return days * 86_400 + length[1]


def _of_numbers(operator: str, one: Decimal, other: Decimal) -> bool:
    return {
        "eq": one == other,
        "neq": one != other,
        "lt": one < other,
        "lteq": one <= other,
        "gt": one > other,
        "gteq": one >= other,
    }[operator]


def ranked(left: str, term: Term) -> Term:
    """A rating by its place in the order of ratings; anything else as it is."""
    if left == f"{PROPRIA}rating" and str(term) in RATING_ORDER:
        return Literal(str(RATING_ORDER.index(str(term))), XSD + "integer")
    return term


def is_any(rights: tuple[Term, ...]) -> bool:
    """Whether the right operand is the profile's word for whatever there is."""
    return [str(right) for right in rights] == [f"{PROPRIA}ANY"]


def same(one: Term, other: Term) -> bool:
    """Whether two terms name one thing: an IRI may be written as a literal, and an untyped text as a typed one."""
    if one == other:
        return True
    match one, other:
        case (Literal(), Literal()):
            plain = one.datatype in _UNTYPED or other.datatype in _UNTYPED or one.datatype == other.datatype
            tags = {one.language.lower(), other.language.lower()} - {""}
            return plain and one.text.strip() == other.text.strip() and len(tags) < 2
        case (Node(), Node()):
            return False
        case _:
            return not _blank(one) and not _blank(other) and str(one).strip() == str(other).strip()


def _blank(term: Term) -> bool:
    return isinstance(term, Node) and term.blank


def within(value: Term, whole: Term, graph: Graph) -> bool:
    """Whether the value is the whole, or is said to be part of it, or one of its kind."""
    return same(value, whole) or any(
        same(each, whole) for each in (*graph.wholes(value), *graph.kinds(value))
    )


def of_sets(operator: str, value: Term, rights: Iterable[Term], graph: Graph) -> bool | None:
    """Whether `value OPERATOR rights` holds for the operators that read hierarchies and sets."""
    right = tuple(rights)
    match operator:
        case "isA":
            return any(same(kind, each) for each in right for kind in graph.kinds(value))
        case "isPartOf":
            return any(same(whole, each) for each in right for whole in graph.wholes(value))
        case "hasPart":
            return all(within(each, value, graph) for each in right)
        case "isAnyOf":
            return any(_one_of(value, each, graph) for each in right)
        case "isNoneOf":
            return not any(_one_of(value, each, graph) for each in right)
        case _:
            return None


def _one_of(value: Term, each: Term, graph: Graph) -> bool:
    return within(value, each, graph) or ordered("eq", value, each) is True


def all_of(values: Iterable[Term], rights: Iterable[Term], graph: Graph) -> bool:
    """`isAllOf`: every right operand is met by one of the values."""
    held = tuple(values)
    return all(any(_one_of(value, right, graph) for value in held) for right in rights)
