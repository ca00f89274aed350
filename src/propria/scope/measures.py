"""What is counted on a scope: terms, ratings, retention and quotas, and their signed form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from propria.kernel.errors import Malformed
from propria.kernel.time import Instant, instant, wire
from propria.scope.codes.audience import RATING_ORDER
from propria.scope.values import ANY, Anything, Interval

LATEST_RATING = len(RATING_ORDER) - 1
UNITS = ("seconds", "lines", "takes", "titles")


def term(start: Instant | str, end: Instant | str) -> Interval:
    """The instants from `start` up to but not including `end`, whole seconds UTC.

    >>> words_of_term(term("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"))
    ('2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z')
    """
    return Interval(epoch(start), epoch(end))


def words_of_term(span: Interval) -> tuple[str, str]:
    """The wire form of a term's two ends."""
    return moment_of(span.start), moment_of(span.end)


def epoch(moment: Instant | str) -> int:
    """Whole seconds since 1970 UTC; sub-seconds are cut."""
    return int((instant(moment) if isinstance(moment, str) else moment).timestamp())


def moment_of(seconds: int) -> str:
    """The wire form of whole seconds since 1970 UTC."""
    return wire(datetime.fromtimestamp(seconds, UTC))


def ratings(lowest: str, highest: str) -> Interval:
    """Audience ratings from `lowest` to `highest`, both included, codes of `RATING_ORDER`.

    Raises: Malformed(`scope.unknown_code`).
    """
    return Interval(rating_index(lowest), rating_index(highest) + 1)


def up_to(highest: str) -> Interval:
    """Every audience rating up to and including `highest`."""
    return ratings(RATING_ORDER[0], highest)


def rating_index(code: str) -> int:
    """Where a rating stands in RATING_ORDER. Raises: Malformed(`scope.unknown_code`)."""
    if code not in RATING_ORDER:
        raise Malformed("scope.unknown_code", f"{code!r} is not a rating.", axis="rating", value=code)
    return RATING_ORDER.index(code)


def kept_at_most(days: int) -> Interval:
    """Retention by who runs the model: inputs gone after `days` whole days; 0 is none kept."""
    return Interval(0, days + 1)


@dataclass(frozen=True, order=True)
class Quota:
    """How much in all: `limit` whole units, a unit of UNITS.

    Raises: Malformed(`scope.bad_quota`).
    """

    unit: str
    limit: int

    def __post_init__(self) -> None:
        if self.unit not in UNITS or not isinstance(self.limit, int) or self.limit < 0:
            raise Malformed("scope.bad_quota", f"{self.limit!r} {self.unit!r} is not a quota.", axis="volume")


Volume = tuple[Quota, ...] | Literal[Anything.ANY]


def volume(**limits: int) -> tuple[Quota, ...]:
    """Quotas in their one order, none of nothing: `volume(seconds=640, lines=300)`."""
    return one_order(Quota(unit, limit) for unit, limit in limits.items())


def one_order(quotas: Iterable[Quota]) -> tuple[Quota, ...]:
    """Quotas sorted, none of nothing, one a unit. Raises: Malformed(`scope.bad_quota`)."""
    kept = tuple(sorted(q for q in quotas if q.limit))
    if len({q.unit for q in kept}) != len(kept):
        raise Malformed("scope.bad_quota", "A unit has one quota.", axis="volume")
    return kept


def span_to_json(axis: str, span: Interval) -> dict[str, str]:
    """The signed form of an interval on `term`, `rating` or `retention`: strings, each naming its unit."""
    match axis:
        case "term":
            return {"start": moment_of(span.start), "end": moment_of(span.end)}
        case "rating":
            return {"from": RATING_ORDER[span.start], "to": RATING_ORDER[span.end - 1]}
        case _:
            return {"from_days": str(span.start), "to_days": str(span.end - 1)}


def span_from_json(axis: str, raw: Mapping[str, str]) -> Interval:
    """Read the signed form of an interval. Raises: Malformed(`scope.unreadable`)."""
    try:
        match axis, sorted(raw):
            case "term", ["end", "start"]:
                return term(raw["start"], raw["end"])
            case "rating", ["from", "to"]:
                return ratings(raw["from"], raw["to"])
            case "retention", ["from_days", "to_days"]:
                return Interval(int(raw["from_days"]), int(raw["to_days"]) + 1)
    except (TypeError, ValueError, AttributeError):
        pass
    raise Malformed("scope.unreadable", f"That is not an interval of {axis}.", axis=axis)


def volume_to_json(quotas: Volume) -> Any:
    """The signed form of quotas: a list in unit order, limits as strings, or `"ANY"`."""
    if isinstance(quotas, Anything):
        return "ANY"
    return [{"unit": quota.unit, "limit": str(quota.limit)} for quota in quotas]


def volume_from_json(raw: Any) -> Volume:
    """Read the signed form of quotas. Raises: Malformed(`scope.unreadable`, `scope.bad_quota`)."""
    if raw == "ANY":
        return ANY
    try:
        return one_order(Quota(entry["unit"], int(entry["limit"])) for entry in raw)
    except (TypeError, ValueError, KeyError):
        raise Malformed("scope.unreadable", "Those are not quotas.", axis="volume") from None
