"""A visitor tries themselves in the demo: own key, live camera, spoken consent.

That nothing is left when the demo stops is a story of tests/stories/demo.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from propria.demo.stage import Stage
from tests.browser.conftest import AUTHENTICATOR, Reader
from tests.browser.test_signing_with_a_passkey import answers_and_signs

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(chromium: Any, demo: Stage) -> Iterator[Reader]:
    """Somebody with a camera, a microphone and an authenticator."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.grant_permissions(["camera", "microphone"], origin=demo.base_url)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable", {"enableUI": False})
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield Reader(page, devtools, demo, made["authenticatorId"])
    context.close()


def joins_with_a_key_of_their_own(visitor: Reader) -> None:
    """A name, a domain that vouches for it, a passkey that signs."""
    page, base = visitor.page, visitor.stage.base_url
    page.goto(f"{base}/join")
    page.fill("[name=zh]", "访客")
    page.fill("[name=en]", "A Visitor")
    page.select_option("[name=role]", "performer")
    page.get_by_role("button", name="Join").click()
    page.goto(f"{base}/claim")
    page.get_by_role("button", name="Take this one").click()
    page.get_by_role("button", name="Publish it for me (demo)").click()
    page.get_by_role("button", name="It is there: look").click()
    page.wait_for_url("**/keys")
    page.get_by_role("button", name="Make a signing passkey").click()
    page.click("#make-key")
    assert answers_and_signs(visitor).status == 200


def begins_a_session(visitor: Reader) -> None:
    """The consent to be recorded, signed; then a session."""
    page, base = visitor.page, visitor.stage.base_url
    page.goto(f"{base}/captures")
    page.fill("[name=reason]", "To see how I would be recorded")
    page.get_by_role("button", name="Read it, then sign").click()
    assert answers_and_signs(visitor).status == 200
    page.goto(f"{base}/captures")
    page.fill("[name=place]", "at home")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/captures/cap_*")


def kept(page: Any) -> list[str]:
    """What lies in the session, as the page says it."""
    return list(page.locator("section.part").last.locator("li .t").all_inner_texts())


def records(page: Any, form: Any, *, photo: bool = False) -> None:
    """With this device, through the page's own buttons; until the page comes back with the recording in it."""
    before = len(kept(page))
    form.locator("[data-open]").click()
    with page.expect_response(lambda r: r.url.endswith("/finish")) as sent:
        form.locator("[data-shoot]" if photo else "[data-start]").click()
        if not photo:
            form.locator("[data-stop]").click()
    assert sent.value.status == 201, f"the recording was not taken in: {sent.value.text()}"
    page.locator("section.part").last.locator("li").nth(before).wait_for()


ADVICE = """async () => {
  const { looks, stands, sounds, hushed } = await import(document.querySelector('script[src*="coach"]').src);
  const filled = (luma) => Uint8ClampedArray.from({ length: 6400 }, (_, at) => luma((at >> 2) % 40, (at >> 2) / 40 | 0));
  const picture = (luma) => ({ width: 40, data: filled(luma) });
  const box = { x: 0, y: 0, width: 40, height: 40 }, face = (x, width) => ({ x, y: 30, width, height: 40 });
  const checks = (x, y) => ((x + y) % 2 ? 150 : 110), steady = (rms, peak) => Array(10).fill({ rms, peak });
  return [
    looks(picture(checks), box), looks(picture(() => 20), box), looks(picture(() => 255), box),
    looks(picture((x, y) => checks(x, y) * (x < 20 ? 1.5 : 0.5)), box), looks(picture(() => 120), box),
    stands([face(30, 40)], 100, 100), stands([], 100, 100), stands([face(0, 40), face(50, 40)], 100, 100),
    stands([face(45, 10)], 100, 100), stands([face(10, 80)], 100, 100), stands([face(0, 40)], 100, 100),
    sounds([...steady(0.001, 0.01), ...steady(0.2, 0.6)]), sounds(steady(0.001, 0.01)), sounds(steady(0.1, 1)),
    hushed(Array(3).fill(steady(0.002, 0.01)).flat()), hushed([0, 1, 0, 1, 0].flatMap((one) => steady(one ? 0.02 : 0.002, 0.1))),
  ];
}"""
"""The coach's advice on pictures, faces and sounds that are known: good, dark, burnt, lit from one side, soft; ..."""


