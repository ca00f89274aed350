"""Rate cards, what a use costs under them, floors and shares. Money only, rounded once a line. Pure."""

from propria.rates.model import UNIT_OF, Basis, Floor, Minimum, Multiplier, PriceLine, RateCard
from propria.rates.pay import (
    SCENARIO_MINUTES,
    BelowFloor,
    PricedUse,
    Quote,
    QuoteLine,
    Scenario,
    below_floors,
    check_floors,
    check_priced,
    funds_to_hold,
    minimum_of,
    quote,
    scenarios,
    share_out,
)

__all__ = [
    "SCENARIO_MINUTES",
    "UNIT_OF",
    "Basis",
    "BelowFloor",
    "Floor",
    "Minimum",
    "Multiplier",
    "PriceLine",
    "PricedUse",
    "Quote",
    "QuoteLine",
    "RateCard",
    "Scenario",
    "below_floors",
    "check_floors",
    "check_priced",
    "funds_to_hold",
    "minimum_of",
    "quote",
    "scenarios",
    "share_out",
]
