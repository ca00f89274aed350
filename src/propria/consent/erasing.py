"""Erasing what a performer signed and ended: the words go here and from the log's private parts; the last state stays."""

from propria.consent import store
from propria.consent.events import OpennessErased
from propria.consent.model import GrantState
from propria.kernel.errors import NotFound, Refused
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.record import actions as record
from propria.record import erasing


def erase_openness(actor: Actor, openness_id: str, *, now: Instant, db: Session) -> int:
    """Delete the operator's copy of an openness that has ended, and of its withdrawal; the log entry that says so.

    Raises: NotFound(`consent.no_openness`), Refused(`consent.still_given`, `consent.contract_rests_on_it`).
    Source: GDPR art. 17; PIPL art. 47.
    """
    openness = store.openness(openness_id, db=db)
    if parties.performer(openness.performer_id, db=db).person_id != actor.person_id:
        raise NotFound("consent.no_openness", "There is no such openness.")
    if openness.state is GrantState.GIVEN:
        raise Refused("consent.still_given", "Withdraw it first: only what has ended can be erased.")
    said = record.statements_of(openness.subject, db=db)
    ended = openness.withdrawn_at_entry
    for one in said:
        since = one.entry_index > openness.given_at_entry and (ended is None or one.entry_index < ended)
        if since and one.statement.type == "contract.signed":
            raise Refused(
                "consent.contract_rests_on_it",
                "A contract was signed while it stood; it is evidence for both sides until that ends.",
            )
    withdrawals = [x.statement.id for x in said if x.statement.body.get("target") == openness.id]
    store.drop_openness(openness.id, db=db)
    publish(OpennessErased(openness.performer_id, openness.id), db=db)
    for statement_id in withdrawals:
        erasing.erase(statement_id, openness.state.value, now=now, db=db)
    return erasing.erase(openness.id, openness.state.value, now=now, db=db)
