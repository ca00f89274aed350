"""The SQL of births, guardians of minors, and what two operators saw."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from propria.kernel.ids import PerformerId, PersonId, StatementId
from propria.kernel.time import Instant
from propria.parties import tables as t
from propria.parties.model import Birth, Ward
from propria.plumbing.database import Session
from propria.plumbing.prepared import Prepared

# Every decision runs this.
_BIRTH = Prepared(select(t.birth).where(t.birth.c.performer_id == bindparam("performer")))


def birth(performer_id: str, *, db: Session) -> Birth | None:
    """When a performer was born, if two people saw it."""
    found = db.rows(_BIRTH, performer=performer_id)
    return _birth(found[0]) if found else None


def _birth(row: Any) -> Birth:
    return Birth(
        PerformerId(row.performer_id),
        date.fromisoformat(row.born_on),
        row.salt,
        StatementId(row.statement_id),
    )


def births(*, db: Session) -> list[Birth]:
    """Every birth that is kept."""
    return [_birth(row) for row in db.execute(select(t.birth).order_by(t.birth.c.performer_id))]


def put_birth(found: Birth, *, db: Session) -> None:
    """Keep when a performer was born, in place of what was kept before."""
    db.execute(delete(t.birth).where(t.birth.c.performer_id == found.performer_id))
    values = {
        "performer_id": found.performer_id,
        "born_on": found.born_on.isoformat(),
        "salt": found.salt,
        "statement_id": found.statement_id,
    }
    db.execute(insert(t.birth).values(values))


def add_ward(ward: Ward, *, db: Session) -> None:
    """Keep a guardian's word; said again, it stands as it stood."""
    if all(w.guardian_id != ward.guardian_id for w in wards(performer_id=ward.performer_id, db=db)):
        values = {
            "performer_id": ward.performer_id,
            "guardian_id": ward.guardian_id,
            "stated_by": ward.stated_by,
            "attested_by": ward.attested_by,
        }
        db.execute(insert(t.ward).values(values))


def wards(*, performer_id: str | None = None, guardian_id: str | None = None, db: Session) -> list[Ward]:
    """The guardians of a minor, or the minors of a guardian, or all."""
    query, c = select(t.ward), t.ward.c
    if performer_id is not None:
        query = query.where(c.performer_id == performer_id)
    if guardian_id is not None:
        query = query.where(c.guardian_id == guardian_id)
    return [
        Ward(
            PerformerId(row.performer_id),
            PersonId(row.guardian_id),
            StatementId(row.stated_by),
            None if row.attested_by is None else StatementId(row.attested_by),
        )
        for row in db.execute(query.order_by(c.performer_id, c.guardian_id))
    ]


def attest_ward(performer_id: str, guardian_id: str, statement_id: str, *, db: Session) -> None:
    """Two people saw the guardian's papers."""
    c = t.ward.c
    change = update(t.ward).where(c.performer_id == performer_id, c.guardian_id == guardian_id)
    db.execute(change.values(attested_by=statement_id))


def saw(what: str, operator_id: str, value: str, now: Instant, *, db: Session) -> list[tuple[PersonId, str]]:
    """Keep what an operator saw; everybody's so far, by operator."""
    c = t.seen.c
    db.execute(delete(t.seen).where(c.what == what, c.operator_id == operator_id))
    values = {"what": what, "operator_id": operator_id, "value": value, "seen_at": now}
    db.execute(insert(t.seen).values(values))
    rows = db.execute(select(t.seen).where(c.what == what).order_by(c.seen_at, c.operator_id))
    return [(PersonId(row.operator_id), row.value) for row in rows]


def first_looks(*, db: Session) -> list[tuple[str, PersonId, Instant]]:
    """(what, who, when) of everything that one operator has seen and no second one yet, oldest first."""
    rows = db.execute(select(t.seen).order_by(t.seen.c.seen_at, t.seen.c.what, t.seen.c.operator_id))
    firsts: dict[str, tuple[str, PersonId, Instant]] = {}
    for row in rows:
        firsts.setdefault(row.what, (row.what, PersonId(row.operator_id), row.seen_at))
    return list(firsts.values())


def forget_seen(what: str, *, db: Session) -> None:
    """What was seen has become a statement."""
    db.execute(delete(t.seen).where(t.seen.c.what == what))
