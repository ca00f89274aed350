"""The only SQL of papers that are brought into a negotiation."""

from sqlalchemy import insert, select

from propria.deals import tables as t
from propria.deals.model import BroughtPaper, Side
from propria.kernel.ids import PersonId
from propria.plumbing.database import Session


def add_paper(paper: BroughtPaper, *, db: Session) -> None:
    """Keep a paper's place; its file lies under its hash."""
    values = {
        "deal_id": paper.deal_id,
        "digest": paper.digest,
        "size_bytes": paper.size_bytes,
        "side": paper.side.value,
        "person_id": paper.person_id,
        "brought_at": paper.brought_at,
    }
    db.execute(insert(t.brought).values(values))


def papers(deal_id: str, *, db: Session) -> list[BroughtPaper]:
    """The papers of a negotiation in the order in which they came."""
    c = t.brought.c
    query = select(t.brought).where(c.deal_id == deal_id).order_by(c.brought_at, c.digest)
    return [
        BroughtPaper(
            row.deal_id, row.digest, row.size_bytes, Side(row.side), PersonId(row.person_id), row.brought_at
        )
        for row in db.execute(query)
    ]
