"""The API of subject access: ask for everything held about you, follow it, fetch it once."""

from typing import Any

from litestar import get, post
from litestar.response import Stream

from propria.disputes.archive import actions
from propria.disputes.archive.model import Archive
from propria.kernel.time import wire
from propria.likeness.safe import Safe
from propria.parties.model import Actor
from propria.plumbing.library import Library


def archive_json(archive: Archive) -> dict[str, Any]:
    """An archive as whoever asked for it sees it; `file` is where it can be fetched, once it can."""
    return {
        "archive": archive.id,
        "state": archive.state.value,
        "asked_at": wire(archive.asked_at),
        "expires_at": wire(archive.expires_at),
        "part": archive.part,
        "done": archive.done,
        "total": archive.total,
        "size_bytes": archive.size_bytes,
        "sha256": archive.digest or None,
        "failure": archive.failure,
        "ended_at": wire(archive.ended_at) if archive.ended_at else None,
        "file": f"/api/v1/me/archives/{archive.id}/file" if archive.state.value == "ready" else None,
    }


def handed_out(archive_id: str, actor: Actor, library: Library, safe: Safe) -> Stream:
    """The archive as a download, once. Raises: as `actions.fetch`."""
    now = library.clock.now()
    found = library.database.transact(lambda db: actions.fetch(actor, archive_id, now=now, db=db))
    headers = {
        "content-disposition": f'attachment; filename="{found.id}.zip"',
        "content-length": str(found.size_bytes),
        "cache-control": "no-store",
    }
    return Stream(actions.plaintext(found, safe), media_type="application/zip", headers=headers)


@post("/me/archives", status_code=202, sync_to_thread=True)
def ask(actor: Actor, library: Library) -> dict[str, Any]:
    """Have everything that is held about you put into one archive."""
    now = library.clock.now()
    return archive_json(
        library.database.transact(lambda db: actions.ask(actor, jobs=library.jobs, now=now, db=db))
    )


@get("/me/archives", sync_to_thread=True)
def read_archives(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The archives that you asked for, newest first, and how far each is."""
    return [archive_json(a) for a in library.database.read(lambda db: actions.all_own(actor, db=db))]


@post("/me/archives/{archive_id:str}/file", status_code=200, sync_to_thread=True)
def fetch(archive_id: str, actor: Actor, library: Library, safe: Safe) -> Stream:
    """Fetch the archive; the library's copy is destroyed with it."""
    return handed_out(archive_id, actor, library, safe)


@post("/me/archives/{archive_id:str}/drop", status_code=200, sync_to_thread=True)
def drop(archive_id: str, actor: Actor, library: Library, safe: Safe) -> dict[str, Any]:
    """Destroy an archive that you do not want any more."""
    now = library.clock.now()
    return archive_json(
        library.database.transact(lambda db: actions.drop(actor, archive_id, safe, now=now, db=db))
    )


HANDLERS: list[Any] = [ask, read_archives, fetch, drop]
