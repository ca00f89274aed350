"""A bundle is checked in the reader's own browser: from an evidence drawer, or dropped on the page."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.rules.web.house import house, serving
from tests.vectors.test_independent_verifiers import LATER, MADE, tampered

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving(house()) as port:
        yield port


@pytest.fixture
def page(chromium: Any, port: int) -> Iterator[Page]:
    """The style page, at the time of the sample bundles; its log's trust file is theirs."""
    library, _ = MADE[0]()
    context = chromium.new_context()
    page = context.new_page()
    page.clock.set_fixed_time(LATER)
    page.route("**/log/trust", lambda route: route.fulfill(body=library.trust().to_bytes()))
    page.set_default_timeout(20_000)
    page.goto(f"http://localhost:{port}/styleguide")
    yield page
    context.close()


def checked(page: Page, bundle: bytes) -> str:
    """What the drawer tells about a bundle."""
    page.route("**/static/icon.svg*", lambda route: route.fulfill(body=bundle))
    page.click("[data-verify-run]")
    return page.wait_for_selector("[data-result] .state").get_attribute("data-s") or ""


def test_a_drawer_checks_its_bundle_and_says_what_it_cannot_know(page: Page) -> None:
    _, bundle = MADE[0]()
    assert checked(page, bundle.to_bytes()) in {"active", "wait"}
    told = page.inner_text("[data-result]")
    assert "What this cannot know:" in told
    assert "It went by the operator's trust file." in told


def test_a_bundle_that_was_altered_is_red_and_the_reason_is_told_in_words(page: Page) -> None:
    _, bundle = MADE[0]()
    name, bad = next(iter(tampered(bundle).items()))
    assert checked(page, bad.to_bytes()) == "stop", name
    assert page.locator("[data-result] [data-step=failed]").count() >= 1
    assert "proofs." not in page.inner_text("[data-result] [data-step=failed] >> nth=0").splitlines()[0]


def test_a_dropped_bundle_is_checked_on_this_machine(page: Page) -> None:
    _, bundle = MADE[0]()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.set_input_files(
        "#f-file", {"name": "b.json", "mimeType": "application/json", "buffer": bundle.to_bytes()}
    )
    page.wait_for_selector(".field [data-result] .state")
    assert set(sent) == {"GET"}, "nothing is uploaded"


def test_a_reader_s_own_trust_file_is_kept_and_gone_by(page: Page) -> None:
    library, bundle = MADE[0]()
    trust = {"name": "trust.json", "mimeType": "application/json", "buffer": library.trust().to_bytes()}
    page.set_input_files("#f-file", trust)
    page.wait_for_selector("text=From now on this browser goes by this trust file")
    checked(page, bundle.to_bytes())
    assert "It went by your own trust file." in page.inner_text("details [data-result]")
