"""The only SQL of disputes."""

from typing import Any

from sqlalchemy import insert, or_, select, update

from propria.disputes import tables as t
from propria.disputes.model import Denial, DenialState, Ground, Route
from propria.kernel.errors import NotFound
from propria.kernel.ids import DenialId, PerformerId, StatementId, SubjectId
from propria.kernel.time import Instant
from propria.plumbing.database import Session


def _denial(row: Any) -> Denial:
    return Denial(
        id=DenialId(row.id),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        person_id=row.person_id,
        mail=row.mail,
        target=None if row.target is None else StatementId(row.target),
        state=DenialState(row.state),
        received_at=row.received_at,
        due_at=row.due_at,
        token=row.token,
        domain=row.domain,
        route=None if row.route is None else Route(row.route),
        ground=None if row.ground is None else Ground(row.ground),
        ended_at=row.ended_at,
    )


def _changing(denial: Denial) -> dict[str, Any]:
    return {
        "state": denial.state.value,
        "domain": denial.domain,
        "route": None if denial.route is None else denial.route.value,
        "ground": None if denial.ground is None else denial.ground.value,
        "ended_at": denial.ended_at,
    }


def add(denial: Denial, *, db: Session) -> None:
    """Keep a denial."""
    values = {
        "id": denial.id,
        "performer_id": denial.performer_id,
        "subject": denial.subject,
        "person_id": denial.person_id,
        "mail": denial.mail,
        "target": denial.target,
        "received_at": denial.received_at,
        "due_at": denial.due_at,
        "token": denial.token,
    }
    db.execute(insert(t.denial).values(values | _changing(denial)))


def keep(denial: Denial, *, db: Session) -> None:
    """Where the denial stands now."""
    db.execute(update(t.denial).where(t.denial.c.id == denial.id).values(_changing(denial)))


def denial(denial_id: str, *, db: Session) -> Denial:
    """One denial. Raises: NotFound(`disputes.no_denial`)."""
    row = db.execute(select(t.denial).where(t.denial.c.id == denial_id)).first()
    if row is None:
        raise NotFound("disputes.no_denial", "There is no such denial.")
    return _denial(row)


def about(performer_id: str, *, db: Session) -> list[Denial]:
    """Every denial of one listing, oldest first."""
    query = select(t.denial).where(t.denial.c.performer_id == performer_id)
    return [_denial(row) for row in db.execute(query.order_by(t.denial.c.received_at, t.denial.c.id))]


def by(person_id: str | None, mail: str, *, db: Session) -> list[Denial]:
    """What the same person, or the same mail address, denied before."""
    c = t.denial.c
    same = [c.mail == mail] if mail else []
    same += [c.person_id == person_id] if person_id else []
    return [_denial(row) for row in db.execute(select(t.denial).where(or_(*same)))] if same else []


def denials(*states: DenialState, db: Session) -> list[Denial]:
    """The denials in these states, the one that is due first at the top; every one without a state."""
    query = select(t.denial)
    if states:
        query = query.where(t.denial.c.state.in_([s.value for s in states]))
    return [_denial(row) for row in db.execute(query.order_by(t.denial.c.due_at, t.denial.c.id))]


def unanswered(now: Instant, *, db: Session) -> list[Denial]:
    """Disputes whose clock has run out."""
    c = t.denial.c
    query = select(t.denial).where(c.state == DenialState.DISPUTED.value, c.due_at <= now)
    return [_denial(row) for row in db.execute(query.order_by(c.due_at, c.id))]
