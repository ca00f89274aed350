"""The page of alerts: read the request, act, show it."""

from typing import Any

from litestar import Request, Response, get, post

from propria.alerts import actions, pages
from propria.alerts.model import By
from propria.alerts.routes import MOST_ALERTS
from propria.kernel.errors import PropriaError, Refused
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other, words_of
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Text

Asked = Request[Any, Any, Any]


def _page(
    request: Asked, actor: Actor, library: Library, *, by: str = "mail", typed: str = "", error: Text = ""
) -> Response[Any]:
    def work(db: Session) -> pages.AlertsPage:
        told = actions.told(actor, MOST_ALERTS, db=db)
        return pages.alerts_page(told, actions.channels(actor, db=db), by=by, typed=typed, error=error)

    return page("alerts/alerts.html", library.database.read(work), request, status=422 if error else 200)


@get("/alerts", sync_to_thread=True)
def alerts(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """What you were told."""
    return _page(request, actor, library)


@post("/alerts/channels", status_code=303, sync_to_thread=True)
def add_channel(request: Asked, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Be told here too."""
    now, by, typed = library.clock.now(), form.one("by"), form.one("address")
    try:
        if by not in set(By):
            raise Refused(
                "alerts.address_unusable", "Give a mail address, or the https address of a webhook."
            )
        library.database.transact(lambda db: actions.add_channel(actor, By(by), typed, now=now, db=db))
    except PropriaError as error:
        return _page(request, actor, library, by=by, typed=typed, error=words_of(error))
    return see_other("/alerts")


@post("/alerts/channels/drop", status_code=303, sync_to_thread=True)
def drop_channel(form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Be told there no more. Raises: NotFound(`alerts.no_channel`)."""
    channel = form.one("channel")
    library.database.transact(lambda db: actions.drop_channel(actor, channel, db=db))
    return see_other("/alerts")


HANDLERS: list[Any] = [alerts, add_channel, drop_channel]
