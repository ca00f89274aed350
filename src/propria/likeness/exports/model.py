"""The nouns of an export: one marked copy of one recording, for one recipient, that two of the operator's people sign for."""

from dataclasses import dataclass, replace
from enum import StrEnum

from propria.kernel.ids import AssetId, ExportId, PerformerId, PersonId, StatementId, SubjectId
from propria.kernel.time import HOUR, Instant

EXPORT_LIFETIME = 24 * HOUR


class Ground(StrEnum):
    """Why a copy leaves: somebody needs it, and the performer may stop it; or an order of a court or authority."""

    NEED = "need"
    ORDER = "order"


class ExportState(StrEnum):
    """Where an export stands; fetched, stopped and expired are ends."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    FETCHED = "fetched"
    STOPPED = "stopped"
    EXPIRED = "expired"


OPEN = frozenset({ExportState.ASKED, ExportState.CONFIRMED})


@dataclass(frozen=True)
class Export:
    """One copy. `seed` (32 bytes) makes its recipient's mark; digest (SHA-256, hex) and size are of the copy handed out."""

    id: ExportId
    asset_id: AssetId
    performer_id: PerformerId
    subject: SubjectId
    recipient: str
    purpose: str
    ground: Ground
    asked_by: PersonId
    asked_statement: StatementId
    asked_at: Instant
    expires_at: Instant
    seed: bytes
    state: ExportState = ExportState.ASKED
    confirmed_by: PersonId | None = None
    confirmed_statement: StatementId | None = None
    ended_at: Instant | None = None
    copy_digest: str | None = None
    copy_width: int = 0
    copy_height: int = 0
    handed_statement: StatementId | None = None

    def at(self, now: Instant) -> "Export":
        """The export as it stands now: what nobody fetched in time has expired."""
        if self.state in OPEN and now >= self.expires_at:
            return replace(self, state=ExportState.EXPIRED, ended_at=self.expires_at)
        return self


@dataclass(frozen=True)
class Traced:
    """An export whose mark a file carries: named in its words, seen, heard (in spreads above chance), or its very bytes."""

    export: Export
    is_same_bytes: bool
    is_named: bool
    seen: float
    heard: float
