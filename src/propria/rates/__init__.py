"""Rate cards, what a use costs under them, floors and shares. Money only, rounded once a line. Pure."""

from propria.rates.clauses import Due, Holdback, Occasion, ReceiptsShare, StepUp
from propria.rates.floors import BelowFloor, below_floors, check_floors
from propria.rates.model import UNIT_OF, Basis, Floor, Minimum, Multiplier, PriceLine, RateCard
from propria.rates.pay import (
    SCENARIO_MINUTES,
    PricedUse,
    Quote,
    QuoteLine,
    Scenario,
    check_days,
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
    "Due",
    "Floor",
    "Holdback",
    "Minimum",
    "Multiplier",
    "Occasion",
    "PriceLine",
    "PricedUse",
    "Quote",
    "QuoteLine",
    "RateCard",
    "ReceiptsShare",
    "Scenario",
    "StepUp",
    "below_floors",
    "check_days",
    "check_floors",
    "check_priced",
    "funds_to_hold",
    "minimum_of",
    "quote",
    "scenarios",
    "share_out",
]
