"""A published claim is a signed statement; its page and badge turn themselves off when the facts change."""

import re
import xml.etree.ElementTree as ET
from html import unescape

import cv2
import numpy as np
import pytest

from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from tests.cast import Stage
from tests.stories.pages.reader import Reader
from tests.terms import film_terms

OPEN = "Mina Haldane is open to enquiries."


def published(stage: Stage) -> str:
    """Mina is open; the operator has published it. The claim's id."""
    stage.open_performer("mina", film_terms())
    return str(stage.person("otto").asked("/api/v1/claims/published", {"text": OPEN})["claim"])


def badge(stage: Stage, claim: str) -> str:
    """The words of the badge as anybody loads it."""
    answer = stage.person("sam").get(f"/claims/{claim}/badge.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["cache-control"] == "no-cache"
    drawn = ET.fromstring(answer.text)
    assert drawn.find(".//{*}path") is not None
    return " ".join(drawn.itertext())


def scanned(svg: str) -> str:
    """What a camera reads in the badge's QR code: the drawn strokes as pixels, decoded by OpenCV."""
    path = ET.fromstring(svg).find(".//{*}path")
    assert path is not None
    pixels, x, y = np.full((96, 96), 255, np.uint8), 8.0, 8.0
    for letter, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path.attrib["d"]):
        across, *down = (float(n) for n in numbers.split())
        if letter == "h":
            pixels[int(y), int(x) : int(x + across)] = 0
        x, y = (8 + across, 8 + down[0]) if letter == "M" else (x + across, y + sum(down))
    read, *_ = cv2.QRCodeDetector().detectAndDecode(cv2.resize(pixels, None, fx=6, fy=6, interpolation=0))
    return str(read)


def test_the_badge_is_shown_elsewhere_by_two_tags_and_scanned_to_its_page(stage: Stage) -> None:
    claim = published(stage)
    where = f"http://localhost:8000/claims/{claim}"
    assert scanned(stage.main.get(f"/claims/{claim}/badge.svg").text) == where
    snippet = unescape(Reader(stage).get(f"/claims/{claim}").text)
    assert f'<a href="{where}"><img src="{where}/badge.svg"' in snippet


def test_the_badge_turns_itself_off_when_the_facts_change(stage: Stage) -> None:
    claim = published(stage)
    assert OPEN in badge(stage, claim)
    assert "Provable" in badge(stage, claim)
    assert "Provable now" in Reader(stage).get(f"/claims/{claim}").text

    stage.passes(days=181)
    assert "No longer supported" in badge(stage, claim)
    page = Reader(stage).get(f"/claims/{claim}").text
    assert "Provable now" not in page
    assert OPEN in page


def test_what_was_published_and_when_is_in_the_log(stage: Stage) -> None:
    data = stage.main.get(f"/log/bundles/{published(stage)}").content
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = verify_bundle(data, trust, now=stage.now)
    assert report.problems == ()
    [said] = report.statements
    assert (said.type, OPEN in str(said)) == ("claim.published", True)


def test_the_operator_publishes_from_the_page_what_can_be_proven(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    otto = Reader(stage).signs_in("otto")
    assert "Publish it, with a badge" in otto.post("/claims", text=OPEN).text
    assert "Publish it, with a badge" not in Reader(stage).post("/claims", text=OPEN).text
    assert otto.post("/claims/publish", text=OPEN).status_code == 303
    assert otto.post("/claims/publish", text="100 artists have signed.").status_code == 400


@pytest.mark.parametrize(
    ("who", "text", "status", "code"),
    [
        ("mina", OPEN, 403, "publicity.operator_only"),
        ("otto", f"{OPEN} {OPEN}", 409, "publicity.not_one_sentence"),
        ("otto", "More than 100 artists have signed.", 409, "publicity.not_provable"),
    ],
)
def test_nothing_else_is_published(who: str, text: str, status: int, code: str, stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    refused = stage.person(who).post("/api/v1/claims/published", {"text": text})
    assert (refused.status_code, refused.json()["code"]) == (status, code)


def test_a_claim_that_nobody_published_has_no_page(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    consent = mina.get("/api/v1/me/openness").json().get("statement", "stm_" + "0" * 26)
    for missing in (consent, "stm_" + "0" * 26):
        answer = stage.main.get(f"/claims/{missing}", headers={"accept": "application/problem+json"})
        assert (answer.status_code, answer.json()["code"]) == (404, "publicity.no_claim")
