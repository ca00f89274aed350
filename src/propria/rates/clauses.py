"""What a card asks for beside its prices: step-ups, a share of receipts, sums owed on an occasion, a holdback."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from propria.kernel.errors import Malformed
from propria.kernel.money import WHOLE_BASIS_POINTS, Money
from propria.kernel.time import Instant, instant, wire

LONGEST_HOLDBACK_DAYS = 730


@dataclass(frozen=True)
class StepUp:
    """From some point on a price is higher: above so many units of one act, or for what is used from an instant on.

    `of` is the clause of the price that steps up. Raises: Malformed(`rates.bad_step`).
    """

    clause: str
    of: str
    price: Money
    above: int | None = None
    since: Instant | None = None

    def __post_init__(self) -> None:
        one_of = (self.above is None) != (self.since is None)
        if not self.clause.strip() or not one_of or (self.above is not None and self.above <= 0):
            raise Malformed("rates.bad_step", "A step-up names its clause and one point: units, or a day.")

    @property
    def point(self) -> tuple[int, str]:
        """Where it begins, in an order that holds among the steps of one price."""
        return (self.above or 0, "" if self.since is None else wire(self.since))

    def to_json(self) -> dict[str, Any]:
        """The signed form."""
        point = {"above": str(self.above)} if self.since is None else {"since": wire(self.since)}
        return {"clause": self.clause, "of": self.of, "price": self.price.to_json()} | point

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "StepUp":
        """Read the signed form. Raises: KeyError, ValueError, Malformed."""
        above = int(raw["above"]) if "above" in raw else None
        since = instant(raw["since"]) if "since" in raw else None
        return cls(raw["clause"], raw["of"], Money.from_json(raw["price"]), above, since)


@dataclass(frozen=True)
class ReceiptsShare:
    """A part of what the work takes in, in basis points; never less than `floor` once anything was used.

    Raises: Malformed(`rates.bad_receipts_share`).
    """

    clause: str
    basis_points: int
    floor: Money | None = None

    def __post_init__(self) -> None:
        is_part = 0 < self.basis_points <= WHOLE_BASIS_POINTS
        if not self.clause.strip() or not is_part or (self.floor is not None and self.floor.minor < 0):
            raise Malformed(
                "rates.bad_receipts_share", "A share of receipts names its clause and a part of the whole."
            )

    def to_json(self) -> dict[str, Any]:
        """The signed form."""
        raw: dict[str, Any] = {"clause": self.clause, "basis_points": str(self.basis_points)}
        return raw | ({} if self.floor is None else {"floor": self.floor.to_json()})

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "ReceiptsShare":
        """Read the signed form. Raises: KeyError, ValueError, Malformed."""
        floor = Money.from_json(raw["floor"]) if "floor" in raw else None
        return cls(raw["clause"], int(raw["basis_points"]), floor)


class Occasion(Enum):
    """When a sum is owed whether or not anything was used."""

    ACTIVATED = "activated"
    """The minimum guarantee: owed once its funds are held, and recouped from pay by use and by receipts."""
    RENEWED = "renewed"
    ENDED_EARLY = "ended_early"
    """The kill fee: the creator ends the licence before its term."""


@dataclass(frozen=True)
class Due:
    """A sum owed on an occasion, once each time. Raises: Malformed(`rates.bad_due`)."""

    clause: str
    occasion: Occasion
    amount: Money

    def __post_init__(self) -> None:
        if not self.clause.strip() or self.amount.minor <= 0:
            raise Malformed("rates.bad_due", "A sum that is owed names its clause and an amount.")

    def to_json(self) -> dict[str, Any]:
        """The signed form."""
        return {
            "clause": self.clause,
            "occasion": self.occasion.value,
            "amount": self.amount.to_json(),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Due":
        """Read the signed form. Raises: KeyError, ValueError, Malformed."""
        return cls(raw["clause"], Occasion(raw["occasion"]), Money.from_json(raw["amount"]))


@dataclass(frozen=True)
class Holdback:
    """A part of every payment that stays with the operator for some days after it was earned.

    Raises: Malformed(`rates.bad_holdback`).
    """

    clause: str
    basis_points: int
    days: int

    def __post_init__(self) -> None:
        is_part = 0 < self.basis_points < WHOLE_BASIS_POINTS
        if not self.clause.strip() or not is_part or not 0 < self.days <= LONGEST_HOLDBACK_DAYS:
            raise Malformed(
                "rates.bad_holdback", "A holdback is a part, for a number of days, under a clause."
            )

    def to_json(self) -> dict[str, Any]:
        """The signed form."""
        return {
            "clause": self.clause,
            "basis_points": str(self.basis_points),
            "days": str(self.days),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Holdback":
        """Read the signed form. Raises: KeyError, ValueError, Malformed."""
        return cls(raw["clause"], int(raw["basis_points"]), int(raw["days"]))
