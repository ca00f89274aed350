"""What the pages of dates tell: who is asked about which days, where that stands, whose step is next. Decides nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from propria.casting import actions
from propria.casting.days import actions as days
from propria.casting.days.model import DOING_WORDS, Doing, Seen
from propria.casting.days.rules import ENDED, SIGNED_ACTS, STATE_WORDS, days_words
from propria.casting.pages import title_of
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.identity.strength import Strengths, of_creator, shown
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Empty, Field, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words, work
from propria.web.typed_form import Notice, Typed

ACT_WORDS = {
    "say_free": Words("有空", "Free"),
    "say_not_free": Words("没有空", "Not free"),
    "pencil": Words("铅笔预留", "Pencil"),
    "ask_to_confirm": Words("请其确认", "Ask to confirm"),
    "confirm": Words("阅读并签名确认", "Read it, then sign"),
    "take_back": Words("收回确认", "Take it back"),
    "let_go": Words("放开", "Let go"),
}
_KINDS = {"asked": Kind.WAIT, "to_confirm": Kind.WAIT}
_NEXT = {
    "asked": (Words("等演员答复", "the performer answers"), Words("等您答复", "you answer")),
    "free": (Words("由您决定", "up to you"), Words("由制作方决定", "up to them")),
    "pencilled": (Words("由您决定", "up to you"), Words("由制作方决定", "up to them")),
    "to_confirm": (Words("等演员签名", "the performer signs"), Words("等您签名", "you sign")),
}


@dataclass(frozen=True)
class Button:
    """One step that is open: its address, its words, whether it stops something."""

    href: str
    words: Words
    stops: bool


@dataclass(frozen=True)
class DaysRow:
    """One performer asked about some days."""

    id: str
    href: str
    title: Words
    role: str
    who: Words
    who_href: str
    known: State
    doing: Words
    place: str
    dates: str
    state: State
    notes: tuple[Words, ...]
    buttons: tuple[Button, ...]
    answer_by: Instant | None


@page_context("casting/days.html")
@dataclass(frozen=True)
class DaysPage:
    """Every asking that one side sees, the living ones first. `waiting`: how many wait for the reader."""

    is_creator: bool
    living: tuple[DaysRow, ...]
    ended: tuple[DaysRow, ...]
    waiting: int
    undo: tuple[str, ...]
    away: Field | None
    notice: Notice | None
    nothing: Empty


@page_context("casting/days_form.html")
@dataclass(frozen=True)
class DaysForm:
    """The form by which a creator asks some of their shortlist about days."""

    brief_id: str
    title: Words
    role: str
    notice: Notice | None
    people: tuple[Choice, ...]
    chosen: frozenset[str]
    fields: tuple[Field, ...]


def days_page(
    actor: Actor, *, undo: tuple[str, ...] = (), notice: Notice | None = None, typed: Typed | None = None,
    now: Instant, db: Session
) -> DaysPage:  # fmt: skip
    """The page of either side. Raises: NotFound(`parties.no_creator`, `parties.no_performer`)."""
    found = days.every(actor, now=now, db=db)
    asked = {one.days.performer_id for one in found if one.is_creator}
    known = shown(parties.performers(asked, db=db).values(), db=db)
    rows = {one.days.id: _row(one, known, db=db) for one in found}
    living = [one for one in found if one.days.state not in ENDED]
    mine = set() if actor.role is Role.CREATOR else {"asked", "to_confirm"}
    return DaysPage(
        is_creator=actor.role is Role.CREATOR,
        living=tuple(rows[one.days.id] for one in living),
        ended=tuple(rows[one.days.id] for one in found if one.days.state in ENDED),
        waiting=sum(one.days.state in mine for one in living),
        undo=tuple(one.days.id for one in living if one.days.id in undo and one.is_creator),
        away=_away(actor, typed, db=db) if actor.role is Role.PERFORMER else None,
        notice=notice,
        nothing=_nothing(is_creator=actor.role is Role.CREATOR),
    )


def _nothing(*, is_creator: bool) -> Empty:
    if is_creator:
        return Empty(
            Words("您还没有询问过档期。", "You asked about no days yet."),
            Words("在招募里留下几位，再问他们有没有空。", "Keep some performers in a brief, then ask whether they are free."),
            Link("/shortlists", Words("候选名单", "Shortlists")),
        )  # fmt: skip
    return Empty(
        Words("没有人询问您的档期。", "Nobody asks about your days."),
        Words("有人问起，会列在这里；不答复，就什么也不预留。", "Whoever does stands here; if you do nothing, nothing is kept."),
    )  # fmt: skip


def _row(seen: Seen, known: Strengths, *, db: Session) -> DaysRow:
    one = seen.days
    performer, creator = parties.performer(one.performer_id, db=db), parties.creator(one.creator_id, db=db)
    name = performer.name if seen.is_creator else creator.name
    who_next = _NEXT.get(one.state)
    return DaysRow(
        id=one.id,
        href=f"/{'briefs' if seen.is_creator else 'roles'}/{one.brief_id}",
        title=work(Words(*one.title)),
        role=one.role,
        who=Words(name.zh, name.en),
        who_href=f"/performers/{one.performer_id}" if seen.is_creator else "",
        known=known[performer.id] if seen.is_creator else of_creator(creator.id, db=db),
        doing=Words(*DOING_WORDS[one.wanted.doing]),
        place=one.wanted.place,
        dates=days_words(one.wanted.days),
        state=State(
            _KINDS.get(one.state, Kind.NONE),
            Words(*STATE_WORDS[one.state]),
            who_next[0 if seen.is_creator else 1] if who_next else "",
        ),
        notes=_notes(seen),
        buttons=tuple(_button(one.id, act) for act in seen.acts),
        answer_by=one.wanted.answer_by if one.state == "asked" else None,
    )


def _notes(seen: Seen) -> tuple[Words, ...]:
    notes = []
    if seen.before:
        place = seen.before + 1
        notes.append(
            Words(
                f"同样的日子上排第 {place}：在此之前另有 {seen.before} 份铅笔预留",
                f"Place {place} on these days: {seen.before} pencilled earlier",
            )
        )
    if seen.taken:
        notes.append(
            Words(
                f"其中 {seen.taken} 天演员不在，或已定给别处",
                f"On {seen.taken} of these days the performer is away or has confirmed something else",
            )
        )
    return tuple(notes)


def _button(days_id: str, act: str) -> Button:
    where = f"/days/{days_id}/sign/{act}" if act in SIGNED_ACTS else f"/days/{days_id}/{act}"
    return Button(where, ACT_WORDS[act], act in ("let_go", "take_back", "say_not_free"))


def _away(actor: Actor, typed: Typed | None, *, db: Session) -> Field:
    kept = ", ".join(day.isoformat() for day in days.away(actor, db=db))
    return Field(
        "days",
        Words("不在的日子", "Days on which you are away"),
        kind="textarea",
        value=kept if typed is None else typed.one("days"),
        hint=Words(
            "以逗号分开，如 2027-01-31；连续几日写成 2027-02-01..2027-02-05。只有您这一方看得到是哪几天；"
            "询问档期的制作方只看到几天不行；您以本名愿意洽谈时，搜索与招募还会显示每 30 天里是否已有一半不空（含已确认的日子）。",
            "Between commas, like 2027-01-31; several in a row as 2027-02-01..2027-02-05. Only your side reads which days. Whoever asks "
            "about days sees on how many you cannot; while you are open under your name, creators also see of each 30 days whether "
            "half are gone, confirmed ones among them.",
        ),
        required=False,
    )  # fmt: skip


def days_form(
    actor: Actor, brief_id: str, chosen: frozenset[str], typed: Typed, notice: Notice | None = None, *,
    errors: dict[str, Words] | None = None, now: Instant, db: Session
) -> DaysForm:  # fmt: skip
    """The form for a brief. Raises: NotFound(`casting.no_brief`, `parties.no_creator`)."""
    brief = actions.brief(actor, brief_id, db=db)
    kept = [one.performer_id for one in actions.shortlist(actor, brief_id, db=db)]
    people = parties.performers(kept, db=db)
    wrong = errors or {}

    def field(name: str, zh: str, en: str, value: str = "", **more: object) -> Field:
        shown = typed.one(name) or value
        return Field(name, Words(zh, en), value=shown, error=wrong.get(name, ""), **more)  # type: ignore[arg-type]

    fields = (
        field("first", "第一天", "First day", kind="date"),
        field("last", "最后一天", "Last day", kind="date", required=False),
        field(
            "more", "另外几天", "Other days", required=False,
            hint=Words("以逗号分开，如 2027-01-31, 2027-02-03", "Between commas, like 2027-01-31, 2027-02-03"),
        ),
        field("doing", "做什么", "What for", kind="select", options=tuple(Choice(d, Words(*DOING_WORDS[d])) for d in Doing)),
        field("place", "地点", "Where", required=False),
        field(
            "answer_by", "请在何日之前答复", "Answer before", _soon(now).isoformat(), kind="date",
            hint=Words("那天 0 时（UTC）之前没有答复，即失效", "Without an answer by 00:00 UTC of that day it lapses"),
        ),
    )  # fmt: skip
    return DaysForm(
        brief.id, title_of(brief), brief.role, notice,
        tuple(Choice(p.id, Words(p.name.zh, p.name.en)) for p in (people[who] for who in kept)), chosen, fields,
    )  # fmt: skip


def _soon(now: Instant) -> date:
    return now.date() + timedelta(days=3)
