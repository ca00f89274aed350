"""Durable jobs of many steps: the port, and what every adapter shares. It says what ran, not how it is woken.

A job's life is a row (`plumbing_job`); a transactional step leaves its result (`plumbing_job_step`) in the
very transaction that does its work, and is therefore done exactly once. Any other step is done at least
once. Arguments and results are ids, numbers and short codes: nothing that would have to be erased.
"""

import logging
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from propria.kernel.errors import Forbidden, Malformed, NotFound, PropriaError, Refused, Unverified
from propria.kernel.ids import PREFIXES
from propria.kernel.lifecycle import Lifecycle
from propria.plumbing import job_board as board
from propria.plumbing.clock import Clock
from propria.plumbing.database import Database
from propria.plumbing.errors import Unavailable
from propria.plumbing.job_board import Progress
from propria.plumbing.session import Session

__all__ = ["JOB", "JobContext", "Jobs", "Progress", "Registry"]

logger = logging.getLogger("propria.plumbing.jobs")

JOB = Lifecycle(
    "job",
    initial="queued",
    table={
        ("queued", "start"): "running",
        ("queued", "cancel"): "cancelled",
        ("running", "start"): "running",
        ("running", "finish"): "done",
        ("running", "fail"): "failed",
        ("running", "cancel"): "cancelled",
    },
)

Plain = Any
Handler = Callable[..., None]
RunStep = Callable[[str, Callable[[], Plain]], Plain]
Sleep = Callable[[float], None]

_FAILURES = {
    kind.__name__: kind for kind in (Forbidden, Malformed, NotFound, Refused, Unverified, Unavailable)
}
_ARGUMENT = re.compile(rf"(?:{'|'.join(sorted({*PREFIXES.values(), 'job'}))})_[0-9a-z]{{26,52}}")
_WORD = re.compile(r"[A-Za-z0-9_.:/=+-]{0,200}")
MOST_ITEMS = 1_000
PAUSES_SECONDS = (0.1, 0.5, 2.0)


class Jobs(Protocol):
    """Where durable jobs are handed in, watched and cancelled."""

    def register(self, name: str, handler: Handler, *, at_once: int = 4) -> None:
        """Carry out jobs called `name` by `handler(job, **arguments)`, `at_once` steps of them at a time.

        The handler runs again from its beginning after a crash; steps that were done are not repeated.
        It must take the same steps in the same order each time, and do all its work inside steps.
        """
        ...

    def start(self) -> None:
        """Begin to carry out jobs, what was left unfinished first; every handler is registered by now."""
        ...

    def enqueue(self, name: str, *, key: str, arguments: Mapping[str, str], db: Session | None = None) -> str:
        """Hand in a job and return its id; the same name and key is the same job, however often.

        With `db`, the job exists if and only if that transaction commits.

        Raises: Malformed(`plumbing.job_arguments`) for anything but ids,
        Refused(`plumbing.job_key_reused`) if that key had other arguments, KeyError for an unknown name.
        """
        ...

    def progress(self, job_id: str, *, db: Session | None = None) -> Progress:
        """How far a job is; with `db`, as of what else that transaction reads.

        Raises: NotFound(`plumbing.job_missing`).
        """
        ...

    def wait(self, job_id: str, *, timeout_seconds: float) -> Progress:
        """Like `progress`, but waits until the job has ended or the time is up."""
        ...

    def cancel(self, job_id: str) -> None:
        """Stop a job before its next step; a job that has ended stays as it is.

        Raises: NotFound(`plumbing.job_missing`).
        """
        ...

    def sweep(self) -> tuple[str, ...]:
        """Take over the jobs whose server has stopped renewing its lease; returns their ids."""
        ...

    def close(self) -> None:
        """Stop taking steps; what is unfinished goes on when a server starts again."""
        ...


@dataclass(frozen=True)
class _Known:
    handler: Handler
    room: threading.BoundedSemaphore


@dataclass
class Registry:
    """The handlers that one server knows, by name."""

    _known: dict[str, _Known] = field(default_factory=dict)

    def add(self, name: str, handler: Handler, at_once: int) -> None:
        """Remember `handler`. Raises: ValueError for a name that is taken."""
        if name in self._known:
            raise ValueError(f"there is a handler for {name} already")
        self._known[name] = _Known(handler, threading.BoundedSemaphore(at_once))

    def __getitem__(self, name: str) -> _Known:
        """Raises: KeyError for a name that nobody registered."""
        return self._known[name]

    def __contains__(self, name: str) -> bool:
        return name in self._known


class JobStopped(BaseException):
    """The job was cancelled, or another server has taken it over; nothing in a handler may catch this."""


