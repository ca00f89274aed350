"""A performer signs a higher floor for an act or a medium; briefs, offers and the desk's checks hold it."""

import re
from typing import Any

from propria.kernel.money import Money
from tests.cast import Stage, openness_form
from tests.deals import a_brief, an_offer, sheet
from tests.stories.pages.reader import TERMS, Reader, words
from tests.stories.record.test_fsck_finds_what_was_changed import found, sql
from tests.terms import film_terms, series_scope

DUBBED = {"act": "dub", "least": {"currency": "CNY", "minor": "20000000"}}
IN_FILM = {"medium": "film", "least": {"currency": "CNY", "minor": "30000000"}}


def test_a_floor_of_its_own_holds_in_briefs_offers_and_talks_and_was_signed_in_words(stage: Stage) -> None:
    mina, cleo = stage.identified("mina"), stage.keyed("cleo")
    form = openness_form(stage.now, film_terms()) | {"floors": [DUBBED, IN_FILM]}
    drafted = mina.asked("/api/v1/openness", form)
    said = stage.signing.get(f"/requests/{drafted['request_id']}").json()["statement"]
    assert (
        "No project that touches acts: dubbing into a language below 200,000.00 CNY in all."
        in said["text"]["en"]
    )
    assert "一部作品涉及数项底价的，以最高者为准。" in said["text"]["zh"]
    assert said["body"]["floors"] == form["floors"]
    mina.signs(drafted)

    drawn, dubbed = series_scope(act=["generate"]), series_scope(act=["dub"])
    fits = cleo.get(f"/api/v1/briefs/{a_brief(cleo, drawn)}/matches").json()
    assert [one["performer"] for one in fits["fitting"]] == [mina.performer_id]
    brief = a_brief(cleo, dubbed)
    (other,) = cleo.get(f"/api/v1/briefs/{brief}/matches").json()["others"]
    assert other["reasons"] == ["below_floor"]

    cheap = an_offer(cleo, mina.performer_id, brief, sheet(dubbed, guarantee=Money("CNY", 19_999_999)))
    assert cheap.json()["code"] == "deals.below_floor", cheap.text
    assert "200,000.00 CNY" in cheap.text
    deal = an_offer(cleo, mina.performer_id, brief, sheet(dubbed, guarantee=Money("CNY", 20_000_000)))
    assert deal.status_code == 201, deal.text
    seen = mina.asked(f"/api/v1/deals/{deal.json()['deal']}/counter", {"sheet": sheet(dubbed)})
    assert "The floor in your standing terms is 200,000.00 CNY" in seen["below"][0]["en"]
    assert not found(stage)
    stage.propria.library.database.transact(sql("update consent_openness set floors = null"))
    assert found(stage) == {"consent.openness_altered"}
    below = an_offer(cleo, mina.performer_id, brief, sheet(dubbed, guarantee=Money("CNY", 19_999_999)))
    assert below.json()["code"] == "deals.below_floor", "offers read the words that were signed"


def test_floors_that_do_nothing_or_say_nothing_are_refused(stage: Stage) -> None:
    mina = stage.identified("mina")
    good = openness_form(stage.now, film_terms())

    def code(*floors: dict[str, Any]) -> Any:
        return mina.post("/api/v1/openness", good | {"floors": list(floors)}).json().get("code")

    low, other = {"currency": "CNY", "minor": "8000000"}, {"currency": "USD", "minor": "90000000"}
    assert {code(DUBBED | {"least": one}) for one in (low, other)} == {"consent.floor_idle"}
    assert code(DUBBED, DUBBED) == "consent.floor_idle"
    assert code({"least": other}) == code({"act": "dub"}) == "consent.floor_unclear"
    assert code(DUBBED, IN_FILM) is None


def test_the_page_of_terms_writes_and_shows_them(stage: Stage) -> None:
    """Rows without script: more of them on asking, read back from what was signed."""
    mina = Reader(stage).signs_in("mina").identified()
    more = mina.post("/terms", do="row", **TERMS).text
    third = re.findall(r'<(?:input|select)[^>]+name="floor_\w+_3"[^>]*>', more)
    assert (len(third), [one for one in third if "required" in one]) == (3, [])
    row = {"floor_act_2": "dub", "floor_medium_2": "film", "floor_least_2": "200,000"}
    idle = mina.post("/terms", do="preview", **(TERMS | row | {"floor_least_2": "80,000"}))
    assert (idle.status_code, 'value="80,000"' in idle.text) == (409, True)
    assert "A floor for an act or a medium is above the one for every project" in words(idle)
    meant = "not under 200,000.00 CNY where it touches acts: dubbing into a language, with media: film"
    assert meant in words(mina.post("/terms", do="preview", **(TERMS | row)))
    mina.opens(**row)
    signed = mina.get("/terms")
    assert meant in words(signed)
    assert re.search(r'name="floor_least_1" value="200000.00"', signed.text)
