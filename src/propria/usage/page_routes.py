"""The page of the studio: read the form, price it or ask for it, fill the page."""

from asyncio import to_thread
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Stream

from propria.casting.scripts.files import LARGEST_BYTES, text_of
from propria.deals import actions as deals
from propria.kernel.errors import Malformed, NotFound, PropriaError, Refused
from propria.kernel.time import Instant
from propria.licences import gate
from propria.licences import pages as licence_pages
from propria.licences.gate import TokenKey
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.rates import Quote
from propria.record.model import Notary
from propria.scope import Use
from propria.usage import actions, pages, previews, scripts
from propria.usage.jobs import Desk
from propria.usage.model import Preview, Wanted
from propria.usage.pages import Answered
from propria.usage.pages_made import MadePage, made_page
from propria.usage.pages_renders import SHOWN_AT_MOST, render_rows
from propria.usage.routes import sealed_file
from propria.usage.slots import Charged
from propria.usage.studio_form import read_line, read_performance, read_take, read_use
from propria.web.typed_form import Reading, Typed, notice_of

Asked = Request[Any, Any, Any]
_FORM_BYTES = (2 << 20) + (1 << 16)


def _studio(
    request: Asked,
    actor: Actor,
    library: Library,
    charged: Charged,
    *,
    licence_id: str,
    what: str,
    answered: Answered | None = None,
) -> Response[Any]:
    now = library.clock.now()

    def work(db: Session) -> pages.StudioPage:
        asked = actions.renders_of(actor, db=db)[:SHOWN_AT_MOST]
        jobs = {one.job_id: library.jobs.progress(one.job_id, db=db) for one in asked}
        rows = render_rows(asked, jobs, charged, now=now, db=db)
        return pages.studio_page(
            actor, rows, licence_id=licence_id, what=what, answered=answered, now=now, db=db
        )

    refused = answered is not None and (answered.notice or answered.errors)
    found = library.database.read(work)
    return page("usage/studio.html", found, request, status=422 if refused else 200)


def _read_form(
    actor: Actor, licence_id: str, what: str, reading: Reading, *, now: Instant, db: Session
) -> tuple[Use, Wanted | None]:
    scope = licence_pages.licence_for(actor, licence_id, db=db).scope
    use = read_use(scope, pages.KINDS[what], reading.typed, now=now)
    if what == pages.TAKE:
        return use, read_take(actions.takes_under(actor, licence_id, db=db), reading)
    versions = actions.versions_under(actor, licence_id, now=now, db=db)
    if what == pages.PERFORMANCE:
        return use, read_performance(versions, reading)
    language = next(iter(use.declared.get("language", ())), "")
    return use, read_line(versions, language, reading)


@get("/studio", sync_to_thread=True)
def studio(
    request: Asked,
    actor: Actor,
    library: Library,
    charged: Charged,
    licence: str = "",
    what: str = pages.TAKE,
) -> Response[Any]:
    """What you may render now, how much is left, what it costs; your renders. For creators."""
    return _studio(request, actor, library, charged, licence_id=licence, what=what)


@post("/studio/{licence_id:str}", status_code=303, sync_to_thread=True)
def ask(
    request: Asked,
    licence_id: str,
    form: Form,
    actor: Actor,
    library: Library,
    token_key: TokenKey,
    desk: Desk,
    charged: Charged,
) -> Response[Any]:
    """Say what a render would cost (`do=price`), show a marked small one (`do=preview`), or have it made (`do=render`)."""
    now, typed = library.clock.now(), Typed.of(form)
    what = typed.one("what") if typed.one("what") in pages.KINDS else pages.TAKE
    reading = Reading(typed)

    tried, wanted = library.database.read(
        lambda db: _read_form(actor, licence_id, what, reading, now=now, db=db)
    )

    def told(**more: Any) -> Response[Any]:
        answered = Answered(typed, **more)
        return _studio(request, actor, library, charged, licence_id=licence_id, what=what, answered=answered)

    if wanted is None:
        return told(errors=reading.errors)
    wants = wanted

    def price(db: Session) -> Quote:
        nonlocal tried
        tried, plan = actions.planned(actor, licence_id, tried, wants, desk.engines, now=now, db=db)
        return actions.cost_of(actor, licence_id, tried, plan, now=now, db=db)

    def render(db: Session) -> None:
        nonlocal tried
        tried, _ = actions.planned(actor, licence_id, tried, wants, desk.engines, now=now, db=db)
        token = gate.mint(actor, licence_id, token_key, now=now, db=db)
        nonce = typed.one("nonce")
        actions.ask_for_render(
            actor,
            token,
            tried,
            wants,
            nonce,
            token_key,
            desk.engines,
            desk.enqueue,
            script_sha256=typed.one("script_sha256"),
            now=now,
            db=db,
        )

    def preview(db: Session) -> Preview:
        return previews.ask_for_preview(
            actor,
            licence_id,
            tried,
            wants,
            token_key,
            desk.engines,
            script_sha256=typed.one("script_sha256"),
            now=now,
            db=db,
        )

    try:
        if typed.one("do") != "render":
            cost = library.database.read(price)
            if typed.one("do") != "preview":
                return told(cost=cost)
            looked = library.database.transact(preview)
            at = library.clock.now
            return told(
                cost=cost, preview=previews.look(looked, tried, desk.engines, library.database, now=at)
            )
        library.database.transact(render)
    except PropriaError as error:
        if isinstance(error, NotFound) and error.code == "licences.no_licence":
            raise
        return told(tried=tried, notice=notice_of(error))
    return see_other(f"/studio?licence={licence_id}&what={what}#renders")


