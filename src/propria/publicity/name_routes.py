"""Whom a name lists, or that it lists nobody: the page, the bundle and the one-page PDF. No account needed."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get

from propria.deals.works import PaperWorks
from propria.kernel.errors import Malformed
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.identity import strength
from propria.plumbing import rate
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import words_of
from propria.plumbing.web.pages import page
from propria.proofs.bundles import Bundle, verify_bundle
from propria.publicity import actions, pages_names
from propria.publicity.papers.proof import name_pdf
from propria.publicity.rules_names import asked_name, own_mark
from propria.record.bundles import bundle_of, bundled, known_trust
from propria.record.cosigning import witnesses_of
from propria.record.heads import under_head
from propria.record.model import Head, Notary
from propria.record.names import people_named
from propria.record.routes import Ceremonies

Asked = Request[Any, Any, Any]
LOOKUPS = rate.Limit("name lookups", burst=60, per=timedelta(minutes=10))


def count_lookup(request: Asked, *, now: Instant, db: Session) -> None:
    """One more name asked for from this address. Raises: RateExceeded(`plumbing.rate_exceeded`)."""
    rate.take(LOOKUPS, request.client.host if request.client else "", now=now, db=db)


@get("/names", sync_to_thread=True)
def names(request: Asked, library: Library, notary: Notary, q: str = "", own: str = "") -> Response[Any]:
    """Whom the library publicly lists under a name as of the newest checkpoint, or that it lists nobody."""
    now = library.clock.now()
    try:
        name, mine = asked_name(q), own_mark(own)
    except Malformed as problem:
        return page("publicity/names.html", pages_names.mistaken(words_of(problem)), request, status=400)
    if not name:
        return page("publicity/names.html", pages_names.ASKING, request)

    def work(head: Head, db: Session) -> pages_names.NamesPage:
        count_lookup(request, now=now, db=db)
        listed = people_named(name, db=db)
        known = parties.performers([PerformerId(p.public_id) for p in listed], db=db)
        strengths = strength.shown(known.values(), db=db)
        found = [
            pages_names.found_person(
                known[PerformerId(p.public_id)], p.domain, p.isni, strengths[PerformerId(p.public_id)]
            )
            for p in listed
            if p.public_id in known
        ]
        asked = urlencode({"q": name} | ({"own": mine} if mine else {}))
        facts = pages_names.facts_of(name, listed)
        near = () if listed else actions.names_beginning(name, now=now, db=db)
        return pages_names.names_page(
            facts, tuple(found), own=mine, checkpoint=head.size, asked=asked, near=near
        )

    return page("publicity/names.html", under_head(library.database, notary, work, now=now)[0], request)


def _bundle(
    name: str, request: Asked, library: Library, notary: Notary, ceremonies: Ceremonies, now: Instant
) -> Bundle:
    def work(head: Head, db: Session) -> Bundle:
        count_lookup(request, now=now, db=db)
        return bundle_of([], name=name, head=head, resolve=ceremonies.resolver(db), notary=notary, db=db)

    return bundled(library.database, notary, work, now=now)


@get("/names/bundle", sync_to_thread=True)
def name_bundle(
    q: str, request: Asked, library: Library, notary: Notary, ceremonies: Ceremonies
) -> Response[bytes]:
    """The proof of whom a name lists, or that it lists nobody. Raises: Malformed(`publicity.name_too_long`)."""
    now = library.clock.now()
    made = _bundle(asked_name(q), request, library, notary, ceremonies, now)
    return _file(made.to_bytes(), "application/json", "name.bundle.json")


@get("/names/proof.pdf", sync_to_thread=True)
def name_paper(
    q: str,
    request: Asked,
    library: Library,
    notary: Notary,
    ceremonies: Ceremonies,
    paper_works: PaperWorks,
    own: str = "",
) -> Response[bytes]:
    """The same proof as one page in both languages, with the bundle inside the file.

    Raises: Malformed(`publicity.name_too_long`, `publicity.mark_unusable`), Refused(`deals.glyph_missing`).
    """
    now, mine = library.clock.now(), own_mark(own)
    made = _bundle(asked_name(q), request, library, notary, ceremonies, now)
    trust = known_trust(notary, witnesses_of(library.settings))
    pdf = name_pdf(
        made,
        verify_bundle(made.to_bytes(), trust, now=now),
        own=mine,
        site=library.settings.base_url,
        press=paper_works.press,
    )
    return _file(pdf, "application/pdf", "name.proof.pdf")


def _file(data: bytes, media_type: str, name: str) -> Response[bytes]:
    named = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-cache"}
    return Response(data, media_type=media_type, headers=named)


HANDLERS = [names, name_bundle, name_paper]
