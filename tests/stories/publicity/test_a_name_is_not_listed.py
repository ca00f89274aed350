"""Scenarios 5, 6 and 7: whoever is not listed can prove it, with no account; a name alone verifies nobody."""

import json
import subprocess
from pathlib import Path

import pytest

from propria.plumbing.rate import RateExceeded
from propria.publicity.name_routes import LOOKUPS
from tests.cast import Stage
from tests.ports.papers.test_contract_file import text_of
from tests.stories.pages.reader import Reader, heading
from tests.stories.record.test_anyone_checks_a_bundle_offline import verify_offline
from tests.terms import film_terms

STAR = "Leopold Varga-Whitlock"
EXACT = (
    "the library publicly lists nobody at checkpoint {}; a licence exists only if its holder shows its bundle"
)


def proof_of(stage: Stage, name: str, folder: Path) -> tuple[Path, Path]:
    """A stranger saves the proof of a name, and the log's trust file."""
    bundle, trust = folder / "name.bundle.json", folder / "trust.json"
    bundle.write_bytes(stage.main.get("/names/bundle", params={"q": name}).content)
    trust.write_bytes(stage.main.get("/log/trust").content)
    return bundle, trust


def test_absence_is_told_in_exact_words_and_proven_offline(stage: Stage, tmp_path: Path) -> None:
    stage.open_performer("mina", film_terms())
    page = Reader(stage).get(f"/names?q={STAR}")
    assert heading(page) == "Not publicly listed, and here is the proof."

    code, report = verify_offline(*proof_of(stage, STAR, tmp_path))
    assert (code, report["colour"], report["problems"]) == (0, "amber", [])
    assert report["name"] == {"name": STAR, "people": []}
    assert "one_machine" in report["reservations"]
    assert EXACT.format(report["checkpoint"]["size"]) in page.text


def test_the_paper_is_one_page_in_both_languages_with_the_bundle_inside(stage: Stage, tmp_path: Path) -> None:
    answer = stage.main.get("/names/proof.pdf", params={"q": STAR})
    assert answer.headers["content-type"] == "application/pdf"
    words = " ".join(text_of(answer.content, tmp_path).split())
    assert "Not publicly listed" in words
    assert "未公开列出" in words
    assert "propria verify proof.bundle.json --trust trust.json" in words
    done = subprocess.run(
        ["pdfinfo", str(tmp_path / "paper.pdf")], capture_output=True, text=True, check=True
    )
    assert "Pages:           1\n" in done.stdout
    subprocess.run(
        ["pdfdetach", "-saveall", "-o", str(tmp_path), str(tmp_path / "paper.pdf")], check=True, timeout=60
    )
    trust = tmp_path / "trust.json"
    trust.write_bytes(stage.main.get("/log/trust").content)
    code, report = verify_offline(tmp_path / "proof.bundle.json", trust)
    assert (code, report["name"]) == (0, {"name": STAR, "people": []})


def test_of_two_people_with_one_name_neither_is_the_third(stage: Stage, tmp_path: Path) -> None:
    stage.open_performer("mina", film_terms())
    said = Reader(stage).get("/names?q=Mina Haldane&own=another.example").text
    assert "publicly lists these 1, none with another.example, at checkpoint" in said
    hers = Reader(stage).get("/names?q=Mina Haldane&own=mina.example").text
    assert "none with" not in hers
    code, report = verify_offline(*proof_of(stage, "Mina Haldane", tmp_path))
    assert (code, [p["domain"] for p in report["name"]["people"]]) == (0, ["mina.example"])


def test_who_withdraws_or_lapses_is_provably_absent_from_the_next_head(stage: Stage, tmp_path: Path) -> None:
    mina = stage.open_performer("mina", film_terms())
    assert len(verify_offline(*proof_of(stage, "米娜·霍尔丹", tmp_path))[1]["name"]["people"]) == 1
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    assert verify_offline(*proof_of(stage, "米娜·霍尔丹", tmp_path))[1]["name"]["people"] == []


def test_an_impostor_s_claim_lists_nobody(stage: Stage, tmp_path: Path) -> None:
    impostor = stage.person("wen")
    impostor.asked("/api/v1/claim", {"domain": "varga-whitlock.example"})
    assert impostor.post("/api/v1/claim/check").json()["code"] == "parties.domain_silent"
    _, report = verify_offline(*proof_of(stage, "Wen Zhuxi", tmp_path))
    assert report["name"] == {"name": "Wen Zhuxi", "people": []}


def test_a_proof_of_another_name_is_refused(stage: Stage, tmp_path: Path) -> None:
    stage.open_performer("mina", film_terms())
    bundle, trust = proof_of(stage, STAR, tmp_path)
    raw = json.loads(bundle.read_text("utf-8"))
    raw["name"]["name"] = "Mina Haldane"
    bundle.write_text(json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":")), "utf-8")
    code, report = verify_offline(bundle, trust)
    assert (code, [p["code"] for p in report["problems"]]) == (1, ["proofs.other_name"])


def test_a_name_half_typed_leads_to_whoever_is_listed_under_the_whole(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    to_her = f'href="/performers/{mina.performer_id}"'
    for begun, leads in (
        ("ＭＩＮＡ hal", True),
        ("米娜", True),
        ("m", False),
        ("Haldane", False),
        ("mina%", False),
    ):
        page = Reader(stage).get(f"/names?q={begun}").text
        assert ("Not publicly listed" in page, to_her in page) == (True, leads), begun
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    assert to_her not in Reader(stage).get("/names?q=Mina").text


def test_nobody_lists_the_register_by_asking_for_every_name(stage: Stage) -> None:
    ask = {"params": {"q": STAR}}
    for _ in range(LOOKUPS.burst):
        assert stage.main.get("/api/v1/names", **ask).status_code == 200
    for path in ("/api/v1/names", "/names", "/names/bundle", "/names/proof.pdf"):
        answer = stage.main.get(path, **ask, headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (RateExceeded.status, "plumbing.rate_exceeded")
    stage.passes(minutes=10)
    assert stage.main.get("/api/v1/names", **ask).status_code == 200


@pytest.mark.parametrize("own", ["not a domain", "123", "x" * 300 + ".example"])
def test_a_mark_that_is_neither_an_isni_nor_a_domain_is_not_guessed_at(stage: Stage, own: str) -> None:
    assert Reader(stage).get(f"/names?q={STAR}&own={own}").status_code == 400
    answer = stage.main.get("/names/proof.pdf", params={"q": STAR, "own": own}, headers={"accept": "*/json"})
    assert answer.json()["code"] == "publicity.mark_unusable"
