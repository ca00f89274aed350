"""The SQL of who acts for an organisation."""

from typing import Any

from sqlalchemy import insert, select, update

from propria.kernel.ids import CreatorId, PersonId, StatementId
from propria.parties import tables as t
from propria.parties.colleagues.rules import Colleague, Right
from propria.plumbing.database import Session


def _colleague(row: Any) -> Colleague:
    return Colleague(
        CreatorId(row.creator_id),
        PersonId(row.person_id),
        frozenset(Right(one) for one in row.rights),
        None if row.given_by is None else StatementId(row.given_by),
        None if row.ended_by is None else StatementId(row.ended_by),
    )


def ask(creator_id: str, person_id: str, *, db: Session) -> None:
    """Somebody asks to act for an organisation; nothing is given by it."""
    db.execute(insert(t.colleague).values(creator_id=creator_id, person_id=person_id, rights=[]))


def of(person_id: str, *, db: Session) -> Colleague | None:
    """For whom somebody asked to act."""
    row = db.execute(select(t.colleague).where(t.colleague.c.person_id == person_id)).first()
    return None if row is None else _colleague(row)


def team(creator_id: str | None = None, *, db: Session) -> list[Colleague]:
    """Everybody who asked to act for an organisation, or for any."""
    query = select(t.colleague).order_by(t.colleague.c.person_id)
    if creator_id is not None:
        query = query.where(t.colleague.c.creator_id == creator_id)
    return [_colleague(row) for row in db.execute(query)]


def give(found: Colleague, *, db: Session) -> None:
    """These rights, by this statement, in place of what they had."""
    change = update(t.colleague).where(t.colleague.c.person_id == found.person_id)
    rights = sorted(right.value for right in found.rights)
    db.execute(change.values(rights=rights, given_by=found.given_by, ended_by=None))


def end(person_id: str, statement_id: str, *, db: Session) -> None:
    """They act for nobody any more."""
    db.execute(update(t.colleague).where(t.colleague.c.person_id == person_id).values(ended_by=statement_id))
