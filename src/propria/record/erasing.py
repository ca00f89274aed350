"""Endings: a thing that is closed keeps its last state for good; a statement that is erased loses its words and its salt.

The log keeps the emptied entry, which then opens to nothing, and an entry that says which thing has which last state.
Who may erase what is the business of the context that the statement belongs to.
"""

import secrets

from propria.kernel.errors import NotFound, Refused
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.proofs.entries import LAST_STATES, EntryKind
from propria.record import log, store, store_private

NONCE_BYTES = 8


def close(subject: str, thing: str, state: str, *, now: Instant, db: Session) -> int:
    """The thing has this state for good; the entry that says so.

    Raises: Refused(`record.not_ended`, `record.ended_already`).
    """
    return _end("closed", subject, thing, state, {}, now=now, db=db)


def erase(statement_id: str, state: str, *, now: Instant, db: Session) -> int:
    """Delete a statement's words, signature and salt, and the draft it was signed from; the entry that says so.

    Raises: NotFound(`record.no_statement`), Refused(`record.not_ended`, `record.ended_already`).
    """
    said = store.statement(statement_id, db=db)
    emptied = {"entry": said.entry_index}
    entry = _end("erased", said.statement.subject, statement_id, state, emptied, now=now, db=db)
    store_private.empty(statement_id, said.entry_index, db=db)
    return entry


def is_ended(thing: str, *, db: Session) -> bool:
    """Whether the thing was closed or erased."""
    return store_private.ending(thing, db=db) is not None


def ended_subject(thing: str, *, db: Session) -> str:
    """Whose the thing was. Raises: NotFound(`record.no_statement`) if nothing of the kind was ended."""
    found = store_private.ending(thing, db=db)
    if found is None:
        raise NotFound("record.no_statement", "There is no such statement.")
    return found[0]


def _end(
    kind: EntryKind, subject: str, thing: str, state: str, more: dict[str, int], *, now: Instant, db: Session
) -> int:
    if state not in LAST_STATES:
        raise Refused("record.not_ended", "Only what has ended can be closed or erased.", state=state)
    if is_ended(thing, db=db):
        raise Refused("record.ended_already", "This was closed or erased; its last state stands.")
    store.set_state(subject, thing, state, db=db)
    facts = {"target": thing, "state": state, "nonce": secrets.token_hex(NONCE_BYTES), **more}
    entry = log.append_fact(kind, subject, facts, now=now, db=db)
    store_private.add_ending(thing, subject, entry, db=db)
    return entry
