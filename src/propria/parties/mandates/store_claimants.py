"""The SQL of claims to represent."""

from typing import Any

from sqlalchemy import Select, insert, select, update

from propria.kernel.ids import PerformerId, PersonId, StatementId
from propria.parties import tables as t
from propria.parties.model import Claimant, ClaimState
from propria.plumbing.database import Session


def add(claim: Claimant, *, db: Session) -> None:
    """Keep a claim."""
    values = {
        "statement_id": claim.statement_id,
        "performer_id": claim.performer_id,
        "person_id": claim.person_id,
        "state": claim.state.value,
        "at_entry": claim.at_entry,
    }
    db.execute(insert(t.claimant).values(values))


def claimants(performer_id: str, *, db: Session) -> list[Claimant]:
    """Every claim about a performer, in log order."""
    return _claims(select(t.claimant).where(t.claimant.c.performer_id == performer_id), db=db)


def every(*, db: Session) -> list[Claimant]:
    """Every claim there is, in log order."""
    return _claims(select(t.claimant), db=db)


def _claims(query: Select[Any], *, db: Session) -> list[Claimant]:
    return [
        Claimant(
            StatementId(row.statement_id),
            PerformerId(row.performer_id),
            PersonId(row.person_id),
            ClaimState(row.state),
            row.at_entry,
        )
        for row in db.execute(query.order_by(t.claimant.c.at_entry))
    ]


def settle(statement_id: str, state: ClaimState, *, db: Session) -> None:
    """The performer answered a claim."""
    db.execute(update(t.claimant).where(t.claimant.c.statement_id == statement_id).values(state=state.value))
