"""The pages of a claim: check a text or a file, sentence by sentence. No account needed; nothing brought is kept."""

from asyncio import to_thread
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from propria.kernel.errors import Malformed, PropriaError
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, words_of
from propria.plumbing.web.pages import page
from propria.publicity import actions, pages_claims
from propria.publicity.claim_proofs import claim_bundle
from propria.publicity.reading import MAX_FILE_SIZE_BYTES, text_of_file, too_large, within_limit
from propria.record.model import Notary
from propria.record.routes import Ceremonies

Asked = Request[Any, Any, Any]
CLAIMS_PAGE = "publicity/claims.html"
FORM_SIZE_BYTES = 1 << 20


def _checked(text: str, library: Library, visitor: Actor | None) -> pages_claims.ClaimsPage:
    now = library.clock.now()
    may_publish = visitor is not None and visitor.role is Role.OPERATOR

    def work(db: Session) -> pages_claims.ClaimsPage:
        found = actions.check_claims(text, now=now, db=db) if text else ()
        return pages_claims.claims_page(text, found, actions.counts(now=now, db=db), may_publish=may_publish)

    return library.database.read(work)


def refused(error: PropriaError, request: Asked, library: Library) -> Response[Any]:
    """The page of claims, saying why not."""
    now = library.clock.now()
    counts = library.database.read(lambda db: actions.counts(now=now, db=db))
    told = pages_claims.claims_page("", (), counts, error=words_of(error))
    return page(CLAIMS_PAGE, told, request, status=400)


@get("/claims", sync_to_thread=True)
def claims(request: Asked, library: Library, visitor: Actor | None) -> Response[Any]:
    """Paste a text, or bring a file."""
    return page(CLAIMS_PAGE, _checked("", library, visitor), request)


@post("/claims", status_code=200, sync_to_thread=True)
def check(request: Asked, form: Form, library: Library, visitor: Actor | None) -> Response[Any]:
    """The verdict on each sentence, on the same page."""
    try:
        return page(CLAIMS_PAGE, _checked(within_limit(form.one("text")), library, visitor), request)
    except PropriaError as error:
        return refused(error, request, library)


@post("/claims/file", status_code=200, request_max_body_size=MAX_FILE_SIZE_BYTES + FORM_SIZE_BYTES)
async def check_file(request: Asked, library: Library, visitor: Actor | None) -> Response[Any]:
    """The verdict on each sentence of a file; it is read and thrown away."""
    sent = (await request.form()).get("file")
    try:
        data, name = await brought(sent)
        text = await to_thread(text_of_file, data, name)
    except PropriaError as error:
        return await to_thread(refused, error, request, library)
    return page(CLAIMS_PAGE, await to_thread(_checked, text, library, visitor), request)


@post("/claims/bundle", status_code=200, sync_to_thread=True)
def bundle(
    request: Asked, form: Form, library: Library, notary: Notary, ceremonies: Ceremonies
) -> Response[Any]:
    """What proves a provable sentence, to keep and to judge again offline."""
    try:
        data = proof_of(within_limit(form.one("text")), library, notary, ceremonies)
    except PropriaError as error:
        return refused(error, request, library)
    return downloaded(data)


def proof_of(text: str, library: Library, notary: Notary, ceremonies: Ceremonies) -> bytes:
    """The bundle of a claim.

    Raises: Refused(`publicity.not_provable`, `publicity.evidence_private`).
    """
    now = library.clock.now()
    resolver = ceremonies.resolver
    return claim_bundle(text, library.database, resolver=resolver, notary=notary, now=now).to_bytes()


def downloaded(data: bytes) -> Response[bytes]:
    """A claim's bundle as a file."""
    named = {"content-disposition": 'attachment; filename="claim.bundle.json"'}
    return Response(data, media_type="application/json", headers=named)


async def brought(sent: object) -> tuple[bytes, str]:
    """The bytes and name of a posted file. Raises: Malformed(`publicity.no_file`, `publicity.file_too_large`)."""
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise Malformed("publicity.no_file", "Choose a file first.")
    data = await sent.read(MAX_FILE_SIZE_BYTES + 1)
    if len(data) > MAX_FILE_SIZE_BYTES:
        raise too_large()
    return data, sent.filename


HANDLERS: list[Any] = [claims, check, check_file, bundle]
