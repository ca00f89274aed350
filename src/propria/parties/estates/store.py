"""The SQL of deaths and estates."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from propria.kernel.ids import PerformerId, PersonId, StatementId
from propria.parties import tables as t
from propria.parties.model import Death, Heir
from propria.plumbing.database import Session
from propria.plumbing.prepared import Prepared

# Every decision runs this.
_DEATH = Prepared(select(t.death).where(t.death.c.performer_id == bindparam("performer")))


def death(performer_id: str, *, db: Session) -> Death | None:
    """A performer's death, if two people saw the papers."""
    found = db.rows(_DEATH, performer=performer_id)
    return _death(found[0]) if found else None


def _death(row: Any) -> Death:
    return Death(
        PerformerId(row.performer_id),
        date.fromisoformat(row.died_on),
        StatementId(row.statement_id),
        row.at_entry,
        row.attested_at,
    )


def deaths(*, db: Session) -> list[Death]:
    """Every death that is kept."""
    return [_death(row) for row in db.execute(select(t.death).order_by(t.death.c.performer_id))]


def person_died(person_id: str, *, db: Session) -> bool:
    """Whether somebody is a performer who died."""
    query = select(t.death.c.performer_id).join(t.performer, t.performer.c.id == t.death.c.performer_id)
    return db.execute(query.where(t.performer.c.person_id == person_id)).first() is not None


def add_death(found: Death, *, db: Session) -> None:
    """Keep a death, in place of what was kept before."""
    drop_death(found.performer_id, db=db)
    values = {
        "performer_id": found.performer_id,
        "died_on": found.died_on.isoformat(),
        "statement_id": found.statement_id,
        "at_entry": found.at_entry,
        "attested_at": found.attested_at,
    }
    db.execute(insert(t.death).values(values))


def drop_death(performer_id: str, *, db: Session) -> None:
    """The death was recorded in error."""
    db.execute(delete(t.death).where(t.death.c.performer_id == performer_id))


def close_sessions(person_id: str, *, db: Session) -> None:
    """Whoever is signed in as this person is so no longer."""
    db.execute(delete(t.session).where(t.session.c.person_id == person_id))


def put_heirs(performer_id: str, heirs: list[Heir], *, db: Session) -> None:
    """The holders of an estate, in place of those before."""
    db.execute(delete(t.heir).where(t.heir.c.performer_id == performer_id))
    rows = [
        {
            "performer_id": one.performer_id,
            "person_id": one.person_id,
            "share": one.share,
            "attested_by": one.attested_by,
        }
        for one in heirs
    ]
    if rows:
        db.execute(insert(t.heir), rows)


def heirs(*, performer_id: str | None = None, person_id: str | None = None, db: Session) -> list[Heir]:
    """The holders of an estate, what one person holds, or all."""
    query, c = select(t.heir), t.heir.c
    if performer_id is not None:
        query = query.where(c.performer_id == performer_id)
    if person_id is not None:
        query = query.where(c.person_id == person_id)
    return [
        Heir(PerformerId(row.performer_id), PersonId(row.person_id), row.share, StatementId(row.attested_by))
        for row in db.execute(query.order_by(c.performer_id, c.person_id))
    ]
