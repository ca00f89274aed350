"""The SQL of who may stand in a public count."""

from typing import Any

from sqlalchemy import Select, bindparam, exists, or_, select

from propria.parties import tables as t
from propria.parties.model import Contest
from propria.plumbing.database import Session
from propria.plumbing.prepared import Prepared

# Every decision runs this.
_TIES = Prepared(
    select(
        or_(
            *(
                exists().where(column == bindparam("performer"))
                for column in (
                    t.member.c.group_id,
                    t.birth.c.performer_id,
                    t.death.c.performer_id,
                    t.membership.c.performer_id,
                )
            )
        ).label("any")
    )
)


def has_ties(performer_id: str, *, db: Session) -> bool:
    """Whether there are members, a birth, a death, or a guild of this performer."""
    return bool(db.rows(_TIES, performer=performer_id)[0].any)


def counted() -> Select[Any]:
    """A query of the ids of every person whom somebody beside the operator attests, and whom nobody denies; no group is one."""
    c = t.performer.c
    return select(c.id).where(
        c.contest == Contest.NONE.value,
        c.by_operator.is_(False),
        c.evidenced_at.is_not(None),
        c.id.not_in(select(t.member.c.group_id)),
    )
