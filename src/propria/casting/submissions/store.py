"""The only SQL of submissions."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, insert, select, update

from propria.casting import store
from propria.casting import tables as t
from propria.casting.model import Brief
from propria.casting.submissions.model import Submission
from propria.kernel.errors import NotFound
from propria.kernel.ids import BriefId, PerformerId, PersonId, SubmissionId
from propria.kernel.time import Instant
from propria.plumbing.database import Session

_c = t.submission.c


def set_call(brief_id: str, until: Instant | None, *, db: Session) -> None:
    """Until when a brief takes submissions; None: it takes none."""
    db.execute(delete(t.call).where(t.call.c.brief_id == brief_id))
    if until is not None:
        db.execute(insert(t.call).values(brief_id=brief_id, until=until))


def call_until(brief_id: str, *, db: Session) -> Instant | None:
    """Until when a brief takes submissions; None where it takes none."""
    row = db.execute(select(t.call.c.until).where(t.call.c.brief_id == brief_id)).first()
    return None if row is None else row.until


def calls(now: Instant, *, db: Session) -> list[tuple[Brief, Instant]]:
    """Every brief that takes submissions now and is not archived, the soonest end first."""
    joined = t.call.join(t.brief, t.brief.c.id == t.call.c.brief_id)
    query = (
        select(t.call.c.until, t.brief.c.id, t.brief.c.creator_id)
        .select_from(joined)
        .where(t.call.c.until > now, t.brief.c.archived_at.is_(None))
        .order_by(t.call.c.until, t.brief.c.id)
    )
    return [(store.brief(row.id, row.creator_id, db=db), row.until) for row in list(db.execute(query))]


def brief_of(brief_id: str, *, db: Session) -> Brief:
    """A brief whoever's it is. Raises: NotFound(`casting.no_brief`)."""
    row = db.execute(select(t.brief.c.creator_id).where(t.brief.c.id == brief_id)).first()
    return store.brief(brief_id, "" if row is None else row.creator_id, db=db)


def representatives(creator_id: str, *, db: Session) -> set[PersonId]:
    """Who ever proposed somebody for a brief of this creator."""
    joined = t.submission.join(t.brief, t.brief.c.id == _c.brief_id)
    query = select(_c.person_id).distinct().select_from(joined).where(t.brief.c.creator_id == creator_id)
    return {PersonId(row.person_id) for row in db.execute(query)}


def add(one: Submission, *, db: Session) -> None:
    """Keep a submission."""
    values = {
        "id": one.id,
        "brief_id": one.brief_id,
        "performer_id": one.performer_id,
        "person_id": one.by,
        "note": one.note,
        "submitted_at": one.submitted_at,
    }
    db.execute(insert(t.submission).values(values))


def end(submission_id: str, by: PersonId, now: Instant, *, db: Session) -> None:
    """It is taken back."""
    db.execute(update(t.submission).where(_c.id == submission_id).values(ended_at=now, ended_by=by))


def _submission(row: Any) -> Submission:
    return Submission(
        SubmissionId(row.id), BriefId(row.brief_id), PerformerId(row.performer_id), PersonId(row.person_id), row.note,
        row.submitted_at, row.ended_at, PersonId(row.ended_by) if row.ended_by else None,
    )  # fmt: skip


def find(submission_id: str, *, db: Session) -> Submission:
    """One submission. Raises: NotFound(`casting.no_submission`)."""
    row = db.execute(select(t.submission).where(_c.id == submission_id)).first()
    if row is None:
        raise NotFound("casting.no_submission", "There is no such submission.")
    return _submission(row)


def living(
    *, brief_id: str = "", by: str = "", performers: Collection[str] = (), db: Session
) -> list[Submission]:
    """The submissions that nobody took back, newest first: to a brief, by somebody, or of some performers."""
    query = select(t.submission).where(_c.ended_at.is_(None)).order_by(_c.submitted_at.desc(), _c.id)
    if brief_id:
        query = query.where(_c.brief_id == brief_id)
    elif by:
        query = query.where(_c.person_id == by)
    else:
        query = query.where(_c.performer_id.in_(sorted(performers)))
    return [_submission(row) for row in db.execute(query)]
