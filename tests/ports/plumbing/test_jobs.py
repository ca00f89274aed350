"""What every adapter of durable jobs promises: handed in once, done once, seen, stopped, taken over."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Column, Integer, String, Table, insert, select, text

from propria.kernel.errors import Malformed, NotFound, Refused
from propria.kernel.ids import new_id
from propria.kernel.time import instant
from propria.plumbing import job_board
from propria.plumbing.clock import FixedClock
from propria.plumbing.database import Database, Session
from propria.plumbing.jobs import JOB, JobContext, Jobs, JobStopped
from propria.plumbing.jobs_dbos import DbosJobs
from propria.plumbing.jobs_inline import InlineJobs
from propria.plumbing.tables import metadata

NOW = instant("2026-11-22T10:00:00Z")
LICENCE = {"licence_id": "lic_" + "0" * 26}

mark = Table(
    "port_mark",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("step", String(20), nullable=False),
)

Running = Callable[[dict[str, Callable[..., None]]], Jobs]


def leave(db: Session, step: str) -> str:
    """A row that says that this step was done."""
    db.execute(insert(mark).values(step=step))
    return step


def marks(database: Database) -> list[str]:
    """The steps that left a mark, sorted."""
    return sorted(database.read(lambda db: db.execute(select(mark.c.step)).scalars().all()))


@pytest.fixture
def clock() -> FixedClock:
    """The clock by which leases run out."""
    return FixedClock(NOW)


@pytest.fixture(params=["inline", "dbos on a file", "dbos on a server"])
def running(
    request: pytest.FixtureRequest, database: Database, tmp_path: Path, clock: FixedClock
) -> Iterator[Running]:
    """Start the adapter with these handlers; each adapter in turn, on each database in turn."""
    opened: list[Jobs] = []

    def start(handlers: dict[str, Callable[..., None]]) -> Jobs:
        jobs: InlineJobs | DbosJobs
        if request.param == "inline":
            jobs = InlineJobs(database, clock=clock)
        else:
            on_file = request.param == "dbos on a file"
            url = f"sqlite:///{tmp_path / 'jobs.db'}" if on_file else request.getfixturevalue("journal_url")
            jobs = DbosJobs(database, url, executor="server-1", clock=clock)
        for name, handler in handlers.items():
            jobs.register(name, handler)
        if isinstance(jobs, DbosJobs):
            jobs.start()
        opened.append(jobs)
        return jobs

    yield start
    for jobs in opened:
        jobs.close()


@pytest.fixture
def journal_url(postgres_server: str) -> str:
    """A database on the server for the journal, shared by the suite: its migrations take seconds."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        found = connection.execute("select 1 from pg_database where datname = 'journal'").fetchone()
        if found is None:
            connection.execute("create database journal")
    return postgres_server.replace("/postgres?", "/journal?", 1)


def three_steps(job: JobContext, licence_id: str) -> None:
    """A step outside the database between two inside."""
    job.plan(3)
    job.transact("first", lambda db: leave(db, "first"))
    job.step("second", lambda: licence_id)
    job.transact("third", lambda db: leave(db, "third"))


def key() -> str:
    """A fresh idempotency key, since the journal on the server is shared."""
    return new_id("use")


def test_a_job_is_carried_out_and_its_progress_seen(running: Running, database: Database) -> None:
    jobs = running({"three": three_steps})
    found = jobs.wait(jobs.enqueue("three", key=key(), arguments=LICENCE), timeout_seconds=30)
    assert (found.state, found.step, found.done, found.total) == ("done", "third", 3, 3)
    assert marks(database) == ["first", "third"]


