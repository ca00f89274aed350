"""Something is like a performer: a hold by policy, what each side says, a panel of outsiders who sign. No automatic verdict."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from propria.alerts import actions as alerts
from propria.alerts.model import News
from propria.disputes import rules_lookalikes as rules
from propria.disputes import store_lookalikes as store
from propria.disputes import texts_lookalikes as texts
from propria.disputes.actions import Office
from propria.disputes.model import (
    Defence,
    FindingVote,
    Likeness,
    Lookalike,
    LookalikeState,
    Media,
    PanelFinding,
)
from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import CreatorId, LookalikeId, OutputId, PersonId, StatementId, new_id
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.parties import actions as parties
from propria.parties import contesting
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.model import Actor, Performer, Role
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.provenance import actions as provenance
from propria.publicity import not_granted
from propria.record import actions as record
from propria.record import log
from propria.record.model import Draft, SigningRequest, StoredStatement, Words

REPORTED, ANSWERED, SEATED = "lookalike.reported", "lookalike.answered", "lookalike.panel_seated"
FOUND, RULED, TAKEN_BACK = "lookalike.found", "lookalike.ruled", "lookalike.taken_back"
OPENED = "lookalike.decline_opened"
KINDS = (REPORTED, ANSWERED, OPENED, SEATED, FOUND, RULED, TAKEN_BACK)
GENERATE = "generate"
"""The act that a look-alike would have needed."""


def draft_report(
    actor: Actor, kind: Likeness, media: Media, says: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that something is like the actor and that they allowed none of it, in their own words too.

    Raises: NotFound(`parties.no_performer`, `provenance.no_output`), Unverified(`publicity.not_evidenced`),
    Malformed(`disputes.no_media`, `disputes.words_unusable`), Refused(`disputes.too_many_lookalikes`,
    `disputes.reported_already`, `disputes.own_output`).
    """
    performer = parties.own_profile(actor, db=db)
    _may_report(performer, media, db=db)
    line = rules.in_words(says)
    body = {"lookalike": new_id("lookalike"), "performer": performer.id, "kind": kind.value} | media.to_json()
    draft = Draft(REPORTED, performer.subject, body, *texts.reported(performer, kind, media, line))
    sheet = texts.report_sheet(media)
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def _may_report(performer: Performer, media: Media, *, db: Session) -> None:
    own = store.cases(performer_id=performer.id, db=db)
    rules.may_report(performer, own)
    rules.is_named(media)
    rules.is_other(media, own)
    if media.output_id is not None:
        mark = provenance.output(media.output_id, db=db).mark
        rules.is_not_of(performer, licences.licence(mark.licence_id, db=db).performer_id)


def report(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session, office: Office
) -> None:
    """The signed `lookalike.reported`: the output is held, and the proof of non-grant is put with the case.

    Raises: as `draft_report`, and Forbidden(`parties.not_yours`).
    """
    body = signed.body
    performer = parties.performer(body["performer"], db=db)
    rules.is_reporter(by, performer)
    media = Media(
        OutputId(body["output"]) if "output" in body else None, body.get("sha256", ""), body.get("place", "")
    )
    _may_report(performer, media, db=db)
    case = Lookalike(
        id=LookalikeId(body["lookalike"]),
        performer_id=performer.id,
        subject=performer.subject,
        creator_id=_made_by(media, db=db),
        kind=Likeness(body["kind"]),
        media=media,
        state=LookalikeState.REPORTED,
        reported_at=now,
        held_until=now + rules.HELD_FOR,
        statement_id=StatementId(signed.statement.id),
        not_granted=_non_grant(by, office, now=now, db=db),
    )
    store.add(case, db=db)
    settle(case, "reported", office, now=now, db=db)


def _made_by(media: Media, *, db: Session) -> CreatorId | None:
    if media.output_id is None:
        return None
    mark = provenance.output(media.output_id, db=db).mark
    return licences.licence(mark.licence_id, db=db).creator_id


def _non_grant(by: PersonId, office: Office, *, now: Instant, db: Session) -> StatementId | None:
    """The operator's word that no licence of theirs grants this as of now; None where one grants the like."""
    head = log.take_head(office.notary, now=now, db=db)
    actor = parties.actor_of(by, db=db)
    try:
        return not_granted.state_not_granted(actor, GENERATE, office.notary, head=head, now=now, db=db)
    except Refused:
        return None


