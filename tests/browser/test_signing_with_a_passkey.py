"""A performer makes a signing key in a real browser and signs with it, on the signing host and nowhere else."""

from datetime import timedelta
from typing import Any

import pytest

from propria.demo.hands import Hands
from propria.demo.stage import Stage
from propria.demo.terms import film_terms
from propria.kernel.time import wire
from tests.browser.conftest import Reader, joins

pytestmark = pytest.mark.browser


def evidenced(stage: Stage, name: str, zh: str, en: str) -> Hands:
    """A new performer whose own site published the claim, and whose name nobody else has."""
    hands = joins(stage, zh, en, "performer")
    hands.name = name
    hands.proves_domain()
    return hands


def makes_key(reader: Reader, hands: Hands) -> None:
    """Open the signing host, make the key, sign the statement that binds it."""
    drafted = hands.post("/api/v1/me/signing-keys", {"return_url": "/home"})
    reader.opens(drafted["sign_url"])
    reader.page.click("#make-key")
    reader.page.wait_for_selector("article.sheet")
    answers_and_signs(reader)


def answers_and_signs(reader: Reader) -> Any:
    """Answer every question rightly, then sign; the server's answer."""
    page = reader.page
    page.wait_for_selector("article.sheet")
    for question in page.query_selector_all("fieldset"):
        for option in question.query_selector_all("input[type=radio]"):
            option.check()
            if "wrong" not in (question.get_attribute("class") or ""):
                break
    with page.expect_response(lambda r: r.url.endswith("/signature")) as caught:
        page.click("#sign")
    return caught.value


def open_form(hands: Hands) -> dict[str, Any]:
    """The openness that she drafts."""
    return {
        "terms": film_terms(),
        "floor": {"currency": "CNY", "minor": "8000000"},
        "starts_at": wire(hands.now),
        "ends_at": wire(hands.now + timedelta(days=180)),
    }


def test_a_passkey_signs_exactly_what_the_page_showed(demo: Stage, reader: Reader) -> None:
    hands = evidenced(demo, "yejue", "叶蕨", "Ye Jue")
    makes_key(reader, hands)
    keys = hands.get("/api/v1/me")["signing_keys"]
    assert [(k["kind"], k["bound"]) for k in keys] == [("webauthn", True)]

    drafted = hands.post("/api/v1/openness", open_form(hands))
    reader.opens(drafted["sign_url"])
    reader.page.wait_for_selector("article.sheet")
    shown = reader.page.inner_text("article.sheet")
    assert "open to enquiries; no licence is given" in shown
    assert "愿意洽谈，未作授权" in shown
    answer = answers_and_signs(reader)
    assert answer.status == 200
    listed = [p["name"]["en"] for p in hands.get("/api/v1/performers")]
    assert "Ye Jue" in listed


def test_without_user_verification_nothing_is_signed(demo: Stage, reader: Reader) -> None:
    hands = evidenced(demo, "tangyi", "唐漪", "Tang Yi")
    makes_key(reader, hands)
    before = len(hands.get("/api/v1/performers"))
    drafted = hands.post("/api/v1/openness", open_form(hands))
    reader.cannot_verify_themselves()
    reader.opens(drafted["sign_url"])
    reader.page.wait_for_selector("article.sheet")
    for question in reader.page.query_selector_all("fieldset"):
        for option in question.query_selector_all("input[type=radio]"):
            option.check()
            if "wrong" not in (question.get_attribute("class") or ""):
                break
    reader.page.click("#sign")
    reader.page.wait_for_timeout(1500)
    assert len(hands.get("/api/v1/performers")) == before


SIGN_IN_OVER_A_DIGEST = """
async ([digest, rpId, ids]) => {
  const bytes = Uint8Array.from(digest.match(/../g).map((pair) => parseInt(pair, 16)));
  const from = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  try {
    await navigator.credentials.get({ publicKey: { challenge: bytes, rpId, userVerification: 'required',
      allowCredentials: ids.map((id) => ({ type: 'public-key', id: from(id) })) } });
    return 'signed';
  } catch (error) { return error.name; }
}
"""


def test_the_main_host_cannot_ask_for_a_signing_key(demo: Stage, reader: Reader) -> None:
    hands = evidenced(demo, "songzhi", "宋栀", "Song Zhi")
    makes_key(reader, hands)
    drafted = hands.post("/api/v1/openness", open_form(hands))
    host = {"host": f"sign.localhost:{demo.port}"}
    shown = hands.http.get(f"/requests/{drafted['request_id']}", headers=host).json()
    ids = [key["credential_id"] for key in shown["keys"]]

    reader.opens(f"http://localhost:{demo.port}/log/vkey")
    for rp_id in ("sign.localhost", "localhost"):
        outcome = reader.page.evaluate(SIGN_IN_OVER_A_DIGEST, ["00" * 32, rp_id, ids])
        assert outcome != "signed", rp_id
    reader.opens(drafted["sign_url"])
    assert answers_and_signs(reader).status == 200
