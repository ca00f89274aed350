"""The calendar: its page, its file, the secret link by which another program reads it, and the API."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post

from propria.alerts import actions as alerts
from propria.alerts.model import Channel
from propria.journeys.calendar import Date, as_ics, dates_of
from propria.kernel.time import Instant, wire
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page, page_context

Asked = Request[Any, Any, Any]
NAMED = {"content-disposition": 'inline; filename="propria.ics"', "cache-control": "no-store"}


@page_context("journeys/calendar.html")
@dataclass(frozen=True)
class CalendarPage:
    """What ends or begins when, and the link for another calendar."""

    dates: tuple[Date, ...]
    link: str


def _page(actor: Actor, base_url: str, *, now: Instant, db: Session) -> CalendarPage:
    found = dates_of(actor, now=now, db=db)
    feed = alerts.feed_of(actor, db=db)
    return CalendarPage(tuple(found), "" if feed is None else _link(feed, base_url))


def _link(feed: Channel, base_url: str) -> str:
    return f"{base_url}/calendar/{feed.id}/{feed.secret.hex()}.ics"


@get("/calendar", sync_to_thread=True)
def calendar(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """What ends or begins when."""
    now, base_url = library.clock.now(), library.settings.base_url
    found = library.database.read(lambda db: _page(actor, base_url, now=now, db=db))
    return page("journeys/calendar.html", found, request)


@get("/calendar.ics", sync_to_thread=True)
def calendar_file(actor: Actor, library: Library) -> Response[bytes]:
    """The same as a file for another calendar."""
    return _file(actor, library)


def _file(actor: Actor, library: Library) -> Response[bytes]:
    now = library.clock.now()
    found = library.database.read(lambda db: dates_of(actor, now=now, db=db))
    made = as_ics(found, library.settings.base_url, now=now)
    return Response(made, media_type="text/calendar", headers=NAMED)


@get("/calendar/{feed_id:str}/{secret:str}", sync_to_thread=True)
def calendar_by_link(feed_id: str, secret: str, library: Library) -> Response[bytes]:
    """The calendar of whoever gave this link away. Raises: NotFound(`alerts.no_channel`)."""

    def owner(db: Session) -> Actor:
        person_id = alerts.owner_of_feed(feed_id, secret.removesuffix(".ics"), db=db)
        return parties.actor_of(person_id, db=db)

    return _file(library.database.read(owner), library)


@post("/calendar/link", status_code=303, sync_to_thread=True)
def make_link(form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Make the secret link anew (the one before opens nothing any more), or take it away."""
    now, keep = library.clock.now(), form.one("act") != "drop"

    def work(db: Session) -> None:
        alerts.drop_feed(actor, db=db)
        if keep:
            alerts.make_feed(actor, now=now, db=db)

    library.database.transact(work)
    return see_other("/calendar")


def date_json(date: Date) -> dict[str, Any]:
    """A date over the API."""
    return {
        "at": wire(date.at),
        "days": None if date.days is None else [day.isoformat() for day in date.days],
        "kind": date.kind,
        "zh": date.says.zh,
        "en": date.says.en,
        "see": date.href,
    }


@get("/me/calendar", sync_to_thread=True)
def read_calendar(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What ends or begins when, the earliest first."""
    now = library.clock.now()
    return [date_json(d) for d in library.database.read(lambda db: dates_of(actor, now=now, db=db))]


HANDLERS: list[Any] = [calendar, calendar_file, calendar_by_link, make_link]
API = [read_calendar]