@post("/studio/{licence_id:str}/scripts", status_code=303, request_max_body_size=LARGEST_BYTES + _FORM_BYTES)
async def lodge(
    request: Asked,
    licence_id: str,
    form: Form,
    actor: Actor,
    library: Library,
    notary: Notary,
    charged: Charged,
) -> Response[Any]:
    """Put a script's hash on record in the talks that this licence came from: of a file, else of what was typed."""
    sent = (await request.form()).get("file")
    body = await sent.read() if isinstance(sent, UploadFile) else b""
    return await to_thread(
        _lodged, request, licence_id, form.one("script"), body, actor, library, notary, charged
    )


def _lodged(
    request: Asked, licence_id: str, typed: str, body: bytes, actor: Actor, library: Library, notary: Notary, charged: Charged
) -> Response[Any]:  # fmt: skip
    now = library.clock.now()

    def work(db: Session) -> None:
        licence = licence_pages.licence_for(actor, licence_id, db=db)
        deal_id = deals.contract(licence.contract_id, db=db).deal_id
        scripts.lodge(actor, deal_id, text_of(body) if body else typed, notary, now=now, db=db)

    try:
        library.database.transact(work)
    except Malformed as error:
        answered = Answered(notice=notice_of(error))
        return _studio(
            request, actor, library, charged, licence_id=licence_id, what=pages.TAKE, answered=answered
        )
    return see_other(f"/studio?licence={licence_id}#scripts")


@post("/renders/{render_id:str}/cancel", status_code=303, sync_to_thread=True)
def cancel(request: Asked, render_id: str, actor: Actor, library: Library, charged: Charged) -> Response[Any]:
    """Stop a render that you asked for; the studio says what became of it."""
    try:
        asked = library.database.transact(lambda db: actions.cancel(actor, render_id, db=db))
    except Refused as error:
        answered = Answered(notice=notice_of(error))
        return _studio(request, actor, library, charged, licence_id="", what=pages.TAKE, answered=answered)
    return see_other(f"/studio?licence={asked.licence_id}#renders")


@get("/renders", sync_to_thread=True)
def made(request: Asked, actor: Actor, library: Library, charged: Charged) -> Response[Any]:
    """Everything that was rendered of you. For performers; raises NotFound(`usage.no_render`) for others."""
    now = library.clock.now()

    def work(db: Session) -> MadePage:
        found = actions.renders_that_show(actor, db=db)
        jobs = {one.job_id: library.jobs.progress(one.job_id, db=db) for one in found[:SHOWN_AT_MOST]}
        looks = previews.previews_of(actor, db=db)[:SHOWN_AT_MOST]
        return made_page(actor, found, jobs, looks, charged, now=now, db=db)

    return page("usage/made.html", library.database.read(work), request)


@get("/renders/{render_id:str}/file", sync_to_thread=True)
def fetch(render_id: str, actor: Actor, library: Library, desk: Desk) -> Stream:
    """The sealed output, to its creator while it may be shown; its performer may always look."""
    return sealed_file(render_id, actor, library, desk)


HANDLERS: list[Any] = [studio, ask, lodge, cancel, made, fetch]
