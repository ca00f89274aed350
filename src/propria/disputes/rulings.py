"""A ruling: two people of the operator, none of them part of the case, each sign it with a key of their own."""

from propria.disputes import actions, rules_rulings, store, texts_rulings
from propria.disputes.actions import Office
from propria.disputes.fsck import KINDS
from propria.disputes.model import Denial, Finding, Ground, Vote
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.parties import actions as parties
from propria.parties.identity import vouching
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest

RULING = "ruling.given"


def draft_ruling(
    actor: Actor,
    denial_id: str,
    finding: Finding,
    ground: Ground,
    *,
    return_url: str,
    now: Instant,
    db: Session,
) -> SigningRequest:
    """Write down one person's ruling, for them to sign; one alone does nothing.

    Raises: NotFound(`disputes.no_denial`), Forbidden(`disputes.part_of_the_case`), Refused(`disputes.ground_too_weak`,
    `disputes.ruled_already`, `denial.cannot_rule_for_listing`, `denial.cannot_rule_for_denial`).
    """
    found = store.denial(denial_id, db=db)
    performer = parties.performer(found.performer_id, db=db)
    _may_rule(actor, found, performer, finding, ground, db=db)
    rules_rulings.is_new(actor.person_id, votes(found, db=db))
    body = {"denial": found.id, "performer": performer.id, "by": actor.person_id}
    body |= {"finding": finding.value, "ground": ground.value}
    words = texts_rulings.given(parties.person(actor.person_id, db=db), performer, finding, ground)
    draft = Draft(RULING, found.subject, body, *words)
    sheet = texts_rulings.ruling_sheet(finding)
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def rule(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session, office: Office
) -> None:
    """The signed `ruling.given`: with a second one by another person, that finds the same, it takes effect.

    Raises: as `draft_ruling`, and Refused(`disputes.no_proof`).
    """
    found = store.denial(signed.body["denial"], db=db)
    performer = parties.performer(found.performer_id, db=db)
    mine = Vote(by, Finding(signed.body["finding"]), Ground(signed.body["ground"]), signed.statement.id)
    _may_rule(parties.actor_of(by, db=db), found, performer, mine.finding, mine.ground, db=db)
    earlier = [v for v in votes(found, db=db) if v.statement_id != mine.statement_id]
    rules_rulings.is_new(by, earlier)
    agreed = rules_rulings.agreed(mine, earlier)
    if agreed is None:
        return
    more = {"ruled_by": sorted(v.by for v in agreed), "rulings": sorted(v.statement_id for v in agreed)}
    if mine.finding is Finding.FOR_DENIAL:
        actions.uphold(found, mine.ground, more, office, now=now, db=db)
    else:
        act = rules_rulings.act_for_listing(found)
        actions.stand(found, act, mine.ground, more, office, now=now, db=db)


def votes(found: Denial, *, db: Session) -> list[Vote]:
    """What was ruled since the denial last moved, oldest first."""
    said = record.statements_of_type(RULING, *KINDS, db=db)
    mine = [s for s in said if s.statement.body["denial"] == found.id]
    moved = max((s.entry_index for s in mine if s.statement.type != RULING), default=-1)
    return [
        Vote(
            PersonId(s.statement.body["by"]),
            Finding(s.statement.body["finding"]),
            Ground(s.statement.body["ground"]),
            s.statement.id,
        )
        for s in mine
        if s.statement.type == RULING and s.entry_index > moved
    ]


def _may_rule(
    actor: Actor, found: Denial, performer: Performer, finding: Finding, ground: Ground, *, db: Session
) -> None:
    rules_rulings.may_rule(actor, found, performer, finding, ground)
    rules_rulings.is_apart(actor.person_id, _part_of(found, performer, db=db))


def _part_of(found: Denial, performer: Performer, *, db: Session) -> set[str | None]:
    """Who is part of the case: both sides, who acts for the performer, who has a licence, who saw papers or evidence."""
    people: set[str | None] = {performer.person_id, found.person_id, *vouching.vouchers(performer, db=db)}
    people |= {m.representative_id for m in parties.mandates_of(performer.id, db=db)}
    given = licences.given_by(performer.id, db=db)
    people |= {parties.creator(x.creator_id, db=db).person_id for x in given}
    evidenced = record.statements_of_type("denial.evidenced", db=db)
    return people | {s.statement.body.get("by") for s in evidenced if s.statement.body["denial"] == found.id}
