"""The page of archives: everything held about the reader, asked for and fetched by them alone."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Stream

from propria.disputes.archive import actions, pages
from propria.disputes.archive.routes import handed_out
from propria.kernel.errors import NotFound, PropriaError
from propria.likeness.safe import Safe
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.forms import see_other
from propria.plumbing.web.pages import page
from propria.web.typed_form import notice_of

Asked = Request[Any, Any, Any]


def _page(request: Asked, actor: Actor, library: Library, error: PropriaError | None = None) -> Response[Any]:
    found = library.database.read(lambda db: actions.all_own(actor, db=db))
    told = pages.archive_page(found, notice_of(error) if error else None)
    return page("disputes/archive.html", told, request, status=error.status if error else 200)


@get("/archive", sync_to_thread=True)
def archive(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Everything held about you. Raises: NotFound(`parties.no_performer`) for anybody but a performer."""
    return _page(request, actor, library)


@post("/archive", status_code=303, sync_to_thread=True)
def ask(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Have it put into one archive."""
    now = library.clock.now()
    try:
        library.database.transact(lambda db: actions.ask(actor, jobs=library.jobs, now=now, db=db))
    except NotFound:
        raise
    except PropriaError as error:
        return _page(request, actor, library, error)
    return see_other("/archive")


@post("/archive/{archive_id:str}/file", status_code=200, sync_to_thread=True)
def fetch(archive_id: str, actor: Actor, library: Library, safe: Safe) -> Stream:
    """Fetch it, once. Raises: NotFound(`disputes.no_archive`), Refused(`archive.cannot_fetch`)."""
    return handed_out(archive_id, actor, library, safe)


@post("/archive/{archive_id:str}/drop", status_code=303, sync_to_thread=True)
def drop(archive_id: str, actor: Actor, library: Library, safe: Safe) -> Response[Any]:
    """Destroy it. Raises: NotFound(`disputes.no_archive`), Refused(`archive.cannot_drop`)."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.drop(actor, archive_id, safe, now=now, db=db))
    return see_other("/archive")


HANDLERS: list[Any] = [archive, ask, fetch, drop]
