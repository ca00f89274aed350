"""Public acts as Atom (RFC 4287) and as JSON Feed 1.1; pure. It tells what the board tells, and decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from propria.kernel.time import Instant, wire
from propria.plumbing.web.components import Act
from propria.plumbing.web.words import Locale, Words, say

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"
_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Channel:
    """What a feed is about: its title, its page, its own address, and when the library began to speak."""

    title: Words
    page: str
    address: str
    began: Instant


def _text(act: Act, locale: Locale) -> str:
    return str(Markup(say(act.says, locale)).striptags())


def _id(channel: Channel, act: Act) -> str:
    """The same for as long as the act is told; a lapse has no entry, and is known by its time."""
    return f"{channel.page}#entry-{act.entry}" if act.entry is not None else f"{channel.page}#{wire(act.at)}"


def atom(channel: Channel, acts: Sequence[Act], locale: Locale) -> bytes:
    """The acts as an Atom feed, newest first, in UTF-8."""
    ElementTree.register_namespace("", _NAMESPACE)
    feed = ElementTree.Element(_tag("feed"), {"xml:lang": locale})
    _say(feed, "id", channel.address)
    _say(feed, "title", say(channel.title, locale))
    _say(feed, "updated", wire(acts[0].at if acts else channel.began))
    ElementTree.SubElement(feed, _tag("link"), rel="self", type=ATOM, href=channel.address)
    ElementTree.SubElement(feed, _tag("link"), rel="alternate", type="text/html", href=channel.page)
    _say(ElementTree.SubElement(feed, _tag("author")), "name", "Propria")
    for act in acts:
        entry = ElementTree.SubElement(feed, _tag("entry"))
        _say(entry, "id", _id(channel, act))
        _say(entry, "title", _text(act, locale))
        _say(entry, "updated", wire(act.at))
        ElementTree.SubElement(entry, _tag("link"), rel="alternate", type="text/html", href=channel.page)
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def _say(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, _tag(name)).text = text


def json_feed(channel: Channel, acts: Sequence[Act], locale: Locale) -> dict[str, Any]:
    """The acts as a JSON Feed. Source: jsonfeed.org version 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": say(channel.title, locale),
        "home_page_url": channel.page,
        "feed_url": channel.address,
        "language": locale,
        "items": [
            {
                "id": _id(channel, act),
                "url": channel.page,
                "content_text": _text(act, locale),
                "date_published": wire(act.at),
            }
            for act in acts
        ],
    }
