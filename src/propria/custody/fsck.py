"""Duties held against what ended and against what holders signed. It reads and never writes."""

from collections.abc import Iterator

from propria.custody import actions, store
from propria.kernel.findings import Finding
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.plumbing.database import Session
from propria.record import actions as record


def fsck(*, db: Session) -> Iterator[Finding]:
    """Each holder of what a withdrawn licence obliges has its duty; each receipt is a statement that was logged."""
    kept = {duty.id: duty for duty in store.every(db=db)}
    said = {s.statement.body["duty"]: s for s in record.statements_of_type(actions.DESTROYED, db=db)}
    for duty_id in sorted(kept.keys() | said.keys()):
        duty, statement = kept.get(duty_id), said.get(duty_id)  # type: ignore[call-overload]
        if duty is None:
            yield Finding("custody.duty_missing", duty_id, "a holder signed for it and it is not kept")
        elif statement is None:
            if duty.is_stated:
                yield Finding("custody.not_signed", duty_id, "it is shown as signed and nothing was logged")
        elif (duty.statement_id, duty.stated_at_entry) != (statement.statement.id, statement.entry_index):
            yield Finding("custody.receipt_altered", duty_id, "its receipt is not the one that was signed")
        elif actions.body_of(duty) | {"count": ""} != dict(statement.statement.body) | {"count": ""}:
            yield Finding("custody.duty_altered", duty_id, "it is not what the holder signed for")
    for licence in licences.withdrawn(db=db):
        if licence.withdrawn_at is not None:
            yield from _owed(licence.id, licence.withdrawn_at, db=db)


def _owed(licence_id: str, at: Instant, *, db: Session) -> Iterator[Finding]:
    """A duty that is kept and no longer owed is none: a lease came back unused, and its holder still signs."""
    kept = {d.owed.place: d.owed.due_at for d in store.of_thing(licence_id, db=db)}
    owed = {o.place: o.due_at for o in actions.owed_for_licence(licence_id, at=at, db=db)}
    wrong = [place for place, due_at in owed.items() if kept.get(place) != due_at]
    if wrong:
        yield Finding("custody.duties_differ", licence_id, f"{len(owed)} are owed, {len(wrong)} not kept so")
