"""News from replicas."""

from dataclasses import dataclass

from propria.kernel.ids import PerformerId, ReplicaId, ReplicaVersionId, StatementId
from propria.kernel.time import Instant


@dataclass(frozen=True)
class VersionBuilt:
    """A version is ready for its performer to look at."""

    version_id: ReplicaVersionId
    performer_id: PerformerId
    at: Instant


@dataclass(frozen=True)
class VersionApproved:
    """The performer signed for a version; from now on it may be rendered under a permit."""

    version_id: ReplicaVersionId
    performer_id: PerformerId
    statement_id: StatementId
    at: Instant


@dataclass(frozen=True)
class VersionTainted:
    """A recording that a version was made from is destroyed; nothing may be made with it any more."""

    version_id: ReplicaVersionId
    performer_id: PerformerId
    at: Instant


@dataclass(frozen=True)
class ReplicaCancelled:
    """A replica is cancelled with all its versions, and their files are destroyed."""

    replica_id: ReplicaId
    performer_id: PerformerId
    version_ids: tuple[ReplicaVersionId, ...]
    because: str
    at: Instant
