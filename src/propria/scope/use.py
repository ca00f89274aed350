"""One use: a concrete doing, what it touches on each axis, when and how much. Decides nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from propria.kernel.errors import Malformed
from propria.kernel.time import Instant, instant, wire
from propria.scope.axes import AXIS, AXIS_NAMES, INTERVALS, read_value
from propria.scope.duties import NO_DUTIES, Duties
from propria.scope.measures import (
    Quota,
    epoch,
    one_order,
    rating_index,
    ratings,
    volume,
    volume_from_json,
    volume_to_json,
)
from propria.scope.model import Scope
from propria.scope.needs import required_axes
from propria.scope.values import EMPTY, NEVER, Anything, Interval, Value

_UNDECLARED: dict[str, Value] = dict.fromkeys(AXIS_NAMES, EMPTY)


@dataclass(frozen=True)
class Use:
    """One concrete doing at one instant: what it touches on each axis it declares, and how much of it.

    `declared` maps an axis to its codes; an axis left out or declared empty is *undeclared*, but for
    themes, where empty is *none of the list*. `rating` is one code, `retention_days` whole days.
    """

    at: Instant
    declared: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rating: str | None = None
    retention_days: int | None = None
    amounts: tuple[Quota, ...] = ()

    def __post_init__(self) -> None:
        spelt = {}
        for name, codes in self.declared.items():
            if name not in AXIS or name in INTERVALS:
                raise Malformed("scope.unreadable", f"A use declares no {name}.", axis=name)
            spelt[name] = read_value(AXIS[name], codes)
            if isinstance(spelt[name], Anything):
                raise Malformed("scope.any_not_allowed", "A use is concrete.", axis=name)
        object.__setattr__(self, "declared", {n: spelt[n] for n in AXIS_NAMES if n in spelt})
        object.__setattr__(self, "amounts", one_order(self.amounts))
        if self.rating is not None:
            rating_index(self.rating)

    def __hash__(self) -> int:
        return hash((self.at, tuple(self.declared.items()), self.rating, self.retention_days, self.amounts))

    @classmethod
    def of(
        cls,
        at: Instant | str,
        *,
        rating: str | None = None,
        retention_days: int | None = None,
        amounts: Mapping[str, int] | None = None,
        **declared: Iterable[str],
    ) -> "Use":
        """A use from codes: `Use.of("2027-02-01T00:00:00Z", attribute=["voice"], act=["dub"], rating="12")`.

        A single string stands for itself alone. Raises: Malformed(`scope.unknown_code`, …).
        """
        return cls(
            at=instant(at) if isinstance(at, str) else at,
            declared={n: frozenset([v] if isinstance(v, str) else v) for n, v in declared.items()},
            rating=rating,
            retention_days=retention_days,
            amounts=volume(**(amounts or {})),
        )

    def is_declared(self, axis: str) -> bool:
        """Whether the use says anything about the axis; the term always is."""
        match axis:
            case "term":
                return True
            case "rating":
                return self.rating is not None
            case "retention":
                return self.retention_days is not None
            case "theme":
                return axis in self.declared
            case _:
                return bool(self.declared.get(axis))

    def value(self, axis: str) -> Value:
        """What the use touches on the axis; EMPTY or NEVER where it is undeclared."""
        match axis:
            case "term":
                return Interval(epoch(self.at), epoch(self.at) + 1)
            case "rating":
                return NEVER if self.rating is None else ratings(self.rating, self.rating)
            case "retention":
                days = self.retention_days
                return NEVER if days is None else Interval(days, days + 1)
            case _:
                return self.declared.get(axis, EMPTY)

    def values(self) -> dict[str, Value]:
        """What the use touches on every axis, in the order of AXES."""
        return {**_UNDECLARED, **self.declared, **{name: self.value(name) for name in INTERVALS}}

    @cached_property
    def undeclared(self) -> tuple[str, ...]:
        """The axes that a use like this must declare and this one does not."""
        said = self.declared
        needed = required_axes(
            said.get("act", EMPTY), said.get("medium", EMPTY), said.get("attribute", EMPTY)
        )
        return tuple(name for name in needed if not self.is_declared(name))

    def as_scope(self, duties: Duties = NO_DUTIES) -> Scope:
        """The scope that holds this use and nothing else, with the duties it will meet."""
        axes: dict[str, Any] = {name: self.value(name) for name in AXIS_NAMES}
        return Scope(**axes, volume=self.amounts, duties=duties)

    def to_json(self) -> dict[str, Any]:
        """The wire form: strings and sorted lists."""
        raw: dict[str, Any] = {"at": wire(self.at)}
        raw["declared"] = {name: sorted(codes) for name, codes in self.declared.items()}
        if self.rating is not None:
            raw["rating"] = self.rating
        if self.retention_days is not None:
            raw["retention_days"] = str(self.retention_days)
        if self.amounts:
            raw["amounts"] = volume_to_json(self.amounts)
        return raw

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Use":
        """Read the wire form and no other. Raises: Malformed(`scope.unreadable`, `scope.not_canonical`)."""
        try:
            amounts = volume_from_json(raw.get("amounts", []))
            days = raw.get("retention_days")
            use = cls(
                at=instant(raw["at"]),
                declared={name: frozenset(codes) for name, codes in raw["declared"].items()},
                rating=raw.get("rating"),
                retention_days=None if days is None else int(days),
                amounts=() if isinstance(amounts, Anything) else amounts,
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Malformed("scope.unreadable", "That use cannot be read.") from None
        if use.to_json() != raw:
            raise Malformed("scope.not_canonical", "A use has one form on the wire.")
        return use
