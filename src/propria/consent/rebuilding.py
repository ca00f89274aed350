"""Making anew the tables of consent that signed statements alone determine: last wishes, and handovers."""

from collections.abc import Iterator

from propria.consent import tables as t
from propria.consent.handover import HANDED_OVER
from propria.kernel.time import instant
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.rebuilding import Rebuilt, made_anew, rows_of


def rebuild(*, write: bool, db: Session) -> Iterator[Rebuilt]:
    """Every statement of wishes, its row as it was signed; with `write`, put right."""
    signed = [
        {
            "statement_id": one.statement.id,
            "performer_id": one.statement.body["performer"],
            "terms": one.statement.body["terms"],
            "at_entry": one.entry_index,
        }
        for one in record.statements_of_type("wishes.stated", db=db)
    ]
    yield made_anew(t.wishes, rows_of(t.wishes, signed), write=write, db=db)
    said = [
        {
            "statement_id": one.statement.id,
            "kind": one.statement.body["kind"],
            "successor_zh": one.statement.body["successor"][0],
            "successor_en": one.statement.body["successor"][1],
            "anew_by": instant(one.statement.body["anew_by"]),
            "at_entry": one.entry_index,
        }
        for one in record.statements_of_type(HANDED_OVER, db=db)
    ]
    yield made_anew(t.handover, rows_of(t.handover, said), write=write, db=db)
