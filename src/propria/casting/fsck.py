"""Confirmed days held against the statements that confirmed and took them back. It reads and never writes."""

from collections.abc import Iterator

from propria.casting import days, store_days
from propria.kernel.errors import NotFound
from propria.kernel.findings import Finding
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import StoredStatement


def fsck(*, db: Session) -> Iterator[Finding]:
    """What was signed is kept as it was signed, and nothing is shown as confirmed that nobody signed."""
    confirmed, taken_back = days.TYPE_OF["confirm"], days.TYPE_OF["take_back"]
    said = {s.statement.body["days"]: s for s in record.statements_of_type(confirmed, db=db)}
    ended = {s.statement.body["days"] for s in record.statements_of_type(taken_back, db=db)}
    for days_id, statement in said.items():
        yield from _one(statement, days_id, is_ended=days_id in ended, db=db)
    for days_id in store_days.confirmed(db=db):
        if days_id not in said:
            yield Finding("casting.days_not_signed", days_id, "they are shown as confirmed and nobody signed")


def _one(said: StoredStatement, days_id: str, *, is_ended: bool, db: Session) -> Iterator[Finding]:
    try:
        kept = store_days.find(days_id, db=db)
    except NotFound:
        yield Finding("casting.days_missing", days_id, "they were confirmed and are not kept")
        return
    if days.body_of(kept) != dict(said.statement.body) or kept.statement_id != said.statement.id:
        yield Finding("casting.days_altered", days_id, "they are not the days that were confirmed")
    if kept.state not in ({"taken_back"} if is_ended else {"confirmed", "let_go"}):
        yield Finding(
            "casting.days_altered", days_id, f"they are {kept.state}, and were confirmed by signature"
        )
