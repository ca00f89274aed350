"""The pages of a denial: read the request, act, show where it stands."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post

from propria.disputes import actions, pages, rulings
from propria.disputes.actions import Office
from propria.disputes.fsck import KINDS
from propria.disputes.model import Denial, Finding, Ground, Route
from propria.disputes.routes import deny_once
from propria.kernel.errors import Malformed, NotFound, PropriaError
from propria.parties import actions as parties
from propria.parties.identity.evidence import DomainPages
from propria.parties.identity.rules import strength
from propria.parties.model import Actor, Performer
from propria.parties.redirects import go_and_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other, words_of
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Text
from propria.publicity import actions as publicity
from propria.record import actions as record
from propria.record.model import Notary, SigningRequest

Asked = Request[Any, Any, Any]


def _listed(performer_id: str, library: Library) -> Performer:
    now = library.clock.now()
    return library.database.read(lambda db: publicity.listed(performer_id, now=now, db=db)).performer


@get("/performers/{performer_id:str}/deny", sync_to_thread=True)
def deny_form(performer_id: str, request: Asked, library: Library) -> Response[Any]:
    """This is my name, and I did not sign this. Raises: NotFound(`publicity.not_listed`)."""
    return page("disputes/deny.html", pages.deny_page(_listed(performer_id, library)), request)


@post("/performers/{performer_id:str}/deny", status_code=303, sync_to_thread=True)
def deny(
    performer_id: str, request: Asked, form: Form, visitor: Actor | None, library: Library, office: Office
) -> Response[Any]:
    """Deny, and go to the denial's own page. Raises: NotFound(`publicity.not_listed`)."""
    now, mail = library.clock.now(), form.one("mail")
    performer = _listed(performer_id, library)
    try:
        made = library.database.transact(
            lambda db: deny_once(request, visitor, performer_id, mail, office, now=now, db=db)
        )
    except PropriaError as error:
        told = pages.deny_page(performer, typed=mail, error=words_of(error))
        return page("disputes/deny.html", told, request, status=422)
    return see_other(f"/denials/{made.id}")


def _page(
    denial_id: str, request: Asked, visitor: Actor | None, library: Library, error: Text = ""
) -> Response[Any]:
    def work(db: Session) -> pages.DenialPage:
        found = actions.denial(denial_id, db=db)
        performer = parties.performer(found.performer_id, db=db)
        said = [
            s
            for s in record.statements_of_type(*KINDS, rulings.RULING, db=db)
            if s.statement.body["denial"] == found.id
        ]
        known = strength(parties.evidence_about(performer, db=db))
        ruled = len(rulings.votes(found, db=db))
        return pages.denial_page(found, performer, visitor, said, known=known, ruled=ruled, error=error)

    shown = library.database.read(work)
    return page("disputes/denial.html", shown, request, status=422 if error else 200)


@get("/denials/{denial_id:str}", sync_to_thread=True)
def denial(denial_id: str, request: Asked, visitor: Actor | None, library: Library) -> Response[Any]:
    """Where a denial stands. Raises: NotFound(`disputes.no_denial`)."""
    return _page(denial_id, request, visitor, library)


def _does(
    denial_id: str,
    request: Asked,
    visitor: Actor | None,
    library: Library,
    work: Callable[[Session], Denial],
) -> Response[Any]:
    """Do it and show the page again, with what went wrong if anything did."""
    try:
        library.database.transact(work)
    except NotFound:
        raise
    except PropriaError as error:
        return _page(denial_id, request, visitor, library, words_of(error))
    return see_other(f"/denials/{denial_id}")


@post("/denials/{denial_id:str}/domain", status_code=303, sync_to_thread=True)
def name_domain(
    denial_id: str, request: Asked, form: Form, visitor: Actor | None, library: Library
) -> Response[Any]:
    """Name a domain of yours."""
    domain = form.one("domain")
    return _does(
        denial_id, request, visitor, library, lambda db: actions.name_domain(denial_id, domain, db=db)
    )


@post("/denials/{denial_id:str}/domain/check", status_code=303, sync_to_thread=True)
def check_domain(
    denial_id: str,
    request: Asked,
    visitor: Actor | None,
    library: Library,
    domain_pages: DomainPages,
    office: Office,
) -> Response[Any]:
    """Look whether the domain publishes the line."""
    now = library.clock.now()
    domain = library.database.read(lambda db: actions.denial(denial_id, db=db)).domain
    try:
        published = domain_pages.read(domain) if domain else ""
    except PropriaError as error:
        return _page(denial_id, request, visitor, library, words_of(error))
    return _does(
        denial_id,
        request,
        visitor,
        library,
        lambda db: actions.accept_domain(denial_id, published, office, now=now, db=db),
    )


@post("/denials/{denial_id:str}/confirm", status_code=303, sync_to_thread=True)
def confirm(denial_id: str, request: Asked, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """The holder goes and signs that they signed what is listed."""
    now = library.clock.now()
    try:
        made = library.database.transact(
            lambda db: actions.draft_confirmation(
                actor, denial_id, return_url=f"/denials/{denial_id}", now=now, db=db
            )
        )
    except PropriaError as error:
        return _page(denial_id, request, actor, library, words_of(error))
    return go_and_sign(notary, made.id)


@post("/denials/{denial_id:str}/rule", status_code=303, sync_to_thread=True)
def rule(
    denial_id: str, request: Asked, form: Form, actor: Actor, library: Library, office: Office, notary: Notary
) -> Response[Any]:
    """The operator attests evidence, answers with the proof, or goes and signs a ruling.

    Raises: NotFound(`disputes.no_denial`), Malformed(`disputes.unreadable_ruling`).
    """
    now, what, how = library.clock.now(), form.one("do"), form.one("how")
    try:
        match what:
            case "attest":
                route = Route(how)
                return _does(
                    denial_id, request, actor, library,
                    lambda db: actions.attest(actor, denial_id, route, office, now=now, db=db),
                )  # fmt: skip
            case "answer":
                ground = Ground(how)
                return _does(
                    denial_id, request, actor, library,
                    lambda db: actions.answer(actor, denial_id, ground, office, now=now, db=db),
                )  # fmt: skip
            case _:
                finding, on = Finding(what), Ground(how)
    except ValueError as error:
        raise Malformed("disputes.unreadable_ruling", "Choose what to do, and on what ground.") from error

    def work(db: Session) -> SigningRequest:
        back = f"/denials/{denial_id}"
        return rulings.draft_ruling(actor, denial_id, finding, on, return_url=back, now=now, db=db)

    try:
        made = library.database.transact(work)
    except NotFound:
        raise
    except PropriaError as error:
        return _page(denial_id, request, actor, library, words_of(error))
    return go_and_sign(notary, made.id)


HANDLERS: list[Any] = [deny_form, deny, denial, name_domain, check_domain, confirm, rule]
