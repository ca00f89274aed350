"""The nouns of casting."""

from collections.abc import Mapping
from dataclasses import dataclass

from propria.casting.access.model import NOBODY_SAID, Access
from propria.casting.sheet.model import NOTHING_SAID, Asks
from propria.casting.sheet.needs import Lack
from propria.consent.model import Openness
from propria.kernel.ids import BriefId, CreatorId, FolderId, PerformerId, PersonId, ShareId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties.model import Performer
from propria.scope import Reason, Scope


@dataclass(frozen=True)
class Brief:
    """What a creator seeks for one role of one project: the scope it would need and what it would pay.

    `seeks`: who is sought, in free words; they order who fits and decide nothing. `asks`: the sheet beside the scope.
    """

    id: BriefId
    creator_id: CreatorId
    project: str
    title: tuple[str, str]
    role: str
    scope: Scope
    budget: Money
    made_at: Instant
    seeks: str = ""
    archived_at: Instant | None = None
    access: Access = NOBODY_SAID
    asks: Asks = NOTHING_SAID


@dataclass(frozen=True)
class Version:
    """What a brief said until somebody changed it."""

    number: int
    by: PersonId
    at: Instant
    brief: Brief


@dataclass(frozen=True)
class Place:
    """The inputs of one place in the published order, each 0 to 1, and what they come to."""

    words: float
    meaning: float
    fit: float
    availability: float
    fee_fit: float
    responsiveness: float
    points: int


@dataclass(frozen=True)
class Window:
    """Whom an answer names: of those who fit `most` from `skip` on, of the others the nearest `others`."""

    skip: int = 0
    most: int = 50
    others: int = 20


FIRST_PAGE = Window()


@dataclass(frozen=True)
class Match:
    """How one open performer stands to a brief: fits, and at which place; or every axis and fact on which they do not.

    `floor`: the least that they take for what it asks.
    """

    performer: Performer
    openness: Openness
    fits: bool
    reasons: tuple[Reason, ...]
    floor: Money
    floor_is_met: bool
    what_would_change_it: tuple[tuple[str, str], ...] = ()
    place: Place | None = None
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True)
class Change:
    """One change of a brief on one axis: `brief` is the whole of it, changed. `step`: 0 for the least change on its axis.

    `months`: how long the term is then; `left_out`: the code that is asked no more; 0 and empty where it is neither.
    """

    axis: str
    brief: Brief
    step: int = 0
    months: int = 0
    left_out: str = ""


@dataclass(frozen=True)
class Won:
    """How many people one change would win: they publish their terms, drew no red line that the brief touches, and do not fit it."""

    change: Change
    count: int


@dataclass(frozen=True)
class Matches:
    """Who fits, in the published order, and who does not: those who publish their terms under their name.

    `unnamed`: a bucket of how many more are open and keep both private; no brief moves it.
    `fitting` and `others` are a window on `fitting_count` and `others_count`. `first_reasons`: the others by the axis of
    their first reason; `alone`: how many stand out on this axis alone, no red line among them; `won`: one change for each
    such axis. All three are told roughly, never as they are.
    """

    brief: Brief
    fitting: tuple[Match, ...]
    others: tuple[Match, ...]
    fitting_count: int
    others_count: int
    unnamed: str
    first_reasons: Mapping[str, int]
    alone: Mapping[str, int]
    won: tuple[Won, ...]


@dataclass(frozen=True)
class Shortlisted:
    """A performer kept for a brief; in one of its folders, or in none."""

    brief_id: BriefId
    performer_id: PerformerId
    added_at: Instant
    folder_id: FolderId | None = None


@dataclass(frozen=True)
class Folder:
    """A named part of one brief's shortlist."""

    id: FolderId
    brief_id: BriefId
    name: str
    made_at: Instant


@dataclass(frozen=True)
class Move:
    """A performer from one brief's shortlist, or a folder of it, to another of the same production."""

    performer_id: PerformerId
    from_brief: BriefId
    from_folder: FolderId | None
    to_brief: BriefId
    to_folder: FolderId | None

    def back(self) -> "Move":
        """The move that undoes it."""
        return Move(self.performer_id, self.to_brief, self.to_folder, self.from_brief, self.from_folder)


@dataclass(frozen=True)
class TeamNote:
    """What a creator's team wrote of a performer for a brief; nobody else reads it."""

    brief_id: BriefId
    performer_id: PerformerId
    text: str
    person_id: PersonId
    noted_at: Instant


@dataclass(frozen=True)
class Changed:
    """What a change of a shortlist really did: undoing it is the same change the other way round."""

    kept: tuple[PerformerId, ...]
    let_go: tuple[PerformerId, ...]


@dataclass(frozen=True)
class Look:
    """One opening of a share link: when, and who was shown."""

    number: int
    seen_at: Instant
    performers: tuple[PerformerId, ...]


@dataclass(frozen=True)
class Share:
    """A link by which one named recipient reads a shortlist until it expires; only a hash of its secret is kept."""

    id: ShareId
    brief_id: BriefId
    secret_hash: str
    recipient: str
    person_id: PersonId
    made_at: Instant
    expires_at: Instant
    ended_at: Instant | None = None
    looks: tuple[Look, ...] = ()

    def is_open(self, now: Instant) -> bool:
        """Whether the link shows anything at `now`."""
        return self.ended_at is None and now < self.expires_at and len(self.looks) < MOST_LOOKS


MOST_LOOKS = 1000
