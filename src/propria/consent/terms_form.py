"""The form of standing terms: from what was ticked to the terms, and from signed terms back to the ticks. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from propria.consent.model import FeeFloor, Openness
from propria.kernel.errors import Malformed, Refused
from propria.kernel.money import MINOR_DIGITS, Money
from propria.kernel.time import DAY
from propria.scope import ANY, Duties, Scope, StandingTerms, kept_at_most, red_line, up_to
from propria.scope.codes.audience import RATING_ORDER
from propria.scope.diff import Change, diff
from propria.scope.values import Interval

TICKED = (
    "attribute",
    "act",
    "medium",
    "territory",
    "language",
    "theme",
    "script",
    "product_line",
    "provider",
)
OWED = ("approval", "label")
RED = ("theme", "act", "medium", "product_line")
ANYWHERE = "ANY"
OWN_MACHINES = "propria-embedded"
MOST_FLOOR = 10**12
MOST_NOTICE = 365 * 24
TypedFloor = tuple[str, str, str]
"""A floor by act and medium as it was typed: act, medium, amount."""


@dataclass(frozen=True)
class Ticks:
    """What a performer ticked: codes by axis, red lines by axis, duties, and the few single choices.

    `providers`: more of them by name, with commas between. `notice`: hours, as typed; empty asks none.
    """

    allowed: Mapping[str, tuple[str, ...]]
    red: Mapping[str, tuple[str, ...]]
    rating: str = "16"
    owed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    providers: str = ""
    notice: str = ""
    retention: str = "0"
    floor: str = ""
    floors: tuple[TypedFloor, ...] = ()
    currency: str = "CNY"
    days: str = "180"
    shows_name: bool = True

    @property
    def lasts(self) -> timedelta:
        """How long the openness lasts. Raises: Malformed(`consent.days_unreadable`)."""
        return _days(self.days) * DAY


FIRST = Ticks(
    allowed={
        "attribute": ("image", "voice", "body", "motion"),
        "act": ("generate", "dub"),
        "medium": ("film", "series"),
        "territory": ("CN", "HK", "MO"),
        "language": ("zh", "en"),
        "theme": ("drama", "comedy", "crime", "mystery", "family", "history", "costume"),
        "script": ("lodged", "translated"),
        "provider": (OWN_MACHINES,),
    },
    red={"theme": ("nudity", "sexual", "politics"), "act": ("fine_tune", "train"), "medium": ("chat",)},
)
"""What a new performer finds ticked: little, and the red lines that most draw. Nothing holds until it is signed."""


def terms_of(ticks: Ticks) -> StandingTerms:
    """The terms that the ticks say.

    Raises: Malformed(`scope.*`, `consent.rating_unreadable`, `consent.days_unreadable`, `consent.notice_unreadable`).
    """
    if ticks.rating not in RATING_ORDER:
        raise Malformed("consent.rating_unreadable", "Choose for which audience.")
    lines = [red_line(**{axis: [code]}) for axis in RED for code in ticks.red.get(axis, ())]
    if not ticks.allowed.get("attribute") or not ticks.allowed.get("act"):
        return StandingTerms((), tuple(lines))
    return StandingTerms((_clause(ticks),), tuple(lines))


def _clause(ticks: Ticks) -> Scope:
    named = {axis: ticks.allowed.get(axis, ()) for axis in TICKED}
    more = (name.strip() for name in re.split("[,，、]", ticks.providers))
    named["provider"] = (*named["provider"], *filter(None, more))
    return Scope.of(
        **{axis: ANY if ANYWHERE in codes else list(codes) for axis, codes in named.items()},
        advertiser=ANY if named["product_line"] else [],
        project=ANY,
        role=ANY,
        term=ANY,
        rating=up_to(ticks.rating),
        retention=ANY if ticks.retention == ANYWHERE else kept_at_most(_days(ticks.retention)),
        region=ANY,
        volume=ANY,
        duties=Duties.of(**ticks.owed, notice_hours=_notice(ticks.notice)),
    )


def _days(typed: str) -> int:
    if not (typed.isdecimal() and len(typed) < 6):
        raise Malformed("consent.days_unreadable", "Say for how many days.")
    return int(typed)


def _notice(typed: str) -> int | None:
    if typed and not (typed.isdecimal() and 0 < int(typed) <= MOST_NOTICE):
        raise Malformed("consent.notice_unreadable", "Say the notice in whole hours, from 1 to 8,760.")
    return int(typed) if typed else None


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


def ticks_of(openness: Openness) -> Ticks:
    """The ticks that the terms in force would show: their first clause, and every red line that has a box."""
    clause = next(iter(openness.terms.clauses), Scope())
    red: dict[str, tuple[str, ...]] = {}
    for line in openness.terms.red_lines:
        for axis, code in _boxes(line):
            red[axis] = (*red.get(axis, ()), code)
    rating = clause.rating
    top = RATING_ORDER[rating.end - 1] if isinstance(rating, Interval) and rating else RATING_ORDER[-1]
    kept = clause.retention
    return replace(
        FIRST,
        allowed={axis: _codes(clause, axis) for axis in TICKED},
        red=red,
        rating=top,
        owed={name: tuple(sorted(getattr(clause.duties, name))) for name in OWED},
        notice=str(clause.duties.notice_hours or ""),
        retention=ANYWHERE
        if kept is ANY
        else str(kept.end - 1 if isinstance(kept, Interval) and kept else 0),
        floor=_typed(openness.floor),
        floors=tuple((one.act, one.medium, _typed(one.least)) for one in openness.floors),
        currency=openness.floor.currency,
        shows_name=openness.shows_name,
    )


def _boxes(line: Scope) -> list[tuple[str, str]]:
    """The boxes of the form that say this red line, axis and code; none where it has none for it."""
    for axis in RED:
        codes = line.value(axis)
        if isinstance(codes, frozenset) and line == red_line(**{axis: codes}):
            return [(axis, code) for code in sorted(codes)]
    return []


def unwritten(openness: Openness) -> list[Change]:
    """What of the terms in force the form does not write, as the changes that signing it untouched would make."""
    written = terms_of(ticks_of(openness))
    others = (line for line in openness.terms.red_lines if not _boxes(line))
    return diff(StandingTerms(openness.terms.clauses, (*written.red_lines, *others)), written)


def check_known(openness: Openness | None, *, known: bool) -> None:
    """Terms that the form does not write go only with the knowledge of who signs it.

    Raises: Refused(`consent.form_drops_terms`).
    """
    if openness and not known and unwritten(openness):
        raise Refused(
            "consent.form_drops_terms",
            "This form does not write all of your terms in force: read what would change, and say that you know it.",
        )


def _typed(amount: Money) -> str:
    return f"{Decimal(amount.minor).scaleb(-MINOR_DIGITS[amount.currency]):f}"


def _codes(clause: Scope, axis: str) -> tuple[str, ...]:
    value = clause.value(axis)
    return tuple(sorted(value)) if isinstance(value, frozenset) else (ANYWHERE,)
