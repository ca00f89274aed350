"""Not granted: asked for by the performer it is about, shown to anyone who was handed its id."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.response import Redirect

from propria.deals.works import PaperWorks
from propria.kernel.errors import NotFound, Refused, Unverified
from propria.kernel.ids import StatementId
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, words_of
from propria.plumbing.web.pages import page
from propria.proofs.bundles import Bundle, verify_bundle
from propria.publicity import not_granted, pages_not_granted
from propria.publicity.papers.proof import not_granted_pdf
from propria.record.bundles import bundle_of, bundled, known_trust
from propria.record.cosigning import witnesses_of
from propria.record.heads import under_head
from propria.record.model import Head, Notary
from propria.record.routes import Ceremonies

Asked = Request[Any, Any, Any]
PAGE = "publicity/not_granted.html"


class NotGrantedForm(msgspec.Struct, forbid_unknown_fields=True):
    """The act that nobody may do."""

    act: str


@post("/not-granted", status_code=201, sync_to_thread=True)
def ask_not_granted(data: NotGrantedForm, actor: Actor, library: Library, notary: Notary) -> dict[str, Any]:
    """The operator's signed word that no licence of yours grants an act now: its statement, bundle and paper."""
    made = _stated(actor, data.act, library, notary)
    return {
        "statement": made,
        "bundle": f"/log/bundles/{made}",
        "paper": f"/not-granted/{made}/proof.pdf",
    }


def _stated(actor: Actor, act: str, library: Library, notary: Notary) -> StatementId:
    now = library.clock.now()

    def work(head: Head, db: Session) -> StatementId:
        return not_granted.state_not_granted(actor, act, notary, head=head, now=now, db=db)

    return under_head(library.database, notary, work, now=now)[0]


@get("/not-granted", sync_to_thread=False)
def choose_act(request: Asked, actor: Actor) -> Response[Any]:
    """Which act did you never allow?"""
    return page(PAGE, pages_not_granted.asking(), request)


@post("/not-granted", status_code=303, sync_to_thread=True)
def have_it_signed(
    request: Asked, form: Form, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """Have the operator sign it, and go and see."""
    try:
        made = _stated(actor, form.one("act"), library, notary)
    except (NotFound, Refused, Unverified) as problem:
        back = pages_not_granted.asking(words_of(problem))
        return page(PAGE, back, request, status=problem.status)
    return Redirect(f"/not-granted/{made}", status_code=303)


@get("/not-granted/{statement_id:str}", sync_to_thread=True)
def show_not_granted(statement_id: str, request: Asked, library: Library) -> Response[Any]:
    """What the operator signed, for anyone who was handed the address. Raises: NotFound(`record.no_statement`)."""
    stored = library.database.read(lambda db: not_granted.statement_of(statement_id, db=db))
    return page(PAGE, pages_not_granted.answered(statement_id, dict(stored.statement.text)), request)


@get("/not-granted/{statement_id:str}/proof.pdf", sync_to_thread=True)
def not_granted_paper(
    statement_id: str, library: Library, notary: Notary, ceremonies: Ceremonies, paper_works: PaperWorks
) -> Response[bytes]:
    """The same on one page in both languages, with the bundle inside the file.

    Raises: NotFound(`record.no_statement`).
    """
    now = library.clock.now()

    def work(head: Head, db: Session) -> Bundle:
        stored = not_granted.statement_of(statement_id, db=db)
        resolve = ceremonies.resolver(db)
        return bundle_of([stored.statement.id], head=head, resolve=resolve, notary=notary, db=db)

    made = bundled(library.database, notary, work, now=now)
    trust = known_trust(notary, witnesses_of(library.settings))
    pdf = not_granted_pdf(
        made,
        verify_bundle(made.to_bytes(), trust, now=now),
        statement_id,
        site=library.settings.base_url,
        press=paper_works.press,
    )
    named = {"content-disposition": 'attachment; filename="not-granted.proof.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=named | {"cache-control": "no-cache"})


HANDLERS = [ask_not_granted]
PAGES = [choose_act, have_it_signed, show_not_granted, not_granted_paper]
