"""Submissions: a creator opens a brief to representatives, who propose performers under their mandates.

The performer is told and may pull out, and then the creator reads nothing of it any more; nor where the mandate ended, or the
openness under their name did. Facts that a brief asks of the person stop no submission; both sides read which are not met or not said.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.casting import actions, listed, rules
from propria.casting.access import rules as rules_access
from propria.casting.access import titles
from propria.casting.days import actions as days
from propria.casting.model import Brief
from propria.casting.sheet.needs import Lack, lacks
from propria.casting.submissions import rules as rules_submissions
from propria.casting.submissions import store
from propria.casting.submissions.model import Call, Submission, Submitted
from propria.consent import actions as consent
from propria.consent.model import Openness
from propria.kernel.errors import Forbidden, NotFound, PropriaError, Refused
from propria.kernel.ids import PerformerId, PersonId, SubmissionId, new_id
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.model import Actor, Exercise, Performer, Power, Role
from propria.plumbing.database import Session
from propria.record import actions as record


@dataclass(frozen=True)
class Proposed:
    """Whom a representative proposed, and by which code the others could not be."""

    submitted: tuple[Submission, ...]
    not_submitted: tuple[tuple[str, str], ...]


def open_call(actor: Actor, brief_id: str, until: Instant | None, *, now: Instant, db: Session) -> Brief:
    """Let every representative here read a brief and answer it until then; None ends it.

    Raises: NotFound(`casting.no_brief`), Forbidden(`parties.no_right`), Malformed(`casting.call_unclear`),
    Refused(`casting.brief_archived`, `casting.deadline_passed`).
    """
    brief = actions.running(actor, brief_id, db=db)
    colleagues.check(actor.person_id, brief.creator_id, Right.NEGOTIATE, db=db)
    ends = None if until is None else rules_submissions.check_until(until, now=now)
    if ends is not None:
        rules_access.check_in_time(brief, now=now)
    store.set_call(brief.id, ends, db=db)
    return brief


def call_of(actor: Actor, brief_id: str, *, db: Session) -> tuple[Brief, Instant | None]:
    """One's brief, and until when it takes submissions. Raises: NotFound(`casting.no_brief`)."""
    brief = actions.brief(actor, brief_id, db=db)
    return brief, store.call_until(brief.id, db=db)


def calls(actor: Actor, *, now: Instant, db: Session) -> list[Call]:
    """The briefs that take submissions and are open to the actor, under the titles that they may read.

    Raises: Forbidden(`casting.performers_side_only`).
    """
    if actor.role not in (Role.REPRESENTATIVE, Role.PERFORMER):
        raise Forbidden(
            "casting.performers_side_only", "Only performers and their representatives read these."
        )
    found = opened(actor, now=now, db=db)
    read = titles.shown((brief for brief, _ in found), actor.person_id, db=db)
    return [
        Call(brief, parties.creator(brief.creator_id, db=db).name, until)
        for brief, (_, until) in zip(read, found, strict=True)
    ]


def opened(actor: Actor, *, now: Instant, db: Session) -> list[tuple[Brief, Instant]]:
    """The briefs that take submissions now and are open to the actor, and until when: a deadline may come before the end."""
    own = _own_open(actor, now=now, db=db)
    every = [(brief, rules_access.until(brief, call)) for brief, call in store.calls(now, db=db)]
    return [(b, u) for b, u in every if u is not None and now < u and _opened_to(actor, b, own)]


def _own_open(actor: Actor, *, now: Instant, db: Session) -> list[tuple[Performer, Openness]]:
    """The performer's own profile where it is open; nobody's for a representative, who reads without."""
    if actor.role is not Role.PERFORMER:
        return []
    held = days.acts_for(actor, now=now, db=db)
    open_ones = [(who, consent.find_openness(who, now=now, db=db)) for who in sorted(held)]
    return [(parties.performer(who, db=db), one) for who, one in open_ones if one is not None]


