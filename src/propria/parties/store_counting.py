"""The SQL of who may stand in a public count."""

from typing import Any

from sqlalchemy import Select, select

from propria.parties import tables as t
from propria.parties.model import Contest


def counted() -> Select[Any]:
    """A query of the ids of every person whom somebody beside the operator attests, and whom nobody denies; no group is one."""
    c = t.performer.c
    return select(c.id).where(
        c.contest == Contest.NONE.value,
        c.by_operator.is_(False),
        c.evidenced_at.is_not(None),
        c.id.not_in(select(t.member.c.group_id)),
    )
