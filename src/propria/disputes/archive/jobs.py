"""The making of an archive as a durable job: encrypted as it is gathered, begun anew after a crash, nothing left of a failure."""

from dataclasses import dataclass, replace

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.disputes.archive import store
from propria.disputes.archive.actions import ARCHIVE_JOB
from propria.disputes.archive.gathering import Whose, entries_of
from propria.disputes.archive.lifecycle import ARCHIVE
from propria.disputes.archive.model import ArchiveState
from propria.disputes.archive.packing import zipped
from propria.kernel.errors import PropriaError, Refused
from propria.kernel.time import Instant
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.plumbing.jobs import JobContext
from propria.plumbing.library import Library

MOST_BYTES = 1 << 40


@dataclass(frozen=True)
class Archiver:
    """Makes archives, one at a time. `origin` is the library's log."""

    library: Library
    safe: Safe
    origin: str

    def make(self, job: JobContext, archive_id: str) -> None:
        """Gather, encrypt, and say that it is ready. Raises: what a part raises, Refused(`disputes.archive_dropped`)."""
        try:
            digest, size_bytes = job.step("gather", lambda: list(self.gather(archive_id)))
            job.transact("ready", lambda db: _ready(archive_id, digest, size_bytes, now=job.now(), db=db))
        except PropriaError as error:
            code = error.code
            job.step("discard", lambda: self._discard(archive_id))
            job.transact("fail", lambda db: _failed(archive_id, code, now=job.now(), db=db))
            raise

    def gather(self, archive_id: str) -> tuple[str, int]:
        """Put everything into the archive; its SHA-256 and size. Raises: Refused(`disputes.archive_dropped`), what a part raises."""
        database, now = self.library.database, self.library.clock.now()
        archive = database.read(lambda db: store.archive(archive_id, db=db))
        whose = database.read(
            lambda db: Whose(
                parties.actor_of(archive.person_id, db=db),
                parties.performer(archive.performer_id, db=db),
                self.library,
                self.safe,
                self.origin,
                now,
            )
        )
        entries, count = list(entries_of(whose)), [0]

        def done(name: str) -> None:
            count[0] += 1
            if not database.transact(
                lambda db: store.set_progress(archive_id, name, count[0], len(entries), db=db)
            ):
                raise Refused("disputes.archive_dropped", "This archive is not wanted any more.")

        written = self.safe.write(
            archive.blob_key,
            archive.id,
            [archive.subject],
            zipped(entries, at=now, done=done),
            most_bytes=MOST_BYTES,
            again=True,
        )
        return written.digest, written.size_bytes

    def _discard(self, archive_id: str) -> None:
        archive = self.library.database.read(lambda db: store.archive(archive_id, db=db))
        self.safe.destroy([(archive.blob_key, archive.id)])


def _ready(archive_id: str, digest: str, size_bytes: int, *, now: Instant, db: Session) -> None:
    found = store.archive(archive_id, db=db)
    state = ArchiveState(ARCHIVE.after(found.state, "finish"))
    store.save(replace(found, state=state, digest=digest, size_bytes=size_bytes), db=db)
    news = News(
        f"{found.id} ready",
        "disputes.archive_ready",
        "您要的存档已备好：取走一次，七天内有效。",
        "The archive that you asked for is ready: fetch it once, within seven days.",
        {"archive": found.id, "see": "/archive"},
    )
    tell([found.person_id], news, now=now, db=db)


def _failed(archive_id: str, code: str, *, now: Instant, db: Session) -> None:
    found = store.archive(archive_id, db=db)
    if found.state is ArchiveState.MAKING:
        state = ArchiveState(ARCHIVE.after(found.state, "fail"))
        store.save(replace(found, state=state, ended_at=now, failure=code), db=db)


def register(library: Library, safe: Safe, origin: str) -> None:
    """Let the library make archives; one at a time."""
    library.jobs.register(ARCHIVE_JOB, Archiver(library, safe, origin).make, at_once=1)
