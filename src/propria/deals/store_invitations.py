"""The SQL of invitations."""

from sqlalchemy import delete, insert, select

from propria.deals import tables as t
from propria.kernel.ids import InvitationId, PerformerId
from propria.kernel.time import Instant
from propria.plumbing.database import Session

_c = t.invitation.c


def add(invitation_id: InvitationId, performer_id: PerformerId, made_at: Instant, *, db: Session) -> None:
    """Keep one."""
    db.execute(insert(t.invitation).values(id=invitation_id, performer_id=performer_id, made_at=made_at))


def drop(invitation_id: str, performer_id: PerformerId, *, db: Session) -> None:
    """This performer's is gone."""
    db.execute(delete(t.invitation).where(_c.id == invitation_id, _c.performer_id == performer_id))


def of(performer_id: PerformerId, *, db: Session) -> list[InvitationId]:
    """A performer's, the newest first."""
    query = select(_c.id).where(_c.performer_id == performer_id).order_by(_c.made_at.desc(), _c.id)
    return [InvitationId(row.id) for row in db.execute(query)]


def whose(invitation_id: str, *, db: Session) -> PerformerId | None:
    """Who gave it out; None where there is none."""
    row = db.execute(select(_c.performer_id).where(_c.id == invitation_id)).first()
    return None if row is None else PerformerId(row.performer_id)
