"""The SQL of groups and their members."""

from typing import Any

from sqlalchemy import bindparam, insert, select, update

from propria.kernel.ids import PerformerId, StatementId
from propria.parties import tables as t
from propria.parties.model import Member
from propria.plumbing.database import Session
from propria.plumbing.prepared import Prepared

# Every decision runs this.
_MEMBERS = Prepared(
    select(t.member).where(t.member.c.group_id == bindparam("group")).order_by(t.member.c.performer_id)
)


def _member(row: Any) -> Member:
    joined = None if row.joined_by is None else StatementId(row.joined_by)
    return Member(PerformerId(row.group_id), PerformerId(row.performer_id), joined)


def add(members: list[Member], *, db: Session) -> None:
    """Keep who is named as a member."""
    rows = [{"group_id": m.group_id, "performer_id": m.performer_id} for m in members]
    db.execute(insert(t.member), rows)


def members(group_id: str, *, db: Session) -> list[Member]:
    """Everybody who is named as one of a group; nobody where it is no group."""
    return [_member(row) for row in db.rows(_MEMBERS, group=group_id)]


def groups(*, db: Session) -> set[PerformerId]:
    """Every performer who is a group."""
    return {PerformerId(row.group_id) for row in db.execute(select(t.member.c.group_id).distinct())}


def memberships(performer_id: str, *, db: Session) -> list[Member]:
    """The groups that a performer is named as one of."""
    c = t.member.c
    query = select(t.member).where(c.performer_id == performer_id).order_by(c.group_id)
    return [_member(row) for row in db.execute(query)]


def every(*, db: Session) -> list[Member]:
    """Everybody who is named as one of any group."""
    return [_member(row) for row in db.execute(select(t.member))]


def join(group_id: str, performer_id: str, statement_id: str | None, *, db: Session) -> None:
    """The member signed that they are one of the group, or (None) that they are not."""
    c = t.member.c
    change = update(t.member).where(c.group_id == group_id, c.performer_id == performer_id)
    db.execute(change.values(joined_by=statement_id))
