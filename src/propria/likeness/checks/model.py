"""The nouns of the likeness check: what was compared, how alike it is, where a file comes from."""

from dataclasses import dataclass
from enum import StrEnum

from propria.kernel.ids import AssetId
from propria.plumbing.web.words import Words

WHOLE = -1


class Trait(StrEnum):
    """What is compared."""

    FACE = "face"
    VOICE = "voice"


Numbers = tuple[float, ...]
"""An embedding of length one."""


@dataclass(frozen=True)
class Moment:
    """A face or a voice somewhere in a file; `to_ms` is `WHOLE` where it is all of the file."""

    trait: Trait
    from_ms: int
    to_ms: int
    numbers: Numbers


@dataclass(frozen=True)
class Found:
    """Who is in a file, as an engine found it, and which engine that was: its name and version."""

    moments: tuple[Moment, ...]
    by: str


@dataclass(frozen=True)
class Reference:
    """One recording of the performer's own to compare with, as the engine `by` knows it."""

    asset_id: AssetId
    face: Numbers | None
    voice: Numbers | None
    by: str

    def of(self, trait: Trait) -> Numbers | None:
        """Its face or its voice."""
        return self.face if trait is Trait.FACE else self.voice


@dataclass(frozen=True)
class Alike:
    """How alike a moment is to the nearest recording: a cosine, -1 to 1."""

    from_ms: int
    to_ms: int
    cosine: float


@dataclass(frozen=True)
class Span:
    """Where nine tenths of measured cosines lie, and the middle one; of how many comparisons."""

    low: float
    middle: float
    high: float
    count: int


@dataclass(frozen=True)
class Evidence:
    """What one trait says: the most alike moments first, and the spread of the performer's recordings among themselves."""

    trait: Trait
    moments: int
    references: int
    nearest: tuple[Alike, ...]
    own: Span | None


@dataclass(frozen=True)
class Origin:
    """Where a file comes from, as far as it is known here. `is_own`: a licence that this performer gave stands behind it.

    `output_id` and `licence_id` are empty where no output of this library is found; `says` is one sentence a line.
    """

    found_by: str
    says: tuple[Words, ...]
    output_id: str = ""
    licence_id: str = ""
    is_own: bool = False
