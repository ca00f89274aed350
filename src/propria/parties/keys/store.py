"""The SQL of keys' names, guardians and recoveries."""

from typing import Any

from sqlalchemy import delete, insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import KeyId, PersonId, RecoveryId, StatementId
from propria.kernel.time import Instant
from propria.parties import tables as t
from propria.parties.model import Guardians, Recovery, RecoveryState
from propria.plumbing.database import Session


def name_key(key_id: str, name: str, *, db: Session) -> None:
    """The owner's word for a key."""
    db.execute(update(t.signing_key).where(t.signing_key.c.id == key_id).values(name=name))


def bar_key(key_id: str, until: Instant, *, db: Session) -> None:
    """The key signs nothing of weight before this instant."""
    db.execute(update(t.signing_key).where(t.signing_key.c.id == key_id).values(barred_until=until))


def set_guardians(guardians: Guardians, *, db: Session) -> None:
    """Whose word recovery takes, from now on."""
    here = t.guardians.c.person_id == guardians.person_id
    db.execute(delete(t.guardians).where(here))
    values = {
        "person_id": guardians.person_id,
        "guardians": list(guardians.guardians),
        "needed": guardians.needed,
        "statement_id": guardians.statement_id,
    }
    db.execute(insert(t.guardians).values(values))


def guardians_of(person_id: str, *, db: Session) -> Guardians | None:
    """Whose word a person named for recovery."""
    row = db.execute(select(t.guardians).where(t.guardians.c.person_id == person_id)).first()
    if row is None:
        return None
    named = tuple(PersonId(g) for g in row.guardians)
    return Guardians(PersonId(row.person_id), named, row.needed, StatementId(row.statement_id))


def every_guardians(*, db: Session) -> list[Guardians]:
    """Everybody's, for whoever holds them against what was signed."""
    ids = db.execute(select(t.guardians.c.person_id)).scalars().all()
    return [found for i in ids if (found := guardians_of(i, db=db)) is not None]


def add_recovery(recovery: Recovery, *, db: Session) -> None:
    """Keep a recovery."""
    values = {
        "id": recovery.id,
        "person_id": recovery.person_id,
        "key_id": recovery.key_id,
        "state": recovery.state.value,
        "guardians": list(recovery.guardians),
        "needed": recovery.needed,
        "route": recovery.route,
        "begun_at": recovery.begun_at,
        "due_at": recovery.due_at,
    }
    db.execute(insert(t.recovery).values(values))


def keep_recovery(recovery: Recovery, *, db: Session) -> None:
    """Where the recovery stands now."""
    change = update(t.recovery).where(t.recovery.c.id == recovery.id)
    values = {"state": recovery.state.value, "route": recovery.route, "due_at": recovery.due_at}
    db.execute(change.values(values))


def add_voucher(recovery_id: str, person_id: str, statement_id: str, *, db: Session) -> None:
    """A guardian vouched; vouching again changes nothing."""
    here = (t.voucher.c.recovery_id == recovery_id) & (t.voucher.c.person_id == person_id)
    if db.execute(select(t.voucher.c.person_id).where(here)).first() is None:
        values = {"recovery_id": recovery_id, "person_id": person_id, "statement_id": statement_id}
        db.execute(insert(t.voucher).values(values))


def _recovery(row: Any, db: Session) -> Recovery:
    vouched = select(t.voucher.c.person_id).where(t.voucher.c.recovery_id == row.id)
    return Recovery(
        id=RecoveryId(row.id),
        person_id=PersonId(row.person_id),
        key_id=KeyId(row.key_id),
        state=RecoveryState(row.state),
        guardians=tuple(PersonId(g) for g in row.guardians),
        needed=row.needed,
        vouched=frozenset(PersonId(p) for p in db.execute(vouched).scalars()),
        route=row.route,
        begun_at=row.begun_at,
        due_at=row.due_at,
    )


def recovery(recovery_id: str, *, db: Session) -> Recovery:
    """One recovery. Raises: NotFound(`parties.no_recovery`)."""
    row = db.execute(select(t.recovery).where(t.recovery.c.id == recovery_id)).first()
    if row is None:
        raise NotFound("parties.no_recovery", "There is no such recovery.")
    return _recovery(row, db)


def recoveries(*, person_id: str | None = None, db: Session) -> list[Recovery]:
    """The recoveries of a person, or all, newest last."""
    query = select(t.recovery).order_by(t.recovery.c.begun_at, t.recovery.c.id)
    if person_id is not None:
        query = query.where(t.recovery.c.person_id == person_id)
    return [_recovery(row, db) for row in db.execute(query).all()]
