"""The only SQL of look-alikes and their panels."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from propria.disputes import tables as t
from propria.disputes.model import Likeness, Lookalike, LookalikeState, Media
from propria.kernel.errors import NotFound
from propria.kernel.ids import CreatorId, LookalikeId, OutputId, PerformerId, PersonId, StatementId, SubjectId
from propria.plumbing.database import Session

OPEN = (LookalikeState.REPORTED.value, LookalikeState.SEATED.value)


def _case(row: Any) -> Lookalike:
    return Lookalike(
        id=LookalikeId(row.id),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        creator_id=None if row.creator_id is None else CreatorId(row.creator_id),
        kind=Likeness(row.kind),
        media=Media(None if row.output_id is None else OutputId(row.output_id), row.sha256, row.place),
        state=LookalikeState(row.state),
        reported_at=row.reported_at,
        held_until=row.held_until,
        statement_id=StatementId(row.statement_id),
        not_granted=None if row.not_granted is None else StatementId(row.not_granted),
        ended_at=row.ended_at,
        ruled_index=row.ruled_index,
    )


def add(case: Lookalike, *, db: Session) -> None:
    """Keep a case."""
    values = {
        "id": case.id,
        "performer_id": case.performer_id,
        "subject": case.subject,
        "creator_id": case.creator_id,
        "kind": case.kind.value,
        "output_id": case.media.output_id,
        "sha256": case.media.sha256,
        "place": case.media.place,
        "state": case.state.value,
        "reported_at": case.reported_at,
        "held_until": case.held_until,
        "statement_id": case.statement_id,
        "not_granted": case.not_granted,
    }
    db.execute(insert(t.lookalike).values(values))


def keep(case: Lookalike, *, db: Session) -> None:
    """Where the case stands now."""
    values = {"state": case.state.value, "ended_at": case.ended_at, "ruled_index": case.ruled_index}
    db.execute(update(t.lookalike).where(t.lookalike.c.id == case.id).values(values))


def case(case_id: str, *, db: Session) -> Lookalike:
    """One case. Raises: NotFound(`disputes.no_lookalike`)."""
    row = db.execute(select(t.lookalike).where(t.lookalike.c.id == case_id)).first()
    if row is None:
        raise NotFound("disputes.no_lookalike", "There is no such case.")
    return _case(row)


def cases(
    *,
    performer_id: str | None = None,
    creator_id: str | None = None,
    output_id: str | None = None,
    db: Session,
) -> list[Lookalike]:
    """The cases of a performer, of a creator or of an output, or all; newest first."""
    c = t.lookalike.c
    asked = ((c.performer_id, performer_id), (c.creator_id, creator_id), (c.output_id, output_id))
    return _cases(*(column == wanted for column, wanted in asked if wanted is not None), db=db)


def cases_judged_by(person_id: str, *, db: Session) -> list[Lookalike]:
    """The cases that somebody sits on, newest first."""
    sits = select(t.panelist.c.lookalike_id).where(t.panelist.c.person_id == person_id)
    return _cases(t.lookalike.c.id.in_(sits), db=db)


def open_cases(*, db: Session) -> list[Lookalike]:
    """Every case that waits for a panel or its ruling, newest first."""
    return _cases(or_(*(t.lookalike.c.state == state for state in OPEN)), db=db)


def _cases(*which: ColumnElement[bool], db: Session) -> list[Lookalike]:
    query = select(t.lookalike).where(*which).order_by(t.lookalike.c.reported_at.desc(), t.lookalike.c.id)
    return [_case(row) for row in db.execute(query)]


def panel(case_id: str, *, db: Session) -> list[PersonId]:
    """Who sits on a case."""
    query = select(t.panelist.c.person_id).where(t.panelist.c.lookalike_id == case_id)
    return [PersonId(row.person_id) for row in db.execute(query.order_by(t.panelist.c.person_id))]


def seat(case_id: str, people: Iterable[str], *, db: Session) -> None:
    """These sit on a case, and nobody else."""
    db.execute(delete(t.panelist).where(t.panelist.c.lookalike_id == case_id))
    rows = [{"lookalike_id": case_id, "person_id": one} for one in people]
    db.execute(insert(t.panelist), rows)
