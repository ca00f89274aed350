"""What the pages of submissions tell: calls and what was proposed to a representative, to a performer, and to a creator."""

from dataclasses import dataclass

from propria.casting import actions
from propria.casting.access import rules as rules_access
from propria.casting.briefs.rules import names_of
from propria.casting.cards import Card, card
from propria.casting.days import actions as days
from propria.casting.pages import SHORT_AXES, short, title_of
from propria.casting.pictures.pages import Faces, faces
from propria.casting.roles.pages import left_of
from propria.casting.submissions import actions as submissions
from propria.casting.submissions.model import Call, Submitted
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.identity.strength import Strengths, of_creator, of_person, shown
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Field, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.scope.sentences import reason_sentence
from propria.web.typed_form import Notice, Typed


@dataclass(frozen=True)
class CallRow:
    """One brief that takes submissions."""

    brief_id: str
    title: Words
    role: str
    creator: Words
    known: State
    says: Words
    seeks: str
    budget: Money
    until: Instant
    left: Words


@dataclass(frozen=True)
class SubmissionRow:
    """One proposal as the performer's side reads it."""

    id: str
    href: str
    title: Words
    role: str
    creator: Words
    performer: Words
    by: Words
    known: State
    is_mine: bool
    note: str
    lacks: tuple[Words, ...]
    at: Instant


@page_context("casting/submissions.html")
@dataclass(frozen=True)
class SubmissionsPage:
    """The performer's side: what they are proposed for; a representative's: what takes submissions, whom they may propose."""

    represents: bool
    calls: tuple[CallRow, ...]
    people: tuple[Choice, ...]
    rows: tuple[SubmissionRow, ...]
    notice: Notice | None


@dataclass(frozen=True)
class Proposal:
    """One performer who is proposed: their card, by whom, with which words, and how they stand to the brief."""

    card: Card
    by: Words
    known: State
    note: str
    lacks: tuple[Words, ...]
    at: Instant
    stands: Words


@page_context("casting/submitted.html")
@dataclass(frozen=True)
class SubmittedPage:
    """A creator's: who is proposed for one brief, and until when it takes submissions."""

    brief_id: str
    title: Words
    role: str
    rows: tuple[Proposal, ...]
    until: Instant | None
    reach: Words
    field: Field
    notice: Notice | None


def submissions_page(
    actor: Actor, notice: Notice | None = None, *, now: Instant, db: Session
) -> SubmissionsPage:
    """The page of the performer's side."""
    represents = actor.role is Role.REPRESENTATIVE
    calls = submissions.calls(actor, now=now, db=db) if represents or actor.role is Role.PERFORMER else []
    held = days.acts_for(actor, now=now, db=db) if calls else set()
    people = parties.performers(sorted(held), db=db).values()
    choices = (Choice(p.id, Words(p.name.zh, p.name.en)) for p in people)
    return SubmissionsPage(
        represents=represents,
        calls=tuple(_call(one, now, db) for one in calls),
        people=tuple(sorted(choices, key=lambda one: str(one.value))),
        rows=tuple(_row(actor, one, db) for one in submissions.mine(actor, now=now, db=db)),
        notice=notice,
    )


def _call(one: Call, now: Instant, db: Session) -> CallRow:
    brief = one.brief
    return CallRow(
        brief_id=brief.id,
        title=title_of(brief),
        role=brief.role,
        creator=Words(one.creator.zh, one.creator.en),
        known=of_creator(brief.creator_id, db=db),
        says=short(brief.scope, SHORT_AXES, names_of(brief)),
        seeks=brief.seeks,
        budget=brief.budget,
        until=one.until,
        left=left_of(one.until, now),
    )


def _row(actor: Actor, one: Submitted, db: Session) -> SubmissionRow:
    return SubmissionRow(
        id=one.submission.id,
        href=f"/roles/{one.brief.id}",
        title=title_of(one.brief),
        role=one.brief.role,
        creator=Words(one.creator.zh, one.creator.en),
        performer=Words(one.performer.name.zh, one.performer.name.en),
        by=Words(one.by.zh, one.by.en),
        known=of_person(one.submission.by, db=db),
        is_mine=one.submission.by == actor.person_id,
        note=one.submission.note,
        lacks=_lacks(one),
        at=one.submission.submitted_at,
    )


def _lacks(one: Submitted) -> tuple[Words, ...]:
    """Each fact that is not met or not said, in one sentence."""
    return tuple(Words(lack.says.zh, lack.says.en) for lack in one.lacks)


def submitted_page(
    actor: Actor, brief_id: str, typed: Typed, notice: Notice | None = None, *, now: Instant, db: Session
) -> SubmittedPage:
    """The page of one's brief. Raises: NotFound(`casting.no_brief`)."""
    found = submissions.of_brief(actor, brief_id, now=now, db=db)
    brief, until = submissions.call_of(actor, brief_id, db=db)
    kept = {one.performer_id for one in actions.shortlist(actor, brief_id, db=db)}
    until = rules_access.until(brief, until)
    until_now = until if until is not None and until > now else None
    reach = Words(*rules_access.REACH_WORDS[brief.access.reach])
    hint = Words("到那天 0 时（UTC）为止，最长 90 天", "Until 00:00 UTC of that day, within 90 days")
    field = Field("until", Words("截止日期", "Until"), kind="date", value=typed.one("until"), hint=hint)
    people = [one.performer for one in found]
    seen, known = faces(people, now=now, db=db), shown(people, db=db)
    rows = tuple(_proposal(one, seen, known, kept=one.performer.id in kept, db=db) for one in found)
    return SubmittedPage(brief.id, title_of(brief), brief.role, rows, until_now, reach, field, notice)


def _proposal(one: Submitted, seen: Faces, known: Strengths, *, kept: bool, db: Session) -> Proposal:
    match = one.match
    made = card(one.performer, match.openness if match else None, (), seen, known, kept=kept)
    return Proposal(
        card=made,
        by=Words(one.by.zh, one.by.en),
        known=of_person(one.submission.by, db=db),
        note=one.submission.note,
        lacks=_lacks(one),
        at=one.submission.submitted_at,
        stands=_stands(one),
    )


def _stands(one: Submitted) -> Words:
    match = one.match
    if match is None or match.fits:
        return Words("符合招募的每一项。", "Fits the brief on every axis.")
    if not match.reasons and match.floor_is_met:
        return Words("条款与底价均符合招募；其他见下。", "Fits the brief in terms and pay, but see below.")
    said = [reason_sentence(r, match.openness.terms, names=names_of(one.brief)) for r in match.reasons]
    zh, en = [r.zh for r in said], [r.en for r in said]
    if not match.floor_is_met:
        zh, en = [*zh, "酬金低于其底价"], [*en, "Pay below their floor"]
    return Words(f"不符合：{'；'.join(zh)}", f"Does not fit: {'; '.join(en)}")
