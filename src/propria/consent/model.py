"""The nouns of consent. A grant is one signed statement for one purpose, never a bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from propria.kernel.errors import Malformed
from propria.kernel.ids import PerformerId, StatementId, SubjectId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.scope import Scope, StandingTerms, hits, red_line


class Purpose(StrEnum):
    """What a grant is for; each is its own statement with its own signature."""

    OPENNESS = "openness"
    CAPTURE = "capture"
    BUILD = "build"
    CHECK = "check"
    DRIVE = "drive"
    SHARE = "share"
    TRAIN = "train"


CONSENTED = tuple(f"{one.value}.consented" for one in Purpose if one is not Purpose.OPENNESS)
"""The types of the statements that give a grant."""


class GrantState(StrEnum):
    """Where a grant stands."""

    GIVEN = "given"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    VOID = "void"


LIVING = (GrantState.GIVEN, GrantState.HELD)
"""What its performer can still take back; only what is given is in force."""


class HandoverKind(StrEnum):
    """What happens to the library."""

    SOLD = "sold"
    INSOLVENT = "insolvent"
    CLOSING = "closing"


@dataclass(frozen=True)
class FeeFloor:
    """The least total fee of a deal that touches an act, a medium, or both at once; an empty one is any.

    `line` is what it reaches, touched as a red line is.
    """

    act: str
    medium: str
    least: Money

    @property
    def line(self) -> Scope:
        """What it reaches. Raises: Malformed(`scope.*`)."""
        named = {"act": self.act, "medium": self.medium}
        return red_line(**{axis: [code] for axis, code in named.items() if code})

    def to_json(self) -> dict[str, Any]:
        """The signed form: what is any is not there."""
        named = {"act": self.act, "medium": self.medium}
        return {axis: code for axis, code in named.items() if code} | {"least": self.least.to_json()}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "FeeFloor":
        """The inverse. Raises: Malformed(`consent.floor_unclear`, `scope.*`)."""
        act, medium = raw.get("act", ""), raw.get("medium", "")
        known = raw.keys() <= {"act", "medium", "least"} and (act or medium)
        try:
            if not (known and isinstance(act, str) and isinstance(medium, str)):
                raise ValueError
            made = cls(act, medium, Money.from_json(raw["least"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Malformed(
                "consent.floor_unclear",
                "Name an act, a medium or both, and the least fee where a project touches them.",
            ) from error
        made.line  # noqa: B018 -- reading it refuses an unknown code
        return made


@dataclass(frozen=True)
class Openness:
    """Open to enquiries within standing terms; not a licence. `floor` is the least total fee of a deal, whatever it is.

    `floors`: higher ones, by act and medium, all in its currency.
    """

    id: StatementId
    performer_id: PerformerId
    subject: SubjectId
    terms: StandingTerms
    floor: Money
    starts_at: Instant
    ends_at: Instant
    shows_name: bool
    given_at_entry: int
    state: GrantState
    withdrawn_at_entry: int | None = None
    floors: tuple[FeeFloor, ...] = ()

    def floor_for(self, scope: Scope) -> Money:
        """The least total fee of a deal of this scope: the highest of all floors that it touches."""
        reached = (one.least for one in self.floors if hits(one.line, scope))
        return max((self.floor, *reached), key=lambda least: least.minor)

    def is_open(self, now: Instant) -> bool:
        """Whether enquiries are welcome at `now`."""
        return self.state is GrantState.GIVEN and self.starts_at <= now < self.ends_at


@dataclass(frozen=True)
class Grant:
    """Consent to one doing with one's likeness before any licence: to be captured, to have a replica built, to have files
    compared with it, as a stand-in to have one's performance move another's replica in one production, which is then the
    `reason`, to be sent to one provider, which is then the `reason`, or to have models trained as licences allow.
    `retained_until` is when it ends by itself.
    """

    id: StatementId
    purpose: Purpose
    performer_id: PerformerId
    subject: SubjectId
    reason: str
    retained_until: Instant
    given_at_entry: int
    state: GrantState
    withdrawn_at_entry: int | None = None

    def is_in_force(self, now: Instant) -> bool:
        """Whether it may be relied on at `now`."""
        return self.state is GrantState.GIVEN and now < self.retained_until

    def can_be_taken_back(self, now: Instant) -> bool:
        """Whether its performer may still end it at `now`: it is in force, or rests because the library changed hands."""
        return self.state in LIVING and now < self.retained_until


@dataclass(frozen=True)
class Handover:
    """What the operator said of the library's end in its hands; `successor` (zh, en) is empty where nobody is named.

    Consents given before `entry_index` rest until their performer gives them anew, at the latest `anew_by`.
    """

    id: StatementId
    kind: HandoverKind
    successor: tuple[str, str]
    anew_by: Instant
    entry_index: int


@dataclass(frozen=True)
class Effect:
    """One thing that a withdrawal does, for the page shown before signing and for the receipt after."""

    on: str
    zh: str
    en: str
    count: int = 0
