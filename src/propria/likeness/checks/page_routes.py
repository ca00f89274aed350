"""The page of the likeness check: opting in, bringing a file, and the answer, which only this one page shows."""

from asyncio import to_thread
from collections.abc import AsyncIterator
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from propria.consent import actions as consent
from propria.consent.model import Grant, Purpose
from propria.kernel.errors import Malformed, NotFound, PropriaError, Refused
from propria.kernel.time import DAY
from propria.likeness.checks import pages
from propria.likeness.checks.actions import MOST_BYTES, Answer
from propria.likeness.checks.routes import answered
from propria.likeness.safe import Safe
from propria.likeness.slots import OriginOf, WhoIsIn
from propria.parties import actions as parties
from propria.parties.model import Actor, Role
from propria.parties.redirects import go_and_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.record.model import Notary
from propria.web.typed_form import Notice, notice_of

Asked = Request[Any, Any, Any]
PIECE_BYTES = 1 << 20
FORM_BYTES = 1 << 16


def _page(
    request: Asked,
    actor: Actor,
    library: Library,
    *,
    chosen: str = "",
    answer: Answer | None = None,
    notice: Notice | None = None,
) -> Response[Any]:
    now, is_performer = library.clock.now(), actor.role is Role.PERFORMER

    def work(db: Session) -> pages.CheckPage:
        grant: Grant | None = None
        represented: dict[str, Words] = {}
        if is_performer:
            grant = _grant(parties.own_profile(actor, db=db).id, library, db)
        else:
            held = [m for m in parties.mandates_held(actor.person_id, db=db) if m.runs_at(now)]
            if not held:
                raise NotFound("parties.no_performer", "There is no such performer.")
            people = parties.performers({m.performer_id for m in held}, db=db)
            represented = {i: Words(p.name.zh, p.name.en) for i, p in people.items()}
        return pages.check_page(
            grant, represented, is_performer=is_performer, chosen=chosen, answer=answer, notice=notice
        )

    found = library.database.read(work)
    return page("likeness/check.html", found, request, status=422 if notice else 200)


def _grant(performer_id: str, library: Library, db: Session) -> Grant | None:
    try:
        return consent.grant_in_force(performer_id, Purpose.CHECK, now=library.clock.now(), db=db)
    except Refused:
        return None


@get("/likeness", sync_to_thread=True)
def likeness_check(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Is this me, and was it licensed? Raises: NotFound(`parties.no_performer`) for who acts for no performer."""
    return _page(request, actor, library)


@post("/likeness/consent", status_code=303, sync_to_thread=True)
def agree(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Write down your consent to likeness checks, and go and sign it."""
    now, years = library.clock.now(), form.one("years", "1")
    until = now + (int(years) if years in ("1", "2", "3") else 1) * 365 * DAY
    try:
        made = library.database.transact(
            lambda db: consent.draft_grant(
                actor, Purpose.CHECK, form.one("reason"), until, return_url="/likeness", now=now, db=db
            )
        )
    except Refused as error:
        return _page(request, actor, library, notice=notice_of(error))
    return go_and_sign(notary, made.id)


@post("/likeness", status_code=200, request_max_body_size=MOST_BYTES + FORM_BYTES)
async def check(
    request: Asked, actor: Actor, library: Library, safe: Safe, who_is_in: WhoIsIn, origin_of: OriginOf
) -> Response[Any]:
    """The answer for the file in the form; it is read in memory and thrown away."""
    sent = await request.form()
    chosen = str(sent.get("performer") or "")
    try:
        pieces = _pieces(sent.get("file"))
        answer = await answered(actor, chosen, library, safe, who_is_in, origin_of, pieces)
    except NotFound:
        raise
    except PropriaError as error:
        notice = notice_of(error)
        return await to_thread(lambda: _page(request, actor, library, chosen=chosen, notice=notice))
    return await to_thread(lambda: _page(request, actor, library, chosen=chosen, answer=answer))


async def _pieces(sent: object) -> AsyncIterator[bytes]:
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise Malformed("likeness.no_file", "Choose a picture, a clip or a sound first.")
    while piece := await sent.read(PIECE_BYTES):
        yield piece


HANDLERS: list[Any] = [likeness_check, agree, check]
