"""The lines of a script's file: plain text, Fountain, Word or PDF. It counts nothing."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from propria.kernel.errors import Malformed
from propria.plumbing.office_text import lines_of

LARGEST_BYTES = 10 << 20
LARGEST_TEXT = 2_000_000
MOST_PAGES = 600
_LARGEST_UNPACKED = 40 << 20
DAMAGED = (
    PyPdfError, zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, OSError, EOFError, ValueError,
    KeyError, TypeError, AttributeError, IndexError, RecursionError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What a reader of files raises where a file is not what it says."""


def unreadable(why: str) -> Malformed:
    """The refusal of a script: `too_large`, `damaged`, `locked`, `no_text`."""
    return Malformed(
        "casting.script_unreadable",
        "Bring the script as text, Fountain, Word (.docx) or PDF with text in it, at most 10 MB and without a password.",
        problem=why,
    )


def text_of(data: bytes) -> str:
    """What a script says, its lines as they stand; the kind is told by the first bytes.

    Raises: Malformed(`casting.script_unreadable`).
    """
    if len(data) > LARGEST_BYTES:
        raise unreadable("too_large")
    try:
        text = _read(data)
    except Malformed:
        raise
    except DAMAGED as error:
        raise unreadable("damaged") from error
    if not text.strip():
        raise unreadable("no_text")
    if len(text) > LARGEST_TEXT:
        raise unreadable("too_large")
    return text


def _read(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "\n".join(_pages(data))
    if data.startswith(b"PK"):
        return "\n".join(_paragraphs(data))
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise unreadable("damaged")


def _pages(data: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise unreadable("locked")
    if len(reader.pages) > MOST_PAGES:
        raise unreadable("too_large")
    for page in reader.pages:
        yield page.extract_text()


def _paragraphs(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open("word/document.xml") as part:
        found = part.read(_LARGEST_UNPACKED + 1)
    if len(found) > _LARGEST_UNPACKED:
        raise unreadable("too_large")
    yield from lines_of(fromstring(found))
