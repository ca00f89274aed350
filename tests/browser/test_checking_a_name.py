"""A visitor checks a name in their own browser: each step is shown as it passes, and a rewritten log is seen."""

from collections.abc import Iterator
from typing import Any

import pytest

from propria.demo.stage import Stage
from propria.demo.terms import film_terms
from tests.browser.conftest import joins

pytestmark = pytest.mark.browser
STAR = "Leopold+Varga-Whitlock"
SEEN = "Object.keys(localStorage).find((key) => key.startsWith('propria-seen '))"


@pytest.fixture
def visitor(chromium: Any, demo: Stage) -> Iterator[Any]:
    """A browser that was never here."""
    context = chromium.new_context(base_url=demo.base_url, locale="en")
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def steps(page: Any, where: str = f"/names?q={STAR}") -> list[tuple[str, str]]:
    """What the check of the proof on a page tells, step by step; waits for its verdict."""
    page.goto(where)
    page.click("[data-verify-run]")
    page.wait_for_selector("[data-result] .state")
    rows = page.locator("[data-result] ol:first-child li").all()
    return [(row.get_attribute("data-name"), row.get_attribute("data-step")) for row in rows]


def test_a_stranger_sees_each_step_pass_and_amber_where_one_machine_runs_it_all(visitor: Any) -> None:
    assert steps(visitor) == [
        ("log_signed", "passed"),
        ("map_logged", "passed"),
        ("name_shown", "passed"),
        ("first_visit", "passed"),
    ]
    told = visitor.inner_text("[data-result]")
    assert visitor.get_attribute("[data-result] .state", "data-s") == "wait"
    assert "the log and its witnesses are run by one party" in told
    assert "a licence exists only if its holder shows its bundle" in told


def test_the_next_visit_asks_whether_the_log_only_grew(visitor: Any, demo: Stage) -> None:
    steps(visitor)
    hands = joins(demo, "叶岚", "Ye Lan", "performer")
    hands.proves_domain()
    hands.signs(hands.post("/api/v1/me/demo-key", {}))
    assert steps(visitor)[-1] == ("continues", "passed")

    signed = hands.post("/api/v1/not-granted", {"act": "train"})["statement"]
    shown = steps(visitor, f"/not-granted/{signed}")
    assert {step for _, step in shown} == {"passed"}
    assert visitor.get_attribute("[data-result] .state", "data-s") == "wait", "it is the operator's word"


def test_a_log_that_was_rewritten_since_the_last_visit_is_red(visitor: Any) -> None:
    steps(visitor)
    visitor.evaluate(
        f"""() => {{
            const key = {SEEN}, seen = JSON.parse(localStorage.getItem(key));
            localStorage.setItem(key, JSON.stringify({{ ...seen, root: (seen.root[0] === '0' ? '1' : '0') + seen.root.slice(1) }}));
        }}"""
    )
    assert steps(visitor)[-1] == ("continues", "failed")
    assert visitor.get_attribute("[data-result] .state", "data-s") == "stop"


def test_a_claim_s_file_shows_its_words_and_each_step_of_its_evidence(visitor: Any, demo: Stage) -> None:
    hands = joins(demo, "叶舟", "Ye Zhou", "performer")
    hands.proves_domain()
    hands.signs(hands.post("/api/v1/me/demo-key", {}))
    hands.opens(film_terms(), 8_000_000)
    visitor.goto("/claims")
    visitor.fill("#text", "Ye Zhou is open to enquiries.")
    visitor.click("form.field:has(#text) button")
    with visitor.expect_download() as taking:
        visitor.click("form[action='/claims/bundle'] button")
    visitor.goto("/verify")
    visitor.set_input_files("input[data-drop]", taking.value.path())
    visitor.wait_for_selector("[data-result] .state")
    told = visitor.inner_text("[data-result]")
    assert "Ye Zhou is open to enquiries." in told
    assert "propria verify judges the claim itself" in told
    assert visitor.get_attribute("[data-result] .state", "data-s") == "wait"
    assert visitor.locator("[data-result] ol:first-child li[data-step='failed']").count() == 0
