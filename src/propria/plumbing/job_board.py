"""The rows of jobs and of their transactional steps: all the SQL about them. It runs nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from propria.kernel.errors import NotFound, Refused
from propria.kernel.time import Instant
from propria.plumbing.session import Session
from propria.plumbing.tables import job, job_step

LEASE = timedelta(seconds=30)
START = timedelta(seconds=5)
LIVE = ("queued", "running")

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True)
class Progress:
    """How far a job is: `done` of `total` steps, the last one's name, and the code if it failed."""

    job_id: str
    name: str
    state: str
    step: str
    done: int
    total: int
    error_code: str | None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state not in LIVE


def job_id_for(name: str, key: str) -> str:
    """The id of the job with this name and idempotency key.

    >>> job_id_for("build", "rpl_1") == job_id_for("build", "rpl_1") != job_id_for("build", "rpl_2")
    True
    """
    digest = hashlib.sha256(f"{name}\0{key}".encode()).digest()
    return "job_" + "".join(_ALPHABET[byte % 32] for byte in digest[:26])


def add(name: str, key: str, arguments: Mapping[str, str], *, now: Instant, db: Session) -> str:
    """Write down a new job, or find the one that is there. Raises: Refused(`plumbing.job_key_reused`)."""
    job_id = job_id_for(name, key)
    found = db.execute(select(job.c.arguments).where(job.c.id == job_id)).first()
    if found is None:
        row = {
            "id": job_id,
            "name": name,
            "arguments": dict(arguments),
            "state": "queued",
            "step": "",
            "done": 0,
            "total": 0,
            "executor": "",
            "leased_until": now + START,
            "enqueued_at": now,
        }
        db.execute(insert(job).values(row))
    elif found.arguments != dict(arguments):
        raise Refused("plumbing.job_key_reused", "This key belongs to a job about something else.")
    return job_id


def progress(job_id: str, *, db: Session) -> Progress:
    """Raises: NotFound(`plumbing.job_missing`)."""
    row = db.execute(select(job).where(job.c.id == job_id)).first()
    if row is None:
        raise NotFound("plumbing.job_missing", "There is no such job.")
    return Progress(row.id, row.name, row.state, row.step, row.done, row.total, row.error_code)


def start(job_id: str, executor: str, *, now: Instant, db: Session) -> Row[Any] | None:
    """Take the job if nobody else has it; its row, or None if it has ended or is another's."""
    changed = db.execute(
        update(job)
        .where(job.c.id == job_id, job.c.state.in_(LIVE), job.c.executor.in_(("", executor)))
        .values(state="running", executor=executor, leased_until=now + LEASE)
    )
    if changed.rowcount == 0:
        return None
    return db.execute(select(job).where(job.c.id == job_id)).one()


def is_ours(job_id: str, executor: str, *, db: Session) -> bool:
    """Whether the job is still running, and this server's."""
    row = db.execute(select(job.c.state, job.c.executor).where(job.c.id == job_id)).first()
    return row is not None and (row.state, row.executor) == ("running", executor)


def plan(job_id: str, total: int, *, db: Session) -> None:
    """Write down how many steps there will be."""
    db.execute(update(job).where(job.c.id == job_id).values(total=total))


def stepped(job_id: str, step: str, *, db: Session) -> None:
    """Count a step that was done outside the database, once."""
    if result_of(job_id, step, db=db) is None:
        record(job_id, step, None, db=db)


def record(job_id: str, step: str, result: Mapping[str, Any] | None, *, db: Session) -> None:
    """Count a step and keep its result."""
    db.execute(insert(job_step).values(job_id=job_id, step=step, result=result or {}))
    db.execute(update(job).where(job.c.id == job_id).values(step=step, done=job.c.done + 1))


def result_of(job_id: str, step: str, *, db: Session) -> Mapping[str, Any] | None:
    """What `record` kept for this step, or None if it was not done."""
    query = select(job_step.c.result).where(job_step.c.job_id == job_id, job_step.c.step == step)
    row = db.execute(query).first()
    return None if row is None else row.result


def end(job_id: str, executor: str, state: str, code: str | None, *, db: Session) -> None:
    """Write down how a job ended, if it is still this server's."""
    db.execute(
        update(job)
        .where(job.c.id == job_id, job.c.state == "running", job.c.executor == executor)
        .values(state=state, error_code=code)
    )


def cancel(job_id: str, *, db: Session) -> None:
    """End a job that has not ended. Raises: NotFound(`plumbing.job_missing`)."""
    progress(job_id, db=db)
    db.execute(update(job).where(job.c.id == job_id, job.c.state.in_(LIVE)).values(state="cancelled"))


def renew(job_ids: frozenset[str], executor: str, *, now: Instant, db: Session) -> None:
    """Keep the jobs that this server is at work on."""
    db.execute(
        update(job)
        .where(job.c.id.in_(job_ids), job.c.executor == executor, job.c.state == "running")
        .values(leased_until=now + LEASE)
    )


def claim_expired(executor: str, *, now: Instant, db: Session) -> tuple[str, ...]:
    """Take over every job whose lease has run out; their ids."""
    expired = (job.c.state.in_(LIVE), job.c.leased_until < now)
    rows = db.execute(select(job.c.id).where(*expired).order_by(job.c.enqueued_at)).all()
    claimed = tuple(row.id for row in rows)
    if claimed:
        db.execute(
            update(job)
            .where(job.c.id.in_(claimed), *expired)
            .values(executor=executor, leased_until=now + LEASE)
        )
    return claimed
