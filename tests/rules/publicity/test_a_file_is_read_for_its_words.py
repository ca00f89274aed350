"""The words of a file are read as a reader sees them; what is hostile, locked or cut short is refused by code."""

import asyncio
import io
import zipfile
from xml.sax.saxutils import escape

import pytest
from litestar.datastructures import UploadFile
from pypdf import PdfReader, PdfWriter
from typst import compile as typeset

from propria.kernel.errors import Malformed
from propria.publicity import reading
from propria.publicity.claim_routes import brought
from propria.publicity.reading import text_of_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
SAYS = "More than 100 artists have signed."
SAYS_ZH = "百余位艺人已签约。"


def packed(parts: dict[str, str]) -> bytes:
    """An office file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, part in parts.items():
            pack.writestr(name, part)
    return file.getvalue()


def word(*paragraphs: str, before: str = "") -> bytes:
    """A Word document whose paragraphs are each cut into runs of three characters."""
    runs = (
        "".join(f"<w:r><w:t>{escape(p[i : i + 3])}</w:t></w:r>" for i in range(0, len(p), 3))
        for p in paragraphs
    )
    body = "".join(f"<w:p>{r}</w:p>" for r in runs)
    gone = "<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>"
    return packed(
        {"word/document.xml": f"{before}<w:document {W}><w:body>{body}{gone}</w:body></w:document>"}
    )


def pdf(says: str) -> bytes:
    """A narrow PDF page, so that sentences break over lines."""
    return bytes(typeset(f'#set page(width: 7cm)\n#set text(font: "Libertinus Serif")\n{says}'.encode()))


def code(data: bytes, name: str = "") -> str:
    """The code of the refusal, empty where the file is read."""
    try:
        text_of_file(data, name)
    except Malformed as error:
        return error.code
    return ""


def test_a_word_document_says_its_paragraphs_and_not_what_was_deleted() -> None:
    assert text_of_file(word(SAYS, SAYS_ZH), "press.docx") == f"{SAYS}\n{SAYS_ZH}"


def test_slides_are_read_in_their_order_with_their_notes() -> None:
    def slide(says: str) -> str:
        return f"<p {A}><a:p><a:r><a:t>{says}</a:t></a:r></a:p></p>"

    deck = {"ppt/presentation.xml": "<p/>"} | {
        f"ppt/slides/slide{n}.xml": slide(f"S{n}.") for n in (10, 9, 1)
    }
    deck["ppt/notesSlides/notesSlide1.xml"] = slide(SAYS)
    assert text_of_file(packed(deck)).splitlines() == ["S1.", "S9.", "S10.", SAYS]


def test_a_page_says_its_text_description_and_pictures_and_not_its_scripts() -> None:
    page = (
        "<!doctype html><title>News</title><meta property='og:description' content='120 joined.'>"
        "<style>p{}</style><script>100 signed</script><p>More than <b>100</b>\n artists have&nbsp;signed.</p>"
        "<img alt='The roster'><p>百余位\n艺人已签约。</p>"
    )
    assert text_of_file(page.encode()).splitlines() == ["News", "120 joined.", SAYS, "The roster", SAYS_ZH]


def test_cells_of_a_row_are_read_beside_one_another() -> None:
    page = "<table><tr><th>签约演员</th><td>103</td></tr><tr><td></td><td>名册</td></tr></table><ul><li>温嘉</li><li>米娜</li></ul>"
    assert text_of_file(page.encode(), "page.html") == "签约演员 | 103\n名册\n温嘉\n米娜"


def test_markdown_is_read_without_its_marks() -> None:
    text = (
        "# News\n\nMore than **100**\nartists have [signed](https://x.example).\n\n- 百余位\n艺人`已签约`。\n"
    )
    assert text_of_file(text.encode(), "a.md").splitlines() == ["News", SAYS, SAYS_ZH]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_plain_text_is_read_in_the_encodings_that_offices_send(encoding: str) -> None:
    assert text_of_file(SAYS_ZH.encode(encoding), "a.txt").lstrip("\ufeff") == SAYS_ZH


def test_a_sentence_that_a_pdf_breaks_over_lines_is_one_sentence() -> None:
    says = "More than 100 artists have signed with our library of digital performers this spring."
    assert says in text_of_file(pdf(says), "a.pdf").splitlines()


def test_a_word_that_a_pdf_breaks_is_one_word() -> None:
    says = (
        "#set text(hyphenate: true)\n"
        + "Our representation of licensed performers is extraordinarily comprehensive. " * 4
    )
    assert text_of_file(pdf(says), "a.pdf").count("extraordinarily comprehensive") == 4


def test_what_cannot_be_read_is_refused_by_code() -> None:
    good = word(SAYS)
    assert code(good) == ""
    assert code(good[: len(good) // 2]) == "publicity.file_damaged"
    assert code(pdf(SAYS)[:900]) == "publicity.file_damaged"
    assert code(packed({"a.txt": "x"})) == "publicity.file_kind_unknown"
    assert code(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") == "publicity.file_kind_unknown"
    assert code(word("")) == "publicity.no_text_in_file"
    assert code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "secret.docx") == "publicity.file_locked"
    assert code(("x" * 200_001).encode()) == "publicity.text_too_long"


def test_an_encrypted_pdf_is_refused_as_locked() -> None:
    writer, file = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(SAYS)))), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(file)
    assert code(file.getvalue()) == "publicity.file_locked"


def test_entities_are_not_followed() -> None:
    outside = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    assert {code(word("x", before=d)) for d in (outside, laughs)} == {"publicity.file_unsafe"}


def test_what_unpacks_to_too_much_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_UNPACKED_SIZE_BYTES", 1 << 20)
    bomb = word(" " * (2 << 20))
    assert len(bomb) < 1 << 18
    assert code(bomb) == "publicity.file_too_large"
    monkeypatch.setattr(reading, "MAX_FILE_SIZE_BYTES", 100)
    assert code(b"x" * 101) == "publicity.file_too_large"


def test_a_form_without_a_file_is_refused() -> None:
    with pytest.raises(Malformed) as refusal:
        asyncio.run(brought(None))
    assert refusal.value.code == "publicity.no_file"
    data = asyncio.run(brought(UploadFile("text/plain", "a.txt", SAYS.encode())))
    assert data == (SAYS.encode(), "a.txt")
