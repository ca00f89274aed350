"""Sides over pages and the API: keep a file, open it, destroy it."""

from asyncio import to_thread
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Stream

from propria.casting import actions
from propria.casting.access.model import SideFile
from propria.casting.sides import actions as sides
from propria.casting.sides import pages
from propria.casting.sides.files import LARGEST_BYTES, checked
from propria.kernel.errors import PropriaError
from propria.likeness.safe import Safe
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.forms import see_other
from propria.plumbing.web.pages import page
from propria.web.typed_form import Notice, notice_of

Asked = Request[Any, Any, Any]
_FORM_BYTES = 1 << 16
PRIVATE = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
    "content-security-policy": "sandbox",
}


def _take_in(brief_id: str, name: str, body: bytes, actor: Actor, library: Library, safe: Safe) -> SideFile:
    """Encrypt it, then name it in the brief, where another may just have been named; what fails on the way leaves nothing."""
    now, (data, media_type) = library.clock.now(), checked(body)
    made = library.database.read(lambda db: sides.prepare(actor, brief_id, name, media_type, now=now, db=db))
    written = safe.write(*made.place, [brief_id], [data], most_bytes=len(data))
    file = replace(made, digest=written.digest, size_bytes=written.size_bytes)
    try:
        return library.database.transact(lambda db: sides.keep(actor, brief_id, file, now=now, db=db))
    except BaseException as error:
        if getattr(error, "code", "") != "plumbing.commit_unknown":
            safe.destroy([made.place])
        raise


@post("/briefs/{brief_id:str}/sides", status_code=201, request_max_body_size=LARGEST_BYTES + _FORM_BYTES)
async def add(
    brief_id: str, request: Asked, actor: Actor, library: Library, safe: Safe, name: str = "sides"
) -> dict[str, Any]:
    """Keep the sides of a role: the body is the PDF or text, encrypted before it is kept; readers of the role may open it."""
    body = await request.body()
    return (await to_thread(_take_in, brief_id, name, body, actor, library, safe)).to_json()


@get("/briefs/{brief_id:str}/sides", sync_to_thread=True)
def read_sides(brief_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The files of sides of your brief."""
    found = library.database.read(lambda db: actions.brief(actor, brief_id, db=db))
    return [one.to_json() for one in found.access.sides]


@post("/briefs/{brief_id:str}/sides/{sides_id:str}/drop", status_code=204, sync_to_thread=True)
def drop(brief_id: str, sides_id: str, actor: Actor, library: Library, safe: Safe) -> None:
    """Destroy a file of sides."""
    now = library.clock.now()
    library.database.transact(lambda db: sides.drop(actor, brief_id, sides_id, safe, now=now, db=db))


@get("/roles/{brief_id:str}/sides/{sides_id:str}", sync_to_thread=True)
def look(brief_id: str, sides_id: str, actor: Actor, library: Library, safe: Safe) -> Stream:
    """The file, for the team and for whoever the brief is shown to; that you opened it is written down."""
    now = library.clock.now()
    file = library.database.transact(lambda db: sides.opened(actor, brief_id, sides_id, now=now, db=db))
    named = {"content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
    return Stream(sides.plaintext(file, safe), media_type=file.media_type, headers=PRIVATE | named)


def _page(
    request: Asked, brief_id: str, actor: Actor, library: Library, notice: Notice | None = None
) -> Response[Any]:
    found = library.database.read(lambda db: pages.sides_page(actor, brief_id, notice, db=db))
    return page("casting/sides.html", found, request, status=422 if notice else 200)


@get("/briefs/{brief_id:str}/sides", sync_to_thread=True)
def sides_page(request: Asked, brief_id: str, actor: Actor, library: Library) -> Response[Any]:
    """The sides of a role."""
    return _page(request, brief_id, actor, library)


@post("/briefs/{brief_id:str}/sides", status_code=303, request_max_body_size=LARGEST_BYTES + _FORM_BYTES)
async def add_by_page(
    request: Asked, brief_id: str, actor: Actor, library: Library, safe: Safe
) -> Response[Any]:
    """Keep one; a refusal comes back on the same page."""
    sent = (await request.form()).get("sides")
    body = await sent.read() if isinstance(sent, UploadFile) else b""
    name = sent.filename if isinstance(sent, UploadFile) else ""
    return await to_thread(_added, request, brief_id, name, body, actor, library, safe)


def _added(
    request: Asked, brief_id: str, name: str, body: bytes, actor: Actor, library: Library, safe: Safe
) -> Response[Any]:
    try:
        _take_in(brief_id, name, body, actor, library, safe)
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        return _page(request, brief_id, actor, library, notice_of(error))
    return see_other(f"/briefs/{brief_id}/sides")


@post("/briefs/{brief_id:str}/sides/{sides_id:str}/drop", status_code=303, sync_to_thread=True)
def drop_by_page(brief_id: str, sides_id: str, actor: Actor, library: Library, safe: Safe) -> Response[Any]:
    """Destroy it."""
    now = library.clock.now()
    library.database.transact(lambda db: sides.drop(actor, brief_id, sides_id, safe, now=now, db=db))
    return see_other(f"/briefs/{brief_id}/sides")


API: list[Any] = [add, read_sides, drop, look]
PAGES: list[Any] = [look, sides_page, add_by_page, drop_by_page]
