"""The SQL of names that several people have, and of the operator's people who vouched for somebody."""

from sqlalchemy import or_, select, update

from propria.kernel.ids import PerformerId, PersonId
from propria.parties import tables as t
from propria.parties.model import Contest, Performer
from propria.plumbing.database import Session
from propria.proofs.names import fold_name


def namesakes(performer: Performer, *, db: Session) -> list[tuple[PerformerId, PersonId | None]]:
    """Other profiles of either name that were imported or are evidenced, with the person behind each.

    A claim that was found void is none.
    """
    c = t.performer.c
    zh, en = fold_name(performer.name.zh), fold_name(performer.name.en)
    query = select(c.id, c.person_id).where(
        or_(c.folded_zh == zh, c.folded_en == en),
        or_(c.imported_at.is_not(None), c.evidenced_at.is_not(None)),
        c.id != performer.id,
        c.contest != Contest.VOID.value,
    )
    return [(PerformerId(row.id), row.person_id) for row in db.execute(query.order_by(c.id))]


def seen_and_denied(person_id: str, *, db: Session) -> bool:
    """Whether somebody denies a listing whose papers this person saw."""
    e, p = t.evidence.c, t.performer.c
    query = select(e.seen_by).join(t.performer, p.id == e.party_id)
    rows = db.execute(query.where(p.contest != Contest.NONE.value))
    return any(person_id in row.seen_by for row in rows)


def flag(person_id: str, statement_id: str | None, *, db: Session) -> None:
    """The person vouches for nobody, by this statement; None takes it off."""
    db.execute(update(t.person).where(t.person.c.id == person_id).values(flagged_by=statement_id))


def flags(*, db: Session) -> dict[PersonId, str]:
    """Everybody who is under a flag, and by which statement."""
    c = t.person.c
    rows = db.execute(select(c.id, c.flagged_by).where(c.flagged_by.is_not(None)))
    return {PersonId(row.id): str(row.flagged_by) for row in rows}