def _opened_to(actor: Actor, brief: Brief, own: list[tuple[Performer, Openness]]) -> bool:
    fits = any(rules.match(brief, performer, openness).fits for performer, openness in own)
    represents = actor.role is Role.REPRESENTATIVE
    return rules_access.opened_to(brief.access, actor.person_id, fits=fits, represents=represents)


def submit(
    actor: Actor, brief_id: str, performer_ids: Iterable[str], note: str, *, now: Instant, db: Session
) -> Proposed:
    """Propose performers whom one represents by a mandate that runs, may negotiate, and covers what the brief asks.

    Raises: NotFound(`casting.no_brief`), Refused(`casting.call_over`, `casting.deadline_passed`, `casting.too_many_submitted`),
    Malformed(`casting.note_unreadable`); and the refusal of the first where nobody can be proposed: as `parties.authority`,
    Refused(`consent.not_open`, `casting.name_private`, `casting.submitted_already`), NotFound(`parties.no_performer`).
    """
    brief = store.brief_of(brief_id, db=db)
    if not _opened_to(actor, brief, _own_open(actor, now=now, db=db)):
        raise NotFound("casting.no_brief", "There is no such brief.")
    rules_access.check_in_time(brief, now=now)
    rules_submissions.check_open(store.call_until(brief.id, db=db), now=now)
    names, tidy = list(dict.fromkeys(performer_ids)), rules_submissions.note_text(note)
    rules_submissions.check_many(len(names))
    done, refused = [], []
    for who in names:
        try:
            done.append(_submit_one(actor, brief, who, tidy, now=now, db=db))
        except PropriaError as error:
            refused.append((who, error))
    if not done:
        raise refused[0][1]
    return Proposed(tuple(done), tuple((who, error.code) for who, error in refused))


def _submit_one(
    actor: Actor, brief: Brief, performer_id: str, note: str, *, now: Instant, db: Session
) -> Submission:
    performer = parties.performer(performer_id, db=db)
    _check_mandate(actor.person_id, performer.id, brief, now=now, db=db)
    if not consent.openness_of(performer.id, now=now, db=db).shows_name:
        raise Refused("casting.name_private", "They keep their name private; only they can say it.")
    if any(one.brief_id == brief.id for one in store.living(performers=[performer.id], db=db)):
        raise Refused("casting.submitted_already", "They are proposed for this role already.")
    number = SubmissionId(new_id("submission"))
    made = Submission(number, brief.id, performer.id, actor.person_id, note, now)
    store.add(made, db=db)
    _tell(made, brief, now=now, db=db)
    return made


def _check_mandate(
    person_id: PersonId, performer_id: str, brief: Brief, *, now: Instant, db: Session
) -> None:
    exercise = Exercise(Power.NEGOTIATE, brief.scope, own_key_follows=True)
    size = record.size_of_log(db=db)
    parties.authority(person_id, performer_id, exercise, at_entry=size, now=now, db=db)


def of_brief(actor: Actor, brief_id: str, *, now: Instant, db: Session) -> list[Submitted]:
    """Who is proposed for one's brief, by whom, and how they stand to it, newest first. Raises: NotFound(`casting.no_brief`)."""
    brief = actions.brief(actor, brief_id, db=db)
    living = store.living(brief_id=brief.id, db=db)
    shown = listed.of((one.performer_id for one in living), now=now, db=db)
    said, found = actions.said(brief, shown.keys(), db=db), []
    for one in living:
        if one.performer_id in shown and _stands(one, brief, now=now, db=db):
            performer = parties.performer(one.performer_id, db=db)
            match = rules.match(brief, performer, shown[one.performer_id], said.get(one.performer_id))
            found.append(_submitted(one, brief, match.lacks, match, db=db))
    return found


