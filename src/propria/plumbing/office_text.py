"""The lines of one part of an Office document, Word's paragraphs or those of slides. It unpacks nothing."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

_SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://schemas.openxmlformats.org/drawingml/2006/main}",
)
_BREAKS = {f"{space}{tag}" for space in _SPACES for tag in ("br", "cr")}


def lines_of(root: Element) -> Iterator[str]:
    """What the part says, a paragraph or a broken line at a time; deleted words are left out."""
    for space in _SPACES:
        for paragraph in root.iter(f"{space}p"):
            words = (
                "\n" if piece.tag in _BREAKS else " " if piece.tag == f"{space}tab" else piece.text or ""
                for piece in paragraph.iter()
                if piece.tag in _BREAKS or piece.tag in (f"{space}t", f"{space}tab")
            )
            yield from "".join(words).split("\n")
