"""From claiming a name to a request that is denied, by pages alone, each act by the person whose act it is, with passkeys."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from propria.demo.stage import Stage
from tests.browser.conftest import AUTHENTICATOR
from tests.browser.screenshots import signs_in
from tests.browser.test_signing_with_a_passkey import answers_and_signs
from tests.renders import a_take

pytestmark = pytest.mark.browser


class Visitor:
    """Somebody at a browser of their own, with an authenticator of their own; they act on pages only."""

    def __init__(self, browser: Any, stage: Stage) -> None:
        self.stage = stage
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("WebAuthn.enable", {"enableUI": False})
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    def opens(self, path: str) -> None:
        """Go to a page of the library."""
        self.page.goto(self.stage.base_url + path)

    def presses(self, name: str) -> None:
        """Press a button or follow a link, and be on the next page."""
        found = self.page.get_by_role("button", name=name, exact=True)
        (found if found.count() else self.page.get_by_role("link", name=name, exact=True)).first.click()
        self.page.wait_for_load_state("load")

    def unfolds(self, name: str) -> None:
        """Open the questions that a field stands in, the outermost first, where they are folded."""
        for fold in self.page.locator(f'main details:not([open]):has([name="{name}"]) > summary').all():
            fold.click()

    def fills(self, **fields: str) -> None:
        """Type into fields, by their names."""
        for name, value in fields.items():
            self.unfolds(name)
            field = self.page.locator(f'main [name="{name}"]')
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def ticks(self, name: str, *values: str) -> None:
        """Tick boxes of one question."""
        self.unfolds(name)
        for value in values:
            self.page.check(f'main input[name="{name}"][value="{value}"]')

    def signs(self) -> None:
        """Read the sheet on the signing host, answer its questions, sign with the passkey, and go back."""
        assert answers_and_signs(SimpleNamespace(page=self.page)).status == 200
        self.page.click("#back")
        self.page.wait_for_url(self.stage.base_url + "/**")

    def joins(self, zh: str, en: str, role: str) -> None:
        """Make an account."""
        self.opens("/join")
        self.fills(zh=zh, en=en, role=role)
        self.presses("Join")

    def makes_signing_key(self) -> None:
        """A passkey on the signing host, and the statement that it is theirs."""
        self.opens("/keys")
        self.presses("Make a signing passkey")
        self.page.click("#make-key")
        self.signs()

    def read(self) -> str:
        """The words of the page."""
        return str(self.page.inner_text("main"))


@pytest.fixture
def performer(chromium: Any, demo: Stage) -> Iterator[Visitor]:
    """Nobody yet."""
    visitor = Visitor(chromium, demo)
    yield visitor
    visitor.context.close()


@pytest.fixture
def creator(chromium: Any, demo: Stage) -> Iterator[Visitor]:
    """Nobody yet."""
    visitor = Visitor(chromium, demo)
    yield visitor
    visitor.context.close()


def claims_a_name(performer: Visitor) -> None:
    """Join, let a domain publish the line, make both kinds of key, and come back with the one that opens the door."""
    performer.joins("霍青梧", "Huo Qingwu", "performer")
    performer.presses("Take this one")
    performer.presses("Publish it for me (demo)")
    performer.presses("It is there: look")
    performer.presses("Add a sign-in passkey")
    performer.page.wait_for_selector("[data-passkey-done]", state="visible")
    performer.makes_signing_key()
    performer.opens("/keys")
    performer.presses("Sign out")
    performer.opens("/sign-in")
    performer.page.click("[data-passkey-run]")
    performer.page.wait_for_url("**/home")


def opens(performer: Visitor) -> None:
    """Say what one may be asked for, and what never."""
    performer.opens("/terms")
    performer.ticks("attribute", "image", "voice")
    performer.ticks("act", "generate", "edit")
    assert "altering a recorded performance" in performer.page.inner_text("#q-act > summary")
    performer.page.uncheck('main input[name="act"][value="edit"]')
    performer.ticks("medium", "series")
    performer.ticks("territory", "CN")
    performer.ticks("language", "zh")
    performer.ticks("theme", "drama")
    performer.ticks("script", "lodged")
    performer.ticks("red_theme", "nudity")
    performer.ticks("provider", "propria-embedded")
    performer.fills(rating="16", floor="80,000", days="180")
    performer.ticks("shows_name", "yes")
    performer.presses("Read it, then sign")
    performer.signs()


def agree_to_be_recorded(performer: Visitor) -> None:
    """Consent to one purpose."""
    performer.opens("/captures")
    performer.fills(reason="The Salt Road, one session")
    performer.presses("Read it, then sign")
    performer.signs()


def records_a_take(performer: Visitor) -> None:
    """A session, and a clip that was filmed elsewhere, into the vault."""
    performer.opens("/captures")
    performer.fills(place="at home")
    performer.presses("Begin")
    form = performer.page.locator("form[data-capture]").last
    form.locator("[name=kind]").select_option("video")
    form.locator("input[type=file]").set_input_files(
        files=[{"name": "take.mp4", "mimeType": "video/mp4", "buffer": a_take()}]
    )
    form.get_by_role("button", name="Put it into my vault").click()
    performer.page.locator("section.part").last.locator("li .t").first.wait_for()


def offers(creator: Visitor) -> str:
    """A brief, who fits, an offer; the deal's page."""
    creator.joins("白屿影业", "Baiyu Pictures", "creator")
    creator.makes_signing_key()
    creator.opens("/briefs/new")
    today = datetime.now(UTC).date().isoformat()
    creator.fills(
        title_zh="盐路", title_en="The Salt Road", role="ferryman", budget="100,000", starts_on=today
    )
    creator.ticks("structure", "flat")
    creator.ticks("none_of", "approval")
    creator.presses("See who fits")
    card = creator.page.locator("ol.cast > li", has_text="Huo Qingwu")
    card.get_by_role("link", name="Make an offer").click()
    creator.presses("Send the offer")
    return str(creator.page.url).removeprefix(creator.stage.base_url)


