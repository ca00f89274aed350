"""News from parties."""

from dataclasses import dataclass

from propria.kernel.ids import KeyId, MandateId, PerformerId, PersonId, RecoveryId
from propria.kernel.time import Instant


@dataclass(frozen=True)
class PerformerClaimed:
    """A performer's identity is evidenced; from now on their key can be bound."""

    performer_id: PerformerId
    domain: str
    at: Instant


@dataclass(frozen=True)
class NameClaimedAgain:
    """Somebody claims a name that `holders` have already; nothing is given to them yet."""

    performer_id: PerformerId
    holders: tuple[PersonId, ...]
    at: Instant


@dataclass(frozen=True)
class ReviewRefused:
    """One of the operator's people did not take what was shown of somebody; in words, and who is to hear them."""

    review: str
    concerned: tuple[PersonId, ...]
    zh: str
    en: str
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


@dataclass(frozen=True)
class KeyAdded:
    """A key signs for its person from now on."""

    person_id: PersonId
    key_id: KeyId
    at: Instant


@dataclass(frozen=True)
class KeyRevoked:
    """A key signs nothing any more."""

    person_id: PersonId
    key_id: KeyId
    at: Instant


@dataclass(frozen=True)
class RecoveryMoved:
    """The recovery of a lost key goes on or ends; `told` are those whose word it needs, beside the person."""

    recovery_id: RecoveryId
    person_id: PersonId
    state: str
    told: tuple[PersonId, ...]
    due_at: Instant | None
    at: Instant


@dataclass(frozen=True)
class RepresentationClaimed:
    """Somebody says that they represent a performer, who alone can settle it."""

    performer_id: PerformerId
    person_id: PersonId | None
    claimant_id: PersonId
    at: Instant


@dataclass(frozen=True)
class PerformerDied:
    """Two people saw that a performer died; from this entry on only what was meant to outlive them goes on."""

    performer_id: PerformerId
    at_entry: int
    at: Instant


@dataclass(frozen=True)
class PerformerLives:
    """A death was recorded in error, and what it stopped stands again."""

    performer_id: PerformerId
    at: Instant


@dataclass(frozen=True)
class GroupEnded:
    """A member left a group: it is asked and signs nothing any more."""

    group_id: PerformerId
    at: Instant
