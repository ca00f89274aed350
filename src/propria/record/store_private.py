"""The SQL of the private parts that open log entries: the words and the salts, kept beside the log and never in it."""

from sqlalchemy import bindparam, delete, insert, select, update

from propria.kernel.errors import NotFound
from propria.plumbing.database import Session
from propria.plumbing.prepared import Prepared
from propria.record import tables as t

_OPENING = Prepared(
    select(t.statement.c.raw, t.log_entry.c.salt, t.log_entry.c.data)
    .join(t.log_entry, t.log_entry.c.entry_index == t.statement.c.entry_index)
    .where(t.statement.c.id == bindparam("statement"))
)


def opening(statement_id: str, *, db: Session) -> tuple[bytes, bytes, bytes]:
    """(canonical bytes, salt, entry) of a signed statement. Raises: NotFound(`record.no_statement`)."""
    found = db.rows(_OPENING, statement=statement_id)
    if not found or found[0].salt is None:
        raise NotFound("record.no_statement", "There is no such statement.")
    return bytes(found[0].raw), bytes(found[0].salt), bytes(found[0].data)


def empty(statement_id: str, entry_index: int, *, db: Session) -> None:
    """The statement, the draft that it was signed from, and the salt of its entry are deleted."""
    db.execute(delete(t.signing_request).where(t.signing_request.c.statement_id == statement_id))
    db.execute(delete(t.statement).where(t.statement.c.id == statement_id))
    db.execute(update(t.log_entry).where(t.log_entry.c.entry_index == entry_index).values(salt=None))


def add_ending(thing: str, subject: str, entry_index: int, *, db: Session) -> None:
    """The thing was closed or erased by this entry."""
    db.execute(insert(t.ending).values(thing=thing, subject=subject, entry_index=entry_index))


def ending(thing: str, *, db: Session) -> tuple[str, int] | None:
    """(subject, entry) of what ended the thing; None while nothing did."""
    row = db.execute(select(t.ending).where(t.ending.c.thing == thing)).first()
    return None if row is None else (row.subject, row.entry_index)


def endings(*, subject: str | None = None, db: Session) -> dict[str, int]:
    """Thing → the entry that closed or erased it, of one subject or of all, in the order of the log."""
    query = select(t.ending).order_by(t.ending.c.entry_index)
    if subject is not None:
        query = query.where(t.ending.c.subject == subject)
    return {row.thing: row.entry_index for row in db.execute(query)}
