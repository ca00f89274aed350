"""What the pages of share links tell: which are open, who saw whom and when; and what a link itself shows. Decides nothing."""

from dataclasses import dataclass, replace
from datetime import timedelta

from propria.casting.cards import Card, card
from propria.casting.model import Share
from propria.casting.pages import CARD_AXES, title_of
from propria.casting.shares import actions as shares
from propria.casting.shares.actions import Shown
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.identity import strength
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Field, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.scope import Scope
from propria.scope.words import value_words
from propria.web.scope_views import words_of
from propria.web.typed_form import Notice, Typed

_NOT_HERE = Words("链接不显示照片", "not shown in a link")


@dataclass(frozen=True)
class LookRow:
    """One opening: when, and the names that were shown."""

    at: Instant
    names: tuple[Words, ...]


@dataclass(frozen=True)
class ShareRow:
    """One link: whose it is, where it stands, every opening."""

    id: str
    recipient: str
    made_at: Instant
    expires_at: Instant
    state: State
    is_open: bool
    looks: tuple[LookRow, ...]


@page_context("casting/shares.html")
@dataclass(frozen=True)
class SharesPage:
    """The links of one shortlist. `link`: the one just made; it is shown once."""

    brief_id: str
    title: Words
    role: str
    rows: tuple[ShareRow, ...]
    link: str
    link_for: str
    fields: tuple[Field, ...]
    notice: Notice | None


@page_context("casting/shared.html")
@dataclass(frozen=True)
class SharedPage:
    """A shortlist as a link shows it."""

    title: Words
    role: str
    recipient: str
    expires_at: Instant
    cards: tuple[Card, ...]


def shares_page(
    actor: Actor, brief_id: str, typed: Typed, *, link: str = "", link_for: str = "", notice: Notice | None = None,
    now: Instant, db: Session
) -> SharesPage:  # fmt: skip
    """The page of whoever shares. Raises: NotFound(`casting.no_brief`)."""
    brief, found = shares.of_brief(actor, brief_id, db=db)
    soon = (now + timedelta(days=7)).date().isoformat()
    fields = (
        Field(
            "recipient", Words("给谁", "For whom"), value=typed.one("recipient"),
            hint=Words("只写一位；是谁看的，按这个名字记下", "One alone: who looked is written down under this name"),
        ),
        Field("expires", Words("到何日失效（UTC 0 时）", "Until, at 00:00 UTC"), kind="date", value=typed.one("expires") or soon),
    )  # fmt: skip
    rows = tuple(_row(one, now=now, db=db) for one in found)
    return SharesPage(brief.id, title_of(brief), brief.role, rows, link, link_for, fields, notice)


def _row(share: Share, *, now: Instant, db: Session) -> ShareRow:
    people = parties.performers({who for look in share.looks for who in look.performers}, db=db)
    open_now = share.is_open(now)
    if open_now:
        state = State(Kind.NONE, Words("可以打开", "can be opened"))
    else:
        state = State(Kind.NONE, Words("已失效", "shows nothing any more"))
    looks = tuple(
        LookRow(one.seen_at, tuple(Words(people[who].name.zh, people[who].name.en) for who in one.performers))
        for one in reversed(share.looks)
    )
    return ShareRow(share.id, share.recipient, share.made_at, share.expires_at, state, open_now, looks)


def shared_page(shown: Shown, *, db: Session) -> SharedPage:
    """The page of whoever holds the link."""
    cards, known = [], strength.shown((one for one, _ in shown.people), db=db)
    for performer, openness in shown.people:
        clause = openness.terms.clauses[0] if openness.terms.clauses else Scope()
        passes: tuple[Text, ...] = tuple(
            words_of(value_words(axis, clause.value(axis))) for axis in CARD_AXES if clause.value(axis)
        )
        made = card(performer, openness, passes, {}, known, kept=False)
        cards.append(replace(made, face=replace(made.face, instead=_NOT_HERE)))
    share = shown.share
    return SharedPage(
        title_of(shown.brief), shown.brief.role, share.recipient, share.expires_at, tuple(cards)
    )
