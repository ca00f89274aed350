"""A script read: over the API, and on a page from which a brief for each role begins. Nothing of it is kept."""

from asyncio import to_thread
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from propria.casting.scripts.counting import RoleCount, Script, read_script
from propria.casting.scripts.files import LARGEST_BYTES
from propria.kernel.errors import PropriaError
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.pages import page, page_context
from propria.web.typed_form import Notice, notice_of

Asked = Request[Any, Any, Any]
_FORM_BYTES = 1 << 16


@dataclass(frozen=True)
class RoleRow:
    """One role of a script, and where a brief for it begins."""

    role: RoleCount
    href: str


@page_context("casting/script.html")
@dataclass(frozen=True)
class ScriptPage:
    """The form, and what was counted."""

    notice: Notice | None
    script: Script | None
    rows: tuple[RoleRow, ...]


@post("/scripts/read", status_code=200, request_max_body_size=LARGEST_BYTES)
async def read_over_api(request: Asked, actor: Actor, library: Library) -> dict[str, Any]:
    """Count the script in the body: scenes, and lines and scenes of each role; its hashes, and its text to lodge."""
    await to_thread(_is_creator, actor, library)
    script = await to_thread(read_script, await request.body())
    return {
        "sha256": script.sha256,
        "text_sha256": script.text_sha256,
        "scenes": script.scenes,
        "roles": [{"name": one.name, "lines": one.lines, "scenes": one.scenes} for one in script.roles],
        "text": script.text,
    }


def _is_creator(actor: Actor, library: Library) -> None:
    library.database.read(lambda db: parties.own_creator(actor, db=db))


@get("/briefs/script", sync_to_thread=True)
def script_form(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Bring a script."""
    _is_creator(actor, library)
    return page("casting/script.html", ScriptPage(None, None, ()), request)


@post("/briefs/script", status_code=200, request_max_body_size=LARGEST_BYTES + _FORM_BYTES)
async def script_counted(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """What is in it, role by role; a refusal comes back on the same page."""
    await to_thread(_is_creator, actor, library)
    sent = (await request.form()).get("script")
    body = await sent.read() if isinstance(sent, UploadFile) else b""
    return await to_thread(_counted, request, body)


def _counted(request: Asked, body: bytes) -> Response[Any]:
    try:
        script = read_script(body)
    except PropriaError as error:
        return page("casting/script.html", ScriptPage(notice_of(error), None, ()), request, status=422)
    rows = tuple(
        RoleRow(
            one,
            f"/briefs/new?{urlencode({'role': one.name, 'lines': one.lines, 'script': script.text_sha256})}",
        )
        for one in script.roles
    )
    return page("casting/script.html", ScriptPage(None, script, rows), request)


API: list[Any] = [read_over_api]
PAGES: list[Any] = [script_form, script_counted]
