"""Jobs carried out on the spot, on the caller's thread; for tests and one-shot commands. It never waits."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from propria.plumbing import job_board as board
from propria.plumbing.clock import Clock, SystemClock
from propria.plumbing.database import Database
from propria.plumbing.job_board import Progress
from propria.plumbing.jobs import Handler, JobStopped, Registry, carry_out, checked_arguments
from propria.plumbing.session import Session


class InlineJobs:
    """Carries out each job as soon as the transaction that handed it in has committed. See `Jobs`."""

    def __init__(self, database: Database, *, clock: Clock | None = None, executor: str = "inline") -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._executor = executor
        self._registry = Registry()
        self._stopping = threading.Event()

    def register(self, name: str, handler: Handler, *, at_once: int = 4) -> None:
        """See `Jobs.register`."""
        self._registry.add(name, handler, at_once)

    def start(self) -> None:
        """See `Jobs.start`; there is nothing to begin."""

    def enqueue(self, name: str, *, key: str, arguments: Mapping[str, str], db: Session | None = None) -> str:
        """See `Jobs.enqueue`."""
        checked, _ = checked_arguments(arguments), self._registry[name]

        def add(db: Session) -> str:
            job_id = board.add(name, key, checked, now=self._clock.now(), db=db)
            db.after_commit(lambda: self._carry_out(job_id))
            return job_id

        return self._database.transact(add) if db is None else add(db)

    def progress(self, job_id: str, *, db: Session | None = None) -> Progress:
        """See `Jobs.progress`."""
        if db is not None:
            return board.progress(job_id, db=db)
        return self._database.read(lambda db: board.progress(job_id, db=db))

    def wait(self, job_id: str, *, timeout_seconds: float) -> Progress:
        """See `Jobs.wait`; a job has ended, or stopped half-way, by the time that it is handed in."""
        return self.progress(job_id)

    def cancel(self, job_id: str) -> None:
        """See `Jobs.cancel`."""
        self._database.transact(lambda db: board.cancel(job_id, db=db))

    def sweep(self) -> tuple[str, ...]:
        """See `Jobs.sweep`; the jobs are carried out before this returns."""
        now = self._clock.now()
        claimed = self._database.transact(lambda db: board.claim_expired(self._executor, now=now, db=db))
        for job_id in claimed:
            self._carry_out(job_id)
        return claimed

    def close(self) -> None:
        """See `Jobs.close`."""
        self._stopping.set()

    def run_step(self, _name: str, call: Callable[[], Any]) -> Any:
        """Take one step; nothing of it is journaled, so a job that was stopped takes all of them again."""
        return call()

    def _carry_out(self, job_id: str) -> None:
        with suppress(JobStopped):
            carry_out(
                job_id,
                registry=self._registry,
                database=self._database,
                clock=self._clock,
                executor=self._executor,
                run_step=self.run_step,
                sleep=lambda _seconds: None,
                stopping=self._stopping,
            )
