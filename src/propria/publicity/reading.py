"""The text of a file that somebody wants checked: plain, Markdown, HTML, Word, slides or PDF. It judges nothing."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from propria.kernel.errors import Malformed
from propria.plumbing.office_text import lines_of

MAX_FILE_SIZE_BYTES = 20 << 20
MAX_UNPACKED_SIZE_BYTES = 64 << 20
MAX_PAGES = 500
MAX_TEXT_CHARACTERS = 200_000

_PARTS = {
    "word/document.xml": re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml"),
    "ppt/presentation.xml": re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)\d+\.xml"),
}
_HAN_OR_MARK = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN_OR_MARK}) (?={_HAN_OR_MARK})")
_BLOCK = re.compile(r"\s*(?:#+|>+|[-+*•]|\||\d+[.)]\s)\s*")
_ENDED = re.compile(r"[.。！？!?:：;；][\"'”’」』）)]*$")


def text_of_file(data: bytes, name: str = "") -> str:
    """What a file says, a paragraph or page line each on a line of its own.

    The kind is told by the first bytes, then by the ending of `name`; hidden markup, scripts, deleted words and comments
    are left out, while titles, descriptions and picture texts of a page, notes and footers count as said.
    At most 20 MB packed, 64 MB unpacked, 500 PDF pages and 200,000 characters of text.

    Raises: Malformed(`publicity.file_too_large`, `publicity.file_kind_unknown`, `publicity.file_damaged`,
    `publicity.file_locked`, `publicity.file_unsafe`, `publicity.no_text_in_file`, `publicity.text_too_long`).
    """
    if len(data) > MAX_FILE_SIZE_BYTES:
        raise too_large()
    said = _reader_of(data, name.lower())(data).strip()
    if not said:
        raise Malformed(
            "publicity.no_text_in_file", "There is no text in this file; a picture of text is not read."
        )
    return within_limit(said)


def within_limit(text: str) -> str:
    """The text, if it is no longer than what is checked at a time. Raises: Malformed(`publicity.text_too_long`)."""
    if len(text) > MAX_TEXT_CHARACTERS:
        raise Malformed("publicity.text_too_long", "Check at most 200,000 characters at a time.")
    return text


def too_large() -> Malformed:
    """The refusal of a file beyond what is read."""
    return Malformed("publicity.file_too_large", "A file has at most 20 MB, 64 MB unpacked, and 500 pages.")


def _reader_of(data: bytes, name: str) -> Callable[[bytes], str]:
    if b"%PDF-" in data[:1024]:
        return _pdf
    if data.startswith(b"PK"):
        return _office
    if data.startswith(b"\xd0\xcf\x11\xe0") and name.endswith((".docx", ".pptx")):
        raise _locked()
    if name.endswith((".html", ".htm", ".xhtml")) or re.match(
        rb"\s*(?:<!doctype html|<html)", data[:1024], re.I
    ):
        return lambda page: _html(_decoded(page))
    if name.endswith((".md", ".markdown")):
        return lambda page: _markdown(_decoded(page))
    return _decoded


def _decoded(data: bytes) -> str:
    """Text as UTF-8, UTF-16 with its mark, or GB 18030, as Chinese offices still send it."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _kind_unknown()


