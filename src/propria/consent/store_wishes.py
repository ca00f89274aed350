"""The SQL of what performers want to hold after their death."""

from sqlalchemy import insert, select

from propria.consent import tables as t
from propria.kernel.ids import PerformerId
from propria.plumbing.database import Session
from propria.scope import StandingTerms


def add(
    statement_id: str, performer_id: PerformerId, terms: StandingTerms, at_entry: int, *, db: Session
) -> None:
    """Keep signed wishes beside those before them."""
    values = {"statement_id": statement_id, "performer_id": performer_id, "terms": terms.to_json()}
    db.execute(insert(t.wishes).values(**values, at_entry=at_entry))


def newest(performer_id: str, *, db: Session) -> StandingTerms | None:
    """What a performer signed last; None if they never did."""
    c = t.wishes.c
    query = select(c.terms).where(c.performer_id == performer_id).order_by(c.at_entry.desc()).limit(1)
    row = db.execute(query).first()
    return None if row is None else StandingTerms.from_json(row.terms)


def every(*, db: Session) -> dict[str, tuple[str, StandingTerms, int]]:
    """Statement → (performer, what they want to hold, entry) of all wishes that were ever signed."""
    return {
        row.statement_id: (row.performer_id, StandingTerms.from_json(row.terms), row.at_entry)
        for row in db.execute(select(t.wishes))
    }
