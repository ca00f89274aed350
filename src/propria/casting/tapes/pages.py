"""What the pages of self-tapes tell either side: what is asked until when, which version is there, who watched."""

from dataclasses import dataclass

from propria.casting import actions
from propria.casting.access import rules as rules_access
from propria.casting.pages import title_of
from propria.casting.tapes import actions as tapes
from propria.casting.tapes.model import RETENTION, Tape
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.identity.strength import of_creator, of_performer
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Field, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice, Typed


@dataclass(frozen=True)
class LookRow:
    """Somebody watched a version."""

    name: Words
    number: int
    at: Instant


@dataclass(frozen=True)
class TapeRow:
    """One self-tape: where it stands, and what the reader may do. `number`: the version that is there; 0 for none."""

    id: str
    href: str
    title: Words
    role: str
    who: Words
    known: State
    lines: str
    state: State
    deadline: Instant
    destroyed_by: Instant
    number: int
    versions: int
    may_consent: bool
    may_send: bool
    may_watch: bool
    may_withdraw: bool
    looks: tuple[LookRow, ...]


@page_context("casting/tapes.html")
@dataclass(frozen=True)
class TapesPage:
    """Every self-tape that one side sees, newest first."""

    is_creator: bool
    rows: tuple[TapeRow, ...]
    waiting: int
    kept_days: int
    notice: Notice | None


@page_context("casting/tape_form.html")
@dataclass(frozen=True)
class TapeForm:
    """The form by which a creator asks some of a shortlist for a self-tape."""

    brief_id: str
    title: Words
    role: str
    people: tuple[Choice, ...]
    chosen: frozenset[str]
    fields: tuple[Field, ...]
    kept_days: int
    notice: Notice | None


def tapes_page(actor: Actor, notice: Notice | None = None, *, now: Instant, db: Session) -> TapesPage:
    """The page of either side. Raises: NotFound(`parties.no_creator`)."""
    is_creator = actor.role is Role.CREATOR
    rows = tuple(
        _row(one, is_creator=is_creator, now=now, db=db) for one in tapes.every(actor, now=now, db=db)
    )
    waiting = sum(one.may_consent or (one.may_send and not one.number) for one in rows)
    return TapesPage(is_creator, rows, waiting, RETENTION.days, notice)


def _row(tape: Tape, *, is_creator: bool, now: Instant, db: Session) -> TapeRow:
    performer = parties.performer(tape.performer_id, db=db)
    other = performer.name if is_creator else parties.creator(tape.brief.creator_id, db=db).name
    due = rules_access.until(tape.brief, tape.deadline) or tape.deadline
    runs = tape.ended_at is None and now < due
    kept = tape.newest if tape.ended_at is None and now < tape.retained_until else None
    own = not is_creator
    return TapeRow(
        id=tape.id,
        href=f"/{'briefs' if is_creator else 'roles'}/{tape.brief.id}",
        title=title_of(tape.brief),
        role=tape.brief.role,
        who=Words(other.zh, other.en),
        known=of_performer(performer, db=db) if is_creator else of_creator(tape.brief.creator_id, db=db),
        lines=tape.lines,
        state=_state(tape, runs=runs, has_take=kept is not None, own=own),
        deadline=due,
        destroyed_by=tape.retained_until,
        number=kept.number if kept else 0,
        versions=len(tape.takes),
        may_consent=own and runs and tape.consent_id is None,
        may_send=own and runs and tape.consent_id is not None,
        may_watch=kept is not None,
        may_withdraw=own and tape.ended_at is None and kept is not None,
        looks=tuple(_look(one, db=db) for one in tape.looks) if own else (),
    )


def _look(one: tapes.TakeLook, *, db: Session) -> LookRow:
    name = parties.person(one.person_id, db=db).name
    return LookRow(Words(name.zh, name.en), one.number, one.seen_at)


_WITHDRAWN = {
    (False, True): Words("已收回并销毁", "withdrawn and destroyed"),
    (False, False): Words("已收回并销毁", "withdrawn and destroyed"),
    (True, True): Words("已收回；仅依保全命令暂存", "withdrawn; an order to preserve alone keeps it"),
    (True, False): Words("已收回", "withdrawn"),
}
"""(An order keeps it, their own) → how a withdrawn self-tape stands: of an order the creator learns nothing."""


def _state(tape: Tape, *, runs: bool, has_take: bool, own: bool) -> State:
    if tape.ended_at is not None:
        return State(Kind.NONE, _WITHDRAWN[bool(tape.there), own])
    if has_take:
        return State(Kind.NONE, Words("已发来", "sent"))
    if not runs:
        return State(Kind.NONE, Words("已截止，没有片段", "over; there is no take"))
    who = Words("等您发来", "you send it") if own else Words("等演员发来", "the performer sends it")
    return State(Kind.WAIT, Words("已请求", "asked for"), who)


def tape_form(
    actor: Actor, brief_id: str, typed: Typed, notice: Notice | None = None, *, db: Session
) -> TapeForm:
    """The form for a brief. Raises: NotFound(`casting.no_brief`)."""
    brief = actions.brief(actor, brief_id, db=db)
    kept = [one.performer_id for one in actions.shortlist(actor, brief_id, db=db)]
    people = parties.performers(kept, db=db)
    fields = (
        Field(
            "lines", Words("演什么", "What to play"), kind="textarea", value=typed.one("lines"),
            hint=Words("台词、情境、怎么拍", "The lines, the situation, how to film it"),
        ),
        Field(
            "deadline", Words("截止日期", "Deadline"), kind="date", value=typed.one("deadline"),
            hint=Words("到那天 0 时（UTC）为止，最长 60 天", "Until 00:00 UTC of that day, within 60 days"),
        ),
    )  # fmt: skip
    choices = tuple(Choice(who, Words(people[who].name.zh, people[who].name.en)) for who in kept)
    chosen = frozenset(typed.many("performer"))
    return TapeForm(brief.id, title_of(brief), brief.role, choices, chosen, fields, RETENTION.days, notice)
