"""Dated exchange rates: a port, and the adapter that reads them from a file. Converts; decides no price."""

import csv
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Protocol, runtime_checkable

from propria.kernel.errors import Malformed, Refused
from propria.kernel.money import MINOR_DIGITS, Money
from propria.kernel.time import Instant
from propria.royalties.model import Converted

LONGEST_SILENCE = timedelta(days=7)
"""How old the last published rate may be: over weekends and feasts nobody publishes one."""


@runtime_checkable
class RateSource(Protocol):
    """Tells what one unit of a currency was worth in another on a day, and who says so."""

    def converted(self, amount: Money, currency: str, *, on: Instant) -> tuple[Money, Converted | None]:
        """The amount in a currency, rounded once, and the rate that was used; none where nothing was converted.

        Raises: Refused(`royalties.no_rate`).
        """
        ...


@dataclass(frozen=True)
class NoRates:
    """A library that was given no rates converts nothing."""

    def converted(self, amount: Money, currency: str, *, on: Instant) -> tuple[Money, Converted | None]:
        """See `RateSource`."""
        if amount.currency == currency:
            return amount, None
        raise _no_rate(amount.currency, currency, on.date())


@dataclass(frozen=True)
class DatedRates:
    """Units of each currency for one of `base`, day by day, as one source publishes them."""

    base: str
    source: str
    days: tuple[date, ...]
    rates: Mapping[date, Mapping[str, Fraction]]

    def converted(self, amount: Money, currency: str, *, on: Instant) -> tuple[Money, Converted | None]:
        """See `RateSource`: by the rates of the day, or of the last one before it within a week."""
        if amount.currency == currency:
            return amount, None
        day = self._day(on.date(), {amount.currency, currency})
        if day is None:
            raise _no_rate(amount.currency, currency, on.date())
        table = {self.base: Fraction(1), **self.rates[day]}
        rate = table[currency] / table[amount.currency]
        minor = Fraction(10) ** (MINOR_DIGITS[currency] - MINOR_DIGITS[amount.currency])
        whole = Money(currency, amount.minor).times(rate * minor)
        return whole, Converted(amount, rate, day.isoformat(), self.source)

    def _day(self, on: date, needed: set[str]) -> date | None:
        """The last day up to `on` for which every currency that is needed has a rate."""
        for day in reversed(self.days[: bisect_right(self.days, on)]):
            if on - day > LONGEST_SILENCE:
                return None
            if needed <= {self.base, *self.rates[day]}:
                return day
        return None


def _no_rate(one: str, other: str, on: date) -> Refused:
    return Refused(
        "royalties.no_rate",
        "There is no rate for these currencies on that day.",
        currencies=[one, other],
        on=on.isoformat(),
    )


def rates_of(file: str, *, base: str, source: str) -> RateSource:
    """The rates of the file that is set; none where no file is. Raises: Malformed(`royalties.rates_unreadable`)."""
    return read_rates(Path(file), base=base, source=source) if file else NoRates()


def read_rates(file: Path, *, base: str, source: str) -> DatedRates:
    """The rates of a CSV file: `Date`, then a column for each currency; what nobody published is empty or `N/A`.

    The form in which the European Central Bank publishes its reference rates (units for one euro). Currencies that the
    library does not count in are passed over.
    Raises: Malformed(`royalties.rates_unreadable`) naming the line.
    """
    found: dict[date, dict[str, Fraction]] = {}
    line = 1
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.DictReader(text):
                line += 1
                given = {name.strip(): (value or "").strip() for name, value in row.items() if name}
                day = date.fromisoformat(given["Date"])
                found[day] = {
                    c: _positive(given[c]) for c in MINOR_DIGITS if given.get(c, "N/A") not in ("", "N/A")
                }
    except (OSError, KeyError, ValueError, ZeroDivisionError, csv.Error, AttributeError) as problem:
        raise Malformed(
            "royalties.rates_unreadable", "The file of rates cannot be read.", file=file.name, line=line
        ) from problem
    return DatedRates(base, source, tuple(sorted(found)), found)


def _positive(text: str) -> Fraction:
    rate = Fraction(text)
    if rate <= 0:
        raise ValueError("a rate is above zero")
    return rate
