"""Several who say that they represent one performer: only the performer's own key settles it. A claim gives no power."""

from propria.kernel.ids import PerformerId, PersonId, StatementId
from propria.kernel.time import Instant
from propria.parties import rules, store
from propria.parties.events import RepresentationClaimed
from propria.parties.mandates import rules_claimants, store_claimants, texts
from propria.parties.model import Actor, Claimant, ClaimState, Performer, Role
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest


def draft_claim(
    actor: Actor, performer_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that the actor represents a performer; whoever was turned down before cannot claim again.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_performer`), Refused(`parties.claim_settled`).
    """
    rules.only(Role.REPRESENTATIVE, actor)
    performer = store.performer(performer_id, db=db)
    rules_claimants.may_claim(actor.person_id, store_claimants.claimants(performer.id, db=db))
    words = texts.claims_to_represent(store.person(actor.person_id, db=db), performer)
    draft = Draft("representation.claimed", performer.subject, {"performer": performer.id}, *words)
    sheet = texts.claim_sheet()
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def claim(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `representation.claimed`; the performer is told. Raises: Refused(`parties.claim_settled`)."""
    performer = store.performer(signed.body["performer"], db=db)
    rules_claimants.may_claim(by, store_claimants.claimants(performer.id, db=db))
    made = Claimant(StatementId(signed.statement.id), performer.id, by, ClaimState.OPEN, entry_index)
    store_claimants.add(made, db=db)
    publish(RepresentationClaimed(performer.id, performer.person_id, by, now), db=db)


def draft_settlement(
    actor: Actor, kept: str | None, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down which of the claimants represents the performer; None says that none of them does.

    Raises: NotFound(`parties.no_performer`), Refused(`parties.no_claimant`).
    """
    performer = store.performer_of(actor.person_id, db=db)
    claims = rules_claimants.open_claims(store_claimants.claimants(performer.id, db=db))
    rules_claimants.may_settle(kept, claims)
    people = {c.person_id: store.person(c.person_id, db=db) for c in claims}
    others = tuple(person for person_id, person in people.items() if person_id != kept)
    body = {"performer": performer.id, "kept": kept, "claims": [c.statement_id for c in claims]}
    words = texts.settles(performer, people[PersonId(kept)] if kept else None, others)
    draft = Draft("representation.settled", performer.subject, body, *words)
    sheet = texts.settling_sheet()
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def settle(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `representation.settled`; a claim made after it was drafted stays open.

    Raises: Forbidden(`parties.not_yours`).
    """
    performer = store.performer(signed.body["performer"], db=db)
    rules.is_own(by, performer)
    for one in store_claimants.claimants(performer.id, db=db):
        if one.statement_id in signed.body["claims"]:
            kept = one.person_id == signed.body["kept"]
            store_claimants.settle(one.statement_id, ClaimState.KEPT if kept else ClaimState.REFUSED, db=db)


def claims_about(performer_id: PerformerId, *, db: Session) -> list[Claimant]:
    """The open claims about a performer, for the performer's eyes and their own claimants'."""
    return rules_claimants.open_claims(store_claimants.claimants(performer_id, db=db))


def refuse_while_claimed(performer: Performer, *, db: Session) -> None:
    """Nothing is licensed while two say that they represent one performer. Raises: Refused(`parties.two_claimants`)."""
    rules_claimants.is_not_contested(store_claimants.claimants(performer.id, db=db))