def _stands(one: Submission, brief: Brief, *, now: Instant, db: Session) -> bool:
    try:
        _check_mandate(one.by, one.performer_id, brief, now=now, db=db)
    except PropriaError:
        return False
    return True


def _submitted(
    one: Submission, brief: Brief, lacking: tuple[Lack, ...], match: rules.Match | None = None, *, db: Session
) -> Submitted:
    performer = parties.performer(one.performer_id, db=db)
    by, creator = parties.person(one.by, db=db).name, parties.creator(brief.creator_id, db=db).name
    return Submitted(one, brief, performer, by, creator, lacking, match)


def mine(actor: Actor, *, now: Instant, db: Session) -> list[Submitted]:
    """What the actor proposed, and what others proposed of performers whom they act for, newest first."""
    acted_for = days.acts_for(actor, now=now, db=db)
    every = {
        one.id: one
        for one in (
            *store.living(by=actor.person_id, db=db),
            *store.living(performers=acted_for, db=db),
        )
    }
    newest = sorted(every.values(), key=lambda one: (one.submitted_at, one.id), reverse=True)
    briefs = [store.brief_of(one.brief_id, db=db) for one in newest]
    read = titles.shown(briefs, actor.person_id, db=db)
    return [
        _submitted(one, brief, _lacking(one, brief, db=db), db=db)
        for one, brief in zip(newest, read, strict=True)
    ]


def _lacking(one: Submission, brief: Brief, *, db: Session) -> tuple[Lack, ...]:
    said = actions.said(brief, [one.performer_id], db=db).get(one.performer_id)
    return () if said is None else lacks(brief.asks.needs, said)


def pull_out(actor: Actor, submission_id: str, *, now: Instant, db: Session) -> Submission:
    """Take a submission back: the performer, whoever acts for them, or who made it. The creator is told nothing.

    Raises: NotFound(`casting.no_submission`).
    """
    one = store.find(submission_id, db=db)
    if one.ended_at is not None or all(one.id != seen.submission.id for seen in mine(actor, now=now, db=db)):
        raise NotFound("casting.no_submission", "There is no such submission.")
    store.end(one.id, actor.person_id, now, db=db)
    if actor.person_id != one.by:
        _tell_of_end(one, now=now, db=db)
    return one


def _tell(one: Submission, brief: Brief, *, now: Instant, db: Session) -> None:
    title, own = rules_access.outside(brief).title, brief.title
    facts = {"see": "/submissions", "submission": one.id}
    news = News(
        f"{one.id} submitted",
        "casting.submitted",
        f"《{title[0]}》：您的代理人为一个角色推荐了您；您可以退出。",
        f"{title[1]}: your representative proposed you for a role; you can pull out.",
        facts,
    )
    side = [who for who in performer_side(one.performer_id, db=db) if who != one.by]
    tell(side, news, now=now, db=db)
    received = News(
        f"{one.id} received",
        "casting.submission_received",
        f"《{own[0]}》：有代理人为“{brief.role}”推荐了演员。",
        f"{own[1]}: a representative proposed a performer for {brief.role}.",
        {"see": f"/briefs/{brief.id}/submissions", "submission": one.id},
    )
    tell(colleagues.people_who_may(brief.creator_id, Right.NEGOTIATE, db=db), received, now=now, db=db)


def _tell_of_end(one: Submission, *, now: Instant, db: Session) -> None:
    performer = parties.performer(one.performer_id, db=db).name
    news = News(
        f"{one.id} pulled out",
        "casting.submission_pulled_out",
        f"{performer.zh}退出了您的推荐。",
        f"{performer.en} pulled out of what you submitted.",
        {"see": "/submissions", "submission": one.id},
    )
    tell([one.by], news, now=now, db=db)


def performer_side(performer_id: PerformerId, *, db: Session) -> list[PersonId]:
    """The performer's own person, or each of a group."""
    return [one for one in days.own_people(parties.performer(performer_id, db=db), db=db) if one is not None]
