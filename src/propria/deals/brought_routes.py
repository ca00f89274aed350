"""The API of papers brought into a negotiation: a PDF in, its facts out."""

from asyncio import to_thread
from typing import Any

from litestar import Request, Response, get, post

from propria.deals import brought
from propria.deals.model import BroughtPaper
from propria.deals.works import PaperWorks
from propria.parties.model import Actor
from propria.plumbing.library import Library


@post("/deals/{deal_id:str}/papers", status_code=201, request_max_body_size=brought.LARGEST_BYTES)
async def bring_paper(
    deal_id: str, request: Request[Any, Any, Any], actor: Actor, library: Library, paper_works: PaperWorks
) -> dict[str, Any]:
    """Bring an existing contract as evidence: the body is the PDF; its signatures are read and told as facts."""
    body = await request.body()
    return await to_thread(_take_in, deal_id, body, actor, library, paper_works)


def _take_in(
    deal_id: str, body: bytes, actor: Actor, library: Library, paper_works: PaperWorks
) -> dict[str, Any]:
    kept = brought.take_in(actor, deal_id, body, library, paper_works)
    return _told(kept, actor, library, paper_works)


def _told(kept: BroughtPaper, actor: Actor, library: Library, works: PaperWorks) -> dict[str, Any]:
    now = library.clock.now()
    held = library.database.read(lambda db: brought.held_by(actor, kept.deal_id, now=now, db=db))
    return brought.read_again(kept, held.contract, works, now=now)


@post("/contracts/{contract_id:str}/copies", status_code=201, request_max_body_size=brought.LARGEST_BYTES)
async def bring_copy(
    contract_id: str, request: Request[Any, Any, Any], actor: Actor, library: Library, paper_works: PaperWorks
) -> dict[str, Any]:
    """Bring the sealed contract signed again with a certificate of your own: the body is the PDF. It adds to the passkey
    signatures and replaces none.
    """
    body = await request.body()
    return await to_thread(_take_in_copy, contract_id, body, actor, library, paper_works)


def _take_in_copy(
    contract_id: str, body: bytes, actor: Actor, library: Library, paper_works: PaperWorks
) -> dict[str, Any]:
    kept = brought.take_in_own_copy(actor, contract_id, body, library, paper_works)
    return _told(kept, actor, library, paper_works)


@get("/deals/{deal_id:str}/papers", sync_to_thread=True)
def read_papers(
    deal_id: str, actor: Actor, library: Library, paper_works: PaperWorks
) -> list[dict[str, Any]]:
    """Every paper that either side brought, with its facts as they are read now."""
    now = library.clock.now()
    held = library.database.read(lambda db: brought.held_by(actor, deal_id, now=now, db=db))
    return [brought.read_again(paper, held.contract, paper_works, now=now) for paper in held.papers]


@get("/deals/{deal_id:str}/papers/{digest:str}/file", sync_to_thread=True)
def read_paper(
    deal_id: str, digest: str, actor: Actor, library: Library, paper_works: PaperWorks
) -> Response[bytes]:
    """One paper exactly as it was brought."""
    return sent_paper(deal_id, digest, actor, library, paper_works)


def sent_paper(
    deal_id: str, digest: str, actor: Actor, library: Library, paper_works: PaperWorks
) -> Response[bytes]:
    """The file, kept by nobody on the way."""
    now = library.clock.now()
    kept = library.database.read(lambda db: brought.paper_of(actor, deal_id, digest, now=now, db=db))
    named = {"content-disposition": f'attachment; filename="{kept.digest}.pdf"', "cache-control": "no-store"}
    return Response(paper_works.brought(kept.digest), media_type="application/pdf", headers=named)


HANDLERS = [bring_paper, bring_copy, read_papers, read_paper]
