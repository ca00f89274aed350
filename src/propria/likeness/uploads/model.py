"""The nouns of an upload in parts: a recording on its way into the vault, part by part, over any number of connections."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from propria.kernel.ids import AssetId, CaptureId, PerformerId, SubjectId, UploadId
from propria.kernel.time import DAY, Instant
from propria.likeness.model import AssetKind

PART_BYTES = 4 << 20
UPLOAD_LIFETIME = DAY
MOST_UPLOADS = 8


@dataclass(frozen=True)
class Part:
    """One part as it came: where it begins, its size, SHA-256 of it in hex."""

    offset: int
    size_bytes: int
    digest: str


@dataclass(frozen=True)
class Upload:
    """What was announced. `asset_id` is set once it is whole and in the vault; it ends a day after it began or last grew."""

    id: UploadId
    capture_id: CaptureId
    performer_id: PerformerId
    subject: SubjectId
    kind: AssetKind
    media_type: str
    line: str
    size_bytes: int
    begun_at: Instant
    expires_at: Instant
    asset_id: AssetId | None = None

    def blob_key(self, part: Part) -> str:
        """Where the ciphertext of a part lies; two different parts that claim one place never share it."""
        return f"uploads/{self.id}/{part.offset}-{part.digest[:16]}"


def received_bytes(parts: Sequence[Part]) -> int:
    """How much of the file is here, from its start without a gap."""
    return parts[-1].offset + parts[-1].size_bytes if parts else 0


def digest_of_parts(parts: Sequence[Part]) -> str:
    """SHA-256 over the digests of all parts in order: what a browser can say of a file too large to hold."""
    return hashlib.sha256(b"".join(bytes.fromhex(part.digest) for part in parts)).hexdigest()
