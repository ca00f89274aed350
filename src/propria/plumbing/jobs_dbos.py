"""Jobs on DBOS: its journal remembers steps and waits through kill -9; leases of our own find dead servers.

DBOS alone recovers only what its own executor left behind under the same application version, so both
are pinned, and the sweep resumes what another server dropped. One per process: DBOS is a singleton.
"""

import contextvars
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig, SetWorkflowID
from sqlalchemy import Engine, create_engine, event, make_url

from propria.plumbing import job_board as board
from propria.plumbing.clock import Clock, SystemClock
from propria.plumbing.database import Database
from propria.plumbing.job_board import Progress
from propria.plumbing.jobs import Handler, JobStopped, Registry, carry_out, checked_arguments
from propria.plumbing.session import Session

logger = logging.getLogger("propria.plumbing.jobs")

APPLICATION_NAME = "propria"
APPLICATION_VERSION = "propria-jobs-1"
THREADS = 32
POLL_SECONDS = 0.05
FIRST_WITH_SUBSEC = (3, 42)
"""Before it SQLite answers NULL to unixepoch('subsec'), which DBOS relies on from Python 3.12 on."""
CLOSE_SECONDS = 10
KEEP_SECONDS = board.LEASE.total_seconds() / 3

_current: "DbosJobs | None" = None


@DBOS.workflow(name="propria.job")
def _workflow(job_id: str) -> None:
    """The only workflow: it is told an id, and fetches everything else.

    JobStopped is no Exception, so DBOS writes down no end, and the workflow can be woken again.
    """
    if _current is None:
        raise JobStopped
    _current.carry_out(job_id)


