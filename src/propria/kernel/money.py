"""Money: whole minor units of one currency. Fractions appear only inside one rounding."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

MINOR_DIGITS = {"CNY": 2, "USD": 2, "EUR": 2, "GBP": 2, "HKD": 2, "JPY": 0}
WHOLE_BASIS_POINTS = 10_000


@dataclass(frozen=True, order=True)
class Money:
    """An amount: ISO 4217 currency and a count of its minor units (¥1.00 is `Money("CNY", 100)`)."""

    currency: str
    minor: int

    def __post_init__(self) -> None:
        if self.currency not in MINOR_DIGITS:
            raise ValueError(f"unknown currency {self.currency}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self._same(other), self.minor + other.minor)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self._same(other), self.minor - other.minor)

    def _same(self, other: "Money") -> str:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add")
        return self.currency

    def times(self, ratio: Fraction | int) -> "Money":
        """The amount times `ratio`, rounded half up to a minor unit.

        >>> Money("CNY", 100).times(Fraction(1, 8))
        Money(currency='CNY', minor=13)
        """
        exact = self.minor * Fraction(ratio)
        return Money(self.currency, (2 * exact.numerator + exact.denominator) // (2 * exact.denominator))

    def split(self, shares: Mapping[str, int]) -> dict[str, "Money"]:
        """Share out by basis points (sum 10,000), largest remainder first, nothing lost.

        Raises: ValueError if the shares do not make the whole.

        >>> {k: v.minor for k, v in Money("CNY", 100).split({"a": 3333, "b": 6667}).items()}
        {'a': 33, 'b': 67}
        """
        if sum(shares.values()) != WHOLE_BASIS_POINTS or min(shares.values()) < 0:
            raise ValueError("shares must be basis points that sum to 10000")
        exact = {k: Fraction(self.minor * bp, WHOLE_BASIS_POINTS) for k, bp in shares.items()}
        cut = {k: v.numerator // v.denominator for k, v in exact.items()}
        left = self.minor - sum(cut.values())
        order = sorted(exact, key=lambda k: (cut[k] - exact[k], k))
        for k in order[:left]:
            cut[k] += 1
        return {k: Money(self.currency, v) for k, v in cut.items()}

    def __str__(self) -> str:
        digits = MINOR_DIGITS[self.currency]
        sign, minor = ("-" if self.minor < 0 else ""), abs(self.minor)
        whole, part = divmod(minor, 10**digits)
        return f"{sign}{whole:,}" + (f".{part:0{digits}d}" if digits else "") + f" {self.currency}"

    def to_json(self) -> dict[str, str]:
        """The signed form: strings only, so that no reader rounds.

        >>> Money("CNY", 1840000).to_json()
        {'currency': 'CNY', 'minor': '1840000'}
        """
        return {"currency": self.currency, "minor": str(self.minor)}

    @classmethod
    def from_json(cls, raw: Mapping[str, str]) -> "Money":
        """Read the signed form. Raises: KeyError, ValueError."""
        return cls(raw["currency"], int(raw["minor"]))
