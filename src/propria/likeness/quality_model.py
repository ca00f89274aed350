"""What the vault knows of how good a recording is: a verdict, what was found, and the measures."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from propria.kernel.ids import AssetId, PerformerId, PersonId
from propria.kernel.time import Instant


class Verdict(StrEnum):
    """Usable; better taken again; held until a person has looked; and a person said that it is the performer."""

    USABLE = "usable"
    RETAKE = "retake"
    HELD = "held"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Looked:
    """What an engine saw and heard in one recording: measures by name, pictures as one JPEG, whose face and voice.

    `face` and `voice` are embeddings of length one; they identify a person and are kept under the recording's own key.
    """

    measures: dict[str, Any]
    sheet: bytes
    face: tuple[float, ...] | None
    voice: tuple[float, ...] | None
    by: str


@dataclass(frozen=True)
class Decision:
    """A person's word on a recording that was held."""

    by: PersonId
    why: str
    at: Instant


@dataclass(frozen=True)
class Quality:
    """How good a recording is. `findings` are codes of `quality_words.FINDINGS`, the worst first."""

    asset_id: AssetId
    performer_id: PerformerId
    verdict: Verdict
    findings: tuple[str, ...]
    measures: dict[str, Any]
    by: str
    made_at: Instant
    decision: Decision | None = None
