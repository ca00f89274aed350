"""The only SQL of self-tapes."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, insert, select, update

from propria.casting import store
from propria.casting import tables as t
from propria.casting.tapes.model import Take, TakeLook, Tape
from propria.kernel.errors import NotFound
from propria.kernel.ids import PerformerId, PersonId, StatementId, TapeId
from propria.kernel.time import Instant
from propria.plumbing.database import Session

_c = t.tape.c


def add(tape: Tape, *, db: Session) -> None:
    """Keep what was asked for."""
    values = {
        "id": tape.id,
        "brief_id": tape.brief.id,
        "performer_id": tape.performer_id,
        "lines": tape.lines,
        "deadline": tape.deadline,
        "asked_at": tape.asked_at,
    }
    db.execute(insert(t.tape).values(values))


def consented(tape_id: str, statement_id: str, *, db: Session) -> None:
    """The performer signed what it may be used for."""
    db.execute(update(t.tape).where(_c.id == tape_id).values(statement_id=statement_id))


def end(tape_id: str, now: Instant, *, db: Session) -> None:
    """The performer withdrew it."""
    db.execute(update(t.tape).where(_c.id == tape_id).values(ended_at=now))


def add_take(tape_id: str, take: Take, *, db: Session) -> None:
    """Keep a version."""
    values = {
        "tape_id": tape_id,
        "number": take.number,
        "name": take.name,
        "media_type": take.media_type,
        "digest": take.digest,
        "size_bytes": take.size_bytes,
        "duration_ms": take.duration_ms,
        "sent_at": take.sent_at,
    }
    db.execute(insert(t.take).values(values))


def destroyed(tape_id: str, numbers: Collection[int], now: Instant, *, db: Session) -> None:
    """These versions are gone."""
    db.execute(update(t.take).where(_these(tape_id, numbers)).values(destroyed_at=now))


def seal(tape_id: str, numbers: Collection[int], now: Instant, *, db: Session) -> None:
    """From now on an order alone keeps these versions."""
    fresh = _these(tape_id, numbers) & t.take.c.sealed_at.is_(None)
    db.execute(update(t.take).where(fresh).values(sealed_at=now))


def _these(tape_id: str, numbers: Collection[int]) -> Any:
    return (t.take.c.tape_id == tape_id) & t.take.c.number.in_(sorted(numbers))


def add_look(tape_id: str, look: TakeLook, *, db: Session) -> None:
    """Write down who watched."""
    c = t.take_look.c
    count = db.execute(select(func.count()).where(c.tape_id == tape_id)).scalar_one()
    values = {
        "tape_id": tape_id,
        "look": int(count) + 1,
        "number": look.number,
        "person_id": look.person_id,
        "seen_at": look.seen_at,
    }
    db.execute(insert(t.take_look).values(values))


def _tape(row: Any, *, db: Session) -> Tape:
    takes = select(t.take).where(t.take.c.tape_id == row.id).order_by(t.take.c.number)
    looks = select(t.take_look).where(t.take_look.c.tape_id == row.id).order_by(t.take_look.c.look)
    return Tape(
        id=TapeId(row.id),
        brief=store.brief(row.brief_id, row.creator_id, db=db),
        performer_id=PerformerId(row.performer_id),
        lines=row.lines,
        deadline=row.deadline,
        asked_at=row.asked_at,
        consent_id=StatementId(row.statement_id) if row.statement_id else None,
        ended_at=row.ended_at,
        takes=tuple(
            Take(
                r.number,
                r.name,
                r.media_type,
                r.digest,
                r.size_bytes,
                r.duration_ms,
                r.sent_at,
                r.destroyed_at,
                r.sealed_at,
            )
            for r in list(db.execute(takes))
        ),
        looks=tuple(TakeLook(r.number, PersonId(r.person_id), r.seen_at) for r in list(db.execute(looks))),
    )


def _select() -> Any:
    joined = t.tape.join(t.brief, t.brief.c.id == _c.brief_id)
    return select(t.tape, t.brief.c.creator_id).select_from(joined)


def find(tape_id: str, *, lock: bool = False, db: Session) -> Tape:
    """One self-tape; `lock` holds its row until the end of the transaction. Raises: NotFound(`casting.no_tape`)."""
    query = _select().where(_c.id == tape_id)
    row = db.execute(query.with_for_update(of=t.tape) if lock else query).first()
    if row is None:
        raise NotFound("casting.no_tape", "There is no such self-tape.")
    return _tape(row, db=db)


def of_creator(creator_id: str, *, db: Session) -> list[Tape]:
    """What a creator asked for, newest first."""
    query = _select().where(t.brief.c.creator_id == creator_id).order_by(_c.asked_at.desc(), _c.id)
    return [_tape(row, db=db) for row in list(db.execute(query))]


def of_performers(performer_ids: Collection[str], *, db: Session) -> list[Tape]:
    """What these performers were asked for, newest first."""
    query = _select().where(_c.performer_id.in_(sorted(performer_ids)))
    return [_tape(row, db=db) for row in list(db.execute(query.order_by(_c.asked_at.desc(), _c.id)))]


def with_takes(*, db: Session) -> list[Tape]:
    """Every self-tape of which a version is there, oldest first."""
    c = t.take.c
    held = select(c.tape_id).where(c.destroyed_at.is_(None))
    query = _select().where(_c.id.in_(held)).order_by(_c.asked_at, _c.id)
    return [_tape(row, db=db) for row in list(db.execute(query))]


def every(*, db: Session) -> list[Tape]:
    """Every self-tape."""
    return [_tape(row, db=db) for row in list(db.execute(_select().order_by(_c.asked_at, _c.id)))]
