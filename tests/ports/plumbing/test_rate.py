"""How often something may be tried: the burst, the refill, one person's tries not another's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from propria.kernel.time import DAY, Instant, instant
from propria.plumbing.database import Database
from propria.plumbing.rate import Limit, RateExceeded, forget, take
from propria.plumbing.tables import rate_bucket

NOW = instant("2026-11-22T10:00:00Z")
SIGN_IN = Limit("sign-in", burst=5, per=timedelta(minutes=1))


def tries(database: Database, count: int, *, now: Instant, who: str = "mina", limit: Limit = SIGN_IN) -> int:
    """How many of `count` tries are allowed."""
    allowed = 0
    for _ in range(count):
        try:
            database.transact(lambda db: take(limit, who, now=now, db=db))
        except RateExceeded:
            continue
        allowed += 1
    return allowed


def test_a_burst_is_allowed_and_no_more(database: Database) -> None:
    assert tries(database, 8, now=NOW) == 5


def test_the_refusal_says_when_to_come_back_and_then_one_is_allowed(database: Database) -> None:
    tries(database, 5, now=NOW)
    with pytest.raises(RateExceeded, match=r"plumbing\.rate_exceeded") as caught:
        database.transact(lambda db: take(SIGN_IN, "mina", now=NOW, db=db))
    wait = timedelta(seconds=caught.value.facts["retry_after_seconds"])
    assert (caught.value.status, wait) == (429, timedelta(seconds=12))
    assert tries(database, 3, now=NOW + wait - timedelta(seconds=1)) == 0
    assert tries(database, 3, now=NOW + wait) == 1


def test_asking_in_vain_does_not_postpone_the_refill(database: Database) -> None:
    tries(database, 5, now=NOW)
    for second in range(1, 12):
        assert tries(database, 1, now=NOW + timedelta(seconds=second)) == 0
    assert tries(database, 1, now=NOW + timedelta(seconds=12)) == 1


def test_a_long_rest_fills_the_bucket_and_no_further(database: Database) -> None:
    tries(database, 5, now=NOW)
    assert tries(database, 20, now=NOW + 400 * DAY) == 5


def test_one_persons_tries_are_not_anothers(database: Database) -> None:
    assert tries(database, 9, now=NOW, who="mina") == 5
    assert tries(database, 9, now=NOW, who="rafael") == 5
    other = Limit("offers", burst=2, per=DAY)
    assert tries(database, 9, now=NOW, who="mina", limit=other) == 2


def test_a_clock_that_went_back_gives_nothing_away(database: Database) -> None:
    tries(database, 5, now=NOW)
    assert tries(database, 2, now=NOW - timedelta(hours=1)) == 0


def test_many_at_once_get_the_burst_together(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: tries(database, 2, now=NOW), range(8))) == 5


def test_nobodys_name_is_kept(database: Database) -> None:
    tries(database, 1, now=NOW, who="mina@example.org")
    stored = database.read(lambda db: db.execute(select(rate_bucket.c.key)).scalars().all())
    assert len(stored) == 1
    assert "mina" not in stored[0]


def test_what_has_long_been_full_is_forgotten(database: Database) -> None:
    tries(database, 1, now=NOW, who="mina")
    tries(database, 1, now=NOW + DAY, who="rafael")
    later = NOW + DAY + timedelta(hours=1)
    assert database.transact(lambda db: forget(now=later, db=db)) == 1
    count = select(func.count()).select_from(rate_bucket)
    assert database.read(lambda db: db.execute(count).scalar_one()) == 1


@pytest.mark.parametrize(("burst", "per"), [(0, DAY), (10**7, DAY), (1, timedelta(0)), (1, 2 * DAY)])
def test_a_limit_outside_its_bounds_is_a_mistake_of_ours(burst: int, per: timedelta) -> None:
    with pytest.raises(ValueError, match="a limit is"):
        Limit("x", burst=burst, per=per)
