"""The only SQL of custody."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, insert, select, update

from propria.custody import tables as t
from propria.custody.model import Cause, Duty, Holder, HolderKind, Owed, What
from propria.kernel.errors import NotFound
from propria.kernel.ids import CreatorId, DutyId, LicenceId, PerformerId, StatementId, SubjectId
from propria.kernel.time import Instant
from propria.plumbing.database import Session

_C = t.duty.c


def add(duty: Duty, *, db: Session) -> None:
    """Keep a duty."""
    owed = duty.owed
    values = {
        "id": duty.id,
        "performer_id": duty.performer_id,
        "subject": duty.subject,
        "cause": duty.cause.value,
        "thing_id": duty.thing_id,
        "licence_id": owed.licence_id or "",
        "holder_kind": owed.holder.kind.value,
        "holder_key": owed.holder.key,
        "holder_name": list(owed.holder.name),
        "creator_id": owed.holder.creator_id,
        "what": owed.what.value,
        "count": owed.count,
        "begun_at": duty.begun_at,
        "due_at": owed.due_at,
    }
    db.execute(insert(t.duty).values(values))


def _duty(row: Any) -> Duty:
    holder = Holder(
        HolderKind(row.holder_kind),
        row.holder_key,
        (row.holder_name[0], row.holder_name[1]),
        None if row.creator_id is None else CreatorId(row.creator_id),
    )
    licence_id = LicenceId(row.licence_id) if row.licence_id else None
    return Duty(
        id=DutyId(row.id),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        cause=Cause(row.cause),
        thing_id=row.thing_id,
        owed=Owed(licence_id, holder, What(row.what), row.count, row.due_at),
        begun_at=row.begun_at,
        statement_id=None if row.statement_id is None else StatementId(row.statement_id),
        stated_at_entry=row.stated_at_entry,
        stated_at=row.stated_at,
        told_overdue_at=row.told_overdue_at,
    )


def duty(duty_id: str, *, db: Session) -> Duty:
    """One duty. Raises: NotFound(`custody.no_duty`)."""
    row = db.execute(select(t.duty).where(_C.id == duty_id)).first()
    if row is None:
        raise NotFound("custody.no_duty", "There is no such duty.")
    return _duty(row)


def _duties(query: Select[Any], *, db: Session) -> list[Duty]:
    return [_duty(row) for row in db.execute(query.order_by(_C.begun_at, _C.due_at, _C.id))]


def of_thing(thing_id: str, *, db: Session) -> list[Duty]:
    """What the end of one thing obliges."""
    return _duties(select(t.duty).where(_C.thing_id == thing_id), db=db)


def about(performer_ids: Sequence[str], *, db: Session) -> list[Duty]:
    """What is owed to these performers."""
    return _duties(select(t.duty).where(_C.performer_id.in_(performer_ids)), db=db)


def answered_by(creator_id: str | None, *, db: Session) -> list[Duty]:
    """What a creator signs for; None: the operator."""
    return _duties(select(t.duty).where(_C.creator_id == creator_id), db=db)


def every(*, db: Session) -> list[Duty]:
    """All of them."""
    return _duties(select(t.duty), db=db)


def unstated(*, due_by: Instant, db: Session) -> list[Duty]:
    """What is due by then and not signed."""
    return _duties(select(t.duty).where(_C.statement_id.is_(None), _C.due_at <= due_by), db=db)


def recount(duty_id: str, count: int, *, db: Session) -> None:
    """More of it turned out to be there."""
    db.execute(update(t.duty).where(_C.id == duty_id).values(count=count))


def set_stated(duty_id: str, statement_id: str, entry_index: int, now: Instant, *, db: Session) -> None:
    """The holder signed."""
    values = {"statement_id": statement_id, "stated_at_entry": entry_index, "stated_at": now}
    db.execute(update(t.duty).where(_C.id == duty_id).values(values))


def set_told_overdue(duty_id: str, now: Instant, *, db: Session) -> None:
    """Everybody was told that it is overdue."""
    db.execute(update(t.duty).where(_C.id == duty_id).values(told_overdue_at=now))
