"""Giving a mandate, passing it on, ending it. Whether one allows an act is asked of `actions.authority`."""

from collections.abc import Iterable
from typing import Any

from propria.kernel.errors import NotFound
from propria.kernel.ids import PersonId, StatementId, new_id
from propria.kernel.money import Money
from propria.kernel.time import Instant, wire
from propria.parties import rules, store, texts
from propria.parties.actions import chain_of, evidence_of
from propria.parties.events import MandateGiven, MandateRevoked
from propria.parties.identity import strength
from propria.parties.mandates import rules as rules_mandates
from propria.parties.mandates import texts as texts_mandates
from propria.parties.model import Actor, Mandate, Power
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest
from propria.scope import Scope


def draft_mandate(
    actor: Actor,
    representative_id: str,
    powers: Iterable[Power],
    scopes: tuple[Scope, ...],
    *,
    starts_at: Instant,
    ends_at: Instant,
    parent_id: str | None = None,
    floor: Money | None = None,
    return_url: str,
    now: Instant,
    db: Session,
) -> SigningRequest:
    """Write down the power that a performer gives a representative, or that this one passes on, power by power.

    Raises: NotFound(`parties.no_performer`, `parties.no_mandate`), Refused(`parties.mandate_term`, `parties.no_power`,
    `parties.wider_than_parent`, `parties.chain_too_long`, `parties.mandate_*`), Forbidden(`parties.not_your_mandate`).
    """
    chain = () if parent_id is None else chain_of(store.mandate(parent_id, db=db), db=db)
    performer = (
        store.performer(chain[0].performer_id, db=db) if chain else store.performer_of(actor.person_id, db=db)
    )
    representative = store.person(representative_id, db=db)
    named = rules_mandates.mandate_powers(powers, starts_at, ends_at)
    body: dict[str, Any] = {
        "mandate": new_id("mandate"),
        "performer": performer.id,
        "representative": representative.id,
        "powers": sorted(p.value for p in named),
        "scopes": [s.to_json() for s in scopes],
        "starts_at": wire(starts_at),
        "ends_at": wire(ends_at),
    }
    if floor is not None:
        body["floor"] = floor.to_json()
    if chain:
        body["parent"] = chain[0].id
        size = record.size_of_log(db=db)
        rules_mandates.may_pass_on(
            rules_mandates.read(body, StatementId("")), chain, actor.person_id, now=now, at_entry=size
        )
        words = texts_mandates.mandate_passed_on(
            store.person(actor.person_id, db=db), performer, representative, body, scopes
        )
    else:
        words = texts.mandate_given(performer, representative, body, scopes)
    draft = Draft("mandate.given", performer.subject, body, *words)
    sheet = texts_mandates.mandate_sheet(
        passes_on=Power.SUB_DELEGATE in named,
        is_own=not chain,
        other=strength.sentence(representative.name, evidence_of(representative.id, db=db)),
    )
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def give_mandate(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
) -> None:
    """The signed `mandate.given`; one that is passed on is held against the mandate above it once more, at its entry.

    Raises: Forbidden(`parties.not_yours`, `parties.not_your_mandate`), Refused(`parties.wider_than_parent`, …).
    """
    given = rules_mandates.read(signed.body, StatementId(signed.statement.id))
    if given.parent_id is None:
        rules.is_own(by, store.performer(given.performer_id, db=db))
    else:
        chain = chain_of(store.mandate(given.parent_id, db=db), db=db)
        rules_mandates.may_pass_on(given, chain, by, now=now, at_entry=entry_index)
    store.add_mandate(given, db=db)
    publish(MandateGiven(given.performer_id, given.id, given.representative_id, now), db=db)


def draft_mandate_withdrawal(
    actor: Actor, mandate_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down the end of a mandate. Raises: NotFound(`parties.no_mandate`), Forbidden(`parties.not_yours`)."""
    mandate = store.mandate(mandate_id, db=db)
    performer = store.performer(mandate.performer_id, db=db)
    rules_mandates.may_end(actor.person_id, performer, chain_of(mandate, db=db))
    representative = store.person(mandate.representative_id, db=db)
    body = {"target": mandate.statement_id, "mandate": mandate.id}
    words = (
        texts.mandate_withdrawn(performer, representative)
        if actor.person_id == performer.person_id
        else texts_mandates.mandate_ended(
            store.person(actor.person_id, db=db), performer, representative, mandate.id
        )
    )
    draft = Draft("mandate.withdrawn", performer.subject, body, *words)
    return record.draft(
        draft, actor.person_id, texts.withdrawal_sheet(), return_url=return_url, now=now, db=db
    )


def withdraw_mandate(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
) -> None:
    """The signed `mandate.withdrawn`; idempotent, and it ends what was passed on from it.

    Raises: Forbidden(`parties.not_yours`).
    """
    mandate = store.mandate(signed.body["mandate"], db=db)
    performer = store.performer(mandate.performer_id, db=db)
    rules_mandates.may_end(by, performer, chain_of(mandate, db=db))
    store.revoke_mandate(mandate.id, entry_index, db=db)
    publish(MandateRevoked(mandate.performer_id, mandate.id, entry_index, now), db=db)


def mandate_held(actor: Actor, mandate_id: str, *, db: Session) -> Mandate:
    """A mandate of the actor's own. Raises: NotFound(`parties.no_mandate`) for anybody else."""
    found = store.mandate(mandate_id, db=db)
    if found.representative_id != actor.person_id:
        raise NotFound("parties.no_mandate", "There is no such mandate.")
    return found
