"""A brief says which one change would win some of those who do not fit, and asked again it does."""

import re
from html import unescape

from propria.scope import Scope, up_to
from tests.cast import Stage
from tests.deals import a_brief
from tests.stories.pages.reader import Reader, words
from tests.terms import film_terms, series_scope


def test_ask_for_less_and_they_fit(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    asked = series_scope(territory=["CN", "JP"])
    brief = a_brief(cleo, asked)
    found = cleo.get(f"/api/v1/briefs/{brief}/matches").json()
    few = {"fewer_than": 5}
    assert found["first_reasons"] == found["alone"] == {"territory": few}
    (change,) = found["changes"]
    assert (change["axis"], change["ask"], change["more"]) == ("territory", {"territory": ["CN"]}, few)

    reader = Reader(stage, "en").signs_in("cleo")
    tried = re.search(r'href="([^"]+)">Try<', reader.get(f"/briefs/{brief}").text)
    assert tried
    form = reader.get(unescape(tried[1])).text
    places = re.findall(r'name="territory" value="(\w+)" checked', form)
    assert (places, 'value="110400.00"' in form) == (["CN"], True), (
        "the change is filled in, the rest is as it was"
    )
    page = words(reader.get(f"/briefs/{brief}"))
    assert "fewer than 5 more Territory: leave out Japan" in page
    page = words(Reader(stage, "zh-Hans").signs_in("cleo").get(f"/briefs/{brief}"))
    assert "增加不到 5 人 地域：不要日本" in page

    narrower = a_brief(cleo, Scope.from_json(asked.to_json() | change["ask"]))
    found = cleo.get(f"/api/v1/briefs/{narrower}/matches").json()
    assert [one["performer"] for one in found["fitting"]] == [mina.performer_id]
    assert (found["alone"], found["changes"]) == ({}, [])


def test_two_axes_in_the_way_are_no_one_change(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    cleo = stage.keyed("cleo")
    brief = a_brief(cleo, series_scope(territory=["CN", "JP"], rating=up_to("18")))
    found = cleo.get(f"/api/v1/briefs/{brief}/matches").json()
    assert (found["alone"], found["changes"]) == ({}, [])
    assert found["others"][0]["reasons"] == ["territory_mismatch", "rating_mismatch"]
