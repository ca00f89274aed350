"""The axes of a scope: their names, kinds and code lists, and how a value on each is read and spelt."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from propria.kernel.errors import Malformed
from propria.scope.codes import audience, commerce, doings, languages, m49, media
from propria.scope.codes.territories import TERRITORIES
from propria.scope.values import ANY, EMPTY, NEVER, Anything, Interval, Value, prune

LONGEST_NAME = 200
MOST_VALUES = 400
LAST = {"term": 253_402_300_799, "rating": len(audience.RATING_ORDER), "retention": 36_526}


class Kind(Enum):
    """How an axis is written: listed codes, names of the parties' own, or an interval."""

    CODES = "codes"
    NAMES = "names"
    INTERVAL = "interval"


@dataclass(frozen=True)
class Axis:
    """One axis: its name, how it is written, what makes a tree of it, and whether ANY may stand here.

    `any_in_terms`: ANY is legal here in mandates and standing terms (never in contracts, licences, tokens).
    """

    name: str
    kind: Kind
    separator: str = ""
    any_in_terms: bool = True


AXES: tuple[Axis, ...] = (
    Axis("attribute", Kind.CODES, any_in_terms=False),
    Axis("act", Kind.CODES, any_in_terms=False),
    Axis("medium", Kind.CODES, ".", any_in_terms=False),
    Axis("project", Kind.NAMES),
    Axis("role", Kind.NAMES),
    Axis("advertiser", Kind.NAMES),
    Axis("product_line", Kind.CODES, "."),
    Axis("territory", Kind.CODES, "-"),
    Axis("language", Kind.CODES, "-"),
    Axis("term", Kind.INTERVAL),
    Axis("rating", Kind.INTERVAL),
    Axis("theme", Kind.CODES),
    Axis("script", Kind.CODES),
    Axis("provider", Kind.NAMES),
    Axis("retention", Kind.INTERVAL),
    Axis("region", Kind.CODES, "-"),
    Axis("sub_licensee", Kind.NAMES),
    Axis("life", Kind.CODES, any_in_terms=False),
)
AXIS: dict[str, Axis] = {axis.name: axis for axis in AXES}
AXIS_NAMES: tuple[str, ...] = tuple(AXIS)
INTERVALS = frozenset(axis.name for axis in AXES if axis.kind is Kind.INTERVAL)

_LISTS: dict[str, Collection[str]] = {
    "attribute": doings.ATTRIBUTES,
    "act": doings.ACTS,
    "medium": media.MEDIA,
    "theme": audience.THEMES,
    "script": doings.SCRIPTS,
    "life": doings.LIFE,
}
_SLUG = re.compile(r"[a-z0-9_]{1,60}")
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def _unknown(axis: str, code: str) -> Malformed:
    return Malformed("scope.unknown_code", f"{code!r} is not a code of {axis}.", axis=axis, value=code)


def read_codes(axis: Axis, values: Iterable[str]) -> frozenset[str]:
    """The values in their one spelling: areas written out, tags spelt, covered codes dropped.

    Raises: Malformed(`scope.unknown_code`), Malformed(`scope.too_many`).
    """
    if isinstance(values, str):
        raise Malformed("scope.unreadable", f"{axis.name} takes a list of codes.", axis=axis.name)
    given = tuple(values)
    for value in given:
        if not isinstance(value, str):
            raise _unknown(axis.name, repr(value))
    return _spelt(axis.name, given)


@lru_cache(maxsize=4096)
def _spelt(name: str, values: tuple[str, ...]) -> frozenset[str]:
    """One spelling a list; terms of many people say the same lists."""
    found: set[str] = set()
    for value in values:
        found.update(_read_code(name, value))
    if len(found) > MOST_VALUES:
        raise Malformed("scope.too_many", f"More than {MOST_VALUES} values on {name}.", axis=name)
    return prune(found, AXIS[name].separator)


def _read_code(name: str, value: str) -> Collection[str]:
    match name:
        case "territory" | "region":
            return _territory(name, value)
        case "language":
            try:
                return (languages.spell(value),)
            except ValueError:
                raise _unknown(name, value) from None
        case "product_line":
            return (_product_line(value),)
        case "project" | "role" | "advertiser" | "provider" | "sub_licensee":
            return (_name(name, value),)
        case _:
            if value not in _LISTS[name]:
                raise _unknown(name, value)
            return (value,)


def _territory(axis: str, value: str) -> Collection[str]:
    if value in m49.AREAS:
        return m49.expand(value)
    if value in TERRITORIES or (_SUBDIVISION.fullmatch(value) and value[:2] in TERRITORIES):
        return (value,)
    raise _unknown(axis, value)


def _product_line(value: str) -> str:
    parts = value.split(".")
    if parts[0] not in commerce.PRODUCT_LINES or not all(_SLUG.fullmatch(part) for part in parts):
        raise _unknown("product_line", value)
    return value


def _name(axis: str, value: str) -> str:
    name = unicodedata.normalize("NFC", value).strip()
    if not name or len(name) > LONGEST_NAME or name in ("ANY", "*") or not name.isprintable():
        raise _unknown(axis, value)
    return name


def read_value(axis: Axis, value: object) -> Value:
    """A value of the axis in its one spelling, from codes, an interval or ANY.

    Raises: Malformed(`scope.unreadable`), Malformed(`scope.unknown_code`), Malformed(`scope.too_many`).
    """
    if isinstance(value, Anything):
        return ANY
    if axis.kind is Kind.INTERVAL:
        if not isinstance(value, Interval):
            raise Malformed("scope.unreadable", f"{axis.name} takes an interval.", axis=axis.name)
        return _clip(axis.name, value)
    if value is EMPTY:
        return EMPTY
    if not isinstance(value, Iterable):
        raise Malformed("scope.unreadable", f"{axis.name} takes a list of codes.", axis=axis.name)
    return read_codes(axis, value)


def _clip(name: str, value: Interval) -> Interval:
    return Interval(max(0, value.start), min(LAST[name], value.end)) if value else NEVER
