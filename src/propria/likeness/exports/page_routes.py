"""The page of exports: who asked for a copy of whose recording, the second signature, the copy, and whose a file is."""

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from propria.kernel.errors import Malformed, NotFound, PropriaError
from propria.likeness.exports import actions as exports
from propria.likeness.exports import pages as export_pages
from propria.likeness.exports.model import Ground, Traced
from propria.likeness.exports.routes import MOST_TRACED_BYTES, fetched, looked_up
from propria.likeness.safe import Safe
from propria.likeness.signing import go_and_sign_what
from propria.parties import actions as parties
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.record.model import Notary, SigningRequest
from propria.web.typed_form import Notice, notice_of

Asked = Request[Any, Any, Any]
PIECE_BYTES = 1 << 20
FORM_BYTES = 1 << 16


def _page(
    request: Asked,
    actor: Actor,
    library: Library,
    *,
    typed: dict[str, str] | None = None,
    found: list[Traced] | None = None,
    notice: Notice | None = None,
) -> Response[Any]:
    now, is_operator = library.clock.now(), actor.role is Role.OPERATOR

    def work(db: Session) -> export_pages.ExportsPage:
        if is_operator:
            listed = exports.every(actor, now=now, db=db)
        else:
            listed = exports.of_own(actor, now=now, db=db)
        people = {i for one in listed for i in (one.asked_by, one.confirmed_by) if i}
        names = {i: parties.person(i, db=db).name for i in people}
        performers = parties.performers({one.performer_id for one in listed}, db=db)
        told = export_pages.Names(
            {i: Words(name.zh, name.en) for i, name in names.items()},
            {i: Words(p.name.zh, p.name.en) for i, p in performers.items()},
        )
        return export_pages.exports_page(
            listed,
            told,
            viewer=actor.person_id,
            is_operator=is_operator,
            typed=typed,
            found=found,
            notice=notice,
        )

    return page("likeness/exports.html", library.database.read(work), request, status=422 if notice else 200)


@get("/exports", sync_to_thread=True)
def every(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Exports: all of them for the operator, those of their own recordings for a performer.

    Raises: NotFound(`parties.no_performer`) for anybody else.
    """
    return _page(request, actor, library)


def _signs(
    request: Asked,
    actor: Actor,
    library: Library,
    notary: Notary,
    work: Callable[[Session], SigningRequest],
    typed: dict[str, str] | None = None,
) -> Response[Any]:
    def refused(notice: Notice) -> Response[Any]:
        return _page(request, actor, library, typed=typed, notice=notice)

    return go_and_sign_what(work, library, notary, refused)


@post("/exports", status_code=303, sync_to_thread=True)
def ask(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Write down that a copy should leave, and go and sign it."""
    now = library.clock.now()
    typed = {name: form.one(name) for name in ("asset", "recipient", "purpose", "ground")}
    ground = Ground.ORDER if typed["ground"] == Ground.ORDER.value else Ground.NEED

    def work(db: Session) -> SigningRequest:
        return exports.draft_ask(
            actor,
            typed["asset"],
            typed["recipient"],
            typed["purpose"],
            ground,
            return_url="/exports",
            now=now,
            db=db,
        )

    return _signs(request, actor, library, notary, work, typed)


@post("/exports/{export_id:str}/confirm", status_code=303, sync_to_thread=True)
def confirm(export_id: str, request: Asked, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Go and sign as the second person."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return exports.draft_confirmation(actor, export_id, return_url="/exports", now=now, db=db)

    return _signs(request, actor, library, notary, work)


@post("/exports/{export_id:str}/copy", status_code=200, sync_to_thread=True)
def fetch(
    export_id: str, request: Asked, actor: Actor, library: Library, safe: Safe, notary: Notary
) -> Response[Any]:
    """Fetch the marked copy; once. Raises: NotFound(`likeness.no_export`)."""
    try:
        return fetched(export_id, actor, library, safe, notary)
    except NotFound:
        raise
    except PropriaError as error:
        return _page(request, actor, library, notice=notice_of(error))


@post("/exports/{export_id:str}/stop", status_code=303, sync_to_thread=True)
def stop(export_id: str, request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """The performer stops it. Raises: NotFound(`likeness.no_export`)."""
    now = library.clock.now()
    try:
        library.database.transact(lambda db: exports.stop(actor, export_id, now=now, db=db))
    except NotFound:
        raise
    except PropriaError as error:
        return _page(request, actor, library, notice=notice_of(error))
    return see_other("/exports")


@post("/exports/trace", status_code=200, request_max_body_size=MOST_TRACED_BYTES + FORM_BYTES)
async def trace(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Which copy the file in the form comes from; it is read and thrown away."""
    try:
        found = await looked_up(actor, library, _pieces((await request.form()).get("file")))
    except NotFound:
        raise
    except PropriaError as error:
        notice = notice_of(error)
        return await to_thread(lambda: _page(request, actor, library, notice=notice))
    return await to_thread(lambda: _page(request, actor, library, found=found))


async def _pieces(sent: object) -> AsyncIterator[bytes]:
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise Malformed("likeness.not_a_recording", "This is no picture, clip or sound that can be read.")
    while piece := await sent.read(PIECE_BYTES):
        yield piece


HANDLERS: list[Any] = [every, ask, confirm, fetch, stop, trace]
