"""News from parties."""

from dataclasses import dataclass

from propria.kernel.ids import MandateId, PerformerId, PersonId
from propria.kernel.time import Instant


@dataclass(frozen=True)
class PerformerClaimed:
    """A performer's identity is evidenced; from now on their key can be bound."""

    performer_id: PerformerId
    domain: str
    at: Instant


@dataclass(frozen=True)
class MandateGiven:
    """A performer gave a representative powers."""

    performer_id: PerformerId
    mandate_id: MandateId
    representative_id: PersonId
    at: Instant


@dataclass(frozen=True)
class MandateRevoked:
    """A mandate ended before its date."""

    performer_id: PerformerId
    mandate_id: MandateId
    at_entry: int
    at: Instant
