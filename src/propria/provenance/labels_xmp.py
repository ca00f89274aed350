"""XMP packets: the IPTC digital source type, and the `AIGC` label where the form has no better place."""

from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

TC260 = "http://www.tc260.org.cn/ns/AIGC/1.0/"
IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
MAX_PACKET_BYTES = 1 << 20


def packet(source_type: str, *, aigc: str | None = None) -> bytes:
    """One XMP packet in UTF-8 that says the source type and, if given, the label's JSON."""
    label = f' xmlns:TC260="{TC260}" TC260:AIGC={quoteattr(aigc)}' if aigc is not None else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{RDF}">'
        f'<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="{IPTC_EXT}"'
        f" Iptc4xmpExt:DigitalSourceType={quoteattr(source_type)}{label}/>"
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def labels_in(raw: bytes) -> list[str]:
    """Every `TC260:AIGC` value in a packet, as attribute or element; [""] where one cannot be read.

    Packets with a document type (and so with entities) are not parsed.
    """
    if b"AIGC" not in raw:
        return []
    text = raw.decode("utf-8", "replace").strip("\x00\ufeff \r\n\t")
    if len(raw) > MAX_PACKET_BYTES or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return [""]
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return [""]
    name = f"{{{TC260}}}AIGC"
    found = [element.attrib[name] for element in root.iter() if name in element.attrib]
    return found + [(element.text or "").strip() for element in root.iter(name)]
