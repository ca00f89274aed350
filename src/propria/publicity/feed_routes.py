"""The feeds of public acts: of the whole register, and of one listed performer. No account needed."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Request, Response, get

from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web import locales
from propria.plumbing.web.components import Act
from propria.plumbing.web.conditional import unless_known
from propria.plumbing.web.words import DEFAULT_LOCALE, Words
from propria.publicity import actions
from propria.publicity.board import acts_of, board
from propria.publicity.feeds import ATOM, JSON_FEED, Channel, atom, json_feed
from propria.record import actions as record

Asked = Request[Any, Any, Any]
Told = tuple[Words, str, Sequence[Act], Instant]
REGISTER = Words(zh="名册：公开的行为", en="The register: public acts")


def _whole(library: Library) -> Told:
    now = library.clock.now()

    def work(db: Session) -> Told:
        return REGISTER, "/", board(now=now, db=db), record.logged_at(0, db=db)

    return library.database.read(work)


def _one(performer_id: str, library: Library) -> Told:
    now = library.clock.now()

    def work(db: Session) -> Told:
        found = actions.listed(performer_id, now=now, db=db).performer
        name = Words(zh=found.name.zh, en=found.name.en)
        return (
            name,
            f"/performers/{found.id}",
            acts_of(found, now=now, db=db),
            record.logged_at(0, db=db),
        )

    return library.database.read(work)


def _feed(told: Told, library: Library, request: Asked, media_type: str) -> Response[bytes]:
    """The feed in the language of its address, so that one address always speaks one language."""
    title, path, acts, began = told
    base = library.settings.base_url
    locale = locales.locale_named(request.query_params.get(locales.QUERY)) or DEFAULT_LOCALE
    channel = Channel(title, f"{base}{path}", f"{base}{request.url.path}?{locales.QUERY}={locale}", began)
    if media_type == ATOM:
        return unless_known(atom(channel, acts, locale), f"{ATOM}; charset=utf-8", request)
    return unless_known(msgspec.json.encode(json_feed(channel, acts, locale)), JSON_FEED, request)


@get("/feed.atom", sync_to_thread=True)
def register_atom(request: Asked, library: Library) -> Response[bytes]:
    """The newest public acts of everybody, as Atom."""
    return _feed(_whole(library), library, request, ATOM)


@get("/feed.json", sync_to_thread=True)
def register_json(request: Asked, library: Library) -> Response[bytes]:
    """The newest public acts of everybody, as JSON Feed."""
    return _feed(_whole(library), library, request, JSON_FEED)


@get("/performers/{performer_id:str}/feed.atom", sync_to_thread=True)
def performer_atom(performer_id: str, request: Asked, library: Library) -> Response[bytes]:
    """The public acts of one listed performer, as Atom. Raises: NotFound(`publicity.not_listed`)."""
    return _feed(_one(performer_id, library), library, request, ATOM)


@get("/performers/{performer_id:str}/feed.json", sync_to_thread=True)
def performer_json(performer_id: str, request: Asked, library: Library) -> Response[bytes]:
    """The public acts of one listed performer, as JSON Feed. Raises: NotFound(`publicity.not_listed`)."""
    return _feed(_one(performer_id, library), library, request, JSON_FEED)


HANDLERS: list[Any] = [register_atom, register_json, performer_atom, performer_json]
