"""Which mandates a round of the server looks at; the only SQL of that."""

from sqlalchemy import func, select

from propria.parties import tables as t
from propria.plumbing.database import Session


def count(*, db: Session) -> int:
    """How many mandates there are."""
    return int(db.execute(select(func.count()).select_from(t.mandate)).scalar_one())


def ids_from(first: int, most: int, *, db: Session) -> list[str]:
    """The ids of so many mandates from the given place on, in one order."""
    query = select(t.mandate.c.id).order_by(t.mandate.c.id).offset(first).limit(most)
    return list(db.execute(query).scalars())
