"""The build as a durable job: its arguments are ids, its results codes; what fails half-way leaves no file."""

from dataclasses import dataclass

from propria.kernel.errors import PropriaError
from propria.likeness.safe import Safe
from propria.plumbing.clock import Clock
from propria.plumbing.database import Database
from propria.plumbing.jobs import JobContext, Jobs
from propria.replicas import making
from propria.replicas.actions import BUILD_JOB
from propria.replicas.model import BuildStep, Progress
from propria.replicas.slots import EngineSlot


@dataclass(frozen=True)
class Builder:
    """Carries out builds, one at a time. `terms_url` is written into every file: where the terms are."""

    database: Database
    safe: Safe
    clock: Clock
    slot: EngineSlot
    terms_url: str

    def build(self, job: JobContext, version_id: str) -> None:
        """Make the version and store it. Raises: what the engine refuses, Refused(`replicas.stopped`)."""
        try:
            job.step("make", lambda: self._make(version_id))
            job.transact("finish", lambda db: making.finish_build(version_id, now=job.now(), db=db))
        except PropriaError as error:
            code = error.code
            job.transact("fail", lambda db: making.fail_build(version_id, code, now=job.now(), db=db))
            job.step("discard", lambda: self._discard(version_id))
            raise

    def _discard(self, version_id: str) -> None:
        making.discard_files(version_id, self.safe, self.database, now=self.clock.now())

    def _make(self, version_id: str) -> None:
        self._discard(version_id)
        making.advance(version_id, Progress(BuildStep.OPEN), self.database)
        now = self.clock.now()
        there = self.slot.shares_with
        assets = self.database.transact(
            lambda db: making.open_recordings(version_id, shares_with=there, now=now, db=db)
        )
        licence = f"No use without a licence signed by the performer: {self.terms_url}"
        pack = making.pack_of(assets, self.safe, licence=licence)
        engine = self.slot.engine
        made = engine.fit(pack, making.reporting(version_id, self.database))
        making.advance(version_id, Progress(BuildStep.STORE, 0, len(made.files)), self.database)
        making.store_files(version_id, made, engine.about, self.safe, self.database)


def register(jobs: Jobs, builder: Builder) -> None:
    """Let the library carry out builds; one at a time, since one fills the machine."""
    jobs.register(BUILD_JOB, builder.build, at_once=1)
