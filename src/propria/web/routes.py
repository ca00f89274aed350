"""The shell's own addresses: the palette's page of everything. It looks records up through finders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import MediaType, Request, Response, get

from propria.plumbing.library import Library
from propria.plumbing.web.pages import STATE_KEY, page, page_context, reader_locale
from propria.plumbing.web.shell import Link, Role, Shell
from propria.plumbing.web.words import say
from propria.web.check_words import check_words
from propria.web.navigation import every_page
from propria.web.styleguide import styleguide

FINDERS_KEY = "record_finders"
RecordFinder = Callable[[Request[Any, Any, Any], str], Sequence[Link]]
_MOST_RECORDS = 12
_LONGEST_QUERY = 200


@page_context("web/go.html")
@dataclass(frozen=True)
class Everything:
    """The pages and records that this reader may open and that answer to the query."""

    query: str
    pages: tuple[Link, ...]
    records: tuple[Link, ...]


@get("/go", sync_to_thread=True)
def go(request: Request[Any, Any, Any], q: str = "") -> Response[Any]:
    """Every page and record that the reader may open; with `q`, those that answer to it."""
    query = q.strip()[:_LONGEST_QUERY]
    source = getattr(request.app.state, STATE_KEY, None)
    shell: Shell = source(request) if source else Shell()
    role = shell.viewer.role if shell.viewer else Role.PUBLIC
    finders: Sequence[RecordFinder] = getattr(request.app.state, FINDERS_KEY, ())
    records = [link for find in finders for link in find(request, query)] if query else []
    found = Everything(query, _pages(role, query, request), tuple(records[:_MOST_RECORDS]))
    return page("web/go.html", found, request)


def _pages(role: Role, query: str, request: Request[Any, Any, Any]) -> tuple[Link, ...]:
    """The role's pages whose words or address hold the query, in either language."""
    wanted, locale = query.lower(), reader_locale(request)
    held = [
        link
        for link in every_page(role)
        if any(
            wanted in text.lower() for text in (say(link.words, "en"), say(link.words, "zh-Hans"), link.href)
        )
    ]
    return tuple(sorted(held, key=lambda link: not say(link.words, locale).lower().startswith(wanted)))


@get("/robots.txt", media_type=MediaType.TEXT, sync_to_thread=False)
def robots(library: Library) -> str:
    """Everything public may be read by machines; what is private answers nobody anyway."""
    return f"User-agent: *\nAllow: /\nSitemap: {library.settings.base_url}/sitemap.xml\n"


HANDLERS = [go, robots, check_words, styleguide]
