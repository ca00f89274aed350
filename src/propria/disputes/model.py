"""The nouns of disputes. A denial, or a word that something looks alike, never says who is right; its end does."""

from dataclasses import dataclass
from enum import StrEnum

from propria.kernel.ids import (
    CreatorId,
    DenialId,
    LookalikeId,
    OutputId,
    PerformerId,
    PersonId,
    StatementId,
    SubjectId,
)
from propria.kernel.time import Instant


class DenialState(StrEnum):
    """Where a denial stands."""

    RECEIVED = "received"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    HIDDEN = "hidden"
    EVIDENCED = "evidenced"
    ANSWERED = "answered"
    UPHELD = "upheld"


class Route(StrEnum):
    """How whoever denies showed who they are, for one factor of evidence."""

    OWN_KEY = "own_key"
    LISTED_DOMAIN = "listed_domain"
    DOCUMENT = "document"
    GUILD = "guild"
    COURT = "court"


class Ground(StrEnum):
    """On what a denial ended."""

    KEY_AND_EVIDENCE = "key_and_evidence"
    SECOND_FACTOR = "second_factor"
    GUILD = "guild"
    COURT = "court"


class Finding(StrEnum):
    """For whom a ruling is; each is an act of the denial's life."""

    FOR_LISTING = "rule_for_listing"
    FOR_DENIAL = "rule_for_denial"


@dataclass(frozen=True)
class Vote:
    """What one person ruled, by which statement."""

    by: PersonId
    finding: Finding
    ground: Ground
    statement_id: str


@dataclass(frozen=True)
class Denial:
    """Somebody's word that they did not sign what is listed. `mail` is theirs, private, and only for answers.

    `due_at` is when the operator owes its proof and the listing hides by itself; `target` the newest statement
    that lists. `domain` and `token` are a domain that they say is theirs and the line it has to publish.
    """

    id: DenialId
    performer_id: PerformerId
    subject: SubjectId
    person_id: PersonId | None
    mail: str
    target: StatementId | None
    state: DenialState
    received_at: Instant
    due_at: Instant
    token: str
    domain: str = ""
    route: Route | None = None
    ground: Ground | None = None
    ended_at: Instant | None = None

    @property
    def expected_line(self) -> str:
        """The line that `https://<domain>/.well-known/propria.txt` has to hold."""
        return f"propria-denial={self.token}"


class Likeness(StrEnum):
    """In what way something is like a performer."""

    LOOK_ALIKE = "look_alike"
    BLENDED_FACE = "blended_face"
    SOUND_ALIKE = "sound_alike"


class LookalikeState(StrEnum):
    """Where the case of a look-alike stands."""

    REPORTED = "reported"
    SEATED = "seated"
    LIKENESS = "likeness"
    NO_LIKENESS = "no_likeness"
    ALLOWED = "allowed"
    TAKEN_BACK = "taken_back"


class Defence(StrEnum):
    """What whoever made it says of it; a claim, which decides nothing by itself."""

    PARODY = "parody"
    OTHER_PERSON = "other_person"
    CHANCE = "chance"


class PanelFinding(StrEnum):
    """What one of the panel finds; each is an act of the case's life."""

    LIKENESS = "find_likeness"
    NO_LIKENESS = "find_no_likeness"
    ALLOWED = "find_allowed"


@dataclass(frozen=True)
class Media:
    """What is said to be like somebody: an output of this library, or bytes (SHA-256, hex) and a place elsewhere."""

    output_id: OutputId | None = None
    sha256: str = ""
    place: str = ""

    def to_json(self) -> dict[str, str]:
        """The signed form."""
        if self.output_id is not None:
            return {"output": self.output_id}
        return {"sha256": self.sha256, "place": self.place}


@dataclass(frozen=True)
class Lookalike:
    """A performer's signed word that something is like them and that they allowed none of it.

    `creator_id` made the output, where it is one of this library; `held_until` is when the hold on it ends by itself.
    `not_granted` is the operator's statement that no licence of theirs grants this; None where one does grant the like.
    `ruled_index` is the log entry of the panel's ruling.
    """

    id: LookalikeId
    performer_id: PerformerId
    subject: SubjectId
    creator_id: CreatorId | None
    kind: Likeness
    media: Media
    state: LookalikeState
    reported_at: Instant
    held_until: Instant
    statement_id: StatementId
    not_granted: StatementId | None = None
    ended_at: Instant | None = None
    ruled_index: int | None = None


@dataclass(frozen=True)
class FindingVote:
    """What one of the panel found, by which statement."""

    by: PersonId
    finding: PanelFinding
    statement_id: str
