"""The SQL of the steps of talks."""

from sqlalchemy import func, insert, select

from propria.deals import tables as t
from propria.deals.model import By, Side, Standing, Step
from propria.kernel.ids import MandateId, OfferId, PersonId
from propria.plumbing.database import Session


def next_number(deal_id: str, *, db: Session) -> int:
    """The number of the step that comes next."""
    c = t.step.c
    return db.execute(
        select(func.coalesce(func.max(c.number), 0) + 1).where(c.deal_id == deal_id)
    ).scalar_one()


def add(step: Step, *, db: Session) -> None:
    """Keep one step."""
    by = step.by
    values = {
        "deal_id": step.deal_id,
        "number": step.number,
        "act": step.act,
        "turn_number": step.turn_number,
        "side": None if step.side is None else step.side.value,
        "person_id": None if by is None else by.person_id,
        "standing": None if by is None or by.standing is None else by.standing.value,
        "mandate_id": None if by is None else by.mandate_id,
        "made_at": step.made_at,
    }
    db.execute(insert(t.step).values(values))


def steps(deal_id: str, *, db: Session) -> list[Step]:
    """Every step, oldest first."""
    query = select(t.step).where(t.step.c.deal_id == deal_id).order_by(t.step.c.number)
    return [
        Step(
            OfferId(row.deal_id),
            row.number,
            row.act,
            row.turn_number,
            None if row.side is None else Side(row.side),
            None if row.person_id is None else _by(row.person_id, row.standing, row.mandate_id),
            row.made_at,
        )
        for row in db.execute(query)
    ]


def _by(person_id: str, standing: str | None, mandate_id: str | None) -> By:
    return By(
        PersonId(person_id),
        None if standing is None else Standing(standing),
        None if mandate_id is None else MandateId(mandate_id),
    )
