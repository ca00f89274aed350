"""The page of a stand-in: agree that a performance moves a replica in one production, and see what was made of it."""

from typing import Any

from litestar import Request, Response, get, post

from propria.consent import actions as consent
from propria.consent.model import Purpose
from propria.kernel.errors import NotFound, Refused
from propria.kernel.time import DAY
from propria.parties.model import Actor, Role
from propria.parties.redirects import go_and_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form
from propria.plumbing.web.pages import page
from propria.record.model import Notary
from propria.usage import stand_ins
from propria.usage.pages_stand_in import StandInPage, days_of, stand_in_page
from propria.web.typed_form import notice_of

Asked = Request[Any, Any, Any]


def _page(request: Asked, actor: Actor, library: Library, **typed: Any) -> Response[Any]:
    if actor.role is not Role.PERFORMER:
        raise NotFound("parties.no_performer", "There is no such performer.")
    now = library.clock.now()

    def work(db: Session) -> StandInPage:
        try:
            return stand_in_page(
                stand_ins.own_consents(actor, db=db),
                stand_ins.own_performances(actor, db=db),
                stand_ins.driven_by(actor, db=db),
                now=now,
                **typed,
            )
        except NotFound:
            return stand_in_page((), (), (), now=now, **typed)

    found = library.database.read(work)
    return page("usage/stand_in.html", found, request, status=422 if typed.get("notice") else 200)


@get("/stand-in", sync_to_thread=True)
def stand_in(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """What your performance may move. For performers; raises NotFound(`parties.no_performer`) for others."""
    return _page(request, actor, library)


@post("/stand-in", status_code=303, sync_to_thread=True)
def agree(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Write down that your performance may move a replica in one production, and go and sign it."""
    now, production, days = library.clock.now(), form.one("production"), form.one("days")
    until = now + days_of(days) * DAY
    try:
        made = library.database.transact(
            lambda db: consent.draft_grant(
                actor, Purpose.DRIVE, production, until, return_url="/stand-in", now=now, db=db
            )
        )
    except (NotFound, Refused) as error:
        return _page(request, actor, library, production=production, days=days, notice=notice_of(error))
    return go_and_sign(notary, made.id)


HANDLERS: list[Any] = [stand_in, agree]
