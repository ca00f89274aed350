"""The only SQL of orders to preserve."""

from typing import Any

from sqlalchemy import insert, select, update

from propria.kernel.ids import PerformerId, PersonId, PreservationId, StatementId, SubjectId
from propria.likeness import tables as t
from propria.likeness.orders.model import Preservation
from propria.likeness.orders.rules import no_order
from propria.plumbing.database import Session


def add(order: Preservation, *, db: Session) -> None:
    """Keep an order that was asked for."""
    db.execute(insert(t.preservation).values(vars(order)))


def save(order: Preservation, *, db: Session) -> None:
    """The order stands where it says."""
    db.execute(update(t.preservation).where(t.preservation.c.id == order.id).values(vars(order)))


def find(order_id: str, *, lock: bool = False, db: Session) -> Preservation:
    """One order. Raises: NotFound(`likeness.no_preservation`)."""
    query = select(t.preservation).where(t.preservation.c.id == order_id)
    row = db.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise no_order()
    return _order(row)


def every(*, performer_id: str | None = None, db: Session) -> list[Preservation]:
    """Every order, or those about one performer, in the order in which they were asked for."""
    query = select(t.preservation).order_by(t.preservation.c.ends_at, t.preservation.c.id)
    if performer_id is not None:
        query = query.where(t.preservation.c.performer_id == performer_id)
    return [_order(row) for row in db.execute(query)]


def _order(row: Any) -> Preservation:
    return Preservation(
        id=PreservationId(row.id),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        authority=row.authority,
        reference=row.reference,
        ends_at=row.ends_at,
        asked_by=PersonId(row.asked_by),
        asked_statement=StatementId(row.asked_statement),
        confirmed_statement=row.confirmed_statement and StatementId(row.confirmed_statement),
        lifting_asked_by=row.lifting_asked_by and PersonId(row.lifting_asked_by),
        lifting_asked_statement=row.lifting_asked_statement and StatementId(row.lifting_asked_statement),
        lifted_statement=row.lifted_statement and StatementId(row.lifted_statement),
    )