def test_the_same_key_is_the_same_job(running: Running, database: Database) -> None:
    jobs, same = running({"three": three_steps}), key()
    first = jobs.enqueue("three", key=same, arguments=LICENCE)
    jobs.wait(first, timeout_seconds=30)
    assert jobs.enqueue("three", key=same, arguments=LICENCE) == first
    assert jobs.wait(first, timeout_seconds=30).done == 3
    assert marks(database) == ["first", "third"]
    with pytest.raises(Refused, match=r"plumbing\.job_key_reused"):
        jobs.enqueue("three", key=same, arguments={"licence_id": new_id("licence")})
    assert jobs.enqueue("three", key=key(), arguments=LICENCE) != first


@pytest.mark.parametrize("value", ["Mina Haldane", "mina@example.org", "lic_short", "xyz_" + "0" * 26, ""])
def test_a_job_is_told_ids_and_nothing_else(database: Database, value: str) -> None:
    jobs = InlineJobs(database)
    jobs.register("three", three_steps)
    with pytest.raises(Malformed, match=r"plumbing\.job_arguments"):
        jobs.enqueue("three", key="k", arguments={"licence_id": value})
    jobs.enqueue("three", key="k", arguments=LICENCE)


def test_a_job_nobody_knows_how_to_do_is_not_taken(database: Database) -> None:
    with pytest.raises(KeyError):
        InlineJobs(database).enqueue("unheard", key="k", arguments={})


def test_a_job_exists_only_if_what_asked_for_it_does(running: Running, database: Database) -> None:
    jobs = running({"three": three_steps})
    asked: list[str] = []

    def ask(db: Session, *, then_fail: str) -> None:
        asked.append(jobs.enqueue("three", key=key(), arguments=LICENCE, db=db))
        if then_fail:
            raise Refused(then_fail)

    with pytest.raises(Refused, match=r"test\.no"):
        database.transact(lambda db: ask(db, then_fail="test.no"))
    with pytest.raises(NotFound, match=r"plumbing\.job_missing"):
        jobs.progress(asked[-1])
    assert marks(database) == []
    database.transact(lambda db: ask(db, then_fail=""))
    assert jobs.wait(asked[-1], timeout_seconds=30).state == "done"


@pytest.mark.parametrize("where", ["step", "transact"])
def test_a_refusal_ends_the_job_with_its_code(running: Running, database: Database, where: str) -> None:
    def refuse(*_: object) -> None:
        raise Refused("test.too_late", "Mina said no.")

    def handler(job: JobContext) -> None:
        job.transact("first", lambda db: leave(db, "first"))
        getattr(job, where)("second", refuse)

    jobs = running({"refused": handler})
    found = jobs.wait(jobs.enqueue("refused", key=key(), arguments={}), timeout_seconds=30)
    assert (found.state, found.error_code, found.done) == ("failed", "test.too_late", 1)
    assert marks(database) == ["first"]


def test_a_handler_can_answer_a_steps_refusal(running: Running) -> None:
    def refuse() -> None:
        raise Refused("test.no")

    def handler(job: JobContext) -> None:
        try:
            job.step("first", refuse)
        except Refused:
            job.step("instead", lambda: None)

    jobs = running({"answering": handler})
    found = jobs.wait(jobs.enqueue("answering", key=key(), arguments={}), timeout_seconds=30)
    assert (found.state, found.step, found.done) == ("done", "instead", 1)


def test_an_accident_ends_the_job_without_telling_its_text(running: Running) -> None:
    def handler(job: JobContext) -> None:
        job.step("first", lambda: {}["Mina Haldane"])

    jobs = running({"clumsy": handler})
    found = jobs.wait(jobs.enqueue("clumsy", key=key(), arguments={}), timeout_seconds=30)
    assert (found.state, found.error_code) == ("failed", "plumbing.job_failed")


@pytest.mark.parametrize(
    "result", [3.5, b"x", "Mina Haldane, born 1990", {"a": object()}], ids=lambda r: type(r).__name__
)
def test_a_steps_result_holds_nothing_about_people(database: Database, result: object) -> None:
    def handler(job: JobContext) -> None:
        job.step("first", lambda: result)

    jobs = InlineJobs(database)
    jobs.register("talkative", handler)
    found = jobs.progress(jobs.enqueue("talkative", key="k", arguments={}))
    assert (found.state, found.error_code) == ("failed", "plumbing.job_failed")


