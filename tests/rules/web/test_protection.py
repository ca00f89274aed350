"""What the browser is told to forbid, and that no form is accepted from another site."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from tests.rules.web.house import visitor

import propria.web
from propria.plumbing.web.pages import Policy
from propria.plumbing.web.security import VIEWER_STYLE, content_policy

VENDORED = Path(propria.web.__file__).parent / "static" / "vendor"


def test_every_answer_forbids_what_it_does_not_need() -> None:
    with visitor() as reader:
        for address in ("/go", "/nowhere", "/static/css/propria.css", "/api/v1/machines"):
            headers = reader.get(address).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy, address
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"


def test_only_the_3d_page_may_compile_webassembly_and_none_may_evaluate() -> None:
    assert "'wasm-unsafe-eval'" in content_policy(Policy.VIEWS_3D)
    assert "wasm" not in content_policy(Policy.STRICT)
    assert all("'unsafe-eval'" not in content_policy(p) for p in Policy)
    assert all("'unsafe-inline'" not in content_policy(p) for p in Policy)


def test_the_3d_page_may_bear_the_viewer_s_own_style_and_no_other() -> None:
    viewer = (VENDORED / "model-viewer" / "model-viewer.min.js").read_text("utf-8")
    own = [style.encode() for style in re.findall(r"<style>(.*?)</style>", viewer, re.S)]
    hashes = ["sha256-" + b64encode(sha256(style).digest()).decode() for style in own]
    assert hashes == [VIEWER_STYLE]
    assert f"style-src 'self' '{VIEWER_STYLE}';" in content_policy(Policy.VIEWS_3D)
    assert "style-src 'self';" in content_policy(Policy.STRICT)


def test_a_form_may_lead_to_the_signing_host() -> None:
    with visitor() as reader:
        assert (
            "form-action 'self' http://sign.localhost:8000"
            in reader.get("/go").headers["content-security-policy"]
        )


def test_a_form_without_its_token_is_refused_and_with_it_accepted() -> None:
    with visitor() as reader:
        token = re.search(r'"x-csrftoken":"(\w+)"', reader.get("/go").text)
        assert token is not None
        assert reader.post("/kept", data={"a": "b"}).status_code == 403
        assert reader.post("/kept", data={"a": "b", "_csrf_token": "0" * 128}).status_code == 403
        assert reader.post("/kept", data={"a": "b", "_csrf_token": token[1]}).status_code == 201
        assert reader.post("/kept", headers={"x-csrftoken": token[1]}).status_code == 201


def test_cookies_are_out_of_the_reach_of_scripts_and_of_other_sites() -> None:
    with visitor() as reader:
        token = re.search(r'"x-csrftoken":"(\w+)"', reader.get("/go").text)
        assert token is not None
        cookies = [
            *reader.get("/go", headers={"cookie": ""}).headers.get_list("set-cookie"),
            *reader.post("/kept", headers={"x-csrftoken": token[1]}).headers.get_list("set-cookie"),
        ]
    assert cookies
    for cookie in cookies:
        assert "httponly" in cookie.lower()
        assert "samesite=lax" in cookie.lower()
        assert "domain" not in cookie.lower(), "a cookie of the main host must not reach the signing host"
