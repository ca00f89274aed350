"""The nouns of submissions: a brief that representatives may answer, and a performer whom one of them proposes for it."""

from dataclasses import dataclass

from propria.casting.model import Brief, Match
from propria.casting.sheet.needs import Lack
from propria.kernel.ids import BriefId, PerformerId, PersonId, SubmissionId
from propria.kernel.time import Instant
from propria.parties.model import Name, Performer


@dataclass(frozen=True)
class Call:
    """A brief that every representative here may read and answer until an instant, and who seeks."""

    brief: Brief
    creator: Name
    until: Instant


@dataclass(frozen=True)
class Submission:
    """A performer proposed for a brief, by whom, and what was said of it; it ends when a side takes it back."""

    id: SubmissionId
    brief_id: BriefId
    performer_id: PerformerId
    by: PersonId
    note: str
    submitted_at: Instant
    ended_at: Instant | None = None
    ended_by: PersonId | None = None


@dataclass(frozen=True)
class Submitted:
    """A submission as somebody reads it: who was proposed by whom for what.

    `lacks`: the facts asked of the person that their profile does not meet, or does not say, now. `match`: how they stand to the
    brief as a whole, for the creator alone.
    """

    submission: Submission
    brief: Brief
    performer: Performer
    by: Name
    creator: Name
    lacks: tuple[Lack, ...]
    match: Match | None = None
