"""The nouns of money: accounts, transfers, prices, uses that are paid for, statements. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from propria.kernel.ids import CreatorId, LicenceId, OutputId, PerformerId, TransferId, UseId
from propria.kernel.money import WHOLE_BASIS_POINTS, Money
from propria.kernel.time import Instant
from propria.rates.clauses import Holdback
from propria.rates.tiers import started

OPERATOR = "operator"
QUANTITY_STEP = Decimal("0.000001")
MAX_QUANTITY = Decimal(10) ** 12


class AccountKind(StrEnum):
    """Whose money an account counts. Every transfer moves an amount from one account to another."""

    BANK = "bank"
    PAID = "paid"
    DUE = "due"
    ESCROW = "escrow"
    AWAITING = "awaiting"
    PAYABLE = "payable"
    RETAINED = "retained"
    REST = "rest"
    FEE = "fee"


class Side(StrEnum):
    """On which side an account may stand: its total of debits or of credits is the larger, or either."""

    DEBIT = "D"
    CREDIT = "C"
    EITHER = "E"


SIDES: Mapping[AccountKind, Side] = {
    AccountKind.BANK: Side.EITHER,
    AccountKind.PAID: Side.EITHER,
    AccountKind.FEE: Side.EITHER,
    AccountKind.PAYABLE: Side.EITHER,
    AccountKind.DUE: Side.DEBIT,
    AccountKind.ESCROW: Side.CREDIT,
    AccountKind.AWAITING: Side.CREDIT,
    AccountKind.RETAINED: Side.CREDIT,
}
"""What holds for an account's two totals, always. The first three are touched by every payment, so no running
total is kept for them: a single row that all payments write would put them in a queue."""

COUNTED = frozenset(kind for kind, side in SIDES.items() if side is not Side.EITHER) | {AccountKind.PAYABLE}


@dataclass(frozen=True, order=True)
class Account:
    """One account: its kind, whose it is, and its only currency.

    `escrow` and `due` belong to a licence (funds held for it; what its creator still owes), `awaiting` and
    `payable` to a payee (earned and not yet funded; earned and funded), `retained` too (funded, and held back for
    some days), `paid` to a payee, `bank` and `fee` to the operator.
    """

    kind: AccountKind
    owner: str
    currency: str

    @property
    def id(self) -> str:
        """The account's name in the ledger, `kind:owner:currency`."""
        return f"{self.kind}:{self.owner}:{self.currency}"

    @classmethod
    def from_id(cls, text: str) -> "Account":
        """Read the name back. Raises: ValueError."""
        kind, owner, currency = text.split(":")
        return cls(AccountKind(kind), owner, currency)


class TransferKind(StrEnum):
    """Why money moved."""

    HOLD = "hold"
    RELEASE = "release"
    CHARGE = "charge"
    ACCRUAL = "accrual"
    SETTLEMENT = "settlement"
    PAYOUT = "payout"
    CORRECTION = "correction"
    RETENTION = "retention"
    FREED = "freed"


@dataclass(frozen=True)
class Transfer:
    """One row of the ledger: an amount above zero out of `debit` into `credit`, written once.

    `use_id`, its `revision` (0 as metered, 1 after the first correction) and `clause` say what it is for;
    `reverses` names the transfer that a correction corrects, or the retention that ends.
    """

    id: TransferId
    kind: TransferKind
    debit: Account
    credit: Account
    amount: Money
    at: Instant
    licence_id: LicenceId | None = None
    use_id: UseId | None = None
    revision: int | None = None
    clause: str | None = None
    reverses: TransferId | None = None
    reference: str | None = None

    def __post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise ValueError("a transfer moves an amount above zero")
        if self.debit == self.credit:
            raise ValueError("a transfer moves between two accounts")
        if {self.debit.currency, self.credit.currency} != {self.amount.currency}:
            raise ValueError("a transfer, its debit and its credit share one currency")


class Part(StrEnum):
    """How a price line counts in the whole: pay by use, a share of receipts, the guarantee, or what is owed beside."""

    USE = "use"
    RECEIPTS = "receipts"
    ADVANCE = "advance"
    OWED = "owed"


@dataclass(frozen=True)
class PriceLine:
    """What a clause asks for: the price of a unit, the least owed once it is used, the most ever owed.

    `factor` multiplies the units before anything is rounded: real time at 7.5 times is `Fraction(15, 2)`. `tiers` are
    (above so many units, price, clause of the step-up). A share of receipts owes its minimum once anything is used.
    `each` units are paid for together, whole once they are started: those that make a day.
    """

    clause: str
    unit: str
    unit_price: Money
    minimum: Money | None = None
    cap: Money | None = None
    factor: Fraction = Fraction(1)
    tiers: tuple[tuple[int, Money, str], ...] = field(default=(), repr=False)
    part: Part = field(default=Part.USE, repr=False)
    each: int = field(default=1, repr=False)

    def due(self, quantity: Decimal) -> Fraction:
        """How often the price is due for a quantity in all."""
        return started(Fraction(quantity), self.each)

    def __post_init__(self) -> None:
        amounts = [each for each in (self.unit_price, self.minimum, self.cap) if each is not None]
        amounts += [price for _, price, _ in self.tiers]
        if {each.currency for each in amounts} != {self.unit_price.currency} or min(amounts).minor < 0:
            raise ValueError("a price line is in one currency and never below zero")
        if self.minimum and self.cap and self.cap < self.minimum:
            raise ValueError("a cap is not below the minimum")


@dataclass(frozen=True)
class Fee:
    """A sum that is owed once, as soon as any of the clauses in `on` is used."""

    clause: str
    amount: Money
    on: frozenset[str]