SEEN = {
    "faces": 1, "box": [0.3, 0.2, 0.4, 0.6], "points": [[0.4, 0.4], [0.6, 0.4]], "says": ["dark", "turn_left"],
    "reached": ["left", "right", "up"],
}  # fmt: skip
DRAWN = """() => {
  const canvas = document.querySelector('[data-drawn]');
  return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.filter((one) => one).length;
}"""


def is_coached(page: Any) -> None:
    """The coach knows what is wrong with known pictures and sounds, and says something of what the camera sees."""
    assert page.evaluate(ADVICE) == [
        [], ["dark"], ["burnt", "soft"], ["one_sided"], ["soft"],
        [], ["no_face"], ["several"], ["far"], ["near"], ["aside"],
        [], ["faint"], ["clipped", "noisy"],
        ["still"], ["still", "breath_1", "breath_2"],
    ]  # fmt: skip
    page.route("**/captures/*/watch", lambda route: route.fulfill(json=SEEN))
    page.locator("[data-step]").first.click()
    page.locator("form[data-coached] [data-open]").click()
    page.locator('[data-tip="dark"]:not([hidden])').wait_for()
    assert page.locator('[data-tip="turn_left"]').is_hidden(), "a head turn is not told to face the camera"
    aims = page.locator("[data-goal]:not([hidden])")
    assert (aims.count(), aims.locator("[data-done]:not([hidden])").count()) == (4, 0)
    page.locator("form[data-coached] [data-start]").click()
    page.locator('[data-goal="up"] [data-done]:not([hidden])').wait_for()
    assert page.evaluate(DRAWN) > 0
    page.locator("[data-next]").click()
    page.locator("[data-all-seen]:not([hidden])").wait_for()
    page.unroute("**/captures/*/watch")
    page.reload()


def test_a_visitor_records_consents_aloud_and_hears_it(visitor: Reader) -> None:
    """Key, consent, a photo over a connection that breaks once, a clip, a voice, the consent said aloud; all of it in the vault."""
    page, stage = visitor.page, visitor.stage
    joins_with_a_key_of_their_own(visitor)
    begins_a_session(visitor)
    assert page.locator("[data-noscript]").is_hidden()

    is_coached(page)
    take = page.locator("form[data-capture]").last
    take.locator("[name=kind]").select_option("photo")
    page.route("**/uploads/*?offset=*", lambda route: route.abort(), times=1)
    records(page, take, photo=True)
    take.locator("[name=kind]").select_option("video")
    take.locator("[name=line]").fill("The lamps are lit.")
    records(page, take)
    take.locator("[name=kind]").select_option("voice")
    take.locator("[name=line]").fill("And nobody is home.")
    records(page, take)

    aloud = page.locator("form[data-capture]").first
    assert "I am A Visitor. Today is " in aloud.inner_text()
    records(page, aloud)
    assert "You said it aloud." in page.inner_text("main")
    said = kept(page)
    assert [one.partition(":")[0].strip() for one in said] == ["spoken consent", "voice", "video", "photo"]

    page.goto(f"{stage.base_url}/vault")
    assert "4 recordings of you are held" in page.inner_text("h1")
    assert "demo" in page.inner_text("body").lower()
    with page.expect_response("**/vault/*/open") as heard:
        page.get_by_role("button", name="Open spoken consent").click()
    assert heard.value.status == 200
    assert heard.value.headers["content-type"].startswith("audio/webm")
