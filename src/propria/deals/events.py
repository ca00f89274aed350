"""News from deals."""

from dataclasses import dataclass

from propria.kernel.ids import ContractId, OfferId, PerformerId
from propria.kernel.time import Instant


@dataclass(frozen=True)
class OfferMade:
    """A creator made an offer, or a side countered."""

    deal_id: OfferId
    performer_id: PerformerId
    side: str
    at: Instant


@dataclass(frozen=True)
class ContractSigned:
    """The last signature is on the contract; from this entry on its licence is frozen.

    `replaces` is the contract whose terms it replaces; None for a new licence.
    """

    contract_id: ContractId
    deal_id: OfferId
    performer_id: PerformerId
    entry_index: int
    at: Instant
    replaces: ContractId | None = None


@dataclass(frozen=True)
class DealMoved:
    """Talks were agreed to, ended or opened again by a side, or lapsed by the clock (`side` empty)."""

    deal_id: OfferId
    performer_id: PerformerId
    act: str
    side: str
    at: Instant


@dataclass(frozen=True)
class SideSigned:
    """One side signed and the other has yet to."""

    contract_id: ContractId
    deal_id: OfferId
    performer_id: PerformerId
    side: str
    at: Instant
