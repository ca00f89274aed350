"""The nouns of replicas. A version is frozen once it is built; what may be done with it is its state's to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from propria.kernel.ids import AssetId, PerformerId, ReplicaId, ReplicaVersionId, StatementId, SubjectId
from propria.kernel.time import Instant

HEAD, FRONT, TURNED, CARD = "head.glb", "front.png", "three_quarter.png", "card.json"
"""The files that a performer looks at before approving; an engine may leave others beside them."""
PERFORMANCES = "performances.json"
"""How the performer's face moves in the footage that a version was made from, by recording, for the head to do again."""
SAMPLE = "voice.wav"
"""A line in the preview of the performer's voice, where there is one."""

MEDIA_TYPES = {
    ".glb": "model/gltf-binary",
    ".png": "image/png",
    ".json": "application/json",
    ".wav": "audio/wav",
}


class VersionState(StrEnum):
    """Where one version stands; only an approved one is ever rendered."""

    BUILDING = "building"
    BUILT = "built"
    APPROVED = "approved"
    REFUSED = "refused"
    FAILED = "failed"
    STOPPED = "stopped"
    TAINTED = "tainted"
    CANCELLED = "cancelled"


class BuildStep(StrEnum):
    """What a build is busy with, in order: ours at both ends, the engine's in between."""

    OPEN = "open"
    FIND_FACES = "find_faces"
    LANDMARKS = "landmarks"
    FIT = "fit"
    TEXTURE = "texture"
    VOICE = "voice"
    VISEMES = "visemes"
    CARD = "card"
    STORE = "store"


class Because(StrEnum):
    """Why a version ended, or why its files were destroyed."""

    REFUSED = "refused"
    CANCELLED = "cancelled"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    HANDED_OVER = "library_handed_over"
    RETENTION_ENDED = "retention_ended"
    RECORDING_DESTROYED = "recording_destroyed"
    NEVER_FINISHED = "never_finished"


@dataclass(frozen=True)
class Replica:
    """A performer's digital replica: what its versions belong to, until it is cancelled."""

    id: ReplicaId
    performer_id: PerformerId
    subject: SubjectId
    begun_at: Instant
    cancelled_at: Instant | None = None
    because: Because | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether nothing may ever be made from it again."""
        return self.cancelled_at is not None


@dataclass(frozen=True)
class Source:
    """One recording that a version was made from: the digest is SHA-256 of its plaintext in hex."""

    asset_id: AssetId
    kind: str
    digest: str


@dataclass(frozen=True)
class Artefact:
    """One stored file of a version; `id` names its key, the digest is SHA-256 of the plaintext in hex."""

    id: AssetId
    version_id: ReplicaVersionId
    name: str
    digest: str
    size_bytes: int

    @property
    def blob_key(self) -> str:
        """Where its ciphertext lies."""
        return f"replicas/{self.version_id}/{self.id}"

    @property
    def media_type(self) -> str:
        """What it is served as."""
        return MEDIA_TYPES.get(f".{self.name.rpartition('.')[2]}", "application/octet-stream")


@dataclass(frozen=True)
class Progress:
    """The step that a build is at, and how many of its parts are done (`total` 0: they cannot be counted)."""

    step: BuildStep = BuildStep.OPEN
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class ReplicaVersion:
    """One frozen version: exactly what it was made from, under which consents, by which engine.

    `engine` is what the engine said of itself: name, version, host, retention, region, licences, weights_sha256.
    """

    id: ReplicaVersionId
    replica_id: ReplicaId
    performer_id: PerformerId
    subject: SubjectId
    number: int
    state: VersionState
    capture_consent: StatementId
    build_consent: StatementId
    begun_at: Instant
    sources: tuple[Source, ...]
    artefacts: tuple[Artefact, ...] = ()
    progress: Progress = Progress()
    engine: Mapping[str, Any] = field(default_factory=dict)
    failure: str | None = None
    built_at: Instant | None = None
    approved_by: StatementId | None = None
    approved_at: Instant | None = None
    ended_at: Instant | None = None
    because: Because | None = None

    def digests(self) -> dict[str, str]:
        """File name → SHA-256 of its plaintext, in hex: what the performer's approval signs."""
        return {a.name: a.digest for a in sorted(self.artefacts, key=lambda a: a.name)}

    def artefact(self, name: str) -> Artefact | None:
        """The file of this name, if there is one."""
        return next((a for a in self.artefacts if a.name == name), None)


@dataclass(frozen=True)
class DestructionReceipt:
    """The operator's copy of a version's files can never be read again: how many there were, why, when."""

    version_id: ReplicaVersionId
    files: int
    because: Because
    destroyed_at: Instant


@dataclass(frozen=True)
class ProviderConditions:
    """What an engine declares on the axes of a scope: who runs it, days that it keeps inputs, where it stands."""

    provider: str
    retention_days: int
    region: str
