"""What the pages of deals tell: the list, and the forms of an offer and of a counter. Decides nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from propria.deals import invitations, listed
from propria.deals.actions import Room
from propria.deals.model import Side
from propria.deals.panels import title_of
from propria.deals.reasons import REASONS
from propria.deals.sheet_form import SheetParts
from propria.kernel.errors import NotFound
from propria.kernel.time import Instant
from propria.ladder import RUNGS
from propria.ladder import Deal as Rung
from propria.parties import actions as parties
from propria.parties.identity.strength import of_creator, shown
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Empty, Field, Kind, State, Waiting
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words

A_PAGE = 50
YOUR_TURN = Words("轮到您", "your turn")
THEIR_TURN = Words("等对方", "the other side’s turn")
TO_SIGN = Words("等待签署", "waiting for signatures")
ENDED = Words("洽谈已终止，不允许任何使用", "ended; nothing is allowed")
LICENCE_OVER = Words("已签署；授权已终止", "signed; the licence has ended")
LAPSED_NOW = Words("报价已过期，不允许任何使用", "lapsed; nothing is allowed")
RUNG_OF = {"open": Rung.IN_TALKS, "agreed": Rung.AGREED_UNSIGNED, "signed": Rung.LICENSED}


@dataclass(frozen=True)
class Declinable:
    """An offer that waits for the performer's side, where it is declined in one tap, and by which reasons."""

    href: str
    title: Words
    reasons: tuple[Choice, ...]


@page_context("deals/deals.html")
@dataclass(frozen=True)
class DealsPage:
    """Every negotiation of the reader: theirs to answer, the other side's, signed, ended."""

    undo: str
    declinable: tuple[Declinable, ...]
    mine: tuple[Waiting, ...]
    theirs: tuple[Waiting, ...]
    signed: tuple[Waiting, ...]
    ended: tuple[Waiting, ...]
    nothing: Empty | None
    waiting: int
    """How many wait for the reader, on this page or another."""
    more_href: str
    invitations: tuple[str, ...] | None
    """The reader's own that stand; None for whoever has no profile to be invited to."""


@page_context("deals/sheet_form.html")
@dataclass(frozen=True)
class SheetForm:
    """The form of an offer (`deal_id` empty) or of a counter."""

    heading: Words
    lede: Words
    action: str
    back: str
    hidden: tuple[tuple[str, str], ...]
    code: Field | None
    """Where nobody is named: the invitation that somebody gave to the creator."""
    parts: SheetParts
    lapses: Field | None
    is_counter: bool


def other_name(seen: Room, *, db: Session) -> Words:
    """Who the other side is, in the words that they use."""
    match seen.side:
        case Side.CREATOR:
            name = parties.performer(seen.deal.performer_id, db=db).name
        case Side.PERFORMER:
            name = parties.creator(seen.deal.creator_id, db=db).name
    return Words(name.zh, name.en)


def strengths(rooms: Iterable[Room], *, db: Session) -> dict[str, State]:
    """How strongly it is shown who the other side of each is, by deal, read at once."""
    seen = list(rooms)
    asked = {one.deal.performer_id for one in seen if one.side is Side.CREATOR}
    known = shown(parties.performers(asked, db=db).values(), db=db)
    makers = {one.deal.creator_id for one in seen if one.side is not Side.CREATOR}
    companies = {creator_id: of_creator(creator_id, db=db) for creator_id in makers}
    return {
        one.deal.id: known[one.deal.performer_id]
        if one.side is Side.CREATOR
        else companies[one.deal.creator_id]
        for one in seen
    }


def standing(seen: Room, *, now: Instant) -> State:
    """Where the talks stand and who acts next, in the ladder's words."""
    word = RUNG_OF.get(seen.deal.state)
    said = Words(*RUNGS[word].tick) if word else ENDED
    match seen.deal.state:
        case "open" if now >= seen.deal.lapses_at:
            return State(Kind.NONE, LAPSED_NOW)
        case "open":
            return State(Kind.WAIT, said, YOUR_TURN if seen.deal.turn_of is seen.side else THEIR_TURN)
        case "agreed":
            mine = seen.side in {one.side for one in seen.signatures}
            return State(Kind.WAIT, said, THEIR_TURN if mine else TO_SIGN)
        case "signed":
            return State(Kind.LICENSED, said)
        case "ended":
            return State(Kind.NONE, LICENCE_OVER)
        case _:
            return State(Kind.NONE, said)


