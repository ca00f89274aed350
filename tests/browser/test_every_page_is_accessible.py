"""Every page of a library in which the story was played, in a real browser under its own policy: nobody is shut out."""

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from propria.demo.stage import Stage
from tests.browser.pages import NOT_A_PAGE, Seen, pages_of, pages_without_id, played, routes
from tests.browser.screenshots import shows, signs_in

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FINDS = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(found =>
  found.violations.map(v => `axe ${v.id}: ${v.nodes.map(node => node.html.slice(0, 160))}`))"""
TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter(e =>
  e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 &&
  !e.closest('.vh,.skip,.scroll') && e.checkVisibility({contentVisibilityAuto: true}))
  .map(e => e.outerHTML.slice(0, 120))"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci"),
]


@dataclass(frozen=True)
class Look:
    """How somebody reads: their language, their screen, their light."""

    language: str
    width: int
    theme: str

    def of(self, browser: Any) -> Any:
        """A browser profile that reads so, with axe in every page before the page's own script."""
        context = browser.new_context(
            viewport={"width": self.width, "height": 900}, color_scheme=self.theme, locale=self.language
        )
        context.add_init_script(path=AXE)
        return context


LOOKS = [Look("en", 1280, "light"), Look("zh-Hans", 390, "dark")]


class Faults:
    """What a browser complains of by itself while pages are open."""

    def __init__(self, page: Any) -> None:
        self.found: list[str] = []
        page.on("console", lambda said: said.type == "error" and self.found.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("requestfailed", lambda asked: self.found.append(f"failed: {asked.url} {asked.failure}"))
        page.on("response", lambda a: a.status >= 400 and self.found.append(f"{a.status}: {a.url}"))


def inspected(page: Any, look: Look) -> list[str]:
    """What is wrong with the page as it stands: axe's violations, what sticks out, a language that is not the reader's."""
    wide, lang = page.evaluate(TOO_WIDE), page.evaluate("document.documentElement.lang")
    return [
        *page.evaluate(FINDS, RULES),
        *(f"too wide: {html}" for html in wide),
        *([] if lang == look.language else [f"lang is {lang}"]),
    ]


def visited(page: Any, stage: Stage, seen: Seen, look: Look, faults: Faults) -> list[str]:
    """Everything wrong with one page, and whatever the browser said while it loaded."""
    faults.found.clear()
    status = shows(page, stage, seen, look.language)
    wrong = inspected(page, look)
    said = [] if status == seen.status else [f"answered {status}"]
    expected = f"{seen.status}: " if seen.status >= 400 else "no fault is expected"
    own = [f for f in faults.found if not f.startswith(expected) and f"status of {seen.status}" not in f]
    return [f"{seen.name} ({look.language}, {look.width} px): {what}" for what in [*said, *own, *wrong]]


@pytest.fixture(scope="module")
def pages(demo: Stage, tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    """The pages of the library after the story."""
    return pages_of(played(demo, tmp_path_factory.mktemp("out")))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{look.width}-{look.theme}")
def test_every_page_is_accessible_fits_and_loads_without_fault(
    chromium: Any, demo: Stage, pages: list[Seen], look: Look
) -> None:
    wrong = []
    for who, theirs in groupby(sorted(pages, key=lambda seen: seen.who), key=lambda seen: seen.who):
        context = look.of(chromium)
        if who:
            signs_in(context, demo, who)
        page = context.new_page()
        faults = Faults(page)
        for seen in theirs:
            wrong += visited(page, demo, seen, look, faults)
        context.close()
    assert wrong == [], "\n".join(wrong)


PLANTED = """() => {
  document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="/static/nowhere.png">');
  const wide = document.createElement('p');
  wide.style.width = '2000px';
  document.querySelector('main').append(wide);
  document.documentElement.lang = 'fr';
}"""


def test_a_page_with_faults_is_found(chromium: Any, demo: Stage) -> None:
    look = LOOKS[1]
    context = look.of(chromium)
    page = context.new_page()
    faults = Faults(page)
    assert visited(page, demo, Seen("", "/how"), look, faults) == []
    with page.expect_response("**/nowhere.png"):
        page.evaluate(PLANTED)
    told = "\n".join([*faults.found, *inspected(page, look)])
    context.close()
    assert "axe image-alt" in told
    assert "too wide" in told
    assert "404" in told
    assert "lang is fr" in told


def test_every_page_of_the_application_is_in_the_tour(pages: list[Seen]) -> None:
    toured = {seen.address.partition("?")[0] for seen in pages}
    assert set(pages_without_id()) <= toured
    for route in routes() - set(NOT_A_PAGE):
        address = re.compile(re.sub(r"\{[^}]*\}", "[^/]+", route))
        assert any(address.fullmatch(a) for a in toured), route
    assert set(NOT_A_PAGE) <= routes()


def test_signing_in_leads_each_to_their_own_first_page(chromium: Any, demo: Stage) -> None:
    for who, first in {"mina": "/home", "rafael": "/home", "cleo": "/briefs", "otto": "/desk"}.items():
        context = chromium.new_context()
        assert signs_in(context, demo, who) == demo.base_url + first
        context.close()
