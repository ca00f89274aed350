"""The page of papers brought as evidence: read the request, keep the file, tell what was read."""

from asyncio import to_thread
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from propria.deals import brought
from propria.deals.brought_routes import sent_paper
from propria.deals.pages_papers import papers_page, shelf
from propria.deals.works import PaperWorks
from propria.kernel.errors import PropriaError
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.forms import see_other
from propria.plumbing.web.pages import page
from propria.web.typed_form import Notice, notice_of

Asked = Request[Any, Any, Any]
PRIVATE = (401, 404)
FORM_BYTES = 16 * 1024


def _papers(
    request: Asked,
    deal_id: str,
    actor: Actor,
    library: Library,
    works: PaperWorks,
    notice: Notice | None = None,
) -> Response[Any]:
    now = library.clock.now()
    held = library.database.read(lambda db: shelf(actor, deal_id, now=now, db=db))
    found = papers_page(deal_id, held, works, notice, now=now)
    return page("deals/papers.html", found, request, status=422 if notice else 200)


@get("/deals/{deal_id:str}/papers", sync_to_thread=True)
def papers(
    request: Asked, deal_id: str, actor: Actor, library: Library, paper_works: PaperWorks
) -> Response[Any]:
    """Every paper that either side brought, read anew."""
    return _papers(request, deal_id, actor, library, paper_works)


@post(
    "/deals/{deal_id:str}/papers",
    status_code=303,
    request_max_body_size=brought.LARGEST_BYTES + FORM_BYTES,
)
async def bring(
    request: Asked, deal_id: str, actor: Actor, library: Library, paper_works: PaperWorks
) -> Response[Any]:
    """Bring a paper, or with `copy_of` one's own copy of that contract; a refusal comes back on the same page."""
    form = await request.form()
    sent, copy_of = form.get("paper"), str(form.get("copy_of") or "")
    body = await sent.read() if isinstance(sent, UploadFile) else b""
    return await to_thread(_take_in, request, deal_id, copy_of, body, actor, library, paper_works)


def _take_in(
    request: Asked,
    deal_id: str,
    copy_of: str,
    body: bytes,
    actor: Actor,
    library: Library,
    works: PaperWorks,
) -> Response[Any]:
    take_in, where = (brought.take_in_own_copy, copy_of) if copy_of else (brought.take_in, deal_id)
    try:
        take_in(actor, where, body, library, works)
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        return _papers(request, deal_id, actor, library, works, notice_of(error))
    return see_other(f"/deals/{deal_id}/papers")


@get("/deals/{deal_id:str}/papers/{digest:str}", sync_to_thread=True)
def paper_file(
    deal_id: str, digest: str, actor: Actor, library: Library, paper_works: PaperWorks
) -> Response[bytes]:
    """One paper exactly as it was brought."""
    return sent_paper(deal_id, digest, actor, library, paper_works)


HANDLERS: list[Any] = [papers, bring, paper_file]
