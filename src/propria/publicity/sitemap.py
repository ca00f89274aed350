"""What machines are told to read: the public pages, and the page of everybody whom their own signature lists."""

from xml.etree import ElementTree

from litestar import MediaType, Response, get

from propria.plumbing.library import Library
from propria.publicity import actions

PUBLIC_PAGES = ("/", "/names", "/claims", "/verify", "/how", "/log")
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@get("/sitemap.xml", sync_to_thread=True)
def sitemap(library: Library) -> Response[bytes]:
    """The sitemap, from the register alone. Source: sitemaps.org protocol 0.9."""
    now, base = library.clock.now(), library.settings.base_url
    listed = library.database.read(lambda db: actions.register(now=now, db=db))
    paths = (*PUBLIC_PAGES, *(f"/performers/{one.performer.id}" for one in listed))
    ElementTree.register_namespace("", _NAMESPACE)
    root = ElementTree.Element(f"{{{_NAMESPACE}}}urlset")
    for path in paths:
        address = ElementTree.SubElement(
            ElementTree.SubElement(root, f"{{{_NAMESPACE}}}url"), f"{{{_NAMESPACE}}}loc"
        )
        address.text = base + path
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type=MediaType.XML)


HANDLERS = [sitemap]
