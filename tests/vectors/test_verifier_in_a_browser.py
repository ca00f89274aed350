"""The web page's verifier in a real browser: the same facts as in Node and Python, offline."""

from pathlib import Path

import pytest
from tests.vectors.test_independent_verifiers import LATER, MADE, comparable, tampered

from propria.kernel.time import wire
from propria.proofs.bundles import verify_bundle

SCRIPT = Path(__file__).parents[2] / "src" / "propria" / "web" / "static" / "js" / "verify.js"
PAGE = "http://localhost:9/"
VERIFY = """async ([bundle, trust, now]) => {
  const { readTrust, verifyBundle } = await import('/verify.js');
  return verifyBundle(bundle, await readTrust(trust), new Date(now));
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page()
    page.route("**/*", lambda route: route.abort())
    page.route(PAGE, lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    script = {"body": SCRIPT.read_text(), "content_type": "text/javascript"}
    page.route(PAGE + "verify.js", lambda route: route.fulfill(**script))
    page.goto(PAGE)
    return page


def in_the_browser(page, bundle, trust):
    return page.evaluate(VERIFY, [bundle.to_bytes().decode(), trust.to_bytes().decode(), wire(LATER)])


@pytest.mark.parametrize("make", MADE, ids=[m.__name__ for m in MADE])
def test_the_browser_gives_the_same_facts(make, page):
    library, bundle = make()
    ours = verify_bundle(bundle.to_bytes(), library.trust(), now=LATER)
    assert comparable(in_the_browser(page, bundle, library.trust())) == comparable(ours)


def test_the_browser_names_the_same_problems(page):
    library, bundle = MADE[1]()
    for name, bad in tampered(bundle).items():
        ours = verify_bundle(bad.to_bytes(), library.trust(), now=LATER)
        assert comparable(in_the_browser(page, bad, library.trust())) == comparable(ours), name
