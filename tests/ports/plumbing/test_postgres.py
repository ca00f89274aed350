"""What only a server can do: refuse to serialise, go away, come back."""

import pytest
from sqlalchemy import Column, Integer, Table, func, insert, select, text

from propria.kernel.errors import Refused
from propria.plumbing import postgres
from propria.plumbing.database import Database, Session
from propria.plumbing.errors import Unavailable
from propria.plumbing.tables import metadata

tally = Table("port_tally", metadata, Column("id", Integer, primary_key=True))


@pytest.fixture
def server(postgres_url: str) -> "object":
    """An open database on a PostgreSQL server."""
    opened = Database.open(postgres_url)
    opened.create_all()
    yield opened
    opened.close()


def fails_first(times: int, sql: str) -> "tuple[object, list[int]]":
    """Work that adds a row and then fails `times` times by `sql`; and the runs it was given."""
    runs: list[int] = []

    def work(db: Session) -> None:
        runs.append(len(runs))
        db.execute(insert(tally).values(id=len(runs)))
        if len(runs) <= times:
            db.execute(text(sql))

    return work, runs


def raising(state: str) -> str:
    """SQL that fails with this state."""
    return f"do $$ begin raise exception using errcode = '{state}'; end $$"


def rows(database: Database) -> list[int]:
    """The rows that were kept."""
    return list(database.read(lambda db: db.execute(select(tally.c.id)).scalars().all()))


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_a_conflict_is_tried_again_from_the_start(server: Database, state: str) -> None:
    work, runs = fails_first(3, raising(state))
    server.transact(work)
    assert (len(runs), rows(server)) == (4, [4])


def test_endless_conflict_is_told_in_bounded_time(server: Database) -> None:
    work, runs = fails_first(10_000, raising("40001"))
    with pytest.raises(Unavailable, match=r"plumbing\.conflict"):
        server.transact(work)
    assert (len(runs), rows(server)) == (postgres.ATTEMPTS, [])


def test_pauses_double_up_to_a_bound() -> None:
    longest = [max(postgres.pause_seconds(attempt) for _ in range(200)) for attempt in range(12)]
    assert longest[0] <= postgres.FIRST_PAUSE_SECONDS
    assert max(longest) <= postgres.LONGEST_PAUSE_SECONDS


def test_a_connection_lost_before_the_commit_is_tried_once_more(server: Database) -> None:
    work, runs = fails_first(1, "select pg_terminate_backend(pg_backend_pid())")
    server.transact(work)
    assert (len(runs), rows(server)) == (2, [2])


def test_a_connection_lost_again_is_told(server: Database) -> None:
    work, _ = fails_first(9, "select pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(Unavailable, match=r"plumbing\.database_failed"):
        server.transact(work)
    assert rows(server) == []


def test_connections_that_died_in_the_pool_do_not_reach_the_caller(server: Database) -> None:
    assert rows(server) == []
    ours = "datname = current_database() and pid <> pg_backend_pid()"
    killing = text(f"select pg_terminate_backend(pid) from pg_stat_activity where {ours}")

    def kill_the_others_and_fail(db: Session) -> None:
        db.execute(killing)
        db.execute(text(raising("XX000")))

    with pytest.raises(Unavailable, match=r"plumbing\.database_failed"):
        server.transact(kill_the_others_and_fail)
    server.transact(lambda db: db.execute(insert(tally).values(id=1)) and None)
    assert rows(server) == [1]


def test_a_real_duplicate_is_refused_after_one_more_try(server: Database) -> None:
    runs: list[int] = []

    def work(db: Session) -> None:
        runs.append(1)
        db.execute(insert(tally).values(id=7))

    server.transact(work)
    with pytest.raises(Refused, match=r"plumbing\.constraint_broken"):
        server.transact(work)
    assert len(runs) == 3


def test_transactions_are_serializable(server: Database) -> None:
    level = text("show transaction_isolation")
    assert server.transact(lambda db: db.execute(level).scalar_one()) == "serializable"
    assert server.read(lambda db: db.execute(level).scalar_one()) == "repeatable read"
    assert server.read(lambda db: db.execute(select(func.count()).select_from(tally)).scalar_one()) == 0


def test_a_server_that_is_not_there_is_unavailable() -> None:
    nowhere = Database.open("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable, match=r"plumbing\.database_failed"):
        nowhere.read(lambda db: db.execute(select(func.count()).select_from(tally)).scalar_one())
    nowhere.close()
