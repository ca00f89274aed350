"""The contract PDF: what it holds, that it never varies, that words cannot become commands."""

import hashlib
import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.ports.papers.conftest import Desk
from tests.rules.deals_papers.sample import contract_paper

from propria.deals.papers.contract import contract_file
from propria.deals.papers.facts import read_terms
from propria.deals.papers.paper import ContractPaper, Words
from propria.deals.papers.press import Job, Press, PressFailed
from propria.kernel.errors import Refused
from propria.proofs.canonical import read_json


def text_of(pdf: bytes, folder: Path) -> str:
    """The words of a PDF, by poppler."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    (folder / "paper.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(folder / "paper.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def test_the_same_terms_give_the_same_bytes_in_another_process(desk: Desk) -> None:
    with Press() as another:
        assert contract_file(contract_paper(), another) == desk.file


def test_the_file_can_be_made_again_from_its_own_attachment(desk: Desk) -> None:
    terms = read_terms(desk.sealed)
    assert terms == desk.file.terms
    again = contract_file(ContractPaper.from_json(read_json(terms or b"")), desk.press)
    assert again.digest == desk.file.digest


def test_another_price_gives_another_digest(desk: Desk) -> None:
    dearer = replace(desk.paper.compensation[0], unit_price=desk.paper.compensation[1].unit_price)
    changed = contract_file(replace(desk.paper, compensation=(dearer,)), desk.press)
    assert changed.terms_digest != desk.file.terms_digest
    assert changed.digest != desk.file.digest


@pytest.mark.parametrize("which", ["file", "sealed"])
def test_another_reader_finds_an_archive_file_with_its_terms_inside(desk: Desk, which: str) -> None:
    """pypdf reads PDF/A-3a, tags, a source that is the terms, a colour profile and every font with its characters."""
    reader = PdfReader(io.BytesIO(desk.file.pdf if which == "file" else desk.sealed))
    said, root = reader.xmp_metadata, reader.root_object
    assert said is not None
    assert (said.pdfaid_part, said.pdfaid_conformance) == ("3", "A")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/OutputIntents"][0]["/DestOutputProfile"]
    assert reader.attachments["terms.json"] == [desk.file.terms]
    assert [each.get_object()["/AFRelationship"] for each in root["/AF"]] == ["/Source"]
    assert not reader.is_encrypted
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        assert "/ToUnicode" in font
        drawn = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & drawn.keys()


def test_every_term_is_printed_in_both_languages(desk: Desk, tmp_path: Path) -> None:
    printed = "".join(text_of(desk.file.pdf, tmp_path).split())
    lines = [*desk.paper.allows, *desk.paper.approvals, *desk.paper.wind_down, *desk.paper.payment]
    words = (
        [line.name for line in lines] + list(desk.paper.denies) + [row.thing for row in desk.paper.custody]
    )
    for each in words:
        assert "".join(each.zh.split()) in printed
        assert "".join(each.en.split()) in printed
    for amount in ("1,200.00CNY", "184,000.00CNY", "720,000.00CNY", "85.00%", "2028-12-01"):
        assert amount in printed
    assert desk.file.terms_digest[:32] in printed


@pytest.mark.parametrize(
    "words",
    [
        '#panic("x")',
        '*bold* $x^2$ #import "/etc/passwd"',
        "]#sys.inputs[",
        '"}, {"zh": "',
        "\\u0041 <label> @ref // no",
    ],
)
def test_words_are_printed_and_never_run(desk: Desk, tmp_path: Path, words: str) -> None:
    paper = replace(desk.paper, credit=Words(words, words))
    printed = "".join(text_of(contract_file(paper, desk.press).pdf, tmp_path).split())
    assert printed.count("".join(words.split())) >= 1


def test_a_name_that_cannot_be_printed_stops_the_contract(desk: Desk) -> None:
    party = replace(desk.paper.parties[0], name=Words("王㛃", "Wang Jie"))
    with pytest.raises(Refused) as refusal:
        contract_file(replace(desk.paper, parties=(party, desk.paper.parties[1])), desk.press)
    assert refusal.value.code == "deals.glyph_missing"
    assert refusal.value.facts["characters"] == ["㛃"]


def test_a_typesetter_that_was_killed_is_replaced(desk: Desk) -> None:
    with Press() as press:
        first = contract_file(desk.paper, press)
        for each in press._workers:
            assert each.process is not None
            each.process.kill()
            each.process.wait()
        assert contract_file(desk.paper, press) == first


def test_a_template_that_does_not_compile_is_an_error_with_a_code(desk: Desk) -> None:
    with pytest.raises(PressFailed) as failure:
        desk.press.pdf(Job("deals/papers/contract.typ", "{}", desk.now, {"terms": "{}"}))
    assert failure.value.code == "deals.press_failed"
    assert contract_file(desk.paper, desk.press) == desk.file


def test_digests_are_of_the_bytes(desk: Desk) -> None:
    assert desk.file.digest == hashlib.sha256(desk.file.pdf).hexdigest()
    assert desk.file.terms_digest == hashlib.sha256(desk.file.terms).hexdigest()
