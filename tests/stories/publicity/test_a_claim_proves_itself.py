"""A provable sentence leaves as a file that anyone judges again offline; changed to say more, it is refused."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from propria.cli import claims
from propria.cli.zipapp import archive
from propria.parties import actions as parties
from propria.parties.model import Role
from propria.proofs.bundles import Trust
from propria.publicity.claim_bundles import ClaimBundle, verify_claim
from tests.cast import Stage, a_stage, openness_form
from tests.deals import active_licence, announces
from tests.stories.pages.reader import Reader, words
from tests.terms import film_terms

TITLE = "Mina Haldane has licensed her likeness for “Paper Lantern Street”."
COUNTED = "Two performers are open to enquiries; one has licensed a named project."
BY_COUNT = "One performer has licensed a named project."
NAMED_ZH = "温竹溪愿意洽谈，未作授权。"
HIDDEN = "Three performers are open to enquiries."
RELEASE = f"{TITLE}\n{BY_COUNT}\n{NAMED_ZH}\n{HIDDEN}\nMore than 100 artists have signed."


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, Path]]:
    """Mina's licence runs and is announced, Wen is open by name, Noor is open and shows no name; bundles were written."""
    with a_stage(tmp_path_factory.mktemp("library")) as stage:
        made = active_licence(stage)
        announces(made.licence, made.cleo, made.mina)
        stage.open_performer("wen", film_terms())
        join = lambda db: parties.join("努尔", "Noor Tahsiri", Role.PERFORMER, demo_name="noor", db=db)  # noqa: E731
        stage.propria.library.database.transact(join)
        noor = stage.identified("noor")
        noor.signs(
            noor.asked("/api/v1/openness", openness_form(stage.now, film_terms()) | {"shows_name": False})
        )
        folder = tmp_path_factory.mktemp("bundles")
        yield stage, folder


def judged(folder: Path, data: bytes) -> tuple[int, dict[str, Any]]:
    """What the one-file verifier, a plain Python and no library say of a claim's bundle."""
    (folder / "verify.pyz").write_bytes(archive())
    (folder / "shown.json").write_bytes(data)
    command = [sys.executable, "-I", "-S", "-X", "utf8", "verify.pyz", "shown.json", "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=folder, timeout=60)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_each_provable_sentence_gets_a_bundle_that_judges_it_again_and_refuses_more(
    played: tuple[Stage, Path],
) -> None:
    """Issue: words that cannot outrun signatures; the reader needs neither the library nor its word for the verdict."""
    stage, folder = played
    verdicts, proven = claims.checked(RELEASE, stage.propria.library, folder)
    assert [v.verdict.value for v in verdicts] == ["provable"] * 4 + ["overclaims"]
    assert proven[3] == {"bundle": None, "no_bundle": "publicity.evidence_private"}
    files = [Path(proven[number]["bundle"]) for number in range(3)]

    both = stage.person("sam").post("/api/v1/claims/bundle", {"text": COUNTED}).content
    code, told = judged(folder, both)
    assert (code, told["colour"], told["claim"]["is_proven"]) == (0, "amber", True)
    assert told["claim"]["judged_from"] == {"open": 2, "licensed": 1, "active": 1}
    assert [s["verdict"] for s in told["claim"]["sentences"]] == ["provable"] * 2
    assert told["claim"]["lexicon"] == told["claim"]["made_by_lexicon"]
    types = [s["type"] for s in told["statements"]]
    assert types.count("licence.announced") == types.count("openness.given") == 2

    trust = Trust.from_bytes((folder / "trust.json").read_bytes())
    more = {
        files[0]: (TITLE.replace("Paper Lantern Street", "Glass Orchard"), TITLE.replace("Mina", "Minna")),
        files[1]: (
            BY_COUNT.replace("One performer has", "Two performers have"),
            BY_COUNT + " We like film.",
            "Fewer than ten performers have licensed a named project.",
        ),
        files[2]: ("温竹溪已授权。", "温竹溪、陈小雨愿意洽谈。", "米娜·霍尔丹愿意洽谈。"),
    }
    for file, sentences in more.items():
        kept = ClaimBundle.from_bytes(file.read_bytes())
        assert verify_claim(kept.to_bytes(), trust, now=stage.now).report.colour == "amber"
        for sentence in sentences:
            changed = ClaimBundle(sentence, kept.lexicon, kept.evidence)
            found = verify_claim(changed.to_bytes(), trust, now=stage.now)
            assert [p.code for p in found.report.problems] == ["publicity.claim_outruns_evidence"], sentence
            assert any("证据" in line for line in found.lines("zh"))


def test_evidence_that_was_changed_judges_nothing_and_another_format_is_not_read(
    played: tuple[Stage, Path],
) -> None:
    stage, _ = played
    sam = stage.person("sam")
    data = sam.post("/api/v1/claims/bundle", {"text": COUNTED}).content
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    broken = verify_claim(data.replace(b"openness.given", b"openness.taken", 1), trust, now=stage.now)
    assert (broken.report.colour, broken.verdicts) == ("red", ())
    other = data.replace(b"propria-claim/1", b"propria-claim/9")
    with pytest.raises(Exception, match="not a claim") as refused:
        verify_claim(other, trust, now=stage.now)
    assert refused.value.code == "publicity.wrong_claim_bundle"  # type: ignore[attr-defined]

    codes = {
        "More than 100 artists have signed.": "publicity.not_provable",
        f"{TITLE} Wen Zhuxi has signed.": "publicity.not_provable",
        HIDDEN: "publicity.evidence_private",
    }
    for text, expected in codes.items():
        answer = sam.post("/api/v1/claims/bundle", {"text": text})
        assert (answer.status_code, answer.json()["code"]) == (409, expected)


def test_the_page_offers_the_bundle_beside_each_provable_sentence(played: tuple[Stage, Path]) -> None:
    stage, _ = played
    reader = Reader(stage)
    shown = reader.post("/claims", text=RELEASE)
    assert shown.text.count('action="/claims/bundle"') == 4
    taken = reader.post("/claims/bundle", text=NAMED_ZH)
    assert ClaimBundle.from_bytes(taken.content).text == NAMED_ZH
    refused = reader.post("/claims/bundle", text=HIDDEN)
    assert "no bundle can show it" in words(refused)
