"""A page for its reader: in their language, whole or the one block asked for, with where they may go."""

import pytest
from tests.rules.web.house import visitor

from propria.plumbing.web.locales import negotiate
from propria.plumbing.web.pages import page_context


@pytest.mark.parametrize(
    ("query", "cookie", "accept", "language"),
    [
        ("zh-Hans", "en", "en", "zh-Hans"),
        (None, "zh-Hans", "en-GB,en;q=0.9", "zh-Hans"),
        (None, None, "fr;q=0.9, zh-CN;q=0.8, en;q=0.7", "zh-Hans"),
        (None, None, "en;q=0.2, zh-TW;q=0.4", "zh-Hans"),
        (None, None, "fr", "en"),
        ("tlh", None, "zh", "zh-Hans"),
        (None, None, "en;q=broken, zh", "zh-Hans"),
        (None, None, None, "en"),
    ],
)
def test_the_address_then_the_cookie_then_the_browser_choose_the_language(
    query: str | None, cookie: str | None, accept: str | None, language: str
) -> None:
    assert negotiate(query=query, cookie=cookie, accept=accept) == language


def test_a_language_once_chosen_stays_chosen() -> None:
    with visitor() as reader:
        assert reader.get("/go").headers["content-language"] == "en"
        chosen = reader.get("/go?lang=zh-Hans")
        assert '<html lang="zh-Hans">' in chosen.text
        assert "您能打开的每一页。" in reader.get("/go").text


def test_the_switch_of_language_keeps_the_rest_of_the_address() -> None:
    with visitor() as reader:
        assert 'href="/go?q=log&amp;lang=zh-Hans" lang="zh-Hans"' in reader.get("/go?q=log").text


def test_htmx_gets_only_the_block_that_it_swaps_and_it_is_the_same_as_in_the_page() -> None:
    with visitor() as reader:
        whole = reader.get("/go?q=check").text
        part = reader.get("/go?q=check", headers={"HX-Request": "true", "HX-Target": "div#found"}).text
        assert "<html" in whole
        assert "<html" not in part
        assert part.strip() in whole


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "HX-Target": "body"},
        {"HX-Request": "true", "HX-Target": "div#no-such-block"},
        {"HX-Request": "true", "HX-Target": "div#found", "HX-History-Restore-Request": "true"},
    ],
)
def test_any_other_request_gets_the_whole_page(headers: dict[str, str]) -> None:
    with visitor() as reader:
        assert "<html" in reader.get("/go", headers=headers).text


def test_the_masthead_says_the_checkpoint_and_warns_when_all_witnesses_run_on_one_machine() -> None:
    with visitor() as reader:
        text = reader.get("/go").text
    assert (
        'As of <a href="/log">checkpoint 48,211</a>, '
        '<time datetime="2026-11-22T10:04:00Z">22 Nov 2026, 10:04 UTC' in text
    )
    assert '<span class="state" data-s="wait">3 of 3 witnesses agree, all on one machine</span>' in text


def test_a_page_says_where_its_reader_may_go() -> None:
    with visitor() as reader:
        public, mina = reader.get("/go").text, reader.get("/go?as=mina").text
    assert 'href="/claims"' in public
    assert 'href="/terms"' not in public
    assert 'href="/withdraw"' in mina
    assert "Mina Haldane" in mina


def test_the_palette_finds_pages_and_records_and_says_when_there_are_none() -> None:
    with visitor() as reader:
        assert 'href="/performers/prf_mina"' in reader.get("/go?q=mina").text
        assert 'href="/verify"' in reader.get("/go?q=核验").text
        assert "No page and no record of yours answers to that." in reader.get("/go?q=zzzz").text


def test_what_a_reader_typed_is_never_markup() -> None:
    with visitor() as reader:
        assert "<script>alert" not in reader.get("/go?q=<script>alert(1)</script>").text


def test_the_style_page_is_for_the_demo_alone() -> None:
    with visitor() as reader:
        assert reader.get("/styleguide").status_code == 200
        assert reader.get("/styleguide?real=1").status_code == 404


def test_a_page_context_is_frozen_and_a_template_has_one() -> None:
    class Loose:
        pass

    with pytest.raises(TypeError, match="frozen dataclass"):
        page_context("house/loose.html")(Loose)
