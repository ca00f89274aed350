"""A person signs in a real browser: what the key signs is what the page showed, and nothing else may be."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page
from tests.rules.web.house import Desk, draft, house, serving, statement_digest
from webauthn import verify_registration_response
from webauthn.helpers import base64url_to_bytes

from propria.proofs.canonical import from_b64, to_b64
from propria.proofs.webauthn import Assertion, RelyingParty, check_assertion

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
CREATION = {
    "challenge": to_b64(b"c" * 32),
    "rp": {"id": "sign.localhost", "name": "Propria"},
    "user": {"id": to_b64(b"per_mina"), "name": "Mina Haldane", "displayName": "Mina Haldane"},
    "pubKeyCredParams": [],
}


@dataclass
class Signer:
    """Somebody at the signing page, with a virtual authenticator."""

    page: Page
    cdp: CDPSession
    authenticator: str
    desk: Desk
    port: int

    @property
    def origin(self) -> str:
        return f"http://sign.localhost:{self.port}"

    def open(self, request_id: str, language: str = "en") -> None:
        self.page.goto(f"{self.origin}/?r={request_id}&lang={language}")

    def answer(self, option: int) -> None:
        self.page.locator("fieldset input").nth(option).check()

    def last(self, act: str) -> dict[str, Any]:
        return next(data for _, done, data in reversed(self.desk.received) if done == act)

    def make_key(self) -> tuple[str, bytes]:
        """Make a signing key on the page; gives its credential id and its COSE public key."""
        self.desk.registrations["sgn_key"] = CREATION
        self.desk.drafted["sgn_binding"] = draft(questions=[])
        self.open("sgn_key")
        self.page.click("#make-key")
        self.page.wait_for_selector(".sheet")
        credential = self.last("key")["credential"]
        made = verify_registration_response(
            credential=json.dumps(credential),
            expected_challenge=b"c" * 32,
            expected_rp_id="sign.localhost",
            expected_origin=self.origin,
            require_user_verification=True,
        )
        return credential["id"], made.credential_public_key


@pytest.fixture
def signer(chromium: Any) -> Iterator[Signer]:
    desk = Desk()
    with serving(house(desk)) as port:
        context = chromium.new_context()
        page = context.new_page()
        cdp = context.new_cdp_session(page)
        cdp.send("WebAuthn.enable", {"enableUI": False})
        added = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield Signer(page, cdp, added["authenticatorId"], desk, port)
        context.close()


def test_the_key_signs_the_digest_of_the_words_on_the_page(signer: Signer) -> None:
    credential_id, public = signer.make_key()
    drafted = draft(keys=[{"key_id": "key_mina", "credential_id": credential_id}])
    signer.desk.drafted["sgn_open"] = drafted
    signer.open("sgn_open")
    signer.answer(1)
    signer.page.click("#sign")
    signer.page.wait_for_selector("#back")
    sent = signer.last("signature")
    answer = sent["credential"]["response"]
    assert sent["key_id"] == "key_mina"
    assert sent["statement"] == drafted["statement"]
    check_assertion(
        Assertion(
            from_b64(answer["authenticatorData"]),
            from_b64(answer["clientDataJSON"]),
            from_b64(answer["signature"]),
        ),
        public,
        challenge=statement_digest(drafted["statement"]),
        relying_party=RelyingParty("sign.localhost", signer.origin),
    )
    assert signer.page.inner_text("h1") == "Signed."
    assert signer.page.get_attribute("#back", "href") == f"http://localhost:{signer.port}/home"


def test_a_new_key_is_bound_by_a_statement_that_it_signs_itself(signer: Signer) -> None:
    credential_id, _ = signer.make_key()
    assert base64url_to_bytes(credential_id)
    assert signer.page.inner_text("h1") == "Open to enquiries"


def test_the_page_works_out_the_same_digest_as_the_library(signer: Signer) -> None:
    drafted = draft(demo=True)
    drafted["statement"]["body"] = {
        "\u20ac": "€ \u2028",
        "\r": 'x\\y"',
        "ö": [1, 0, -5],
        "😀": {},
        "ﬀ": [],
        "1": "\u0007",
    }
    signer.desk.drafted["sgn_demo"] = drafted
    signer.open("sgn_demo")
    signer.answer(1)
    signer.page.click("#demo-sign")
    signer.page.wait_for_selector("#back")
    assert signer.last("demo-signature") == {"digest": statement_digest(drafted["statement"]).hex()}


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_both_languages_and_what_is_not_allowed_are_shown(signer: Signer, language: str) -> None:
    drafted = draft(demo=True)
    signer.desk.drafted["sgn_demo"] = drafted
    signer.open("sgn_demo", language)
    shown = signer.page.inner_text(".sheet")
    for text in drafted["statement"]["text"].values():
        for line in text.split("\n"):
            assert line in shown
    assert "Using your face or your voice" in shown
    assert "使用您的形象或声音" in shown
    assert signer.page.get_attribute("html", "lang") == language


def test_the_button_sleeps_until_every_question_is_answered_rightly(signer: Signer) -> None:
    signer.desk.drafted["sgn_demo"] = draft(demo=True)
    signer.open("sgn_demo")
    assert signer.page.is_disabled("#demo-sign")
    signer.answer(0)
    assert signer.page.is_disabled("#demo-sign")
    assert "Openness is no licence. Choose again" in signer.page.inner_text(".wrong")
    signer.answer(1)
    assert signer.page.is_enabled("#demo-sign")


def test_the_demo_key_is_offered_only_where_the_library_is_a_demo(signer: Signer) -> None:
    signer.desk.drafted["sgn_real"] = draft(keys=[{"key_id": "key_x", "credential_id": to_b64(b"x" * 16)}])
    signer.open("sgn_real")
    signer.page.wait_for_selector("#sign")
    assert signer.page.locator("#demo-sign").count() == 0


def test_a_shared_device_is_warned_of_before_anything_is_signed(signer: Signer) -> None:
    """A device that somebody else signed on, or of which its holder says so: no key is asked until the warning is read."""
    credential_id, _ = signer.make_key()
    signer.desk.drafted["sgn_mina"] = draft(keys=[{"key_id": "key_mina", "credential_id": credential_id}])
    signer.open("sgn_mina")
    signer.answer(1)
    assert signer.page.inner_text("#device-warning") == ""
    signer.page.click("#sign")
    signer.page.wait_for_selector("#back")
    signer.open("sgn_mina")
    assert signer.page.inner_text("#device-warning") == "", "her own key signed here before"
    signer.desk.drafted["sgn_cleo"] = draft(keys=[{"key_id": "key_cleo", "credential_id": credential_id}])
    signer.open("sgn_cleo")
    signer.page.wait_for_selector("#sign")
    assert signer.page.inner_text("#device-warning").startswith("Somebody else has signed on this device.")
    signer.open("sgn_mina", "zh")
    signer.page.check("#shared-device")
    assert "公用" in signer.page.inner_text(".device")
    signer.open("sgn_mina")
    assert "Whoever holds this device" in signer.page.inner_text("#device-warning")
    signer.answer(1)
    assert signer.page.is_disabled("#sign"), "every question is answered, and the warning is not"
    signer.page.check("#warning-read")
    assert signer.page.is_enabled("#sign")
    signer.page.uncheck("#warning-read")
    assert signer.page.is_disabled("#sign")
    signer.page.uncheck("#shared-device")
    assert signer.page.is_hidden("#warning-read")
    assert signer.page.is_enabled("#sign"), "her own device: nothing to read"


def test_no_signature_without_the_person_being_verified(signer: Signer) -> None:
    credential_id, _ = signer.make_key()
    signer.desk.drafted["sgn_open"] = draft(keys=[{"key_id": "key_mina", "credential_id": credential_id}])
    signer.cdp.send(
        "WebAuthn.setUserVerified", {"authenticatorId": signer.authenticator, "isUserVerified": False}
    )
    signer.open("sgn_open")
    signer.answer(1)
    signer.page.click("#sign")
    told = signer.page.wait_for_selector(".trouble").inner_text()
    assert "Nothing was signed." in told
    assert "Your device gave no signature" in told
    assert [act for _, act, _ in signer.desk.received] == ["key"]


def test_words_whose_time_is_up_cannot_be_signed(signer: Signer) -> None:
    drafted = draft(demo=True, questions=[])
    drafted["statement"]["expires_at"] = "2020-01-01T00:00:00Z"
    signer.desk.drafted["sgn_old"] = drafted
    signer.open("sgn_old")
    assert "These words have expired" in signer.page.wait_for_selector(".trouble").inner_text()
    assert signer.page.is_disabled("#demo-sign")


def test_declining_is_one_step_and_signs_nothing(signer: Signer) -> None:
    signer.desk.drafted["sgn_demo"] = draft(demo=True)
    signer.open("sgn_demo")
    signer.page.click("#decline")
    signer.page.wait_for_selector("#back")
    assert [act for _, act, _ in signer.desk.received] == ["decline"]
    assert "You declined." in signer.page.inner_text("h1")


def test_an_address_under_which_nothing_waits_says_what_to_do(signer: Signer) -> None:
    signer.open("sgn_nothing")
    assert "Nothing waits for your signature" in signer.page.wait_for_selector(".trouble").inner_text()


def test_a_way_back_to_another_site_leads_home_instead(signer: Signer) -> None:
    signer.desk.drafted["sgn_demo"] = draft(demo=True, return_url="https://elsewhere.example/steal")
    signer.open("sgn_demo")
    signer.page.wait_for_selector("#change")
    assert signer.page.get_attribute("#change", "href") == f"http://localhost:{signer.port}/"


def test_words_that_hold_markup_stay_words(signer: Signer) -> None:
    drafted = draft(demo=True)
    drafted["statement"]["text"]["en"] = "I <b onclick=x>agree</b> <img src=x>"
    drafted["title"] = {"zh": "<i>", "en": "<i>title</i>"}
    signer.desk.drafted["sgn_demo"] = drafted
    signer.open("sgn_demo")
    assert "I <b onclick=x>agree</b> <img src=x>" in signer.page.inner_text(".sheet")
    assert signer.page.locator(".sheet img").count() == 0


def test_a_number_that_no_statement_may_hold_is_not_signed(signer: Signer) -> None:
    drafted = draft(demo=True)
    drafted["statement"]["body"] = {"fee": 0.5}
    signer.desk.drafted["sgn_demo"] = drafted
    signer.open("sgn_demo")
    assert "Do not sign" in signer.page.wait_for_selector(".trouble").inner_text()
