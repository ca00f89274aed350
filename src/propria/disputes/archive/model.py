"""The nouns of subject access: an archive on its way to the one person that it is about."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from propria.kernel.ids import ArchiveId, PerformerId, PersonId, SubjectId
from propria.kernel.time import DAY, Instant

KEPT: timedelta = 7 * DAY
"""How long an archive that nobody fetches is kept."""


class ArchiveState(StrEnum):
    """Where an archive stands; only a ready one can be fetched, and only once."""

    MAKING = "making"
    READY = "ready"
    FETCHED = "fetched"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Archive:
    """One archive. `done` of `total` parts are in it; `digest` is SHA-256 of the whole in hex, known once it is ready."""

    id: ArchiveId
    performer_id: PerformerId
    person_id: PersonId
    subject: SubjectId
    state: ArchiveState
    asked_at: Instant
    expires_at: Instant
    part: str = ""
    done: int = 0
    total: int = 0
    size_bytes: int = 0
    digest: str = ""
    ended_at: Instant | None = None
    failure: str | None = None

    @property
    def blob_key(self) -> str:
        """Where its ciphertext lies, under a key of its own."""
        return f"archives/{self.id}"
