"""News from consent, for the contexts that come later in the story."""

from dataclasses import dataclass

from propria.kernel.ids import PerformerId, StatementId
from propria.kernel.time import Instant


@dataclass(frozen=True)
class OpennessGiven:
    """A performer is open to enquiries from now on."""

    performer_id: PerformerId
    openness_id: StatementId
    at: Instant


@dataclass(frozen=True)
class OpennessWithdrawn:
    """A performer is no longer open; what is signed stays as it was signed."""

    performer_id: PerformerId
    openness_id: StatementId
    at: Instant


@dataclass(frozen=True)
class OpennessErased:
    """The operator's copy of an ended openness is deleted with this transaction."""

    performer_id: PerformerId
    openness_id: StatementId


@dataclass(frozen=True)
class GrantGiven:
    """A performer allowed to be captured, or to have a replica built."""

    performer_id: PerformerId
    grant_id: StatementId
    purpose: str
    at: Instant


@dataclass(frozen=True)
class GrantWithdrawn:
    """A consent to capture or to build ended: its performer took it back, or what `reason` says."""

    performer_id: PerformerId
    grant_id: StatementId
    purpose: str
    at: Instant
    reason: str = "consent_withdrawn"
