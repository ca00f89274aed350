"""The nouns of disputes. A denial never says who is right; its end does, and on what ground."""

from dataclasses import dataclass
from enum import StrEnum

from propria.kernel.ids import DenialId, PerformerId, PersonId, StatementId, SubjectId
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
