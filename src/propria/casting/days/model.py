"""The nouns of dates: the days that a creator asks a performer about, and the days on which a performer is away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from propria.casting.access.model import NOBODY_SAID, Access
from propria.kernel.ids import BriefId, CreatorId, DaysId, PerformerId, StatementId
from propria.kernel.time import Instant


class Doing(StrEnum):
    """What the days are for: only what needs the person, never what a replica does without them."""

    RECORDING = "recording"
    VOICE = "voice"
    FITTING = "fitting"
    MEETING = "meeting"


DOING_WORDS: Mapping[Doing, tuple[str, str]] = {
    Doing.RECORDING: ("拍摄、录制", "recording on camera"),
    Doing.VOICE: ("录音", "recording a voice"),
    Doing.FITTING: ("定妆、试装", "a fitting"),
    Doing.MEETING: ("见面、试戏", "a meeting or reading"),
}


@dataclass(frozen=True)
class Wanted:
    """The days that are asked for: calendar days at the place of work, sorted, each once. `answer_by`: until when."""

    days: tuple[date, ...]
    doing: Doing
    place: str
    answer_by: Instant


@dataclass(frozen=True)
class Days:
    """One performer asked about some days for one brief, and where that stands.

    `pencilled_at` orders pencils on the same day. `statement_id`: what was signed last to confirm; `hands`: by whom and what,
    where several have to sign.
    """

    id: DaysId
    brief_id: BriefId
    creator_id: CreatorId
    performer_id: PerformerId
    project: str
    title: tuple[str, str]
    role: str
    wanted: Wanted
    state: str
    asked_at: Instant
    pencilled_at: Instant | None = None
    statement_id: StatementId | None = None
    hands: Mapping[str, str] = field(default_factory=dict)
    access: Access = NOBODY_SAID


@dataclass(frozen=True)
class Seen:
    """Days as one side sees them: the acts that are theirs to do now, and what else lies on the same days.

    `before`: earlier pencils of others; `taken`: how many of the days are confirmed elsewhere or away. Neither says for whom.
    """

    days: Days
    is_creator: bool
    acts: tuple[str, ...]
    before: int
    taken: int
