"""The only SQL of plans."""

import msgspec
from sqlalchemy import delete, insert, select

from propria.casting import tables as t
from propria.casting.plans.model import Wishes
from propria.kernel.time import Instant
from propria.plumbing.database import Session


def keep(creator_id: str, project: str, wishes: Wishes, now: Instant, *, db: Session) -> None:
    """Keep the wishes for a project in place of those before."""
    c = t.plan.c
    db.execute(delete(t.plan).where(c.creator_id == creator_id, c.project == project))
    values = {
        "creator_id": creator_id,
        "project": project,
        "wishes": msgspec.to_builtins(wishes),
        "kept_at": now,
    }
    db.execute(insert(t.plan).values(values))


def wishes(creator_id: str, project: str, *, db: Session) -> Wishes | None:
    """The wishes kept for a project."""
    c = t.plan.c
    row = db.execute(select(c.wishes).where(c.creator_id == creator_id, c.project == project)).first()
    return None if row is None else msgspec.convert(row.wishes, Wishes)
