"""A side brings a contract that exists already: its signatures are read and told as facts, and give nobody a power."""

import io

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from propria.deals import brought
from propria.deals.papers.certificates import demo_authority
from tests.cast import Person, Stage
from tests.deals import a_brief, an_offer, signed_licence
from tests.ports.papers.test_findings import added_page, flipped_byte, overridden_appearance
from tests.stories.pages.reader import Reader
from tests.terms import film_terms


def brings(person: Person, deal: str, pdf: bytes, where: str = "") -> dict[str, object]:
    headers = {"authorization": f"Bearer {person.token}", "content-type": "application/pdf"}
    where = where or f"/api/v1/deals/{deal}/papers"
    answer = person.stage.main.post(where, content=pdf, headers=headers)
    return {"status": answer.status_code} | answer.json()


def with_a_certificate_of_her_own(pdf: bytes, stage: Stage) -> bytes:
    """The file, signed in another program with a certificate that nobody here issued."""
    own = demo_authority("Haldane Pictures", now=stage.now).sealing
    signer = signers.SimpleSigner(own.asn1_certificate, own.asn1_key, None)
    said = signers.PdfSignatureMetadata(field_name="hers", md_algorithm="sha256", reason="I agree")
    out = io.BytesIO()
    work = signers.PdfSigner(said, signer, new_field_spec=fields.SigFieldSpec("hers"))
    work.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()


def codes(facts: dict[str, object]) -> set[str]:
    return {each["code"] for each in facts["findings"]}  # type: ignore[index,attr-defined]


def test_our_own_sealed_contract_reads_intact_and_every_alteration_is_found(stage: Stage) -> None:
    made = signed_licence(stage)
    sealed = made.cleo.get(f"/api/v1/contracts/{made.contract}/sealed").content
    facts = brings(made.cleo, made.deal, sealed)
    assert (facts["status"], codes(facts), facts["authority"]) == (201, {"intact"}, "none")
    signatures = facts["signatures"]
    assert [s["field"] for s in signatures] == ["operator", "creator", "performer"]  # type: ignore[attr-defined,index]
    for alter in (added_page, overridden_appearance):
        told = brings(made.mina, made.deal, alter(sealed))
        assert codes(told) & {"altered", "changed_after", "unreadable"}
        assert any(each["grave"] and each["zh"] and each["en"] for each in told["findings"])  # type: ignore[attr-defined]


def test_a_party_adds_our_contract_signed_with_a_certificate_of_their_own(stage: Stage) -> None:
    """It stands beside the passkey signatures, told as facts; another text and an altered one are refused."""
    made = signed_licence(stage)
    where, page = f"/api/v1/contracts/{made.contract}/copies", f"/deals/{made.deal}/papers"
    before = made.mina.get(f"/api/v1/deals/{made.deal}").json()
    reader = Reader(stage).signs_in("mina")
    sealed = reader.get(f"/contracts/{made.contract}/sealed").content
    plain = made.mina.get(f"/api/v1/contracts/{made.contract}/file").content
    hers = with_a_certificate_of_her_own(sealed, stage)
    for pdf, why in (
        (flipped_byte(hers), "deals.another_text"),
        (hers[: len(sealed) + 900] + b"x" + hers[len(sealed) + 901 :], "deals.copy_altered"),
        (with_a_certificate_of_her_own(added_page(sealed), stage), "deals.copy_altered"),
        (with_a_certificate_of_her_own(plain, stage), "deals.copy_altered"),
        (sealed, "deals.no_own_signature"),
    ):
        refused = brings(made.mina, "", pdf, where)
        assert (refused["status"], refused["code"]) == (409, why)
    assert made.mina.get(f"/api/v1{page}").json() == []
    assert brings(stage.identified("wen"), "", hers, where)["code"] == "deals.no_deal"

    assert reader.sends_file(page, "paper", "ours.pdf", hers, copy_of=made.contract).status_code == 303
    assert "signed with a certificate of a party’s own" in reader.get(page).text
    [told] = made.cleo.get(f"/api/v1{page}").json()
    assert (told["own_copy_of"], told["brought_by"], told["authority"]) == (
        made.contract,
        "performer",
        "none",
    )
    assert [s["field"] for s in told["signatures"]] == ["operator", "creator", "performer", "hers"]
    last = told["signatures"][-1]
    assert (last["intact"], last["valid"], last["trusted"], last["reason"]) == (True, True, False, "I agree")
    assert "Haldane Pictures" in last["signer"]
    assert codes(told) == {"intact", "untrusted"}
    assert brings(made.cleo, made.deal, sealed)["own_copy_of"] is None, "evidence, and no copy of one's own"
    assert made.mina.get(f"/api/v1/deals/{made.deal}").json() == before


def test_both_sides_see_it_nobody_else_does_and_it_changes_nothing(stage: Stage) -> None:
    made = signed_licence(stage)
    sealed = made.cleo.get(f"/api/v1/contracts/{made.contract}/sealed").content
    before = made.mina.get(f"/api/v1/deals/{made.deal}").json()
    altered = added_page(sealed)
    first = brings(made.cleo, made.deal, altered)
    assert brings(made.mina, made.deal, altered)["brought_by"] == "creator"
    address = f"/api/v1/deals/{made.deal}/papers"
    [listed] = made.mina.get(address).json()
    assert listed == {key: value for key, value in first.items() if key != "status"}
    assert made.mina.get(f"{address}/{listed['paper']}/file").content == altered
    assert made.mina.get(f"{address}/{'0' * 64}/file").json()["code"] == "deals.no_paper"
    assert made.mina.get(f"/api/v1/deals/{made.deal}").json() == before
    assert stage.identified("wen").get(address).json()["code"] == "deals.no_deal"
    assert stage.person("sam").get(address).status_code == 401


def test_it_is_brought_and_read_on_a_page(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo)).json()["deal"]
    reader, address = Reader(stage).signs_in("cleo"), f"/deals/{deal}/papers"
    assert "Nobody brought a paper." in reader.get(address).text
    damaged = b"%PDF-1.7 damaged"
    sent = {"letter.txt": (422, b"a letter"), "old.pdf": (303, damaged)}
    for name, (status, body) in sent.items():
        assert reader.sends_file(address, "paper", name, body).status_code == status
    [listed] = mina.get(f"/api/v1{address}").json()
    theirs = Reader(stage, "zh").signs_in("mina").get(address).text
    assert [each["zh"] in theirs for each in listed["findings"]] == [True]
    assert reader.get(f"{address}/{listed['paper']}").content == damaged


def test_what_is_no_pdf_and_too_many_papers_are_refused(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mina = stage.open_performer("mina", film_terms())
    cleo = stage.keyed("cleo")
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo)).json()["deal"]
    assert brings(cleo, deal, b"a letter")["code"] == "deals.not_a_pdf"
    assert codes(brings(cleo, deal, b"%PDF-1.7 damaged")) == {"unreadable"}
    monkeypatch.setattr(brought, "MOST_PAPERS", 1)
    assert brings(cleo, deal, b"%PDF-1.7 another")["code"] == "deals.too_many_papers"