def settle(case: Lookalike, news: str, office: Office, *, now: Instant, db: Session) -> None:
    """The output stands as the cases about it leave it, and everybody concerned is told."""
    if case.media.output_id is not None:
        about = store.cases(output_id=case.media.output_id, db=db)
        provenance.hold_output(case.media.output_id, *rules.stands(about), db=db)
    zh, en = texts.TOLD[news]
    facts = {"case": case.id, "see": f"{office.base_url}/lookalikes/{case.id}"}
    size = record.size_of_log(db=db)
    told = News(f"{case.id} {news} {size}", f"disputes.lookalike_{news}", zh, en, facts)
    operators = [one.id for one in contesting.operators(db=db)]
    alerts.tell([*_part_of(case, db=db), *store.panel(case.id, db=db), *operators], told, now=now, db=db)


def _part_of(case: Lookalike, *, db: Session) -> set[PersonId]:
    """Both sides: the performer and who acts for them, and everybody who signs for who made it."""
    performer = parties.performer(case.performer_id, db=db)
    people = {m.representative_id for m in parties.mandates_of(performer.id, db=db)}
    people |= {performer.person_id} if performer.person_id else set()
    if case.creator_id is not None:
        people |= set(colleagues.people_who_may(case.creator_id, Right.SIGN, db=db))
    return people


def case_for(actor: Actor, case_id: str, *, db: Session) -> Lookalike:
    """One case, for both sides, its panel and the operator. Raises: NotFound(`disputes.no_lookalike`)."""
    case = store.case(case_id, db=db)
    inside = actor.person_id in {*_part_of(case, db=db), *store.panel(case.id, db=db)}
    if not inside and actor.role is not Role.OPERATOR:
        raise NotFound("disputes.no_lookalike", "There is no such case.")
    return case


def cases_for(actor: Actor, *, db: Session) -> list[Lookalike]:
    """The cases that the actor is part of or sits on; for the operator those that are open."""
    found = store.cases_judged_by(actor.person_id, db=db)
    if actor.role is Role.OPERATOR:
        return store.open_cases(db=db)
    try:
        if actor.role is Role.PERFORMER:
            found += store.cases(performer_id=parties.own_profile(actor, db=db).id, db=db)
        elif actor.role is Role.CREATOR:
            found += store.cases(creator_id=parties.own_creator(actor, db=db).id, db=db)
    except NotFound:
        pass
    return list({one.id: one for one in found}.values())


def may_answer(actor: Actor, case: Lookalike, *, db: Session) -> bool:
    """Whoever signs for who made the output; of what stands elsewhere, nobody here is known to have made it."""
    return case.creator_id is not None and colleagues.may(actor.person_id, case.creator_id, Right.SIGN, db=db)