def negotiate_and_sign(performer: Visitor, creator: Visitor, deal: str) -> str:
    """Counter, agreement, contract, two signatures; the licence's page."""
    performer.opens(deal)
    performer.presses("Counter")
    performer.fills(seconds="480")
    performer.presses("Send the counter")
    creator.opens(deal)
    assert "480" in creator.page.inner_text("#changed")
    creator.presses("Agree to these terms")
    creator.presses("Make the contract")
    for side in (creator, performer):
        side.opens(deal)
        side.presses("Read it once more and sign")
        side.signs()
    creator.opens(deal)
    creator.presses("The licence")
    return str(creator.page.url).removeprefix(creator.stage.base_url)


def funds_are_held(chromium: Any, stage: Stage, licence: str) -> None:
    """Otto records that the money came in."""
    otto = Visitor(chromium, stage)
    signs_in(otto.context, stage, "otto")
    otto.opens("/money")
    otto.fills(licence=licence.rpartition("/")[2], amount="100,000", reference="BANK-7")
    otto.presses("Record funds held")
    otto.context.close()


def renders_two_seconds(creator: Visitor, licence: str) -> str:
    """A cut of the take: its price, a permit, the file; the address of its passport."""
    creator.opens(f"/studio?licence={licence.rpartition('/')[2]}&what=take")
    creator.fills(to="2")
    creator.presses("What does it cost?")
    assert "This render adds at most" in creator.read()
    creator.presses("Render it")
    creator.page.get_by_role("link", name="Its passport").first.wait_for()
    with creator.page.expect_download() as fetched:
        creator.page.get_by_role("link", name="Fetch the file").first.click()
    assert fetched.value.path().stat().st_size > 10_000
    return str(creator.page.get_by_role("link", name="Its passport").first.get_attribute("href"))


def may_show_and_make(reader: Visitor, passport: str) -> list[str]:
    """What the passport answers to its two questions."""
    reader.opens(passport)
    assert "Licensed, parties not public." in reader.read()
    return reader.page.locator("section.part.tight p.t1").all_inner_texts()


def what_stands_against(creator: Visitor, licence: str) -> list[str]:
    """May four seconds of the role be made? Every axis that says no, with its reason."""
    creator.opens(licence)
    creator.presses("Ask")
    creator.page.wait_for_selector("#try ol li")
    rows = creator.page.locator("#try li[data-no]").all_inner_texts()
    return [" ".join(row.split()) for row in rows]


def test_a_licence_from_a_claimed_name_to_its_withdrawal(
    chromium: Any, demo: Stage, performer: Visitor, creator: Visitor
) -> None:
    claims_a_name(performer)
    opens(performer)
    agree_to_be_recorded(performer)
    records_a_take(performer)
    licence = negotiate_and_sign(performer, creator, offers(creator))
    funds_are_held(chromium, demo, licence)

    creator.opens(licence)
    creator.presses("Mint a token")
    assert len(creator.page.inner_text("pre.token")) > 100
    assert what_stands_against(creator, licence) == []
    passport = renders_two_seconds(creator, licence)
    assert may_show_and_make(creator, passport) == ["yes", "yes"]

    performer.opens("/withdraw")
    performer.page.locator("section", has_text="The Salt Road").locator("button.stop").first.click()
    performer.signs()
    assert may_show_and_make(creator, passport)[1] == "no"
    against = what_stands_against(creator, licence)
    assert against
    assert against[0].startswith("not met: Licence"), against
    assert "withdrawn" in against[0], against
