"""The pages of several keys, guardians and recovery; each form leads to the signing host or back to its page."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post

from propria.kernel.errors import PropriaError
from propria.kernel.time import Instant
from propria.parties import actions
from propria.parties.keys import actions as keys
from propria.parties.keys import pages, recovery
from propria.parties.keys.routes import begin_recovery
from propria.parties.model import Actor
from propria.parties.page_routes import keys_page
from propria.parties.redirects import go_and_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other, words_of
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Text
from propria.record.model import Notary, SigningRequest

Asked = Request[Any, Any, Any]
Drafts = Callable[[Instant, Session], SigningRequest]


def _to_sign(request: Asked, actor: Actor, library: Library, notary: Notary, drafts: Drafts) -> Response[Any]:
    """Go and sign what was drafted, or see on the page of keys why not."""
    now = library.clock.now()
    try:
        made = library.database.transact(lambda db: drafts(now, db))
    except PropriaError as error:
        return keys_page(request, actor, library, notary, error=words_of(error), status=422)
    return go_and_sign(notary, made.id)


@post("/keys/name", status_code=303, sync_to_thread=True)
def name_key(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Name a key."""
    try:
        library.database.transact(lambda db: keys.name_key(actor, form.one("key"), form.one("name"), db=db))
    except PropriaError as error:
        return keys_page(request, actor, library, notary, error=words_of(error), status=422)
    return see_other("/keys")


@post("/keys/revoke", status_code=303, sync_to_thread=True)
def revoke_key(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Take a key out of use."""

    def drafts(now: Instant, db: Session) -> SigningRequest:
        return keys.draft_revocation(actor, form.one("key"), return_url="/keys", now=now, db=db)

    return _to_sign(request, actor, library, notary, drafts)


@post("/keys/guardians", status_code=303, sync_to_thread=True)
def name_guardians(
    request: Asked, form: Form, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """Name guardians by their codes, one a line; the word of two is needed."""

    def drafts(now: Instant, db: Session) -> SigningRequest:
        codes = form.one("guardians").split()
        return recovery.draft_guardians(actor, codes, 2, return_url="/keys", now=now, db=db)

    return _to_sign(request, actor, library, notary, drafts)


@post("/keys/recover", status_code=303, sync_to_thread=True)
def recover(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """The other keys are lost."""
    now, key_id = library.clock.now(), form.one("key")
    try:
        made = library.database.transact(lambda db: begin_recovery(actor, key_id, notary, now=now, db=db))
    except PropriaError as error:
        return keys_page(request, actor, library, notary, error=words_of(error), status=422)
    return see_other(f"/recoveries/{made.id}")


def _page(
    recovery_id: str, request: Asked, actor: Actor, library: Library, error: Text = ""
) -> Response[Any]:
    def work(db: Session) -> pages.RecoveryPage:
        found = recovery.recovery(actor, recovery_id, db=db)
        guardians = [actions.person(g, db=db) for g in found.guardians]
        return pages.recovery_page(
            found, actions.person(found.person_id, db=db), guardians, actor, error=error
        )

    shown = library.database.read(work)
    return page("parties/recovery.html", shown, request, status=422 if error else 200)


@get("/recoveries/{recovery_id:str}", sync_to_thread=True)
def show(recovery_id: str, request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Where a recovery stands. Raises: NotFound(`parties.no_recovery`)."""
    return _page(recovery_id, request, actor, library)


@post("/recoveries/{recovery_id:str}/vouch", status_code=303, sync_to_thread=True)
def vouch(recovery_id: str, request: Asked, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Vouch for somebody."""
    now, back = library.clock.now(), f"/recoveries/{recovery_id}"
    try:
        made = library.database.transact(
            lambda db: recovery.draft_voucher(actor, recovery_id, return_url=back, now=now, db=db)
        )
    except PropriaError as error:
        return _page(recovery_id, request, actor, library, words_of(error))
    return go_and_sign(notary, made.id)


@post("/recoveries/{recovery_id:str}/veto", status_code=303, sync_to_thread=True)
def veto(recovery_id: str, request: Asked, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """This is not me."""
    now, back = library.clock.now(), f"/recoveries/{recovery_id}"
    try:
        made = library.database.transact(
            lambda db: recovery.draft_veto(actor, recovery_id, return_url=back, now=now, db=db)
        )
    except PropriaError as error:
        return _page(recovery_id, request, actor, library, words_of(error))
    return go_and_sign(notary, made.id)


@post("/recoveries/{recovery_id:str}/attest", status_code=303, sync_to_thread=True)
def attest(
    recovery_id: str, request: Asked, form: Form, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """The operator saw who they are."""
    now, route = library.clock.now(), form.one("route")
    try:
        library.database.transact(
            lambda db: recovery.attest(actor, recovery_id, route, notary, now=now, db=db)
        )
    except PropriaError as error:
        return _page(recovery_id, request, actor, library, words_of(error))
    return see_other(f"/recoveries/{recovery_id}")


HANDLERS: list[Any] = [name_key, revoke_key, name_guardians, recover, show, vouch, veto, attest]
