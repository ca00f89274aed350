"""A published claim: signed by the operator from the page of claims, then a page and a badge for everybody."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post

from propria.kernel.errors import PropriaError
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.publicity import pages_claims, published
from propria.publicity.badge import badge_svg
from propria.publicity.claim_routes import refused
from propria.record.model import Notary

Asked = Request[Any, Any, Any]
PRIVATE = (401,)


class PublishForm(msgspec.Struct, forbid_unknown_fields=True):
    """The sentence to publish."""

    text: str


@post("/claims/published", status_code=201, sync_to_thread=True)
def publish_by_api(data: PublishForm, actor: Actor, library: Library, notary: Notary) -> dict[str, Any]:
    """Sign and log one provable sentence of the library's own; its page, badge and bundle."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: published.publish_claim(actor, data.text, notary, now=now, db=db)
    )
    return {
        "claim": made,
        "page": f"/claims/{made}",
        "badge": f"/claims/{made}/badge.svg",
        "bundle": f"/log/bundles/{made}",
    }


@post("/claims/publish", status_code=303, sync_to_thread=True)
def publish(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Publish one sentence from the page, and go and see it."""
    now, text = library.clock.now(), form.one("text")
    try:
        made = library.database.transact(
            lambda db: published.publish_claim(actor, text, notary, now=now, db=db)
        )
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        return refused(error, request, library)
    return see_other(f"/claims/{made}")


@get("/claims/{claim_id:str}", sync_to_thread=True)
def show(claim_id: str, request: Asked, library: Library) -> Response[Any]:
    """A published claim and whether it stands now. Raises: NotFound(`publicity.no_claim`)."""
    now = library.clock.now()
    found = library.database.read(lambda db: published.published_claim(claim_id, now=now, db=db))
    told = pages_claims.published_page(found, base_url=library.settings.base_url, as_of=now)
    return page("publicity/claim.html", told, request)


@get("/claims/{claim_id:str}/badge.svg", sync_to_thread=True)
def badge(claim_id: str, library: Library) -> Response[str]:
    """The badge as it is to be shown now. Raises: NotFound(`publicity.no_claim`)."""
    now = library.clock.now()
    found = library.database.read(lambda db: published.published_claim(claim_id, now=now, db=db))
    svg = badge_svg(found, f"{library.settings.base_url}/claims/{claim_id}", as_of=now)
    return Response(svg, media_type="image/svg+xml", headers={"cache-control": "no-cache"})


HANDLERS: list[Any] = [publish_by_api]
PAGES: list[Any] = [publish, show, badge]
