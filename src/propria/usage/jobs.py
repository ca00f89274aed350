"""The durable job of one render: open, render, label and seal, store, read back, meter. Safe to start again.

Plain media lives in one folder in memory, named after the request, wiped when the job starts and when it
ends. A step that a crash swallowed makes again what it needs; only the last one is seen from outside.
"""

import functools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from propria.kernel.errors import PropriaError, Unverified
from propria.licences import actions as licences
from propria.likeness.safe import Safe
from propria.plumbing.database import Session
from propria.plumbing.jobs import JobContext
from propria.plumbing.library import Library
from propria.plumbing.media import in_memory, sha256_of
from propria.plumbing.media_sound import peaks_of
from propria.provenance import actions as provenance
from propria.provenance.authority import Sealer
from propria.provenance.model import ExplicitLabel, LicenceMark, Making, OutputFacts, Sealed
from propria.provenance.rules import output_facts
from propria.provenance.seals import passport_for, release, seal_and_label
from propria.record.model import Notary
from propria.replicas.engine import port
from propria.replicas.engine.manner import AS_FILMED
from propria.usage import actions, store
from propria.usage.engines import Engine, Engines
from propria.usage.model import Rendered, RenderRequest

NAME = "usage.render"
STEPS = ("open", "render", "label_and_seal", "store", "read_back", "meter")
MOST_OUTPUT_BYTES = 8 << 30
PARTS = 160
TOLD_EVERY_FRAMES = 12
COMPOSITE_LABEL = ExplicitLabel(wording="AI 合成 · AI composite")


@dataclass(frozen=True)
class Desk:
    """Everything that the job works with."""

    library: Library
    safe: Safe
    notary: Notary
    sealer: Sealer
    engines: Engines

    def enqueue(self, render_id: str, *, db: Session) -> str:
        """Hand in the job of a request; it exists if and only if that transaction commits."""
        return self.library.jobs.enqueue(NAME, key=render_id, arguments={"render_id": render_id}, db=db)


def carry_out(job: JobContext, render_id: str, *, desk: Desk) -> None:
    """Carry out one request to its end. Raises: what the engine, the seal and the rules raise, by code."""
    request = desk.library.database.read(lambda db: store.render(render_id, db=db))
    if request.released_at is not None:
        return
    if request.failed_code is not None:
        _discard(request, desk)
        return
    job.plan(len(STEPS))
    try:
        with workbench(render_id) as place:
            _steps(job, Bench(request, desk, place))
    except PropriaError as error:
        code = error.code
        job.step("discard", lambda: _discard(request, desk))
        job.transact("fail", lambda db: actions.fail(request, code, db=db))
        raise


def _discard(request: RenderRequest, desk: Desk) -> None:
    desk.safe.destroy([(request.blob_key, request.output_id)])


def _steps(job: JobContext, bench: "Bench") -> None:
    request, desk = bench.request, bench.desk
    job.transact("open", lambda db: actions.begin(request, bench.engine, now=job.now(), db=db))
    for name, make in (
        ("render", bench.rendered_size),
        ("label_and_seal", bench.sealed_digest),
        ("store", bench.store),
        ("read_back", bench.read_back),
    ):
        job.step(name, functools.partial(bench.unless_cancelled, make))
    job.transact(
        "meter", lambda db: actions.finish(request, bench.engine, desk.notary, now=job.now(), db=db).id
    )