def is_mine(seen: Room, *, now: Instant) -> bool:
    """Whether the reader has something to do."""
    match seen.deal.state:
        case "open":
            return seen.deal.turn_of is seen.side and now < seen.deal.lapses_at
        case "agreed":
            return seen.side not in {one.side for one in seen.signatures}
        case _:
            return False


def deals_page(actor: Actor, undo: str = "", *, skip: int = 0, now: Instant, db: Session) -> DealsPage:
    """The list, what waits for the reader first, a page at a time; empty for a performer who has claimed no profile yet.

    `undo`: the deal that was just declined. `skip`: how many came before. Raises: NotFound(`parties.no_creator`).
    """
    found = _rooms(actor, skip, now=now, db=db)
    seen = found[:A_PAGE]
    known = strengths(seen, db=db)
    told = [(one, _row(one, known[one.deal.id], now=now, db=db)) for one in seen]

    def some(*states: str, mine: bool | None = None) -> tuple[Waiting, ...]:
        return tuple(
            row
            for one, row in told
            if one.deal.state in states and (mine is None or is_mine(one, now=now) is mine)
        )

    return DealsPage(
        undo=undo if any(one.deal.id == undo and one.deal.state == "declined" for one in seen) else "",
        declinable=tuple(_declinable(one) for one in seen if _may_decline(one, now=now)),
        mine=some("open", "agreed", mine=True),
        theirs=some("open", "agreed", mine=False),
        signed=some("signed"),
        ended=some("declined", "taken_back", "lapsed", "ended"),
        nothing=None if told or skip else _nothing(actor),
        waiting=_waiting(actor, now=now, db=db),
        more_href=f"/deals?skip={skip + A_PAGE}" if len(found) > A_PAGE else "",
        invitations=_invitations(actor, db=db),
    )


def _invitations(actor: Actor, *, db: Session) -> tuple[str, ...] | None:
    try:
        return tuple(invitations.own(actor, db=db))
    except NotFound:
        return None


def _may_decline(seen: Room, *, now: Instant) -> bool:
    return seen.side is Side.PERFORMER and seen.deal.state == "open" and is_mine(seen, now=now)


def _declinable(seen: Room) -> Declinable:
    reasons = tuple(Choice(code, said) for code, said in REASONS.items())
    return Declinable(f"/deals/{seen.deal.id}/decline", title_of(seen.sheet), reasons)


def _waiting(actor: Actor, *, now: Instant, db: Session) -> int:
    try:
        return listed.count_waiting(actor, now=now, db=db)
    except NotFound:
        return 0


def _rooms(actor: Actor, skip: int, *, now: Instant, db: Session) -> list[Room]:
    """A page of them, and one more where there is another page."""
    try:
        return listed.rooms(actor, waiting_first=True, most=A_PAGE + 1, skip=skip, now=now, db=db)
    except NotFound as missing:
        if missing.code != "parties.no_performer":
            raise
        return []


def _row(seen: Room, known: State, *, now: Instant, db: Session) -> Waiting:
    other = other_name(seen, db=db)
    mine = is_mine(seen, now=now)
    return Waiting(
        title=title_of(seen.sheet),
        href=f"/deals/{seen.deal.id}",
        says=Words(f"与{other.zh}，第 {seen.deal.turns} 稿", f"with {other.en}, version {seen.deal.turns}"),
        action=Words("看并回应", "Read and answer") if mine else Words("看", "Read"),
        state=standing(seen, now=now),
        first=mine,
        known=known,
    )


def _nothing(actor: Actor) -> Empty:
    if actor.role is Role.CREATOR:
        return Empty(
            Words("还没有洽谈。", "No talks yet."),
            Words(
                "洽谈从一份报价开始，报价从一份招募开始。",
                "Talks begin with an offer, and an offer with a brief.",
            ),
            Link("/briefs", Words("去看招募", "To the briefs")),
        )
    return Empty(
        Words("没有人在与您洽谈。", "Nobody is in talks with you."),
        Words(
            "报价来时出现在这里；您不回应，就什么也不允许。",
            "An offer appears here when it comes; if you do nothing, nothing is allowed.",
        ),
        Link("/terms", Words("看我的条件", "My terms")),
    )
