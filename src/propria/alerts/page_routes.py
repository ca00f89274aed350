"""The page of alerts: read the request, act, show it."""

from typing import Any

from litestar import Request, Response, get, post

from propria.alerts import actions, pages
from propria.alerts.model import By, Topic
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
    request: Asked,
    actor: Actor,
    library: Library,
    *,
    by: str = "mail",
    typed: str = "",
    error: Text = "",
    pinged: bool = False,
) -> Response[Any]:
    def work(db: Session) -> pages.AlertsPage:
        told = actions.told(actor, MOST_ALERTS, db=db)
        late = actions.undelivered(actor, MOST_ALERTS, db=db)
        wanted = actions.wanted_topics(actor, db=db)
        channels = actions.channels(actor, db=db)
        return pages.alerts_page(told, channels, late, wanted, pinged=pinged, by=by, typed=typed, error=error)

    return page("alerts/alerts.html", library.database.read(work), request, status=422 if error else 200)


@get("/alerts", sync_to_thread=True)
def alerts(request: Asked, actor: Actor, library: Library, pinged: str = "") -> Response[Any]:
    """What you were told."""
    return _page(request, actor, library, pinged=bool(pinged))


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


@post("/alerts/channels/ping", status_code=303, sync_to_thread=True)
def ping(form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Send a test by one channel. Raises: NotFound(`alerts.no_channel`)."""
    now, channel = library.clock.now(), form.one("channel")
    library.database.transact(lambda db: actions.ping(actor, channel, now=now, db=db))
    return see_other("/alerts?pinged=yes")


@post("/alerts/replay", status_code=303, sync_to_thread=True)
def replay(form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Try one delivery again. Raises: NotFound(`alerts.no_delivery`)."""
    now, alert, address = library.clock.now(), form.one("alert"), form.one("address")
    library.database.transact(lambda db: actions.replay(actor, alert, address, now=now, db=db))
    return see_other("/alerts")


@post("/alerts/topics", status_code=303, sync_to_thread=True)
def choose_topics(form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Choose what is told on every channel."""
    wanted = frozenset(topic for topic in Topic if topic.value in form.many("topic"))
    library.database.transact(lambda db: actions.choose_topics(actor, wanted, db=db))
    return see_other("/alerts")


HANDLERS: list[Any] = [alerts, add_channel, drop_channel, ping, replay, choose_topics]
