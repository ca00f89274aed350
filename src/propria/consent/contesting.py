"""What becomes of openness and grants when somebody denies the hand that signed them. It decides no denial."""

from propria.consent import store
from propria.consent.events import GrantWithdrawn, OpennessWithdrawn
from propria.consent.model import LIVING, GrantState
from propria.kernel.time import Instant
from propria.parties.model import Performer
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs.leaves import OPENNESS, NamedPerson
from propria.record import actions as record
from propria.record import erasing
from propria.record.names import list_name, unlist_name


def mark(performer: Performer, word: str, *, names_listed: bool, db: Session) -> None:
    """From the next checkpoint on the map says `word` of the openness in force, and lists its name or does not."""
    current = store.current_openness(performer.id, db=db)
    if current is None:
        return
    record.set_state(performer.subject, OPENNESS, word, db=db)
    for name in {performer.name.zh, performer.name.en}:
        if names_listed and current.shows_name:
            list_name(name, NamedPerson(performer.id, domain=performer.domain or ""), db=db)
        else:
            unlist_name(name, performer.id, db=db)


def rule_void(performer: Performer, entry_index: int, *, now: Instant, db: Session) -> None:
    """The hand was another's: openness and every grant are void with this entry; those who rest on them are told.

    Nobody signs a grant's end here: an entry of kind `closed` keeps it.
    """
    current = store.current_openness(performer.id, db=db)
    mark(performer, GrantState.VOID.value, names_listed=False, db=db)
    if current is not None:
        store.end_openness(current.id, GrantState.VOID, entry_index, db=db)
        publish(OpennessWithdrawn(performer.id, current.id, now), db=db)
    for grant in store.grants(performer.id, db=db):
        if grant.state in LIVING:
            store.end_grant(grant.id, entry_index, GrantState.VOID, db=db)
            erasing.close(performer.subject, grant.id, GrantState.VOID.value, now=now, db=db)
            publish(GrantWithdrawn(performer.id, grant.id, grant.purpose.value, now), db=db)
