"""Rate cards: what a performer is paid for which doing, line by line, and the least they take."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from propria.kernel.errors import Malformed
from propria.kernel.money import WHOLE_BASIS_POINTS, Money
from propria.rates.clauses import Due, Holdback, Occasion, ReceiptsShare, StepUp
from propria.scope.codes.doings import ACTS
from propria.scope.measures import Quota


class Basis(Enum):
    """What a price is for: the whole job, a day that the work would have taken, or one rendered unit."""

    FIXED = "fixed"
    DAY_EQUIVALENT = "day_equivalent"
    SECOND = "second"
    LINE = "line"
    TAKE = "take"
    TITLE = "title"


UNIT_OF: dict[Basis, str] = {
    Basis.SECOND: "seconds",
    Basis.LINE: "lines",
    Basis.TAKE: "takes",
    Basis.TITLE: "titles",
}


@dataclass(frozen=True)
class PriceLine:
    """One price: `price` for each `basis`, for these acts (none named: for every act), under this clause.

    Raises: Malformed(`rates.bad_price`).
    """

    clause: str
    basis: Basis
    price: Money
    acts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "acts", frozenset(self.acts))
        if not self.clause.strip() or self.price.minor < 0 or not self.acts <= ACTS.keys():
            raise Malformed(
                "rates.bad_price", "A price names its clause, its acts and an amount.", clause=self.clause
            )

    def is_for(self, act: str) -> bool:
        """Whether the line prices this act."""
        return not self.acts or act in self.acts

    def to_json(self) -> dict[str, Any]:
        """The signed form."""
        raw: dict[str, Any] = {
            "clause": self.clause,
            "basis": self.basis.value,
            "price": self.price.to_json(),
        }
        return raw | ({"acts": sorted(self.acts)} if self.acts else {})

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "PriceLine":
        """Read the signed form. Raises: KeyError, ValueError, Malformed."""
        acts = frozenset(raw.get("acts", ()))
        return cls(raw["clause"], Basis(raw["basis"]), Money.from_json(raw["price"]), acts)


@dataclass(frozen=True)
class Multiplier:
    """A factor on the units of some acts: real time at 7.5 × scale has the factor 15/2.

    Factors of one act multiply. Raises: Malformed(`rates.bad_multiplier`).
    """

    clause: str
    acts: frozenset[str]
    factor: Fraction

    def __post_init__(self) -> None:
        object.__setattr__(self, "acts", frozenset(self.acts))
        object.__setattr__(self, "factor", Fraction(self.factor))
        if not self.clause.strip() or not self.acts or not self.acts <= ACTS.keys() or self.factor <= 0:
            raise Malformed("rates.bad_multiplier", "A multiplier names its clause, its acts and a factor.")

    def to_json(self) -> dict[str, Any]:
        """The signed form; the factor as `7.5` would lose thirds, so it is `15/2`."""
        return {"clause": self.clause, "acts": sorted(self.acts), "factor": str(self.factor)}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Multiplier":
        """Read the signed form. Raises: KeyError, ValueError, Malformed."""
        return cls(raw["clause"], frozenset(raw["acts"]), Fraction(raw["factor"]))


@dataclass(frozen=True)
class Minimum:
    """The least that is paid in all, whatever the use: a sum, or a number of day-equivalents.

    Raises: Malformed(`rates.bad_minimum`).
    """

    clause: str
    amount: Money | None = None
    day_equivalents: int | None = None

    def __post_init__(self) -> None:
        one_of = (self.amount is None) != (self.day_equivalents is None)
        if not self.clause.strip() or not one_of or (self.day_equivalents or 0) < 0:
            raise Malformed("rates.bad_minimum", "A minimum is a sum or a number of days, under a clause.")

    def to_json(self) -> dict[str, Any]:
        """The signed form."""
        if self.amount is not None:
            return {"clause": self.clause, "amount": self.amount.to_json()}
        return {"clause": self.clause, "day_equivalents": str(self.day_equivalents)}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Minimum":
        """Read the signed form. Raises: KeyError, ValueError, Malformed."""
        if "amount" in raw:
            return cls(raw["clause"], amount=Money.from_json(raw["amount"]))
        return cls(raw["clause"], day_equivalents=int(raw["day_equivalents"]))


@dataclass(frozen=True)
class RateCard:
    """Prices in one currency, with multipliers, a minimum, and how the pay is shared in basis points.

    `shares` maps who is paid to basis points that make the whole (none: all to the performer). `steps` raise a price,
    `receipts` is a part of what the work takes in, `dues` are owed on occasions, `holdback` stays back for some days.
    `day` says how many rendered units make a day-equivalent; without it a price for a day counts nothing.

    Raises: Malformed(`rates.bad_card`, `rates.bad_step`).
    """

    currency: str
    lines: tuple[PriceLine, ...]
    multipliers: tuple[Multiplier, ...] = ()
    minimum: Minimum | None = None
    shares: tuple[tuple[str, int], ...] = ()
    steps: tuple[StepUp, ...] = ()
    receipts: ReceiptsShare | None = None
    dues: tuple[Due, ...] = ()
    holdback: Holdback | None = None
    day: Quota | None = None

    def __post_init__(self) -> None:
        for name in ("lines", "multipliers", "steps", "dues"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "shares", tuple(sorted(self.shares)))
        currencies = {amount.currency for amount in self._amounts()}
        points = [points for _, points in self.shares]
        whole = not self.shares or (sum(points) == WHOLE_BASIS_POINTS and min(points) > 0)
        named_once = len({who for who, _ in self.shares}) == len(self.shares)
        if currencies - {self.currency} or not self.lines or not whole or not named_once:
            raise Malformed(
                "rates.bad_card", "A card has one currency, a price at least, and shares that make 10000."
            )
        if self.minimum is not None and self.minimum.day_equivalents is not None and self.day_rate() is None:
            raise Malformed("rates.bad_card", "A minimum in days needs a price for a day.")
        if self.day is not None and (not self.day.limit or self.day_rate() is None):
            raise Malformed("rates.bad_card", "The length of a day goes with a price for a day.")
        if len({due.occasion for due in self.dues}) < len(self.dues):
            raise Malformed("rates.bad_card", "A card owes one sum on an occasion.")
        for clause in {step.of for step in self.steps}:
            self._check_steps(clause)

    def _amounts(self) -> list[Money]:
        found = [line.price for line in self.lines] + [step.price for step in self.steps]
        found += [due.amount for due in self.dues]
        floors = (self.minimum and self.minimum.amount, self.receipts and self.receipts.floor)
        return found + [floor for floor in floors if floor]

    def _check_steps(self, clause: str) -> None:
        """Steps of one price rise, by units or by days, never both. Raises: Malformed(`rates.bad_step`)."""
        steps = self.steps_of(clause)
        prices = [
            line.price for line in self.lines if line.clause == clause and line.basis is not Basis.FIXED
        ]
        rising = [*prices, *(step.price for step in steps)]
        points = [step.point for step in steps]
        one_kind = len({step.since is None for step in steps}) == 1
        if len(prices) != 1 or not one_kind or len(set(points)) < len(points) or not _rises(rising):
            raise Malformed(
                "rates.bad_step", "Step-ups of one price rise, by units or by days, not both.", clause=clause
            )

    def steps_of(self, clause: str) -> tuple[StepUp, ...]:
        """The step-ups of the price under this clause, the first one first."""
        return tuple(sorted((step for step in self.steps if step.of == clause), key=lambda step: step.point))

    def unit_of(self, line: PriceLine) -> str | None:
        """Which rendered unit a price counts; None for a fixed price, and for a day whose length is not said."""
        if line.basis is Basis.DAY_EQUIVALENT:
            return self.day.unit if self.day else None
        return UNIT_OF.get(line.basis)

    def each(self, line: PriceLine) -> int:
        """How many rendered units are paid for together: those of a day, else one."""
        return self.day.limit if self.day and line.basis is Basis.DAY_EQUIVALENT else 1

    def due_on(self, occasion: Occasion) -> Due | None:
        """What is owed on this occasion, or None."""
        return next((due for due in self.dues if due.occasion is occasion), None)

    def day_rate(self, act: str | None = None) -> Money | None:
        """The highest price of a day-equivalent on the card, or None."""
        rates = [
            line.price
            for line in self.lines
            if line.basis is Basis.DAY_EQUIVALENT and (act is None or line.is_for(act))
        ]
        return max(rates) if rates else None

    def to_json(self) -> dict[str, Any]:
        """The signed form: strings and lists in the order that was signed."""
        raw: dict[str, Any] = {"currency": self.currency, "lines": [line.to_json() for line in self.lines]}
        if self.multipliers:
            raw["multipliers"] = [multiplier.to_json() for multiplier in self.multipliers]
        if self.minimum is not None:
            raw["minimum"] = self.minimum.to_json()
        if self.shares:
            raw["shares"] = {who: str(points) for who, points in self.shares}
        for name in ("steps", "dues"):
            if each := getattr(self, name):
                raw[name] = [one.to_json() for one in each]
        for name in ("receipts", "holdback"):
            if (one := getattr(self, name)) is not None:
                raw[name] = one.to_json()
        if self.day is not None:
            raw["day"] = {"unit": self.day.unit, "limit": str(self.day.limit)}
        return raw

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "RateCard":
        """Read the signed form and no other. Raises: Malformed(`rates.unreadable`, `rates.bad_card`, …)."""
        try:
            card = cls(
                raw["currency"],
                tuple(PriceLine.from_json(line) for line in raw["lines"]),
                tuple(Multiplier.from_json(m) for m in raw.get("multipliers", ())),
                Minimum.from_json(raw["minimum"]) if "minimum" in raw else None,
                tuple((who, int(points)) for who, points in raw.get("shares", {}).items()),
                tuple(StepUp.from_json(step) for step in raw.get("steps", ())),
                ReceiptsShare.from_json(raw["receipts"]) if "receipts" in raw else None,
                tuple(Due.from_json(due) for due in raw.get("dues", ())),
                Holdback.from_json(raw["holdback"]) if "holdback" in raw else None,
                Quota(raw["day"]["unit"], int(raw["day"]["limit"])) if "day" in raw else None,
            )
        except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError):
            raise Malformed("rates.unreadable", "That rate card cannot be read.") from None
        if card.to_json() != raw:
            raise Malformed("rates.unreadable", "A signed rate card has one form.")
        return card


def _rises(prices: list[Money]) -> bool:
    one_currency = len({price.currency for price in prices}) == 1
    return one_currency and all(one < other for one, other in itertools.pairwise(prices))


@dataclass(frozen=True)
class Floor:
    """The least that standing terms take for one basis; none of its acts named: for every act."""

    basis: Basis
    least: Money
    acts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "acts", frozenset(self.acts))

    def to_json(self) -> dict[str, Any]:
        """The signed form."""
        raw: dict[str, Any] = {"basis": self.basis.value, "least": self.least.to_json()}
        return raw | ({"acts": sorted(self.acts)} if self.acts else {})

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Floor":
        """Read the signed form. Raises: Malformed(`rates.unreadable`)."""
        try:
            return cls(Basis(raw["basis"]), Money.from_json(raw["least"]), frozenset(raw.get("acts", ())))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Malformed("rates.unreadable", "That floor cannot be read.") from None
