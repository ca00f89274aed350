"""The signing page is one file, known by its hash, that may run its own script and nothing else."""

import hashlib
import re

from tests.rules.web.house import visitor

from propria.web.sign_page import build, headers, page_bytes, page_digest


def test_the_page_served_is_the_page_built_from_its_parts() -> None:
    assert page_bytes() == build(), "run: python -m propria.web.sign_page"


def test_its_hash_is_of_the_exact_bytes_that_a_reader_gets() -> None:
    with visitor() as reader:
        first, second = reader.get("/sign/sgn_a"), reader.get("/?r=sgn_b&lang=zh")
    assert first.content == second.content
    assert hashlib.sha256(first.content).digest() == page_digest()


def test_it_allows_its_own_script_and_style_by_hash_and_nothing_else() -> None:
    policy = headers()["content-security-policy"]
    assert re.search(r"script-src 'sha256-[\w+/=]+';", policy)
    assert re.search(r"style-src 'sha256-[\w+/=]+';", policy)
    assert "'self'" in policy.split("connect-src")[1].split(";")[0]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


def test_it_loads_nothing() -> None:
    text = page_bytes().decode()
    assert not re.search(r"<(?:link(?! rel=.icon. href=.data:)|img|iframe|script src|object|embed)\b", text)
    assert "http://" not in text
    assert "https://" not in text


def test_the_signing_host_gives_it_no_cookie_and_takes_none() -> None:
    with visitor() as reader:
        answer = reader.get("/sign/sgn_a")
    assert "set-cookie" not in answer.headers


def test_a_reader_who_holds_it_is_told_that_it_did_not_change() -> None:
    with visitor() as reader:
        etag = reader.get("/sign/sgn_a").headers["etag"]
        assert reader.get("/sign/sgn_a", headers={"if-none-match": etag}).status_code == 304