@dataclass
class Bench:
    """One request on the workbench; what a step needs and is not there (any more) is made."""

    request: RenderRequest
    desk: Desk
    place: Path
    _rendered: Rendered | None = None
    _sealed: tuple[Sealed, OutputFacts] | None = None
    out: Path = field(init=False)

    def __post_init__(self) -> None:
        self.out = self.place / "out"

    @property
    def engine(self) -> Engine:
        """The engine of what is wanted. Raises: Refused(`usage.no_engine`)."""
        return actions.engine_for(self.request.wanted, self.desk.engines)

    def unless_cancelled(self, make: Callable[[], str | int]) -> str | int:
        """Make it, if it is still wanted. Raises: Refused(`usage.cancelled`)."""
        self.desk.library.database.read(lambda db: actions.check_running(self.request.id, db=db))
        return make()

    def rendered(self) -> Rendered:
        """What the engine made."""
        if self._rendered is None:
            self._rendered = self.engine.render(self.request.order, self.place, self.drawing())
        return self._rendered

    def drawing(self) -> port.OnStep:
        """What the engine tells as it draws, kept for whoever waits; one that was cancelled ends at the next word.

        The callable raises Refused(`usage.cancelled`).
        """
        last: list[tuple[port.Step, int]] = []

        def told(progress: port.Progress) -> None:
            at = (progress.step, progress.done // TOLD_EVERY_FRAMES)
            if last != [at]:
                last[:] = [at]
                self.desk.library.database.transact(
                    lambda db: actions.drawn(self.request.id, progress, db=db)
                )

        return told

    def rendered_size(self) -> int:
        """Its size in bytes."""
        return self.rendered().file.stat().st_size

    def sealed(self) -> tuple[Sealed, OutputFacts]:
        """The output with its labels and its seal. Raises: Refused(`provenance.*`)."""
        if self._sealed is None:
            facts, trust = self._facts(), (self.desk.sealer.trust,)
            made = seal_and_label(
                self.rendered().file, self.out, facts, self.desk.sealer.key, trust=trust, work=self.place
            )
            self._sealed = made, facts
        return self._sealed

    def sealed_digest(self) -> str:
        """Its SHA-256."""
        return self.sealed()[0].sha256

    def _facts(self) -> OutputFacts:
        request, desk, made = self.request, self.desk, self.rendered()
        now = desk.library.clock.now().replace(microsecond=0)

        def work(db: Session) -> LicenceMark:
            licence = licences.licence(request.licence_id, db=db)
            ground = provenance.grounds(licence, request.permit_id, db=db)
            return LicenceMark(
                licence_id=licence.id,
                statement_digest=ground.statement_digest,
                log_index=ground.log_index,
                log_origin=desk.notary.origin,
                status_url=f"{desk.library.settings.base_url}/api/v1/outputs/{request.output_id}",
                output_id=request.output_id,
                permit_id=request.permit_id,
                project=ground.project,
            )

        return output_facts(
            title=request.output_id,
            making=made.making,
            mark=desk.library.database.read(work),
            made_at=now,
            producer=desk.sealer.producer,
            label=COMPOSITE_LABEL if made.making is Making.COMPOSITE else None,
            engine=self.engine.name,
            engine_version=self.engine.version,
            trimmed_from_ms=made.trimmed_from_ms,
            performed_by=made.performed_by,
            manner={} if made.manner == AS_FILMED else made.manner.to_json(),
        )

    def store(self) -> str:
        """Encrypt the output into the safe, under the performer's key too, and prepare its passport."""
        sealed, facts = self.sealed()
        request, safe = self.request, self.desk.safe
        passport = passport_for(self.out, sealed, facts, sealed_index=-1)
        made = self.rendered()
        kept = dict(made.facts) | {"peaks": peaks_of(self.out, PARTS)}
        with self.out.open("rb") as stream:
            safe.write(
                request.blob_key,
                request.output_id,
                [request.subject],
                iter(lambda: stream.read(1 << 20), b""),
                most_bytes=MOST_OUTPUT_BYTES,
                again=True,
            )

        def work(db: Session) -> None:
            provenance.prepare_passport(passport, sealed.size_bytes, version_id=made.version_id, db=db)
            store.set_made(request.id, made.measured, kept, db=db)

        self.desk.library.database.transact(work)
        return sealed.sha256

    def read_back(self) -> str:
        """Decrypt what will be handed out and hold every mark against the passport; fails closed.

        Raises: Unverified(`usage.output_differs`), Refused(`provenance.seal_lost`, `provenance.label_lost`).
        """
        request, desk = self.request, self.desk
        passport, _ = desk.library.database.read(lambda db: provenance.prepared(request.output_id, db=db))
        file = self.place / "again"
        with file.open("wb") as target:
            for chunk in desk.safe.read(request.blob_key, request.output_id):
                target.write(chunk)
        digest = sha256_of(file)
        if digest != passport.sha256:
            raise Unverified("usage.output_differs", "What was stored is not what was sealed.")
        release(file, passport.facts, sha256=digest, trust=(desk.sealer.trust,))
        return digest


@contextmanager
def workbench(render_id: str) -> Iterator[Path]:
    """The folder of a request, in memory; what a crash left in it is gone first. Raises: as `in_memory`."""
    place = in_memory() / f"propria-{render_id}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
