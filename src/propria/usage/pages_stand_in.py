"""What a stand-in is told: which recordings could move a replica, what they signed, what was made of it. Decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from propria.consent.model import Grant, GrantState
from propria.kernel.ids import AssetId
from propria.kernel.time import Instant
from propria.likeness.model import MediaAsset
from propria.plumbing.web.components import Choice, Empty, Field, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words, work
from propria.usage.pages_renders import what_words
from propria.usage.stand_ins import Driven
from propria.web.typed_form import Notice

_DAYS = (30, 90, 365)


@dataclass(frozen=True)
class Agreed:
    """One consent of the reader as a stand-in: to which production, until when."""

    id: str
    production: str
    until: Instant
    state: State


@dataclass(frozen=True)
class Recording:
    """One recording that could be handed over: its id is what the creator needs."""

    id: AssetId
    line: str
    seconds: int
    stored_at: Instant


@dataclass(frozen=True)
class Moved:
    """One render that the reader's performance moves: what, for which work, by whom."""

    what: Words
    title: Words
    creator: Words
    at: Instant
    href: str


@page_context("usage/stand_in.html")
@dataclass(frozen=True)
class StandInPage:
    """Everything that a stand-in lets their performance do."""

    agreed: tuple[Agreed, ...]
    recordings: tuple[Recording, ...]
    moved: tuple[Moved, ...]
    fields: tuple[Field, ...]
    nothing: Empty
    notice: Notice | None


_STATES = {
    GrantState.GIVEN: State(Kind.ACTIVE, Words("有效", "in force")),
    GrantState.HELD: State(Kind.WAIT, Words("停用，待您重新同意", "rests until you consent anew")),
    GrantState.WITHDRAWN: State(Kind.STOP, Words("已收回", "withdrawn")),
    GrantState.LAPSED: State(Kind.NONE, Words("已失效", "lapsed")),
    GrantState.VOID: State(Kind.NONE, Words("无效", "void")),
}
_NOTHING = Empty(
    Words("您没有可用的表演录像。", "You have no recording that could move a replica."),
    Words("先录制，再把录像的编号交给制作方。", "Record one first; then give its number to the creator."),
    Link("/captures", Words("去录制", "Record something")),
)


def stand_in_page(
    grants: Sequence[Grant],
    performances: Sequence[MediaAsset],
    driven: Sequence[Driven],
    *,
    production: str = "",
    days: str = "",
    notice: Notice | None = None,
    now: Instant,
) -> StandInPage:
    """The page of one stand-in."""
    terms = tuple(Choice(str(n), Words(f"{n} 天", f"{n} days")) for n in _DAYS)
    return StandInPage(
        agreed=tuple(Agreed(g.id, g.reason, g.retained_until, _stands(g, now)) for g in grants),
        recordings=tuple(
            Recording(one.id, one.line, round(one.duration_ms / 1000), one.stored_at) for one in performances
        ),
        moved=tuple(
            Moved(
                what_words(one.request.wanted),
                work(Words(*one.title)),
                Words(*one.creator),
                one.request.asked_at,
                f"/outputs/{one.request.output_id}" if one.request.released_at else "",
            )
            for one in driven
        ),
        fields=(
            Field(
                "production",
                Words("哪部制作？", "Which production?"),
                value=production,
                hint=Words("照授权书上的片名写。", "Its title, as the licence has it."),
                wide=True,
            ),
            Field(
                "days", Words("有效多久？", "For how long?"), kind="select", value=days or "90", options=terms
            ),
        ),
        nothing=_NOTHING,
        notice=notice,
    )


def _stands(grant: Grant, now: Instant) -> State:
    is_over = grant.state is GrantState.GIVEN and not grant.is_in_force(now)
    return _STATES[GrantState.LAPSED if is_over else grant.state]


def days_of(text: str) -> int:
    """For how many days the form asks; ninety where it says nothing that can be chosen."""
    return int(text) if text in {str(n) for n in _DAYS} else 90