class PayeeRole(StrEnum):
    """Why somebody receives a share."""

    PERFORMER = "performer"
    REPRESENTATIVE = "representative"
    GUILD = "guild"
    ESTATE = "estate"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Share:
    """Who receives how many basis points of every charge. The operator's id is `operator`."""

    payee: str
    role: PayeeRole
    basis_points: int


@dataclass(frozen=True)
class Compensation:
    """What the contract says of pay: price lines, shares that make the whole, fees, and the least in all.

    `minimum` is owed for the whole licence once anything is used, whichever clauses are. `version` is the number of the
    licence's version that says it; `holdback` keeps a part of what is payable for some days.
    """

    lines: tuple[PriceLine, ...]
    shares: tuple[Share, ...]
    fees: tuple[Fee, ...] = ()
    minimum: Money | None = None
    holdback: Holdback | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if len({line.clause for line in self.lines}) != len(self.lines):
            raise ValueError("a clause has one price line")
        if (
            len(
                {line.unit_price.currency for line in self.lines} | {fee.amount.currency for fee in self.fees}
            )
            != 1
        ):
            raise ValueError("a compensation is in one currency")
        if len({share.payee for share in self.shares}) != len(self.shares):
            raise ValueError("a payee has one share")
        if any(share.basis_points <= 0 for share in self.shares):
            raise ValueError("a share is above zero")
        if sum(share.basis_points for share in self.shares) != WHOLE_BASIS_POINTS:
            raise ValueError("shares must be basis points that sum to 10000")


@dataclass(frozen=True)
class Converted:
    """What an amount was before it was converted, at which rate, of which day, from which source."""

    amount: Money
    rate: Fraction
    on: str
    source: str

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"amount": self.amount.to_json(), "rate": str(self.rate), "on": self.on, "source": self.source}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Converted":
        """Read it back. Raises: KeyError, ValueError."""
        return cls(Money.from_json(raw["amount"]), Fraction(raw["rate"]), raw["on"], raw["source"])


@dataclass(frozen=True)
class Use:
    """One metered use under one clause. `quantity` is in the clause's unit, to a millionth.

    Receipts are a use of the work, counted in whole units of the currency; `origin` says what they were before they
    were converted. A use that is paid under several clauses (by the second and by the line) is posted once for each.
    """

    id: UseId
    licence_id: LicenceId
    performer_id: PerformerId
    creator_id: CreatorId
    project_id: str
    project_zh: str
    project_en: str
    clause: str
    quantity: Decimal
    used_at: Instant
    output_id: OutputId | None = None
    origin: Converted | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.quantity <= MAX_QUANTITY or self.quantity % QUANTITY_STEP:
            raise ValueError("a quantity is between zero and a million million, to a millionth")


class Basis(StrEnum):
    """What decided an amount: the rate, a minimum, a cap, a fee that fell due, or nothing left to charge.

    `rest` is by the rate, less what a minimum had already covered (or up to what a cap left). `step` is the rate with
    a step-up; `owed` a sum that fell due on an occasion; `recouped` pays nothing: the guarantee covers it.
    """

    RATE = "rate"
    REST = "rest"
    FEE = "fee"
    MINIMUM = "minimum"
    CAP = "cap"
    INCLUDED = "included"
    STEP = "step"
    OWED = "owed"
    RECOUPED = "recouped"


@dataclass(frozen=True)
class Used:
    """What was used under one version of the terms, by clause."""

    compensation: Compensation
    quantities: Mapping[str, Decimal]


@dataclass(frozen=True)
class SoFar:
    """What a licence has used under one compensation, by clause, and under its other versions; `charged` is for all of it,
    in the currency of the one.
    """

    quantities: Mapping[str, Decimal]
    charged: Money
    others: tuple[Used, ...] = ()


@dataclass(frozen=True)
class Posting:
    """One revision of a use in the ledger: what it changed, why, and the transfers that did it.

    Revision 0 is the use as metered. A correction is the next revision: `use` with the right quantity,
    `change` what it adds to the charge (below zero: takes back), `amount` the charge from then on.
    """

    use: Use
    revision: int
    unit: str
    unit_price: Money
    change: Money
    amount: Money
    basis: Basis
    posted_at: Instant
    compensation: Compensation
    transfers: tuple[Transfer, ...]
    reason: str | None = None


@dataclass(frozen=True)
class StatementLine:
    """One payee's part of one revision of one use, with everything that leads to the amount.

    `amount` is what the use (or its correction) was charged in all, `earned` this payee's share of it. `reason` says why it
    was corrected; a ruling is named by its denial and log entry.
    """

    use_id: UseId
    revision: int
    posted_at: Instant
    used_at: Instant
    project_id: str
    project_zh: str
    project_en: str
    licence_id: LicenceId
    clause: str
    quantity: Decimal
    unit: str
    unit_price: Money
    basis: Basis
    amount: Money
    share_basis_points: int
    earned: Money
    origin: Converted | None = None
    reason: str = ""


@dataclass(frozen=True)
class PayStatement:
    """What one payee earned and was paid in [starts_at, ends_at), in one currency.

    `opening` and `closing` are what was earned and not paid out; opening + earned - paid = closing.
    """

    payee: str
    payee_zh: str
    payee_en: str
    currency: str
    starts_at: Instant
    ends_at: Instant
    lines: tuple[StatementLine, ...]
    payouts: tuple[Transfer, ...]
    opening: Money
    earned: Money
    paid: Money
    closing: Money
    awaiting: Money
    held_back: Money