class JobContext:
    """What a handler is given: the job's id and the only ways to do something."""

    def __init__(
        self,
        job_id: str,
        *,
        database: Database,
        clock: Clock,
        executor: str,
        room: threading.BoundedSemaphore,
        run_step: RunStep,
        sleep: Sleep,
        stopping: threading.Event,
    ) -> None:
        self.job_id = job_id
        self._database = database
        self._clock = clock
        self._executor = executor
        self._room = room
        self._run_step = run_step
        self._sleep = sleep
        self._stopping = stopping
        self._names: set[str] = set()

    def plan(self, total: int) -> None:
        """Say how many steps there will be, for the progress that people see."""
        self._database.transact(lambda db: board.plan(self.job_id, total, db=db))

    def step(self, name: str, call: Callable[[], Plain]) -> Plain:
        """Do something outside the database, at least once; returns its journaled result.

        Raises: JobStopped, what `call` raises (only its code survives a crash),
        ValueError for a name used twice or a result that is not plain.
        """
        self._enter(name)
        with self._room:
            outcome = self._run_step(name, lambda: _outcome(lambda: self._patiently(call)))
        if "code" in outcome:
            raise _FAILURES.get(outcome["kind"], PropriaError)(outcome["code"])
        self._database.transact(lambda db: board.stepped(self.job_id, name, db=db))
        return outcome["result"]

    def transact(self, name: str, work: Callable[[Session], Plain]) -> Plain:
        """Do something in the database, exactly once; returns its result, also after a crash.

        Raises: as `step`.
        """
        self._enter(name)

        def once(db: Session) -> Plain:
            found = board.result_of(self.job_id, name, db=db)
            if found is not None:
                return found["result"]
            if not board.is_ours(self.job_id, self._executor, db=db):
                raise JobStopped
            result = _checked(work(db))
            board.record(self.job_id, name, {"result": result}, db=db)
            return result

        with self._room:
            return self._patiently(lambda: self._database.transact(once))

    def sleep(self, seconds: float) -> None:
        """Wait, through restarts too, without holding a place among the steps."""
        self._refuse_stopped()
        self._sleep(seconds)
        self._refuse_stopped()

    def now(self) -> Any:
        """The present, for use inside a step only."""
        return self._clock.now()

    def _enter(self, name: str) -> None:
        if name in self._names:
            raise ValueError(f"{name} is a step of this job already")
        self._names.add(name)
        self._refuse_stopped()

    def _patiently(self, call: Callable[[], Plain]) -> Plain:
        """Try again while the machine, not a rule, says no; then let it be said."""
        for pause_seconds in PAUSES_SECONDS:
            try:
                return call()
            except Unavailable:
                if self._stopping.wait(pause_seconds):
                    raise JobStopped from None
        return call()

    def _refuse_stopped(self) -> None:
        if self._stopping.is_set():
            raise JobStopped
        if not self._database.read(lambda db: board.is_ours(self.job_id, self._executor, db=db)):
            raise JobStopped


def carry_out(
    job_id: str,
    *,
    registry: Registry,
    database: Database,
    clock: Clock,
    executor: str,
    run_step: RunStep,
    sleep: Sleep,
    stopping: threading.Event,
) -> None:
    """Run a job's handler to its end and write down how it ended.

    Raises: JobStopped when it did not come to its end here.
    """
    row = database.transact(lambda db: board.start(job_id, executor, now=clock.now(), db=db))
    if row is None:
        if database.read(lambda db: board.progress(job_id, db=db)).has_ended:
            return
        raise JobStopped
    known = registry[row.name]
    context = JobContext(
        job_id,
        database=database,
        clock=clock,
        executor=executor,
        room=known.room,
        run_step=run_step,
        sleep=sleep,
        stopping=stopping,
    )
    try:
        known.handler(context, **row.arguments)
    except Exception as error:
        if stopping.is_set():
            raise JobStopped from error
        code = error.code if isinstance(error, PropriaError) else "plumbing.job_failed"
        logger.warning("job.failed", exc_info=error, extra={"job_id": job_id, "code": code})
        _end(database, job_id, executor, "failed", code)
    else:
        _end(database, job_id, executor, "done", None)


def checked_arguments(arguments: Mapping[str, str]) -> dict[str, str]:
    """The arguments, if they are ids and nothing else.

    Raises: Malformed(`plumbing.job_arguments`).

    >>> checked_arguments({"licence_id": "lic_" + "0" * 26})["licence_id"][:5]
    'lic_0'
    """
    for name, value in arguments.items():
        if not (isinstance(value, str) and _ARGUMENT.fullmatch(value)):
            raise Malformed("plumbing.job_arguments", "A job is told ids, nothing else.", argument=name)
    return dict(arguments)


def _end(database: Database, job_id: str, executor: str, state: str, code: str | None) -> None:
    database.transact(lambda db: board.end(job_id, executor, state, code, db=db))


def _outcome(call: Callable[[], Plain]) -> dict[str, Plain]:
    """The result, or only the code of what went wrong: a journal keeps no text about people."""
    try:
        return {"result": _checked(call())}
    except PropriaError as error:
        return {"kind": type(error).__name__, "code": error.code}
    except Exception as error:
        logger.exception("job.step_failed", exc_info=error)
        return {"kind": "", "code": "plumbing.job_failed"}


def _checked(result: Plain) -> Plain:
    """The result itself, if it may be kept. Raises: ValueError."""
    match result:
        case None | bool() | int():
            return result
        case str() if _WORD.fullmatch(result):
            return result
        case list() | tuple() if len(result) <= MOST_ITEMS:
            return [_checked(item) for item in result]
        case dict() if len(result) <= MOST_ITEMS:
            return {str(_checked(key)): _checked(value) for key, value in result.items()}
        case _:
            raise ValueError("a step's result is ids, whole numbers and short codes")