def draft_answer(
    actor: Actor, case_id: str, defence: Defence, says: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down what whoever made it says of it, as a claim that decides nothing.

    Raises: NotFound(`disputes.no_lookalike`), Malformed(`disputes.words_unusable`).
    """
    case = store.case(case_id, db=db)
    if not may_answer(actor, case, db=db):
        raise NotFound("disputes.no_lookalike", "There is no such case.")
    line = rules.in_words(says)
    body = {"lookalike": case.id, "claims": defence.value}
    words = texts.answered(parties.person(actor.person_id, db=db), defence, line)
    draft = Draft(ANSWERED, case.subject, body, *words)
    return record.draft(draft, actor.person_id, texts.answer_sheet(), return_url=return_url, now=now, db=db)


def answer(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session, office: Office
) -> None:
    """The signed `lookalike.answered`: it is recorded and told, and the hold stays. Raises: as `draft_answer`."""
    case = store.case(signed.body["lookalike"], db=db)
    if not may_answer(parties.actor_of(by, db=db), case, db=db):
        raise NotFound("disputes.no_lookalike", "There is no such case.")
    settle(case, "answered", office, now=now, db=db)


def seat(
    actor: Actor, case_id: str, people: Sequence[str], office: Office, *, now: Instant, db: Session
) -> Lookalike:
    """The operator names three outsiders who rule; another three later, where the first did not.

    Raises: NotFound(`disputes.no_lookalike`, `parties.no_person`), Refused(`disputes.panel_size`,
    `disputes.not_an_outsider`, `lookalike.cannot_seat`).
    """
    rules.is_operator(actor)
    case = store.case(case_id, db=db)
    moved = replace(case, state=rules.after(case, "seat"))
    panel = [parties.person(one, db=db) for one in dict.fromkeys(people)]
    rules.is_panel(panel, _part_of(case, db=db))
    store.seat(case.id, [one.id for one in panel], db=db)
    store.keep(moved, db=db)
    body = {"lookalike": case.id, "panel": sorted(one.id for one in panel), "by": actor.person_id}
    _log(SEATED, case, texts.seated(case, panel), body, office, now=now, db=db)
    settle(moved, "seated", office, now=now, db=db)
    return moved


def _log(
    kind: str,
    case: Lookalike,
    words: Words,
    body: dict[str, Any],
    office: Office,
    *,
    now: Instant,
    db: Session,
) -> int:
    draft = Draft(kind, case.subject, body, *words)
    return record.sign_as_operator(draft, office.notary, now=now, db=db)[1].entry_index


def draft_finding(
    actor: Actor,
    case_id: str,
    finding: PanelFinding,
    says: str,
    *,
    return_url: str,
    now: Instant,
    db: Session,
) -> SigningRequest:
    """Write down what one of the panel finds and why, for them to sign; one alone does nothing.

    Raises: NotFound(`disputes.no_lookalike`), Malformed(`disputes.words_unusable`), Refused(`disputes.found_already`,
    `lookalike.cannot_find_likeness`, `lookalike.cannot_find_no_likeness`, `lookalike.cannot_find_allowed`).
    """
    case = store.case(case_id, db=db)
    line = rules.in_words(says)
    _may_find(actor.person_id, case, finding, votes(case, db=db), db=db)
    body = {"lookalike": case.id, "finding": finding.value, "by": actor.person_id}
    words = texts.found(parties.person(actor.person_id, db=db), case, finding, line)
    draft = Draft(FOUND, case.subject, body, *words)
    sheet = texts.found_sheet(finding)
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def _may_find(
    person_id: PersonId,
    case: Lookalike,
    finding: PanelFinding,
    earlier: Sequence[FindingVote],
    *,
    db: Session,
) -> None:
    rules.sits(person_id, store.panel(case.id, db=db))
    rules.after(case, finding.value)
    rules.is_new(person_id, earlier)


def find(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session, office: Office
) -> None:
    """The signed `lookalike.found`: with another's that finds the same it is the ruling. Raises: as `draft_finding`."""
    case, finding = store.case(signed.body["lookalike"], db=db), PanelFinding(signed.body["finding"])
    every = votes(case, db=db)
    _may_find(by, case, finding, [v for v in every if v.statement_id != signed.statement.id], db=db)
    most = rules.most_of(every)
    if most is None:
        return
    people = [parties.person(vote.by, db=db) for vote in most[1]]
    body = {
        "lookalike": case.id,
        "finding": most[0].value,
        "ruled_by": sorted(vote.by for vote in most[1]),
        "findings": sorted(vote.statement_id for vote in most[1]),
    }
    index = _log(RULED, case, texts.ruled(case, most[0], people), body, office, now=now, db=db)
    moved = replace(case, state=rules.after(case, most[0].value), ended_at=now, ruled_index=index)
    store.keep(moved, db=db)
    settle(moved, "ruled", office, now=now, db=db)


def said_of(case: Lookalike, *, db: Session) -> list[StoredStatement]:
    """What was signed in a case, in log order."""
    said = record.statements_of(case.subject, db=db)
    return [s for s in said if s.statement.type in KINDS and s.statement.body["lookalike"] == case.id]


def votes(case: Lookalike, *, db: Session) -> list[FindingVote]:
    """What the panel that sits now has found, oldest first."""
    said = said_of(case, db=db)
    since = max((s.entry_index for s in said if s.statement.type == SEATED), default=-1)
    return [
        FindingVote(
            PersonId(s.statement.body["by"]), PanelFinding(s.statement.body["finding"]), s.statement.id
        )
        for s in said
        if s.statement.type == FOUND and s.entry_index > since
    ]


def panel_of(case: Lookalike, *, db: Session) -> list[PersonId]:
    """Who sits on a case."""
    return store.panel(case.id, db=db)


def draft_taking_back(
    actor: Actor, case_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that the performer takes the case back.

    Raises: NotFound(`disputes.no_lookalike`), Forbidden(`parties.not_yours`), Refused(`lookalike.cannot_take_back`).
    """
    case = case_for(actor, case_id, db=db)
    performer = parties.performer(case.performer_id, db=db)
    rules.is_reporter(actor.person_id, performer)
    rules.after(case, "take_back")
    draft = Draft(TAKEN_BACK, case.subject, {"lookalike": case.id}, *texts.taken_back(performer, case))
    sheet = texts.taken_back_sheet()
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def take_back(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session, office: Office
) -> None:
    """The signed `lookalike.taken_back`: the hold is over. Raises: as `draft_taking_back`."""
    case = store.case(signed.body["lookalike"], db=db)
    rules.is_reporter(by, parties.performer(case.performer_id, db=db))
    moved = replace(case, state=rules.after(case, "take_back"), ended_at=now)
    store.keep(moved, db=db)
    settle(moved, "taken_back", office, now=now, db=db)
