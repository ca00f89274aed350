"""The public pages: the register, a performer, a file to check. No account needed."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get

from propria.casting.panels import casting_panel
from propria.consent import counting
from propria.kernel.errors import NotFound
from propria.kernel.ids import StatementId
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.pages import page
from propria.proofs.bundles import Bundle
from propria.publicity import (
    actions,
    claim_routes,
    feed_routes,
    name_routes,
    not_granted_routes,
    pages,
    published_routes,
    standing,
)
from propria.publicity.board import acts_of, board
from propria.publicity.routes import MOST_A_PAGE, Entry
from propria.record import actions as record
from propria.record.bundles import bundle_of, bundled
from propria.record.model import Head, Notary
from propria.record.routes import Ceremonies

Asked = Request[Any, Any, Any]


@get("/", sync_to_thread=True)
def register(request: Asked, library: Library, before: Entry | None = None) -> Response[Any]:
    """What is true right now; `before` a log entry: whom the register lists further on."""
    now = library.clock.now()

    def work(db: Session) -> pages.RegisterPage:
        listed, then = actions.register_page(before=before, most=MOST_A_PAGE, now=now, db=db)
        found = actions.counts(now=now, db=db)
        shown = counting.shown_in_public(now=now, db=db)
        return pages.register_page(found, listed, board(now=now, db=db), shown=shown, then=then)

    return page("publicity/register.html", library.database.read(work), request)


@get("/counts/open/bundle", sync_to_thread=True)
def open_bundle(library: Library, notary: Notary, ceremonies: Ceremonies) -> Response[bytes]:
    """The signed words of everybody who is open and shows their name, as one bundle.

    Raises: NotFound(`publicity.nobody_shown`).
    """
    missing = NotFound("publicity.nobody_shown", "Nobody who is open shows their name.")
    data = _recounted(actions.shown_open, missing, library, notary, ceremonies)
    return _download(data, "open.bundle.json")


@get("/counts/licensed/bundle", sync_to_thread=True)
def licensed_bundle(library: Library, notary: Notary, ceremonies: Ceremonies) -> Response[bytes]:
    """Every announcement that stands, as both sides signed it, as one bundle.

    Raises: NotFound(`publicity.nobody_announced`).
    """
    missing = NotFound("publicity.nobody_announced", "No licence has been announced.")
    data = _recounted(actions.shown_licensed, missing, library, notary, ceremonies)
    return _download(data, "licensed.bundle.json")


@get("/performers/{performer_id:str}/bundle", sync_to_thread=True)
def performer_bundle(
    performer_id: str, library: Library, notary: Notary, ceremonies: Ceremonies
) -> Response[bytes]:
    """All that lists somebody, as one bundle: their openness, and what both sides signed of each licence.

    Raises: NotFound(`publicity.not_listed`).
    """

    def shown(*, now: Instant, db: Session) -> list[StatementId]:
        return [*actions.listed(performer_id, now=now, db=db).statements]

    missing = NotFound("publicity.not_listed", "Nobody is publicly listed here.")
    return _download(_recounted(shown, missing, library, notary, ceremonies), "performer.bundle.json")


def _recounted(
    shown: Callable[..., list[StatementId]],
    missing: NotFound,
    library: Library,
    notary: Notary,
    ceremonies: Ceremonies,
) -> bytes:
    """The bundle of the statements that a count is made of. Raises: `missing` when there is none."""
    now = library.clock.now()

    def work(head: Head, db: Session) -> Bundle:
        found = shown(now=now, db=db)
        if not found:
            raise missing
        return bundle_of(found, head=head, resolve=ceremonies.resolver(db), notary=notary, db=db)

    return bundled(library.database, notary, work, now=now).to_bytes()


def _download(data: bytes, name: str) -> Response[bytes]:
    named = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type="application/json", headers=named)


@get("/performers/{performer_id:str}", sync_to_thread=True)
def performer(performer_id: str, request: Asked, visitor: Actor | None, library: Library) -> Response[Any]:
    """May anyone use this person's likeness, and for what? A creator reads the casting profile too.

    Raises: NotFound(`publicity.not_listed`).
    """
    now = library.clock.now()

    def work(db: Session) -> pages.PerformerPage:
        one = actions.listed(performer_id, now=now, db=db)
        signed = record.statement(one.openness.id, db=db) if one.openness else None
        name = pages.words_of_name(one.performer)
        return pages.performer_page(
            one,
            state=standing.state(one, now=now),
            sentence=standing.sentence(one, now=now),
            ladder=standing.strip(one, signed, now=now),
            sheet=standing.sheet(one.openness, signed, name) if one.openness and signed else None,
            acts=acts_of(one.performer, now=now, db=db),
            casting=casting_panel(visitor, performer_id, now=now, db=db),
        )

    return page("publicity/performer.html", library.database.read(work), request)


@get("/verify", sync_to_thread=False)
def verify(request: Asked) -> Response[Any]:
    """Is this file what it says?"""
    return page("publicity/verify.html", pages.VERIFY, request)


HANDLERS = [
    register,
    open_bundle,
    licensed_bundle,
    performer,
    performer_bundle,
    *feed_routes.HANDLERS,
    *name_routes.HANDLERS,
    *not_granted_routes.PAGES,
    *claim_routes.HANDLERS,
    *published_routes.PAGES,
    verify,
]
