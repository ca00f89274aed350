"""The nouns of publicity: the counts that are true now, and the verdict on a sentence."""

from dataclasses import dataclass
from enum import StrEnum

from propria.kernel.time import Instant


@dataclass(frozen=True)
class PublicCounts:
    """Distinct attested people in public states, as of one checkpoint; nobody may say a larger number."""

    open: int
    licensed: int
    active: int
    not_usable: int
    checkpoint_size: int
    as_of: Instant
    whole: bool = True
    """Whether these are everybody, and not only those whom a file shows: else nothing says how few there are."""


class ClaimVerdict(StrEnum):
    """What can be said of a sentence."""

    PROVABLE = "provable"
    OVERCLAIMS = "overclaims"
    UNKNOWN_PERSON = "unknown_person"
    UNCLEAR = "unclear"
    NOT_A_CLAIM = "not_a_claim"


@dataclass(frozen=True)
class Reason:
    """Why a sentence cannot stand: the word or number in it, and what is true, in both languages."""

    code: str
    quoted: str
    zh: str
    en: str


@dataclass(frozen=True)
class SentenceVerdict:
    """The verdict on one sentence and, where it overclaims, the sentence that can be proven."""

    text: str
    verdict: ClaimVerdict
    reasons: tuple[Reason, ...]
    provable_text: str

    def to_json(self) -> dict[str, object]:
        """The form that `propria claims check --json` prints, one object a sentence."""
        return {
            "text": self.text,
            "verdict": self.verdict.value,
            "reasons": [{"code": r.code, "quoted": r.quoted, "zh": r.zh, "en": r.en} for r in self.reasons],
            "provable_text": self.provable_text,
        }


@dataclass(frozen=True)
class NamedPerformer:
    """A performer whose name is public, and the public facts a sentence may claim of them."""

    zh: str
    en: str
    is_open: bool
    licensed_projects: tuple[str, ...]
    active_projects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Needed:
    """What would show a sentence to be true: how many in each state, and whom by name."""

    open: int
    licensed: int
    active: int
    named: tuple[NamedPerformer, ...]
