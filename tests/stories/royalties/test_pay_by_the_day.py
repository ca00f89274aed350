"""A price for a day: the term sheet says what makes a day, each started day is charged once, the contract prints the rule."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pypdf import PdfReader

from propria.kernel.money import Money
from propria.kernel.time import wire
from propria.rates import Basis, PriceLine, RateCard
from propria.royalties import actions as royalties
from propria.scope.measures import Quota
from tests.cast import Person, Stage
from tests.deals import a_brief, an_offer, sheet
from tests.renders import filmed
from tests.stories.deals.test_a_running_licence_changes import signed_change
from tests.stories.pages.reader import Reader, words
from tests.stories.royalties.test_a_released_use_is_paid import paid
from tests.stories.usage.test_a_licensee_reports_its_use import charged
from tests.terms import film_terms, series_use

A_DAY = Money("CNY", 1_840_000)
BY_DAY = RateCard("CNY", (PriceLine("5.1", Basis.DAY_EQUIVALENT, A_DAY),), day=Quota("seconds", 3))


def by_day(card: RateCard = BY_DAY) -> dict[str, Any]:
    """Paper Lantern Street, paid by the day."""
    return sheet(card=card.to_json())


def test_a_day_is_charged_when_it_is_started_by_render_preview_and_report(stage: Stage) -> None:
    set_up = filmed(stage, by_day())
    mina, cleo, licence = set_up.made.mina, set_up.made.cleo, set_up.made.licence
    printed = printed_of(mina, set_up.made.contract)
    assert "Every3renderedsecondsmakeaday-equivalent" in printed
    assert "每3秒成片折算一个工日" in printed

    set_up.gets("one", to_ms=2_000)
    assert charged(stage, licence) == A_DAY.minor
    set_up.gets("two", to_ms=1_000)
    assert charged(stage, licence) == A_DAY.minor, "the third second ends the first day"
    creator = Reader(stage).signs_in("cleo")
    cut = {"what": "take", "asset": set_up.take, "from": "0", "act": "generate", "territory": "CN"}

    def adds(seconds: str) -> str:
        """What the studio says that so many seconds would add."""
        told = words(creator.post(f"/studio/{licence}", do="price", **cut, to=seconds))
        return told.partition("This render adds at most ")[2].partition(" CNY")[0]

    assert adds("1") == "18,400.00", "the fourth second starts the second day"
    began = stage.now + timedelta(minutes=1)
    stage.passes(hours=1)
    report = {"starts_at": wire(began), "ends_at": wire(stage.now), "used": {"seconds": 4}}
    cleo.asked(f"/api/v1/licences/{licence}/use-reports", report | {"beyond": series_use(began).to_json()})
    assert charged(stage, licence) == 3 * A_DAY.minor, "seven seconds start three days"
    assert (adds("2"), adds("3")) == ("0.00", "18,400.00"), "what was reported is counted before"

    rows = paid(mina, mina.performer_id)
    assert [(row["quantity"], row["unit"], row["unit_price"]) for row in rows] == [
        (seconds, "second", "18400.00") for seconds in ("2", "1", "4")
    ]
    hers = words(Reader(stage).signs_in("mina").get("/money"))
    assert "at 18,400.00 CNY a day-equivalent, within minimum, cap or a day already paid" in hers
    assert stage.propria.library.database.read(lambda db: royalties.fsck(db=db)) == ()


def test_an_amendment_pays_a_started_day_once_and_says_so_before_it_is_signed(stage: Stage) -> None:
    set_up = filmed(stage, by_day())
    made = set_up.made
    set_up.gets("one", to_ms=1_000)
    assert charged(stage, made.licence) == A_DAY.minor
    stage.passes(hours=1)
    dearer = replace(BY_DAY, lines=(replace(BY_DAY.lines[0], price=Money("CNY", 2_000_000)),))
    deal, contract = signed_change(made, "amendment", by_day(dearer))
    room = words(Reader(stage).signs_in("mina").get(f"/deals/{deal}"))
    printed = printed_of(made.mina, contract)
    assert "donotbeginanew" in printed
    assert "每一单位按其准许时所依版本的单价计酬" in printed
    assert "do not begin anew" in room
    set_up.gets("two", to_ms=2_000)
    assert charged(stage, made.licence) == A_DAY.minor, "the first day of three seconds is paid"
    set_up.gets("three", to_ms=1_000)
    assert charged(stage, made.licence) == A_DAY.minor + 2_000_000, "a day that begins under it has its price"
    assert stage.propria.library.database.read(lambda db: royalties.fsck(db=db)) == ()


def printed_of(reader: Person, contract: str) -> str:
    """What a contract prints, without spaces."""
    file = reader.get(f"/api/v1/contracts/{contract}/file").content
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())


def test_a_price_for_a_day_of_no_length_is_not_put_and_the_room_shows_what_minutes_pay(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    cleo = stage.keyed("cleo")
    brief = a_brief(cleo)
    unsaid = an_offer(cleo, mina.performer_id, brief, by_day(RateCard("CNY", BY_DAY.lines)))
    assert (unsaid.status_code, unsaid.json()["code"]) == (409, "rates.day_unsaid")
    assert "折算一个工日" in unsaid.json()["facts"]["missing"][0]["clause_zh"]
    said = an_offer(
        cleo, mina.performer_id, brief, by_day(RateCard("CNY", BY_DAY.lines, day=Quota("seconds", 120)))
    )
    room = words(Reader(stage).signs_in("mina").get(f"/deals/{said.json()['deal']}"))
    assert "Every 120 rendered seconds make a day-equivalent" in room
    for pays in ("1 In all 18,400.00 CNY", "10 In all 92,000.00 CNY", "100 In all 920,000.00 CNY"):
        assert pays in room
