"""The shell in a real browser: accessible at every width, light and dark, in both languages, by keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cast import Stage
from tests.rules.web.house import Desk, draft, house, serving
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.pages.reader import Reader

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
THEMES = {320: ("light",), 390: ("dark",), 1280: ("light", "dark")}
PAGES = {
    "style": "/styleguide",
    "everything": "/go?q=",
    "refused": "/fails/refused",
    "nowhere": "/nowhere",
    "sign": "/sign/sgn_demo",
}
FINDS = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(found =>
  found.violations.map(each => [each.id, ...each.nodes.map(node => node.html)]))"""
TOO_WIDE = """[...document.querySelectorAll('body *')].filter(e =>
  e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 &&
  !e.closest('.vh,.skip,.scroll') && e.checkVisibility({contentVisibilityAuto: true}))
  .map(e => e.outerHTML.slice(0, 90))"""

SEEN = """getComputedStyle(document.activeElement).outlineStyle !== 'none' || document.activeElement === document.body"""
MOST_STOPS = 80

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    desk = Desk({"sgn_demo": draft(demo=True, keys=[{"key_id": "key_a", "credential_id": "AAAA"}])})
    with serving(house(desk)) as port:
        yield port


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci")
@pytest.mark.parametrize(
    ("language", "width"),
    [
        ("en", 1280),
        ("zh-Hans", 390),
        ("zh-Hans", 320),
        *(
            pytest.param(language, width, marks=pytest.mark.long)
            for language, width in (("en", 320), ("en", 390), ("zh-Hans", 1280))
        ),
    ],
)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits(
    chromium: Any, port: int, name: str, width: int, language: str
) -> None:
    for theme in THEMES[width]:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=theme, bypass_csp=True
        )
        page = context.new_page()
        address = PAGES[name]
        page.goto(f"http://localhost:{port}{address}{'&' if '?' in address else '?'}lang={language}")
        page.wait_for_function("document.fonts.status === 'loaded'")
        if name == "sign":
            page.wait_for_selector(".sheet")
        assert page.evaluate(TOO_WIDE) == []
        if width > 320:  # narrower still, only the layout is new
            page.evaluate(AXE.read_text())
            assert page.evaluate(FINDS, RULES) == []
        context.close()


def test_the_policy_stops_nothing_that_the_shell_needs(chromium: Any, port: int) -> None:
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in ("/styleguide", "/go", "/sign/sgn_demo"):
        page.goto(f"http://localhost:{port}{address}")
        page.wait_for_load_state("networkidle")
    page.close()
    assert complaints == []


def test_the_palette_reaches_a_page_by_keyboard_alone(chromium: Any, port: int) -> None:
    page = chromium.new_page()
    page.goto(f"http://localhost:{port}/styleguide")
    page.keyboard.press("/")
    page.keyboard.type("sentence")
    page.wait_for_selector('#found a[href="/claims"]')
    page.locator("#found a").nth(1).wait_for(state="detached")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/claims"
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims")
    page.close()


def test_a_slash_that_is_typed_into_a_field_stays_there(chromium: Any, port: int) -> None:
    page = chromium.new_page()
    page.goto(f"http://localhost:{port}/styleguide")
    page.locator("#f-title").press("/")
    assert page.locator("#f-title").input_value() == "/"
    assert not page.evaluate("document.getElementById('palette').open")
    page.close()


def test_a_file_dropped_anywhere_lands_in_the_page_s_own_field(chromium: Any, port: int) -> None:
    page = chromium.new_page()
    page.goto(f"http://localhost:{port}/styleguide")
    name = page.evaluate(
        """() => new Promise(done => {
            const files = new DataTransfer();
            files.items.add(new File(['x'], 'clip.mp4'));
            document.addEventListener('change', event => done(event.target.files[0].name), {once: true});
            document.querySelector('h1').dispatchEvent(
                new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}));
        })"""
    )
    page.close()
    assert name == "clip.mp4"


def test_being_offline_is_said(chromium: Any, port: int) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"http://localhost:{port}/go")
    assert page.is_hidden("[data-offline]")
    context.set_offline(True)
    page.wait_for_selector("[data-offline]", state="visible")
    context.close()


def test_filters_swap_only_their_own_part(chromium: Any, port: int) -> None:
    page = chromium.new_page()
    page.goto(f"http://localhost:{port}/styleguide")
    page.evaluate("document.querySelector('h1').dataset.kept = 'yes'")
    with page.expect_response(lambda answer: "who=own" in answer.url) as swapped:
        page.select_option('select[name="who"]', "own")
    assert "<html" not in swapped.value.text()
    page.wait_for_url("**who=own**")
    assert page.locator("#history").count() == 1
    assert page.get_attribute("h1", "data-kept") == "yes"
    page.close()


def test_without_script_every_page_of_the_shell_reads_and_leads_on(chromium: Any, port: int) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"http://localhost:{port}/styleguide")
    page.click(".burger summary")
    page.click('.burger a[href="/go"]')
    assert page.inner_text("h1") == "Every page that you may open."
    page.goto(f"http://localhost:{port}/sign/sgn_demo")
    assert "Signing needs script" in page.inner_text("main")
    context.close()


def test_search_keep_and_compare_by_keyboard_alone(chromium: Any, stage: Stage) -> None:
    """From a word typed into the search to two people side by side; every stop on the way shows where the focus is."""
    _, _, _, brief = two_who_fit(stage)
    reader = Reader(stage).signs_in("cleo")
    with serving(stage.main.app) as port:
        home = f"http://localhost:{port}"
        context = chromium.new_context()
        context.add_cookies(
            [{"name": c.name, "value": c.value or "", "url": home} for c in reader.cookies.jar]
        )
        page = context.new_page()
        page.goto(f"{home}/search")
        tab_to(page, "#f-q")
        page.keyboard.type("mina")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=mina**")
        page.wait_for_function("document.querySelectorAll('#results .cast > li').length === 1")
        page.goto(f"{home}/briefs/{brief}")
        tab_to(page, ".cast form.inline button")
        page.keyboard.press("Enter")
        page.wait_for_selector(f'form[action="/briefs/{brief}/let-go"]')
        for name in ("Tick Mina Haldane", "Tick Wen Zhuxi"):
            tab_to(page, f'label:has-text("{name}") input')
            page.keyboard.press("Space")
        tab_to(page, f'button[formaction="/briefs/{brief}/compare"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/compare?p=**")
        assert page.locator("table th[scope=col]").count() >= 2
        context.close()


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until this has the focus, which is seen at every stop."""
    wanted = page.locator(selector).first
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"No number of tabs leads to {selector}.")
