"""The only SQL of archives."""

from typing import Any

from sqlalchemy import insert, select, update

from propria.disputes import tables as t
from propria.disputes.archive.model import Archive, ArchiveState
from propria.kernel.errors import NotFound
from propria.kernel.ids import ArchiveId, PerformerId, PersonId, SubjectId
from propria.kernel.time import Instant
from propria.plumbing.database import Session

_ON_ITS_WAY = (ArchiveState.MAKING.value, ArchiveState.READY.value)


def add(archive: Archive, *, db: Session) -> None:
    """Keep what was asked for."""
    values = {
        "id": archive.id,
        "performer_id": archive.performer_id,
        "person_id": archive.person_id,
        "subject": archive.subject,
        "asked_at": archive.asked_at,
    }
    db.execute(insert(t.archive).values(values | _changing(archive)))


def _changing(archive: Archive) -> dict[str, Any]:
    return {
        "state": archive.state.value,
        "expires_at": archive.expires_at,
        "part": archive.part,
        "done": archive.done,
        "total": archive.total,
        "size_bytes": archive.size_bytes,
        "digest": archive.digest,
        "ended_at": archive.ended_at,
        "failure": archive.failure,
    }


def save(archive: Archive, *, db: Session) -> None:
    """Keep what changed."""
    db.execute(update(t.archive).where(t.archive.c.id == archive.id).values(_changing(archive)))


def set_progress(archive_id: str, part: str, done: int, total: int, *, db: Session) -> bool:
    """The work is at this part; False when it is not being made any more."""
    c = t.archive.c
    making = update(t.archive).where(c.id == archive_id, c.state == ArchiveState.MAKING.value)
    return db.execute(making.values(part=part[:200], done=done, total=total)).rowcount == 1


def _archive(row: Any) -> Archive:
    return Archive(
        id=ArchiveId(row.id),
        performer_id=PerformerId(row.performer_id),
        person_id=PersonId(row.person_id),
        subject=SubjectId(row.subject),
        state=ArchiveState(row.state),
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        part=row.part,
        done=row.done,
        total=row.total,
        size_bytes=row.size_bytes,
        digest=row.digest,
        ended_at=row.ended_at,
        failure=row.failure,
    )


def archive(archive_id: str, *, db: Session) -> Archive:
    """One archive. Raises: NotFound(`disputes.no_archive`)."""
    row = db.execute(select(t.archive).where(t.archive.c.id == archive_id)).first()
    if row is None:
        raise NotFound("disputes.no_archive", "There is no such archive.")
    return _archive(row)


def of_person(person_id: str, *, db: Session) -> list[Archive]:
    """What a person asked for, newest first."""
    query = select(t.archive).where(t.archive.c.person_id == person_id)
    return [_archive(row) for row in db.execute(query.order_by(t.archive.c.asked_at.desc()))]


def on_their_way(performer_id: str, *, db: Session) -> list[Archive]:
    """Archives about a performer that are made or wait to be fetched."""
    c = t.archive.c
    query = select(t.archive).where(c.performer_id == performer_id, c.state.in_(_ON_ITS_WAY))
    return [_archive(row) for row in db.execute(query)]


def past(now: Instant, *, db: Session) -> list[Archive]:
    """Archives that nobody fetched in time."""
    c = t.archive.c
    query = select(t.archive).where(c.state.in_(_ON_ITS_WAY), c.expires_at <= now)
    return [_archive(row) for row in db.execute(query)]