def test_results_are_handed_on(running: Running, database: Database) -> None:
    seen: list[object] = []

    def handler(job: JobContext) -> None:
        first = job.step("first", lambda: {"asset_id": "ast_1", "sizes": [1, 2]})
        second = job.transact("second", lambda db: first["sizes"])
        seen.extend([first, second, job.transact("third", lambda db: None)])

    jobs = running({"handing": handler})
    assert jobs.wait(jobs.enqueue("handing", key=key(), arguments={}), timeout_seconds=30).state == "done"
    assert seen == [{"asset_id": "ast_1", "sizes": [1, 2]}, [1, 2], None]


def test_a_cancelled_job_takes_no_further_step(running: Running, database: Database) -> None:
    at_work, go_on = threading.Event(), threading.Event()

    def work() -> bool:
        at_work.set()
        return go_on.wait(30)

    def handler(job: JobContext) -> None:
        job.step("first", work)
        job.transact("second", lambda db: leave(db, "second"))

    jobs, mine = running({"slow": handler}), key()
    caller = threading.Thread(target=jobs.enqueue, args=("slow",), kwargs={"key": mine, "arguments": {}})
    caller.start()
    assert at_work.wait(30)
    job_id = job_board.job_id_for("slow", mine)
    assert database.read(lambda db: cancelled_while_reading(jobs, job_id, db)) == ("running", "running")
    go_on.set()
    caller.join()
    assert jobs.wait(job_id, timeout_seconds=30).state == "cancelled"
    jobs.cancel(job_id)
    assert marks(database) == []


def cancelled_while_reading(jobs: Jobs, job_id: str, db: Session) -> tuple[str, str]:
    """What one transaction is told before and after another one cancels the job."""
    before = jobs.progress(job_id, db=db).state
    other = threading.Thread(target=jobs.cancel, args=(job_id,))
    other.start()
    other.join()
    return before, jobs.progress(job_id, db=db).state


def test_cancelling_what_is_done_changes_nothing(running: Running) -> None:
    jobs = running({"three": three_steps})
    job_id = jobs.enqueue("three", key=key(), arguments=LICENCE)
    jobs.wait(job_id, timeout_seconds=30)
    jobs.cancel(job_id)
    assert jobs.progress(job_id).state == "done"
    with pytest.raises(NotFound, match=r"plumbing\.job_missing"):
        jobs.cancel("job_" + "0" * 26)


def test_a_dropped_job_is_taken_over_and_nothing_done_twice(
    running: Running, database: Database, clock: FixedClock
) -> None:
    """Another server took the job, did its first step, and went silent."""
    mine = key()

    def hand_in(db: Session) -> str:
        job_id = job_board.add("three", mine, LICENCE, now=clock.now(), db=db)
        job_board.start(job_id, "server-2", now=clock.now(), db=db)
        leave(db, "first")
        job_board.record(job_id, "first", {"result": "first"}, db=db)
        return job_id

    jobs = running({"three": three_steps})
    job_id = database.transact(hand_in)
    assert jobs.sweep() == ()
    clock.advance(job_board.LEASE + timedelta(seconds=1))
    assert jobs.sweep() == (job_id,)
    found = jobs.wait(job_id, timeout_seconds=30)
    assert (found.state, found.done) == ("done", 3)
    assert marks(database) == ["first", "third"]
    assert jobs.sweep() == ()


