"""What was done to a signed file after it was signed is found: on our own contracts and on the files of others."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.ports.papers.conftest import NOW, Desk

from propria.deals.papers.facts import read_pdf
from propria.deals.papers.findings import FINDINGS, Finding, findings

DATA = Path(os.environ.get("PROPRIA_DATA", Path(__file__).parents[4] / "shared" / "data")) / "pdf"
SIGNED = (
    "minimal-two-fields-signed-twice.pdf",
    "minimal-signed-twice-both-created.pdf",
    "pades-lta-dss-indirect-arrs-test.pdf",
    "pades-with-old-style-signing-cert-attr.pdf",
)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flipped_byte(pdf: bytes) -> bytes:
    """One bit within the first object of the file, which every signature covers."""
    at = pdf.index(b"obj") + 20
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def added_page(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Page"),
            generic.pdf_name("/Parent"): writer.root.raw_get("/Pages"),
            generic.pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300))),
        }
    )
    pages["/Kids"].append(writer.add_object(page))
    pages["/Count"] = generic.NumberObject(int(pages["/Count"]) + 1)
    writer.update_container(pages["/Kids"])
    writer.update_container(pages)
    return _written(writer)


def overridden_appearance(pdf: bytes) -> bytes:
    """The look of a signed field drawn anew: what is seen is not what was signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    field = next(f.get_object() for f in writer.root["/AcroForm"]["/Fields"])
    look = generic.StreamObject(stream_data=b"0 0 1 rg 0 0 200 60 re f")
    look[generic.pdf_name("/Type")] = generic.pdf_name("/XObject")
    look[generic.pdf_name("/Subtype")] = generic.pdf_name("/Form")
    look[generic.pdf_name("/BBox")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 60)))
    drawn = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(look)})
    field[generic.pdf_name("/AP")] = drawn
    writer.update_container(field)
    return _written(writer)


def laid_over(pdf: bytes) -> bytes:
    """A stamp laid over the page, hiding what is printed there."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    while "/Kids" in page:
        page = page["/Kids"][0]
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Stamp"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300))),
        }
    )
    known = list(page["/Annots"]) if "/Annots" in page else []
    page[generic.pdf_name("/Annots")] = generic.ArrayObject([*known, writer.add_object(note)])
    writer.update_container(page)
    return _written(writer)


ALTERATIONS = [flipped_byte, added_page, overridden_appearance, laid_over]


def grave(pdf: bytes, desk: Desk) -> set[str]:
    return {each.code for each in findings(read_pdf(pdf, [desk.authority.root], now=NOW)) if each.is_grave}


def test_a_contract_as_it_was_sealed_is_found_intact(desk: Desk) -> None:
    found = findings(read_pdf(desk.sealed, [desk.authority.root], now=NOW))
    assert found == tuple(Finding("intact", field) for field in ("operator", "performer", "creator"))


@pytest.mark.parametrize("alter", ALTERATIONS)
def test_each_alteration_of_our_own_contract_is_found(desk: Desk, alter: Callable[[bytes], bytes]) -> None:
    facts = read_pdf(alter(desk.sealed), [desk.authority.root], now=NOW)
    assert not any(each.holds for each in facts.signatures)
    assert grave(alter(desk.sealed), desk) & {"altered", "changed_after", "unreadable"}


@pytest.mark.skipif(not DATA.is_dir(), reason="the signed PDFs of others are not here (PROPRIA_DATA)")
@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize("alter", ALTERATIONS)
def test_each_alteration_of_the_files_of_others_is_found(
    desk: Desk, name: str, alter: Callable[[bytes], bytes]
) -> None:
    pdf = (DATA / name).read_bytes()
    assert grave(alter(pdf), desk) > grave(pdf, desk) or not grave(pdf, desk)
    assert grave(alter(pdf), desk) & {"altered", "changed_after", "unreadable", "unjudged"}


def test_a_file_without_signatures_and_no_file_say_so(desk: Desk) -> None:
    assert findings(read_pdf(desk.file.pdf, [], now=NOW)) == (Finding("unsigned"),)
    assert findings(read_pdf(b"%PDF-1.7 nothing", [], now=NOW)) == (Finding("unreadable"),)
    assert {"intact", "untrusted"} == {each.code for each in findings(read_pdf(desk.sealed, [], now=NOW))}
    assert all(zh and en for zh, en in FINDINGS.values())
