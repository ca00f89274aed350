"""Share links over pages and the API: make one, see who looked, end it; and the page that a link opens."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post

from propria.casting.model import Share
from propria.casting.shares import actions, pages
from propria.kernel.errors import PropriaError
from propria.kernel.time import Instant, wire
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice, Reading, Typed, midnight, notice_of

Asked = Request[Any, Any, Any]
PRIVATE = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex"}
_UNCLEAR = Notice("casting.share_unclear", Words("请写明一位收件人和日期。", "Name one recipient and a day."))


class ShareForm(msgspec.Struct, forbid_unknown_fields=True):
    """For whom, and until when."""

    recipient: str
    expires_at: Annotated[datetime, msgspec.Meta(tz=True)]


def share_json(share: Share, now: Instant) -> dict[str, Any]:
    """A link over the API: never its secret."""
    return {
        "share": share.id,
        "recipient": share.recipient,
        "made_at": wire(share.made_at),
        "expires_at": wire(share.expires_at),
        "open": share.is_open(now),
        "looks": [{"at": wire(one.seen_at), "performers": list(one.performers)} for one in share.looks],
    }


def _link(library: Library, share: Share, secret: str) -> str:
    return f"{library.settings.base_url}/shared/{share.id}/{secret}"


@post("/briefs/{brief_id:str}/shares", status_code=201, sync_to_thread=True)
def make(brief_id: str, data: ShareForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Make a link for one recipient; it is told this once."""
    now = library.clock.now()
    share, secret = library.database.transact(
        lambda db: actions.make(actor, brief_id, data.recipient, data.expires_at, now=now, db=db)
    )
    return share_json(share, now) | {"link": _link(library, share, secret)}


@get("/briefs/{brief_id:str}/shares", sync_to_thread=True)
def read_shares(brief_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The links of a shortlist: who saw whom, and when."""
    now = library.clock.now()
    _, found = library.database.read(lambda db: actions.of_brief(actor, brief_id, db=db))
    return [share_json(one, now) for one in found]


@post("/shares/{share_id:str}/end", status_code=204, sync_to_thread=True)
def end(share_id: str, actor: Actor, library: Library) -> None:
    """The link shows nothing any more."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.end(actor, share_id, now=now, db=db))


def _page(
    request: Asked, brief_id: str, actor: Actor, library: Library, typed: Typed, *, link: str = "", link_for: str = "",
    notice: Notice | None = None
) -> Response[Any]:  # fmt: skip
    now = library.clock.now()
    found = library.database.read(
        lambda db: pages.shares_page(
            actor, brief_id, typed, link=link, link_for=link_for, notice=notice, now=now, db=db
        )
    )
    made = page("casting/shares.html", found, request, status=422 if notice else 200)
    made.headers.update(PRIVATE)
    return made


@get("/briefs/{brief_id:str}/shares", sync_to_thread=True)
def shares_page(request: Asked, brief_id: str, actor: Actor, library: Library) -> Response[Any]:
    """The links of a shortlist."""
    return _page(request, brief_id, actor, library, Typed({}))


@post("/briefs/{brief_id:str}/shares", status_code=200, sync_to_thread=True)
def make_by_page(request: Asked, brief_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Make a link; this answer alone shows it."""
    now, typed = library.clock.now(), Typed.of(form)
    reading = Reading(typed)
    recipient, day = reading.line("recipient", longest=120), reading.day("expires")
    if reading.errors or day is None:
        return _page(request, brief_id, actor, library, typed, notice=_UNCLEAR)
    try:
        share, secret = library.database.transact(
            lambda db: actions.make(actor, brief_id, recipient, midnight(day), now=now, db=db)
        )
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        return _page(request, brief_id, actor, library, typed, notice=notice_of(error))
    link = _link(library, share, secret)
    return _page(request, brief_id, actor, library, Typed({}), link=link, link_for=share.recipient)


@post("/shares/{share_id:str}/end", status_code=303, sync_to_thread=True)
def end_by_page(share_id: str, actor: Actor, library: Library) -> Response[Any]:
    """The link shows nothing any more."""
    now = library.clock.now()
    share = library.database.transact(lambda db: actions.end(actor, share_id, now=now, db=db))
    return see_other(f"/briefs/{share.brief_id}/shares")


@get("/shared/{share_id:str}/{secret:str}", sync_to_thread=True)
def shared(request: Asked, share_id: str, secret: str, library: Library) -> Response[Any]:
    """What a link shows, after writing down that it was opened. Raises: NotFound(`casting.no_share`)."""
    now = library.clock.now()
    shown = library.database.transact(
        lambda db: pages.shared_page(actions.look(share_id, secret, now=now, db=db), db=db)
    )
    made = page("casting/shared.html", shown, request)
    made.headers.update(PRIVATE)
    return made


API = [make, read_shares, end]
PAGES: list[Any] = [shares_page, make_by_page, end_by_page, shared]
