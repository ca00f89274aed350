"""The passport page: a file that somebody brings, or an output by its address. Public; nothing brought is kept."""

from asyncio import to_thread
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from propria.kernel.errors import Malformed, PropriaError
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.media import workplace
from propria.plumbing.web.forms import words_of
from propria.plumbing.web.pages import page
from propria.provenance import actions, pages
from propria.provenance.authority import Sealer
from propria.provenance.routes import MOST_VERIFIED_BYTES, receive

Asked = Request[Any, Any, Any]
TEMPLATE = "provenance/passport.html"
PIECE_BYTES = 1 << 20


@get("/outputs/{output_id:str}", sync_to_thread=True)
def output(request: Asked, output_id: str, library: Library) -> Response[Any]:
    """What anyone is told of one output. Raises: NotFound(`provenance.no_output`)."""
    now = library.clock.now()

    def work(db: Session) -> pages.PassportPage:
        return pages.output_page(actions.answer(actions.output(output_id, db=db), now=now, db=db))

    return page(TEMPLATE, library.database.read(work), request)


@post("/verify/file", status_code=200, request_max_body_size=MOST_VERIFIED_BYTES)
async def file(request: Asked, library: Library, sealer: Sealer) -> Response[Any]:
    """The passport of the file in the form; it is read and thrown away."""
    now, most = library.clock.now(), min(library.settings.max_upload_bytes, MOST_VERIFIED_BYTES)
    try:
        with workplace() as place:
            brought = place / "asked"
            await receive(_pieces((await request.form()).get("file")), brought, most)
            seen, looks = await to_thread(actions.look_at, brought, sealer)
    except PropriaError as error:
        return page(TEMPLATE, pages.refused_page(words_of(error)), request, status=422)

    def work(db: Session) -> pages.PassportPage:
        found = actions.recognise(seen, looks, db=db)
        told = actions.answer(found.output, now=now, db=db) if found.output else None
        return pages.file_page(seen, found, told)

    return page(TEMPLATE, await to_thread(library.database.read, work), request)


async def _pieces(sent: object) -> Any:
    if not isinstance(sent, UploadFile):
        raise Malformed("provenance.nothing_to_verify", "Choose a file first.")
    while piece := await sent.read(PIECE_BYTES):
        yield piece


HANDLERS: list[Any] = [output, file]