class DbosJobs:
    """See `Jobs`. Register every handler, then `start`."""

    def __init__(
        self, database: Database, journal_url: str, *, executor: str, clock: Clock | None = None
    ) -> None:
        self._database = database
        self._journal_url = journal_url
        self._executor = executor
        self._clock = clock or SystemClock()
        self._registry = Registry()
        self._lock = threading.Lock()
        self._running: set[str] = set()
        self._stopping = threading.Event()
        self._keeper: threading.Thread | None = None
        self._journal: Engine | None = None

    def start(self) -> None:
        """Open the journal, take up what this server left unfinished, begin to keep leases.

        Raises: RuntimeError if jobs run in this process already.
        """
        global _current
        if _current is not None:
            raise RuntimeError("jobs run once in a process")
        _quiet()
        self._journal = _journal(self._journal_url)
        config: DBOSConfig = {
            "name": APPLICATION_NAME,
            "system_database_url": _spelled(self._journal_url),
            "application_version": APPLICATION_VERSION,
            "executor_id": self._executor,
            "use_listen_notify": False,
            "log_level": "ERROR",
            "max_executor_threads": THREADS,
        }
        if self._journal is not None:
            config["system_database_engine"] = self._journal
        _current = self
        DBOS(config=config)
        DBOS.launch()
        self._keeper = threading.Thread(target=self._keep, name="job-keeper", daemon=True)
        self._keeper.start()

    def register(self, name: str, handler: Handler, *, at_once: int = 4) -> None:
        """See `Jobs.register`."""
        self._registry.add(name, handler, at_once)

    def enqueue(self, name: str, *, key: str, arguments: Mapping[str, str], db: Session | None = None) -> str:
        """See `Jobs.enqueue`. Before `start`, or in another process, the sweep finds the job."""
        checked, _ = checked_arguments(arguments), self._registry[name]

        def add(db: Session) -> str:
            job_id = board.add(name, key, checked, now=self._clock.now(), db=db)
            db.after_commit(lambda: self._begin(job_id))
            return job_id

        return self._database.transact(add) if db is None else add(db)

    def progress(self, job_id: str, *, db: Session | None = None) -> Progress:
        """See `Jobs.progress`."""
        if db is not None:
            return board.progress(job_id, db=db)
        return self._database.read(lambda db: board.progress(job_id, db=db))

    def wait(self, job_id: str, *, timeout_seconds: float) -> Progress:
        """See `Jobs.wait`."""
        until = time.monotonic() + timeout_seconds
        while True:
            found = self.progress(job_id)
            if found.has_ended or time.monotonic() > until:
                return found
            self._stopping.wait(POLL_SECONDS)

    def cancel(self, job_id: str) -> None:
        """See `Jobs.cancel`."""
        self._database.transact(lambda db: board.cancel(job_id, db=db))

    def sweep(self) -> tuple[str, ...]:
        """See `Jobs.sweep`; runs by itself every ten seconds."""
        now = self._clock.now()
        claimed = self._database.transact(lambda db: board.claim_expired(self._executor, now=now, db=db))
        for job_id in claimed:
            self._resume(job_id)
        return claimed

    def close(self) -> None:
        """See `Jobs.close`."""
        global _current
        self._stopping.set()
        if self._keeper is not None:
            self._keeper.join()
        if _current is self:
            until = time.monotonic() + CLOSE_SECONDS
            while self._running and time.monotonic() < until:
                time.sleep(POLL_SECONDS)
            DBOS.destroy()
            _current = None
        if self._journal is not None:
            self._journal.dispose()

    def carry_out(self, job_id: str) -> None:
        """Run a job on this thread, once at a time; called by the workflow."""
        with self._lock:
            if job_id in self._running or self._stopping.is_set():
                raise JobStopped
            self._running.add(job_id)
        try:
            carry_out(
                job_id,
                registry=self._registry,
                database=self._database,
                clock=self._clock,
                executor=self._executor,
                run_step=_run_step,
                sleep=DBOS.sleep,
                stopping=self._stopping,
            )
        finally:
            with self._lock:
                self._running.discard(job_id)

    def _begin(self, job_id: str, workflow_id: str = "") -> None:
        """Start the workflow, never as another one's child: that would become a step of it."""
        if _current is self:
            contextvars.Context().run(_start_workflow, job_id, workflow_id or job_id)

    def _resume(self, job_id: str) -> None:
        """Start the workflow of a job that was dropped, or wake it where it was left.

        A workflow that ended without ending its job was broken from outside: another one carries on,
        and repeats at most steps that may be repeated.
        """
        status = DBOS.get_workflow_status(job_id)
        if status is None:
            self._begin(job_id)
        elif status.status in ("SUCCESS", "ERROR"):
            self._begin(job_id, f"{job_id}.{time.time_ns()}")
        else:
            DBOS.resume_workflow(job_id)

    def _keep(self) -> None:
        """Renew the leases of what runs here, and look for what does not run anywhere."""
        while not self._stopping.wait(KEEP_SECONDS):
            try:
                self._database.transact(self._renew)
                self.sweep()
            except Exception:
                logger.exception("jobs.keeping_failed")

    def _renew(self, db: Session) -> None:
        with self._lock:
            running = frozenset(self._running)
        if running:
            board.renew(running, self._executor, now=self._clock.now(), db=db)


def _start_workflow(job_id: str, workflow_id: str) -> None:
    with SetWorkflowID(workflow_id):
        DBOS.start_workflow(_workflow, job_id)


def _run_step(name: str, call: Callable[[], Any]) -> Any:
    return DBOS.run_step({"name": name}, call)


def _journal(url: str) -> Engine | None:
    """An engine of our own for a journal in a file: WAL, so that a step costs a millisecond, not twenty."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(driver: Any, _record: object) -> None:
        driver.isolation_level = "IMMEDIATE"
        if sqlite3.sqlite_version_info < FIRST_WITH_SUBSEC:
            driver.create_function("unixepoch", 1, lambda _: int(time.time()))
        for pragma in ("busy_timeout=30000", "journal_mode=wal", "synchronous=normal", "secure_delete=on"):
            driver.execute(f"PRAGMA {pragma}")

    return engine


def _spelled(url: str) -> str:
    """The address as DBOS wants it."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql")
    return parsed.render_as_string(hide_password=False)


def _quiet() -> None:
    """Let DBOS log errors only, through our own lines, and find no console or collector to talk to."""
    os.environ.pop("DBOS__CLOUD", None)
    quiet = logging.getLogger("dbos")
    quiet.handlers[:] = [logging.NullHandler()]
    quiet.propagate = True
    quiet.setLevel(logging.ERROR)
