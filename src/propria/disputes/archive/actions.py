"""Asking for an archive of everything held, fetching it once, and dropping what nobody fetched."""

from collections.abc import Iterator
from dataclasses import replace

from propria.disputes.archive import store
from propria.disputes.archive.lifecycle import ARCHIVE
from propria.disputes.archive.model import KEPT, Archive, ArchiveState
from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import ArchiveId, new_id
from propria.kernel.time import DAY, Instant
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.jobs import Jobs
from propria.plumbing.rate import Limit, take

ARCHIVE_JOB = "disputes.archive"
DAILY = Limit("archive", burst=4, per=DAY)


def ask(actor: Actor, *, jobs: Jobs, now: Instant, db: Session) -> Archive:
    """Have everything that is held about the actor put into one archive; it is made as a durable job.

    Raises: NotFound(`parties.no_performer`), Refused(`disputes.archive_on_its_way`), RateExceeded(`plumbing.rate_exceeded`).
    Source: GDPR arts. 15, 20; PIPL art. 45.
    """
    performer = parties.own_profile(actor, db=db)
    if store.on_their_way(performer.id, db=db):
        raise Refused(
            "disputes.archive_on_its_way", "One archive of yours is on its way; fetch or drop it first."
        )
    take(DAILY, performer.id, now=now, db=db)
    asked = Archive(
        ArchiveId(new_id("archive")), performer.id, actor.person_id, performer.subject,
        ArchiveState(ARCHIVE.initial), now, now + KEPT,
    )  # fmt: skip
    store.add(asked, db=db)
    jobs.enqueue(ARCHIVE_JOB, key=asked.id, arguments={"archive_id": asked.id}, db=db)
    return asked


def own(actor: Actor, archive_id: str, *, db: Session) -> Archive:
    """One archive that the actor asked for. Raises: NotFound(`disputes.no_archive`) for anybody else's too."""
    found = store.archive(archive_id, db=db)
    if found.person_id != actor.person_id:
        raise NotFound("disputes.no_archive", "There is no such archive.")
    return found


def all_own(actor: Actor, *, db: Session) -> list[Archive]:
    """What the actor asked for, newest first. Raises: NotFound(`parties.no_performer`)."""
    parties.own_profile(actor, db=db)
    return store.of_person(actor.person_id, db=db)


def fetch(actor: Actor, archive_id: str, *, now: Instant, db: Session) -> Archive:
    """The archive leaves: from now on nobody can fetch it again. Read it with `plaintext`.

    Raises: NotFound(`disputes.no_archive`), Refused(`archive.cannot_fetch`).
    """
    found = own(actor, archive_id, db=db)
    gone = replace(found, state=ArchiveState(ARCHIVE.after(found.state, "fetch")), ended_at=now)
    store.save(gone, db=db)
    return gone


def plaintext(archive: Archive, safe: Safe) -> Iterator[bytes]:
    """The archive in the clear; its key is destroyed when the last byte, or the reader, is gone."""
    try:
        yield from safe.read(archive.blob_key, archive.id)
    finally:
        safe.destroy([(archive.blob_key, archive.id)])


def drop(actor: Actor, archive_id: str, safe: Safe, *, now: Instant, db: Session) -> Archive:
    """Destroy an archive that is not wanted any more. Raises: NotFound(`disputes.no_archive`), Refused(`archive.cannot_drop`)."""
    return _dropped(own(actor, archive_id, db=db), safe, now=now, db=db)


def _dropped(found: Archive, safe: Safe, *, now: Instant, db: Session) -> Archive:
    gone = replace(found, state=ArchiveState(ARCHIVE.after(found.state, "drop")), ended_at=now)
    store.save(gone, db=db)
    db.after_commit(lambda: safe.destroy([(gone.blob_key, gone.id)]))
    return gone


def drop_about(performer_id: str, safe: Safe, *, now: Instant, db: Session) -> None:
    """Recordings were destroyed, so a copy of them that waits in an archive is too."""
    for found in store.on_their_way(performer_id, db=db):
        _dropped(found, safe, now=now, db=db)


def drop_ended(safe: Safe, *, now: Instant, db: Session) -> int:
    """Archives that nobody fetched in time are destroyed; how many were."""
    over = store.past(now, db=db)
    for found in over:
        _dropped(found, safe, now=now, db=db)
    return len(over)