class _Page(HTMLParser):
    """What a reader of a web page is told, the metadata included."""

    INLINE = frozenset(
        {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s"}
        | {"small", "span", "strong", "sub", "sup", "time", "u", "wbr"}
    )
    CELLS = frozenset({"td", "th"})
    """Beside one another they say what each alone does not: “signed performers | 103”."""
    UNSAID = frozenset({"script", "style", "template", "noscript", "svg"})
    SAYING = frozenset({"description", "og:title", "og:description", "twitter:title", "twitter:description"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unsaid = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, or a picture or a description speaks."""
        given = {name: value or "" for name, value in attrs}
        self._unsaid += tag in self.UNSAID
        if tag == "meta" and (given.get("name") or given.get("property", "")).lower() in self.SAYING:
            self.said += ["\n", given.get("content", ""), "\n"]
        if tag == "img":
            self.said += ["\n", given.get("alt", ""), "\n"]
        elif tag not in self.INLINE:
            self.said.append(" | " if tag in self.CELLS else "\n")

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        self._unsaid -= tag in self.UNSAID and self._unsaid > 0
        if tag not in self.INLINE | self.CELLS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        """Words; line breaks of the source are spaces."""
        if not self._unsaid:
            self.said.append(re.sub(r"\s+", " ", data))


def _html(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    return _lines("".join(page.said).splitlines())


def _lines(lines: list[str]) -> str:
    spaced = (re.sub(r"\s+", " ", line).strip() for line in lines)
    return "\n".join(_BETWEEN_HAN.sub("", line) for line in (x.strip("| ") for x in spaced) if line)


def _markdown(text: str) -> str:
    """The words of Markdown: links by their text, no emphasis, and the lines of a paragraph joined."""
    text = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.M | re.S)
    text = re.sub(r"!?\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])", r"\1", text)
    text = re.sub(r"<!--.*?-->|</?[a-zA-Z][^>\n]*>", "", text, flags=re.S)
    text = re.sub(r"(\*{1,3}|~~|`+|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w))", "", text)
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        if not line.strip() or _BLOCK.match(line) or (paragraphs[-1] and paragraphs[-1][-1].startswith("#")):
            paragraphs.append([])
        paragraphs[-1].append(line)
    return _lines([_BLOCK.sub("", " ".join(lines)) for lines in paragraphs])


def _kind_unknown() -> Malformed:
    return Malformed(
        "publicity.file_kind_unknown",
        "Bring a text, Markdown, HTML, Word (.docx), slides (.pptx) or PDF file.",
    )


def _locked() -> Malformed:
    return Malformed("publicity.file_locked", "This file asks for a password. Bring it without one.")


def _damaged() -> Malformed:
    return Malformed("publicity.file_damaged", "This file is damaged or cut short.")


def _office(data: bytes) -> str:
    """The words of a Word document or of slides, part by part."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            kind = next((part for part in _PARTS if part in names), None)
            if kind is None:
                raise _kind_unknown()
            chosen = sorted({n for n in names if _PARTS[kind].fullmatch(n)}, key=lambda n: (len(n), n))
            return _lines([line for part in _unpacked(packed, chosen) for line in lines_of(fromstring(part))])
    except DefusedXmlException as error:
        raise Malformed(
            "publicity.file_unsafe", "This file declares entities; such files are not read."
        ) from error
    except RuntimeError as error:
        raise _locked() from error
    except Malformed:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        ParseError,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise _damaged() from error


def _unpacked(packed: zipfile.ZipFile, names: list[str]) -> Iterator[bytes]:
    """The parts, stopping a bomb by what really comes out and not by what its directory says."""
    left = MAX_UNPACKED_SIZE_BYTES
    for name in names:
        with packed.open(name) as part:
            found = part.read(left + 1)
        if len(found) > left:
            raise too_large()
        left -= len(found)
        yield found


def _pdf(data: bytes) -> str:
    """The words of a PDF in reading order; lines that a page's width broke are joined again."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise _locked()
        if len(reader.pages) > MAX_PAGES:
            raise too_large()
        found: list[str] = []
        for page in reader.pages:
            found += page.extract_text().splitlines()
            if sum(map(len, found)) > 2 * MAX_TEXT_CHARACTERS:
                break
    except Malformed:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        raise _damaged() from error
    return _lines(_unbroken(found))


def _joined(one: str, two: str) -> str:
    """Two lines of a paragraph as one: no space between Chinese characters, no hyphen within a word that was broken."""
    if re.search(r"[a-z][-\u00ad]$", one) and two[0].islower():
        return one[:-1] + two
    return one + two if re.search(rf"{_HAN_OR_MARK}$", one) else f"{one} {two}"


def _unbroken(lines: list[str]) -> list[str]:
    """Lines as paragraphs: a line that is nearly as long as the longest and ends no sentence goes on in the next."""
    full = 0.7 * max(map(len, lines), default=0)
    joined: list[str] = []
    goes_on = False
    for line in (line.strip() for line in lines):
        if goes_on and line:
            joined[-1] = _joined(joined[-1], line)
        else:
            joined.append(line)
        goes_on = bool(line) and len(line) >= full and not _ENDED.search(line)
    return joined
