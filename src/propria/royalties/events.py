"""News of money, published in the transaction that moved it."""

from dataclasses import dataclass

from propria.kernel.ids import LicenceId, UseId
from propria.kernel.money import Money
from propria.kernel.time import Instant


@dataclass(frozen=True)
class FundsHeld:
    """Money is held for a licence; `held` is all of it now."""

    licence_id: LicenceId
    held: Money
    at: Instant


@dataclass(frozen=True)
class FundsReleased:
    """Held money went back to the creator; `held` is what is left."""

    licence_id: LicenceId
    held: Money
    at: Instant


@dataclass(frozen=True)
class UseCharged:
    """A use (or its correction) was charged; `funded` says whether the licence's funds covered it."""

    use_id: UseId
    licence_id: LicenceId
    change: Money
    funded: bool
    at: Instant


@dataclass(frozen=True)
class PaidOut:
    """A payee was paid."""

    payee: str
    amount: Money
    reference: str
    at: Instant
