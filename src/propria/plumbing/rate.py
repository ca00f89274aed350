"""How often something may be tried: token buckets in the database, one statement each."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite

from propria.kernel.errors import PropriaError
from propria.kernel.time import DAY, Instant
from propria.plumbing.session import Session
from propria.plumbing.tables import rate_bucket

MICRO = 1_000_000


class RateExceeded(PropriaError):
    """Too often; `retry_after_seconds` says when one more is certain to be allowed."""

    status = 429


@dataclass(frozen=True)
class Limit:
    """At most `burst` at once, refilled evenly over `per`.

    >>> Limit("sign-in", burst=5, per=timedelta(minutes=1)).seconds_each
    12
    """

    name: str
    burst: int
    per: timedelta

    def __post_init__(self) -> None:
        if not 1 <= self.burst <= MICRO or not timedelta(seconds=1) <= self.per <= DAY:
            raise ValueError("a limit is 1 to 1,000,000 in one second to one day")

    @property
    def seconds_each(self) -> int:
        """After how long one more is allowed for certain, rounded up to a second."""
        return -(-int(self.per.total_seconds()) // self.burst)


def take(limit: Limit, who: str, *, now: Instant, db: Session) -> None:
    """Count one try by `who` (an id, an address: stored only as a hash).

    Raises: RateExceeded(`plumbing.rate_exceeded`); then nothing was counted.
    """
    now_ms = int(now.timestamp() * 1000)
    per_ms = int(limit.per.total_seconds() * 1000)
    full = limit.burst * MICRO
    bucket = rate_bucket.c
    passed_ms = case((bucket.refilled_at_ms > now_ms, 0), else_=now_ms - bucket.refilled_at_ms)
    whole_ms = case((passed_ms > per_ms, per_ms), else_=passed_ms)
    refilled = bucket.tokens_micro + whole_ms * full // per_ms
    there = case((refilled > full, full), else_=refilled)
    insert = postgresql.insert if db.dialect_name == "postgresql" else sqlite.insert
    statement = (
        insert(rate_bucket)
        .values(key=_key(limit, who), tokens_micro=full - MICRO, refilled_at_ms=now_ms)
        .on_conflict_do_update(
            index_elements=[bucket.key],
            set_={"tokens_micro": there - MICRO, "refilled_at_ms": now_ms},
            where=there >= MICRO,
        )
        .returning(bucket.tokens_micro)
    )
    if db.execute(statement).first() is None:
        raise RateExceeded(
            "plumbing.rate_exceeded",
            "Too many tries; wait a little.",
            retry_after_seconds=limit.seconds_each,
        )


def forget(*, now: Instant, db: Session) -> int:
    """Drop the buckets that have been full for long, since no limit spans more than a day."""
    long_ago = int((now - DAY).timestamp() * 1000)
    return db.execute(delete(rate_bucket).where(rate_bucket.c.refilled_at_ms < long_ago)).rowcount


def _key(limit: Limit, who: str) -> str:
    return f"{limit.name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
