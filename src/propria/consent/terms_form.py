"""The form of standing terms: from what was ticked to the terms, and from signed terms back to the ticks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from propria.consent.model import FeeFloor, Openness
from propria.kernel.errors import Malformed
from propria.kernel.money import MINOR_DIGITS, Money
from propria.kernel.time import DAY, Instant
from propria.scope import ANY, Scope, StandingTerms, kept_at_most, red_line, up_to
from propria.scope.codes.audience import RATING_ORDER
from propria.scope.values import Interval

TICKED = ("attribute", "act", "medium", "territory", "language", "theme", "script", "product_line")
RED = ("theme", "act", "medium", "product_line")
ANYWHERE = "ANY"
OWN_MACHINES = "propria-embedded"
MOST_FLOOR = 10**12
TypedFloor = tuple[str, str, str]
"""A floor by act and medium as it was typed: act, medium, amount."""


@dataclass(frozen=True)
class Ticks:
    """What a performer ticked: codes by axis, red lines by axis, and the few single choices."""

    allowed: Mapping[str, tuple[str, ...]]
    red: Mapping[str, tuple[str, ...]]
    rating: str = "16"
    provider: str = OWN_MACHINES
    retention: str = "0"
    floor: str = ""
    floors: tuple[TypedFloor, ...] = ()
    currency: str = "CNY"
    days: str = "180"
    shows_name: bool = True

    @property
    def lasts(self) -> timedelta:
        """How long the openness lasts. Raises: Malformed(`consent.days_unreadable`)."""
        if not (self.days.isdecimal() and len(self.days) < 6):
            raise Malformed("consent.days_unreadable", "Say for how many days.")
        return int(self.days) * DAY


FIRST = Ticks(
    allowed={
        "attribute": ("image", "voice", "body", "motion"),
        "act": ("generate", "dub"),
        "medium": ("film", "series"),
        "territory": ("CN", "HK", "MO"),
        "language": ("zh", "en"),
        "theme": ("drama", "comedy", "crime", "mystery", "family", "history", "costume"),
        "script": ("lodged", "translated"),
    },
    red={"theme": ("nudity", "sexual", "politics"), "act": ("fine_tune", "train"), "medium": ("chat",)},
)
"""What a new performer finds ticked: little, and the red lines that most draw. Nothing holds until it is signed."""


def terms_of(ticks: Ticks) -> StandingTerms:
    """The terms that the ticks say. Raises: Malformed(`scope.*`, `consent.rating_unreadable`)."""
    if ticks.rating not in RATING_ORDER:
        raise Malformed("consent.rating_unreadable", "Choose for which audience.")
    lines = [red_line(**{axis: [code]}) for axis in RED for code in ticks.red.get(axis, ())]
    if not ticks.allowed.get("attribute") or not ticks.allowed.get("act"):
        return StandingTerms((), tuple(lines))
    return StandingTerms((_clause(ticks),), tuple(lines))


def _clause(ticks: Ticks) -> Scope:
    named = {axis: list(ticks.allowed.get(axis, ())) for axis in TICKED}
    if ANYWHERE in named["territory"]:
        named["territory"] = ANY  # type: ignore[assignment]
    return Scope.of(
        **named,
        advertiser=ANY if named["product_line"] else [],
        project=ANY,
        role=ANY,
        term=ANY,
        rating=up_to(ticks.rating),
        provider=ANY if ticks.provider == ANYWHERE else [OWN_MACHINES],
        retention=ANY if ticks.retention == ANYWHERE else kept_at_most(int(ticks.retention or 0)),
        region=ANY,
        volume=ANY,
    )


def floor_of(ticks: Ticks) -> Money:
    """The least fee of a project. Raises: Malformed(`consent.floor_unreadable`)."""
    return _amount(ticks.floor, ticks.currency)


def floors_of(ticks: Ticks) -> tuple[FeeFloor, ...]:
    """The floors by act and medium, without the rows that were left empty.

    Raises: Malformed(`consent.floor_unreadable`, `consent.floor_unclear`, `scope.*`).
    """
    return tuple(
        FeeFloor.from_json({"act": act, "medium": medium, "least": _amount(least, ticks.currency).to_json()})
        for act, medium, least in ticks.floors
        if act or medium or least
    )


def _amount(typed: str, currency: str) -> Money:
    try:
        amount = Decimal(typed.replace(",", "").replace("，", "") or "0")
        minor = amount.scaleb(MINOR_DIGITS[currency])
        if not (minor.is_finite() and minor == minor.to_integral_value() and abs(minor) < MOST_FLOOR):
            raise InvalidOperation
    except (InvalidOperation, KeyError) as error:
        raise Malformed(
            "consent.floor_unreadable", "Write the floor as an amount, such as 80,000."
        ) from error
    return Money(currency, int(minor))


def ticks_of(openness: Openness, now: Instant) -> Ticks:
    """The ticks that the terms in force would show: their first clause and every red line of one axis."""
    clause = openness.terms.clauses[0]
    red: dict[str, tuple[str, ...]] = {}
    for line in openness.terms.red_lines:
        for axis, value in line.values().items():
            if axis in RED and isinstance(value, frozenset):
                red[axis] = (*red.get(axis, ()), *sorted(value))
    rating = clause.rating
    top = RATING_ORDER[rating.end - 1] if isinstance(rating, Interval) and rating else RATING_ORDER[-1]
    return replace(
        FIRST,
        allowed={axis: _codes(clause, axis) for axis in TICKED},
        red=red,
        rating=top,
        provider=ANYWHERE if clause.provider is ANY else OWN_MACHINES,
        retention=str(clause.retention.end - 1) if isinstance(clause.retention, Interval) else ANYWHERE,
        floor=_typed(openness.floor),
        floors=tuple((one.act, one.medium, _typed(one.least)) for one in openness.floors),
        currency=openness.floor.currency,
        shows_name=openness.shows_name,
    )


def _typed(amount: Money) -> str:
    return f"{Decimal(amount.minor).scaleb(-MINOR_DIGITS[amount.currency]):f}"


def _codes(clause: Scope, axis: str) -> tuple[str, ...]:
    value = clause.value(axis)
    return tuple(sorted(value)) if isinstance(value, frozenset) else (ANYWHERE,)
