"""What the library answers, as frozen facts. Reads answers; asks nothing and decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from propria.kernel.time import Instant, instant

ENDED_BADLY = ("failed", "cancelled")


@dataclass(frozen=True)
class Decision:
    """Whether a use may be made, every reason against it by code, and the log index that this holds for."""

    allowed: bool
    reasons: tuple[str, ...]
    as_of: int

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Decision":
        """Read the gate's answer."""
        return cls(raw["allowed"], tuple(raw["reasons"]), raw["as_of"])


@dataclass(frozen=True)
class Permit:
    """One reserved use: how much of each unit was taken from the licence, and when."""

    id: str
    licence: str
    amounts: Mapping[str, int]
    as_of: int
    reserved_at: Instant

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Permit":
        """Read a permit."""
        reserved_at = instant(raw["reserved_at"])
        return cls(raw["permit"], raw["licence"], dict(raw["amounts"]), raw["as_of"], reserved_at)


@dataclass(frozen=True)
class Render:
    """How far a render is: `done` of `total` steps; `output` is the passport once its state is `released`."""

    id: str
    permit: str
    state: str
    step: str
    done: int
    total: int
    error_code: str | None
    output: Mapping[str, Any] | None

    @property
    def is_released(self) -> bool:
        """Whether the output can be fetched."""
        return self.output is not None

    @property
    def has_failed(self) -> bool:
        """Whether nothing will come of it."""
        return self.state in ENDED_BADLY

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Render":
        """Read a render's state."""
        return cls(
            id=raw["render"],
            permit=raw["permit"],
            state=raw["state"],
            step=raw["step"],
            done=raw["done"],
            total=raw["total"],
            error_code=raw["error_code"],
            output=raw["output"],
        )
