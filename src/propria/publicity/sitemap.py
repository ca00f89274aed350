"""What machines are told to read: the public pages, and the page of everybody whom their own signature lists."""

from itertools import islice
from typing import Any
from xml.etree import ElementTree

from litestar import MediaType, Request, Response, get

from propria.plumbing.library import Library
from propria.plumbing.web.conditional import unless_known
from propria.publicity import actions

PUBLIC_PAGES = ("/", "/names", "/claims", "/verify", "/how", "/log")
MOST_PERFORMERS = 50_000 - len(PUBLIC_PAGES)
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@get("/sitemap.xml", sync_to_thread=True)
def sitemap(request: Request[Any, Any, Any], library: Library) -> Response[bytes]:
    """The sitemap, from the register alone, newest first as far as one file goes. Source: sitemaps.org protocol 0.9."""
    now, base = library.clock.now(), library.settings.base_url
    listed = library.database.read(
        lambda db: [one.performer.id for one in islice(actions.register(now=now, db=db), MOST_PERFORMERS)]
    )
    paths = (*PUBLIC_PAGES, *(f"/performers/{performer_id}" for performer_id in listed))
    ElementTree.register_namespace("", _NAMESPACE)
    root = ElementTree.Element(f"{{{_NAMESPACE}}}urlset")
    for path in paths:
        address = ElementTree.SubElement(
            ElementTree.SubElement(root, f"{{{_NAMESPACE}}}url"), f"{{{_NAMESPACE}}}loc"
        )
        address.text = base + path
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return unless_known(body, MediaType.XML, request)


HANDLERS = [sitemap]
