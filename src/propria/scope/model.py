"""What is allowed, as data: scopes, and standing terms made of them. Decides nothing."""

import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from propria.kernel.errors import Malformed
from propria.scope.axes import AXES, AXIS, AXIS_NAMES, INTERVALS, read_value
from propria.scope.duties import NO_DUTIES, Duties
from propria.scope.measures import (
    Volume,
    one_order,
    span_from_json,
    span_to_json,
    volume_from_json,
    volume_to_json,
)
from propria.scope.values import ANY, EMPTY, NEVER, Anything, Codes, Interval, Span, Value

_ONE_FORM = 2
"""The version of marshal that writes equal values as equal bytes, and nothing but plain values."""


@dataclass(frozen=True)
class Scope:
    """A product of axes. An axis that is not there is EMPTY, and allows nothing; ANY is said, never meant.

    Every value is kept in one spelling: areas written out, tags spelt, covered codes dropped, empty
    intervals NEVER.
    `volume` is what may be used in all; a unit not listed is zero. `duties` are owed for any use.

    Raises: Malformed(`scope.unknown_code` | `scope.unreadable` | `scope.too_many` | `scope.bad_quota`).

    >>> sorted(Scope.of(attribute=["voice"], territory=["030"]).territory)
    ['CN', 'HK', 'JP', 'KP', 'KR', 'MN', 'MO', 'TW']
    """

    attribute: Codes = EMPTY
    act: Codes = EMPTY
    medium: Codes = EMPTY
    project: Codes = EMPTY
    role: Codes = EMPTY
    advertiser: Codes = EMPTY
    product_line: Codes = EMPTY
    territory: Codes = EMPTY
    language: Codes = EMPTY
    term: Span = NEVER
    rating: Span = NEVER
    theme: Codes = EMPTY
    script: Codes = EMPTY
    provider: Codes = EMPTY
    retention: Span = NEVER
    region: Codes = EMPTY
    sub_licensee: Codes = EMPTY
    life: Codes = EMPTY
    volume: Volume = ()
    duties: Duties = NO_DUTIES

    def __post_init__(self) -> None:
        for axis in AXES:
            object.__setattr__(self, axis.name, read_value(axis, getattr(self, axis.name)))
        if not isinstance(self.volume, Anything):
            object.__setattr__(self, "volume", one_order(self.volume))

    @classmethod
    def of(cls, **axes: Any) -> "Scope":
        """A scope from codes in any order and iterable. Raises: as Scope."""
        return cls(**{name: _frozen(value) for name, value in axes.items()})

    @classmethod
    def anything(cls, **axes: Any) -> "Scope":
        """ANY on every axis but those given: how a red line or an exclusivity is written."""
        return cls.of(**(dict.fromkeys((*AXIS_NAMES, "volume"), ANY) | axes))

    def value(self, axis: str) -> Value:
        """What is on the axis. Raises: KeyError if there is no such axis."""
        found: Value = getattr(self, AXIS[axis].name)
        return found

    def values(self) -> dict[str, Value]:
        """Every axis with its value, in the order of AXES."""
        return {name: getattr(self, name) for name in AXIS_NAMES}

    def but(self, **axes: Any) -> "Scope":
        """The same scope with these axes, `volume` or `duties` replaced."""
        return replace(self, **{name: _frozen(value) for name, value in axes.items()})

    def to_json(self) -> dict[str, Any]:
        """The signed form: strings, sorted lists, no empty axis, `"ANY"` where it is said."""
        raw: dict[str, Any] = {}
        for name, value in self.values().items():
            match value:
                case Anything.ANY:
                    raw[name] = "ANY"
                case Interval() if value:
                    raw[name] = span_to_json(name, value)
                case frozenset() if value:
                    raw[name] = sorted(value)
        if self.volume:
            raw["volume"] = volume_to_json(self.volume)
        if self.duties:
            raw["duties"] = self.duties.to_json()
        return raw

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> "Scope":
        """Read a scope written by hand: any order, M49 areas, other spellings of a tag.

        Raises: Malformed(`scope.unreadable`, `scope.unknown_code`, `scope.too_many`, `scope.bad_quota`).
        """
        if not isinstance(raw, Mapping):
            raise Malformed("scope.unreadable", "A scope is an object.")
        read: dict[str, Any] = {}
        for name, value in raw.items():
            match name:
                case "volume":
                    read[name] = volume_from_json(value)
                case "duties":
                    read[name] = Duties.from_json(value)
                case _ if name not in AXIS:
                    raise Malformed("scope.unreadable", f"A scope has no axis {name!r}.", axis=name)
                case _ if value == "ANY":
                    read[name] = ANY
                case _ if name in INTERVALS:
                    read[name] = span_from_json(name, value)
                case _:
                    read[name] = value
        return cls(**read)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Scope":
        """Read the signed form and no other; what many say alike is read once.

        Raises: as `parse`, and Malformed(`scope.not_canonical`).
        """
        try:
            return _read(_Said(_exactly(raw), raw))
        except ValueError:
            return _read_anew(raw)


def _frozen(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list | set | dict) else value


@dataclass(slots=True, unsafe_hash=True)
class _Said:
    """A signed form, known by its bytes; `raw` is let go once it is read."""

    exact: bytes
    raw: Mapping[str, Any] = field(compare=False)


def _exactly(raw: Any) -> bytes:
    return marshal.dumps(raw, _ONE_FORM)


@lru_cache(maxsize=4096)
def _read(said: _Said) -> Scope:
    raw, said.raw = said.raw, {}
    return _read_anew(raw)


def _read_anew(raw: Mapping[str, Any]) -> Scope:
    scope = Scope.parse(raw)
    if scope.to_json() != raw:
        raise Malformed("scope.not_canonical", "A signed scope has one form.")
    return scope


NOTHING = Scope()


@dataclass(frozen=True)
class StandingTerms:
    """What may be asked for: any one clause, minus the red lines, which win over every clause."""

    clauses: tuple[Scope, ...] = ()
    red_lines: tuple[Scope, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "clauses", tuple(self.clauses))
        object.__setattr__(self, "red_lines", tuple(self.red_lines))

    def to_json(self) -> dict[str, Any]:
        """The signed form; clauses and red lines keep the order in which they were signed."""
        return {
            "clauses": [clause.to_json() for clause in self.clauses],
            "red_lines": [line.to_json() for line in self.red_lines],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "StandingTerms":
        """Read the signed form and no other. Raises: Malformed(`scope.unreadable`, …)."""
        if not isinstance(raw, Mapping) or set(raw) != {"clauses", "red_lines"}:
            raise Malformed("scope.unreadable", "Standing terms hold clauses and red lines, nothing else.")
        return cls(
            tuple(Scope.from_json(clause) for clause in raw["clauses"]),
            tuple(Scope.from_json(line) for line in raw["red_lines"]),
        )


Allowance = Scope | StandingTerms


def red_line(**axes: Any) -> Scope:
    """What must never be: `red_line(theme=["nudity"])`, `red_line(medium=["chat"], attribute=["voice"])`.

    Only the axes named decide; it is hit when a use touches every one of them.
    """
    return Scope.anything(**axes)
