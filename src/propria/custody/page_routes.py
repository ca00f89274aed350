"""The page of duties, and the way to the signing host: read the request, ask, fill the page."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from propria.custody import actions, pages
from propria.parties.model import Actor
from propria.parties.redirects import go_and_sign
from propria.plumbing.library import Library
from propria.plumbing.web.pages import page
from propria.record.model import Notary

Asked = Request[Any, Any, Any]


@get("/duties", sync_to_thread=True)
def duties(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Who must destroy what, by when, and what was signed about it."""
    now = library.clock.now()
    found = library.database.read(lambda db: pages.duties_page(actor, now=now, db=db))
    return page("custody/duties.html", found, request)


@post("/duties/{duty_id:str}/confirm", status_code=303, sync_to_thread=True)
def confirm(duty_id: str, actor: Actor, library: Library, notary: Notary) -> Redirect:
    """Go and sign that it is destroyed. Raises: NotFound(`custody.no_duty`), Refused(`custody.already_stated`)."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_confirmation(actor, duty_id, return_url=actions.SEE, now=now, db=db)
    )
    return go_and_sign(notary, made.id)


HANDLERS: list[Any] = [duties, confirm]
