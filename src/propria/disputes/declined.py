"""A decline that its performer opens as evidence in a case of a look-alike: nobody else can, and nobody is told before."""

from propria.deals.declines import declines_of
from propria.disputes import lookalikes, rules_lookalikes
from propria.disputes import texts_lookalikes as texts
from propria.disputes.actions import Office
from propria.disputes.model import Lookalike
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest, StoredStatement


def draft_opening(
    actor: Actor, case_id: str, decline_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that the performer puts a decline of theirs with the case.

    Raises: NotFound(`disputes.no_lookalike`, `disputes.no_decline`), Forbidden(`parties.not_yours`),
    Refused(`lookalike.cannot_open_decline`).
    """
    case = lookalikes.case_for(actor, case_id, db=db)
    found = _may_open(actor.person_id, case, decline_id, db=db)
    performer = parties.performer(case.performer_id, db=db)
    body = {"lookalike": case.id, "decline": found.statement.id, "entry": found.entry_index}
    words = texts.decline_opened(performer, case, found)
    draft = Draft(lookalikes.OPENED, case.subject, body, *words)
    sheet = texts.decline_opened_sheet()
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def _may_open(by: PersonId, case: Lookalike, decline_id: str, *, db: Session) -> StoredStatement:
    rules_lookalikes.is_reporter(by, parties.performer(case.performer_id, db=db))
    rules_lookalikes.after(case, "open_decline")
    return rules_lookalikes.chosen_decline(decline_id, to_open(case, db=db))


def open_decline(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session, office: Office
) -> None:
    """The signed `lookalike.decline_opened`: both sides, the panel and the operator are told. Raises: as `draft_opening`."""
    case = lookalikes.case_for(parties.actor_of(by, db=db), signed.body["lookalike"], db=db)
    rules_lookalikes.is_reporter(by, parties.performer(case.performer_id, db=db))
    rules_lookalikes.after(case, "open_decline")
    lookalikes.settle(case, "decline_opened", office, now=now, db=db)


def to_open(case: Lookalike, *, db: Session) -> list[StoredStatement]:
    """What the performer declined and could still open here, oldest first; where it is known who made it, of theirs alone."""
    shown = {s.statement.id for s in opened(case, db=db)}
    return [
        said
        for said in declines_of(parties.performer(case.performer_id, db=db), db=db)
        if said.statement.id not in shown and case.creator_id in (None, said.statement.body["creator"])
    ]


def opened(case: Lookalike, *, db: Session) -> list[StoredStatement]:
    """The declines that the performer opened in a case, oldest first: whoever sees the case is handed them."""
    ids = {
        s.statement.body["decline"]
        for s in lookalikes.said_of(case, db=db)
        if s.statement.type == lookalikes.OPENED
    }
    return [
        said
        for said in declines_of(parties.performer(case.performer_id, db=db), db=db)
        if said.statement.id in ids
    ]
