"""The SQL of the private parts that open log entries: the words and the salts, kept beside the log and never in it."""

from sqlalchemy import bindparam, select

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
