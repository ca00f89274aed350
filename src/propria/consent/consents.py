"""Every consent that somebody signed, with what the record tells of it."""

from propria.consent import handover, store, texts
from propria.consent.consent_records import Kept
from propria.consent.model import Grant, GrantState, Openness, Purpose
from propria.kernel.errors import NotFound
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session
from propria.record import actions as record


def signed_by(actor: Actor, *, db: Session) -> list[Kept]:
    """Every consent that the actor signed, in log order: openness, capture, build. Raises: NotFound(`parties.no_performer`)."""
    performer = parties.own_profile(actor, db=db)
    signed: list[Grant | Openness] = [*store.openness_of(performer.id, db=db)]
    signed = sorted([*signed, *store.grants(performer.id, db=db)], key=lambda given: given.given_at_entry)
    return [_kept(given, performer, db=db) for given in signed]


def one_of(actor: Actor, consent_id: str, *, db: Session) -> Kept:
    """One consent that the actor signed. Raises: NotFound(`consent.no_grant`)."""
    for kept in signed_by(actor, db=db):
        if kept.id == consent_id:
            return kept
    raise NotFound("consent.no_grant", "There is no such consent.")


def _kept(given: Grant | Openness, performer: Performer, *, db: Session) -> Kept:
    signed = record.statement(given.id, db=db)
    ended = given.withdrawn_at_entry
    if given.state is GrantState.HELD and (said := handover.newest(db=db)) is not None:
        ended = said.entry_index
    return Kept(
        id=given.id,
        purpose=Purpose.OPENNESS if isinstance(given, Openness) else given.purpose,
        performer=performer.id,
        name=(performer.name.zh, performer.name.en),
        reason=texts.OPENNESS_REASON if isinstance(given, Openness) else given.reason,
        words=(signed.statement.text["zh"], signed.statement.text["en"]),
        digest=signed.statement.digest().hex(),
        entry_index=given.given_at_entry,
        given_at=signed.logged_at,
        until=given.ends_at if isinstance(given, Openness) else given.retained_until,
        state=given.state,
        ended_at=None if ended is None else record.logged_at(ended, db=db),
        terms=given.terms if isinstance(given, Openness) else None,
    )
