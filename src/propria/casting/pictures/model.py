"""Pictures and clips of a performer for casting: kept for them alone until a statement of theirs publishes exactly these bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from propria.kernel.ids import PerformerId, PictureId, StatementId, SubjectId
from propria.kernel.time import Instant


@dataclass(frozen=True)
class Picture:
    """One kept picture or clip: SHA-256 (hex) of its bytes as they are served, size in pixels.

    `statement_id` and `shown_until` are empty while nothing that its performer signed publishes it.
    """

    id: PictureId
    performer_id: PerformerId
    subject: SubjectId
    digest: str
    media_type: str
    width: int
    height: int
    size_bytes: int
    kept_at: Instant
    statement_id: StatementId | None = None
    shown_until: Instant | None = None

    def is_published(self, now: Instant) -> bool:
        """Whether a statement publishes it at `now`; whether anybody is shown it, openness says too."""
        return self.statement_id is not None and self.shown_until is not None and now < self.shown_until

    @property
    def is_clip(self) -> bool:
        """Whether it moves and sounds: a showreel."""
        return self.media_type.startswith("video/")

    @property
    def blob_key(self) -> str:
        """Where its ciphertext lies."""
        return f"pictures/{self.id}"

    @property
    def href(self) -> str:
        """Where it is served, to whoever may see it."""
        return f"/performers/{self.performer_id}/pictures/{self.id}"

    @property
    def named(self) -> dict[str, Any]:
        """How a statement names it: nothing else has these bytes."""
        return {
            "picture": self.id,
            "sha256": self.digest,
            "media_type": self.media_type,
            "width": self.width,
            "height": self.height,
        }


def names(body: Mapping[str, Any], picture: Picture) -> bool:
    """Whether a signed `pictures.published` publishes exactly this picture."""
    return picture.named in list(body["pictures"])
