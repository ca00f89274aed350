"""The nouns of self-tapes: what a creator asks a performer to play, and the takes that the performer sent."""

from dataclasses import dataclass
from datetime import timedelta

from propria.casting.model import Brief
from propria.kernel.ids import PerformerId, PersonId, StatementId, TapeId
from propria.kernel.time import Instant

RETENTION = timedelta(days=30)
"""How long after the deadline a take is kept, as every request and every consent says."""


@dataclass(frozen=True)
class Take:
    """One version of a self-tape, under a name of its own in the safe; destroyed, nobody can read it. SHA-256 in hex."""

    number: int
    name: str
    media_type: str
    digest: str
    size_bytes: int
    duration_ms: int
    sent_at: Instant
    destroyed_at: Instant | None = None
    sealed_at: Instant | None = None

    @property
    def is_sealed(self) -> bool:
        """Whether an order to preserve alone keeps it: nobody watches it."""
        return self.sealed_at is not None and self.destroyed_at is None

    @property
    def place(self) -> tuple[str, str]:
        """Where it lies in the safe: its blob, and the name of its key."""
        return place_of(self.name)


def place_of(name: str) -> tuple[str, str]:
    """The blob and the key of a version of this name."""
    return f"tapes/{name}", name


@dataclass(frozen=True)
class TakeLook:
    """Somebody of the creator's team watched a version."""

    number: int
    person_id: PersonId
    seen_at: Instant


@dataclass(frozen=True)
class Tape:
    """A self-tape that a creator asks of one performer for one role. `lines`: what to play.

    `consent_id`: what the performer signed, for this role's audition alone. `ended_at`: they withdrew it.
    """

    id: TapeId
    brief: Brief
    performer_id: PerformerId
    lines: str
    deadline: Instant
    asked_at: Instant
    consent_id: StatementId | None = None
    ended_at: Instant | None = None
    takes: tuple[Take, ...] = ()
    looks: tuple[TakeLook, ...] = ()

    @property
    def retained_until(self) -> Instant:
        """When what was sent is destroyed."""
        return self.deadline + RETENTION

    @property
    def there(self) -> tuple[Take, ...]:
        """The versions that are not destroyed, those among them that an order alone keeps."""
        return tuple(one for one in self.takes if one.destroyed_at is None)

    @property
    def newest(self) -> Take | None:
        """The version that may be watched, if any."""
        return next((one for one in reversed(self.there) if not one.is_sealed), None)
