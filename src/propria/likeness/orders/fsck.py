"""Orders to preserve held against what the operator's people signed. It reads and never writes."""

from collections.abc import Iterator
from dataclasses import replace

from propria.kernel.findings import Finding
from propria.kernel.ids import PerformerId, PersonId, PreservationId, StatementId, SubjectId
from propria.kernel.time import instant
from propria.likeness.orders import actions as orders
from propria.likeness.orders import store
from propria.likeness.orders.model import Preservation
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import StoredStatement


def fsck(*, db: Session) -> Iterator[Finding]:
    """Each order is kept as it was signed, and each that was signed is kept; two people signed what binds, and two what lifts it."""
    signed: dict[str, Preservation] = {}
    for stored in record.statements_of_type(*orders.ACTS, db=db):
        _follow(signed, stored)
    kept = {one.id: one for one in store.every(db=db)}
    for order_id in signed.keys() | kept.keys():
        if signed.get(order_id) != kept.get(PreservationId(order_id)):
            yield Finding("likeness.order_altered", order_id, "it is not kept as it was signed")


def _follow(signed: dict[str, Preservation], stored: StoredStatement) -> None:
    statement, body = stored.statement, stored.statement.body
    signature, before = StatementId(statement.id), signed.get(body["order"])
    if statement.type == orders.ASKED:
        signed[body["order"]] = Preservation(
            PreservationId(body["order"]), PerformerId(body["performer"]), SubjectId(statement.subject), body["authority"],
            body["reference"], instant(body["ends_at"]), PersonId(body["by"]), signature,
        )  # fmt: skip
    elif before is not None and statement.type == orders.CONFIRMED and body["by"] != before.asked_by:
        signed[body["order"]] = replace(before, confirmed_statement=signature)
    elif before is not None and statement.type == orders.LIFTING_ASKED:
        by = PersonId(body["by"])
        signed[body["order"]] = replace(before, lifting_asked_by=by, lifting_asked_statement=signature)
    elif before is not None and statement.type == orders.LIFTED and _may_lift(before, body["by"]):
        signed[body["order"]] = replace(before, lifted_statement=signature)


def _may_lift(order: Preservation, by: str) -> bool:
    return order.confirmed_statement is None or order.lifting_asked_by not in (None, by)