def test_a_server_that_lost_a_job_stops_before_its_next_step(
    running: Running, database: Database, clock: FixedClock
) -> None:
    """It was only slow: by the time it wakes, another server has the job."""

    def handler(job: JobContext) -> None:
        job.step("first", lambda: database.transact(lambda db: take(db, job.job_id)))
        job.transact("second", lambda db: leave(db, "second"))

    def take(db: Session, job_id: str) -> None:
        job_board.claim_expired("server-2", now=clock.now() + 2 * job_board.LEASE, db=db)

    jobs = running({"slow": handler})
    job_id = jobs.enqueue("slow", key=key(), arguments={})
    found = jobs.wait(job_id, timeout_seconds=1)
    assert (found.state, marks(database)) == ("running", [])


def test_a_step_name_means_one_step(running: Running) -> None:
    def handler(job: JobContext) -> None:
        job.step("same", lambda: None)
        job.step("same", lambda: None)

    jobs = running({"confused": handler})
    found = jobs.wait(jobs.enqueue("confused", key=key(), arguments={}), timeout_seconds=30)
    assert (found.state, found.done) == ("failed", 1)


def test_a_job_can_hand_in_another_with_its_own_step(running: Running, database: Database) -> None:
    asked: list[str] = []

    def handler(job: JobContext) -> None:
        job.transact("before", lambda db: leave(db, "before"))
        asked.append(job.transact("asking", ask))
        job.step("between", lambda: None)
        job.transact("after", lambda db: leave(db, "after"))

    def ask(db: Session) -> str:
        return jobs.enqueue("three", key=key(), arguments=LICENCE, db=db)

    jobs = running({"asking": handler, "three": three_steps})
    job_id = jobs.enqueue("asking", key=key(), arguments={})
    assert jobs.wait(job_id, timeout_seconds=30).done == 4
    assert jobs.wait(asked[0], timeout_seconds=30).state == "done"
    assert marks(database) == ["after", "before", "first", "third"]


def test_a_wait_is_kept(running: Running, database: Database) -> None:
    def handler(job: JobContext) -> None:
        job.transact("before", lambda db: leave(db, "before"))
        job.sleep(0.2)
        job.transact("after", lambda db: leave(db, "after"))

    jobs = running({"waiting": handler})
    assert jobs.wait(jobs.enqueue("waiting", key=key(), arguments={}), timeout_seconds=30).state == "done"
    assert marks(database) == ["after", "before"]


def test_the_board_follows_the_life_of_a_job(database: Database) -> None:
    assert JOB.states == {"queued", "running", "done", "failed", "cancelled"}
    assert {state for state in JOB.states if JOB.acts(state)} == set(job_board.LIVE)
    assert not issubclass(JobStopped, Exception)


@pytest.mark.parametrize(
    "seen_before_the_kill",
    ["start 1", *(pytest.param(line, marks=pytest.mark.long) for line in ("start 0", "end 1", "start 3"))],
)
def test_a_job_killed_midway_finishes_after_a_restart(tmp_path: Path, seen_before_the_kill: str) -> None:
    effects = tmp_path / "effects.txt"
    effects.touch()
    url = f"sqlite:///{tmp_path / 'app.db'}"
    program = str(Path(__file__).with_name("dying_job.py"))
    command = [sys.executable, program, url, f"sqlite:///{tmp_path / 'jobs.db'}", str(effects)]
    first = subprocess.Popen(command, stdout=subprocess.PIPE)
    until = time.monotonic() + 60
    while seen_before_the_kill not in effects.read_text():
        assert first.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.01)
    first.kill()
    first.communicate()
    second = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert second.stdout.split() == ["done", "8", "8"]
    lines = effects.read_text().splitlines()
    assert [lines.count(f"end {number}") >= 1 for number in range(4)] == [True] * 4
    assert sum(line.startswith("end") for line in lines) <= 5
    database = Database.open(url)
    query = "select step, count(*) from port_effect group by step order by step"
    found = database.read(lambda db: [tuple(row) for row in db.execute(text(query))])
    database.close()
    assert found == [(f"inside.{number}", 1) for number in range(4)]
