"""The only SQL of what the operator said when the library changed hands."""

from sqlalchemy import insert, select

from propria.consent import tables as t
from propria.consent.model import Handover, HandoverKind
from propria.kernel.ids import StatementId
from propria.plumbing.database import Session


def add(said: Handover, *, db: Session) -> None:
    """Keep a signed handover."""
    zh, en = said.successor
    values = {
        "statement_id": said.id,
        "kind": said.kind.value,
        "successor_zh": zh,
        "successor_en": en,
        "anew_by": said.anew_by,
        "at_entry": said.entry_index,
    }
    db.execute(insert(t.handover).values(values))


def every(*, db: Session) -> list[Handover]:
    """Every handover, in log order."""
    return [
        Handover(
            StatementId(row.statement_id),
            HandoverKind(row.kind),
            (row.successor_zh, row.successor_en),
            row.anew_by,
            row.at_entry,
        )
        for row in db.execute(select(t.handover).order_by(t.handover.c.at_entry))
    ]


def newest(*, db: Session) -> Handover | None:
    """The last one, if there was any."""
    found = every(db=db)
    return found[-1] if found else None
