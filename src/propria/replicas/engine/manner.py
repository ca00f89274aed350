"""How a line is to be done: a feeling, a gaze, a small movement of the head. Words and bounds only; `feelings` has the amounts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from propria.kernel.errors import Malformed

MOST_YAW_DEGREES, MOST_PITCH_DEGREES, MOST_SEED = 20, 12, 999_999


class Feeling(StrEnum):
    """What a face shows while it says a line; an engine does those that it declares."""

    NEUTRAL = "neutral"
    WARM = "warm"
    DELIGHTED = "delighted"
    SAD = "sad"
    ANGRY = "angry"
    SURPRISED = "surprised"
    AFRAID = "afraid"
    DISGUSTED = "disgusted"
    TIRED = "tired"


@dataclass(frozen=True)
class Manner:
    """How a line is done: a feeling and how much of it (0 to 100), where the eyes look, how the head moves.

    Yaw is to the performer's own left, pitch upwards, both beside how the eyes were filmed. A seed of 0 leaves the head as it
    was filmed; every other number is one small movement, always the same. Nothing here moves the voice.
    Raises: Malformed(`replicas.manner_malformed`).
    """

    feeling: Feeling = Feeling.NEUTRAL
    strength_percent: int = 100
    gaze_yaw_degrees: int = 0
    gaze_pitch_degrees: int = 0
    head_seed: int = 0

    def __post_init__(self) -> None:
        within = (
            0 <= self.strength_percent <= 100
            and abs(self.gaze_yaw_degrees) <= MOST_YAW_DEGREES
            and abs(self.gaze_pitch_degrees) <= MOST_PITCH_DEGREES
            and 0 <= self.head_seed <= MOST_SEED
        )
        if not within:
            raise Malformed(
                "replicas.manner_malformed",
                "A strength is 0 to 100 percent; eyes turn 20 degrees sideways and 12 up or down at most.",
            )
        if self.feeling is Feeling.NEUTRAL or not self.strength_percent:
            object.__setattr__(self, "feeling", Feeling.NEUTRAL)
            object.__setattr__(self, "strength_percent", 100)

    @property
    def directs(self) -> bool:
        """It asks for a gaze or a movement of the head."""
        return bool(self.gaze_yaw_degrees or self.gaze_pitch_degrees or self.head_seed)

    def to_json(self) -> dict[str, str | int]:
        """The form in which it is kept, sealed and sent."""
        return asdict(self) | {"feeling": self.feeling.value}

    @staticmethod
    def from_json(raw: Mapping[str, Any]) -> "Manner":
        """Read the kept form. Raises: KeyError, ValueError, TypeError, Malformed(`replicas.manner_malformed`)."""
        return Manner(Feeling(raw["feeling"]), *(int(raw[name]) for name in _NUMBERS))


_NUMBERS = ("strength_percent", "gaze_yaw_degrees", "gaze_pitch_degrees", "head_seed")
AS_FILMED = Manner()
