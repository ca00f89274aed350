"""The nouns of custody: a holder, what of the performer's must go there, and the holder's own word on it."""

from dataclasses import dataclass
from enum import StrEnum

from propria.deals.model import WindDown
from propria.kernel.ids import CreatorId, DutyId, LicenceId, PerformerId, StatementId, SubjectId
from propria.kernel.time import Instant


class Cause(StrEnum):
    """What ended, so that something must go."""

    LICENCE = "licence_withdrawn"
    REPLICA = "replica_cancelled"
    CONSENT = "consent_withdrawn"


class HolderKind(StrEnum):
    """In which role somebody holds it."""

    LICENSEE = "licensee"
    SUB_LICENSEE = "sub_licensee"
    ENGINE_HOST = "engine_host"


class What(StrEnum):
    """What must go."""

    FINISHED = "finished_outputs"
    UNFINISHED = "unfinished_material"
    PASSED_ON = "passed_on"
    INPUTS = "kept_inputs"


@dataclass(frozen=True)
class Holder:
    """Who holds it, in which role; `creator_id` signs for it, and the operator where that is None."""

    kind: HolderKind
    key: str
    name: tuple[str, str]
    creator_id: CreatorId | None


@dataclass(frozen=True)
class HostKeeps:
    """A host that said that it keeps what it is sent, `days` long (None: it does not say), for `count` jobs."""

    host: str
    days: int | None
    by_library: bool
    count: int


@dataclass(frozen=True)
class Holdings:
    """What is outside the safe under one licence, as the library saw it leave.

    `delivered` outputs were fetched by the licensee; `elsewhere` uses were reserved for an engine that is not the
    library's, which shows nothing of what it made, or offline under a lease.
    """

    licence_id: LicenceId | None
    licensee: Holder | None
    clause: WindDown | None
    delivered: int = 0
    elsewhere: int = 0
    sub_licensees: tuple[str, ...] = ()
    hosts: tuple[HostKeeps, ...] = ()


@dataclass(frozen=True)
class Owed:
    """What one holder owes: what must go, how many of it there are, by when."""

    licence_id: LicenceId | None
    holder: Holder
    what: What
    count: int
    due_at: Instant

    @property
    def place(self) -> tuple[str, str, str]:
        """What tells it from the others of the same cause."""
        return (self.licence_id or "", self.holder.key, self.what.value)


@dataclass(frozen=True)
class Duty:
    """An owed destruction, and the holder's statement about it once there is one."""

    id: DutyId
    performer_id: PerformerId
    subject: SubjectId
    cause: Cause
    thing_id: str
    owed: Owed
    begun_at: Instant
    statement_id: StatementId | None = None
    stated_at_entry: int | None = None
    stated_at: Instant | None = None
    told_overdue_at: Instant | None = None

    @property
    def is_stated(self) -> bool:
        """Whether the holder has signed that it destroyed it."""
        return self.statement_id is not None

    def is_overdue(self, now: Instant) -> bool:
        """Whether the date has passed and nobody has signed."""
        return not self.is_stated and now >= self.owed.due_at

    def standing(self, now: Instant) -> str:
        """`stated`, `overdue` or `owed`."""
        if self.is_stated:
            return "stated"
        return "overdue" if self.is_overdue(now) else "owed"
