"""The page on how it works, and the page of the log."""

from typing import Any

from litestar import Request, Response, get

from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.pages import page
from propria.record import pages, signing_page, store
from propria.record.cosigning import witnesses_of
from propria.record.model import Notary
from propria.web.sign_page import page_digest

Asked = Request[Any, Any, Any]


@get("/how", sync_to_thread=True)
def how(request: Asked, library: Library, notary: Notary) -> Response[Any]:
    """How it works."""
    logged = library.database.read(lambda db: signing_page.published(db=db))
    return page("record/how.html", pages.how_page(page_digest(), logged, notary.signing_origin), request)


@get("/log", sync_to_thread=True)
def read_log(request: Asked, library: Library, notary: Notary) -> Response[Any]:
    """The log, and how to check it without us."""

    def work(db: Session) -> pages.LogPage:
        newest = store.checkpoint(db=db)
        return pages.log_page(
            notary.origin,
            store.log_size(db=db),
            notary.signer.key().vkey(),
            newest.note if newest else "",
            newest.size if newest else 0,
            newest.made_at if newest else None,
            witnesses=witnesses_of(library.settings),
            anchor=store.last_anchor(db=db),
            demo=notary.is_demo,
            base_url=library.settings.base_url,
        )

    return page("record/log.html", library.database.read(work), request)


HANDLERS = [how, read_log]
