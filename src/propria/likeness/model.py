"""The nouns of the vault."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from propria.kernel.ids import AssetId, CaptureId, PerformerId, PersonId, StatementId, SubjectId
from propria.kernel.time import Instant
from propria.plumbing.web.words import Words


class AssetKind(StrEnum):
    """What was recorded."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    SPOKEN_CONSENT = "spoken_consent"
    ROOM_TONE = "room_tone"
    BREATH = "breath"


MATERIAL = frozenset({AssetKind.PHOTO, AssetKind.VIDEO, AssetKind.VOICE})
"""What an engine makes something of; a spoken consent is evidence, room and breath are for whoever mixes the sound."""
WORDLESS = frozenset({AssetKind.ROOM_TONE, AssetKind.BREATH})
"""What holds no words and tells nobody apart: the library looks at it by itself, whichever engine it has."""


class AssetState(StrEnum):
    """Where an asset stands; shredded means that its key is destroyed, sealed that an order alone keeps it from that."""

    HELD = "held"
    SEALED = "sealed"
    SHREDDED = "shredded"


class Returned(StrEnum):
    """What became of the originals and copies outside the library, as the performer says."""

    HANDED_OVER = "handed_over"
    DELETED = "deleted"
    NONE_OUTSIDE = "none_outside"


@dataclass(frozen=True)
class Capture:
    """One recording session under one consent, for one stated reason.

    `return_on` is the day (UTC) by which whoever recorded gives originals and copies outside the library back, or deletes them.
    """

    id: CaptureId
    performer_id: PerformerId
    subject: SubjectId
    consent_id: StatementId
    place: str
    begun_at: Instant
    return_on: date
    returned_at: Instant | None = None
    returned_how: Returned | None = None


@dataclass(frozen=True)
class MediaAsset:
    """One stored recording: the digest is SHA-256 of the plaintext, `line` the exact words spoken in it.

    `statement_digest` is set on a spoken consent alone: SHA-256 (hex) of the signed consent that it says aloud.
    """

    id: AssetId
    capture_id: CaptureId
    performer_id: PerformerId
    subject: SubjectId
    kind: AssetKind
    media_type: str
    line: str
    digest: str
    size_bytes: int
    duration_ms: int
    state: AssetState
    stored_at: Instant
    retained_until: Instant
    statement_digest: str | None = None

    @property
    def is_material(self) -> bool:
        """Whether a replica may be made from it: it is held, and is of a kind that an engine makes something of."""
        return self.state is AssetState.HELD and self.kind in MATERIAL

    @property
    def blob_key(self) -> str:
        """Where its ciphertext lies."""
        return f"vault/{self.id}"

    @property
    def seen_key(self) -> str:
        """Where pictures of it lie, and whose face and voice it holds; under the same key as the recording."""
        return f"seen/{self.id}"


@dataclass(frozen=True)
class Access:
    """Somebody opened an asset: who, what for, when. The performer sees every one."""

    asset_id: AssetId
    person_id: PersonId | None
    purpose: str
    opened_at: Instant


def purpose_words(purpose: str) -> Words:
    """A kept purpose for its readers; somebody's own words are in the language they wrote."""
    zh, _, en = purpose.partition("\n")
    return Words(zh, en or zh)


@dataclass(frozen=True)
class DestructionReceipt:
    """The operator's copy of these assets can never be read again."""

    performer_id: PerformerId
    asset_ids: tuple[AssetId, ...]
    reason: str
    destroyed_at: Instant
