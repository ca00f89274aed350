"""Two to four performers side by side for one brief: what differs is marked, and nothing shows that the results do not."""

import re
from datetime import timedelta
from typing import Any

import pytest

from propria.casting.rules import check_compared
from propria.kernel.errors import Malformed
from propria.kernel.time import wire
from tests.cast import Stage, openness_form
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.casting.test_days_are_asked_pencilled_and_confirmed import brief_of
from tests.stories.deals.test_a_group_acts_as_one import joined
from tests.stories.pages.reader import Reader, words
from tests.terms import film_terms


def rows_of(page: Any) -> dict[str, list[str]]:
    """Every row of the table: its head, then what each performer's cell says."""
    found = {}
    for row in re.findall(r'<tr role="row">(<th scope="row".*?)</tr>', page.text, re.S):
        head, *cells = re.split(r'<td role="cell"><b class="of">[^<]*</b>', row)
        found[re.sub(r"<[^>]+>", " ", head).strip()] = [re.sub(r"<[^>]+>", " ", c).strip() for c in cells]
    return found


def test_from_the_ticks_to_an_offer(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    mina.signs(mina.asked("/api/v1/me/profile", {"plays": [30, 45], "union": "Equity"}))
    wen.signs(wen.asked("/api/v1/me/profile", {"plays": [20, 35], "speaks": ["zh", "yue"]}))
    asks = {
        "performers": [mina.performer_id],
        "days": ["2027-01-04"],
        "doing": "recording",
        "place": "Shanghai",
    }
    until = wire(stage.now + timedelta(days=3))
    days = cleo.asked(f"/api/v1/briefs/{brief}/days", asks | {"answer_by": until})["asked"][0]["days"]
    mina.asked(f"/api/v1/days/{days}/say_free")
    cleo.asked(f"/api/v1/days/{days}/pencil")

    reader = Reader(stage, "en").signs_in("cleo")
    assert f'formaction="/briefs/{brief}/compare"' in reader.get(f"/briefs/{brief}").text
    both = [mina.performer_id, wen.performer_id]
    where = reader.post(f"/briefs/{brief}/compare", performer=both).headers["location"]
    assert where == f"/briefs/{brief}/compare?p={both[0]}&p={both[1]}"
    page = reader.get(where)
    rows = rows_of(page)
    assert rows["Plays  differs"] == ["30 to 45 years", "20 to 35 years"]
    assert rows["Union  differs"] == ["Equity", "not said"]
    assert rows["Days of this brief  differs"] == ["2027-01-04: pencilled, not booked", "not asked"]
    assert rows["Pencils of others  differs"] == ["nobody is before you", "you hold no pencil"]
    assert rows["Fee floor"] == ["80,000.00 CNY"] * 2, "what is the same is not marked"
    assert rows["Against the brief"][0].startswith("Within their terms on every axis")
    assert "They differ on 5 axes." in words(page)
    told = cleo.get(f"/api/v1{where}").json()
    assert (told["different"], [one["kept"] for one in told["performers"]]) == (5, [False, False])
    plays = next(row for row in told["rows"] if row["axis"]["en"] == "Plays")
    assert (plays["cells"][1]["en"], plays["differs"]) == ("20 to 35 years", True)
    assert f"/briefs/{brief}/offers/new?performer={wen.performer_id}" in page.text
    assert reader.post(f"/briefs/{brief}/keep", performer=wen.performer_id).status_code == 303
    assert "Let Wen Zhuxi go" in words(reader.get(where))
    assert "可演年龄" in words(Reader(stage, "zh-Hans").signs_in("cleo").get(where))


def test_what_another_brief_or_creator_would_not_show(stage: Stage) -> None:
    """Who withdrew, or keeps their name private, is no column and not told from a code that nobody has."""
    mina, wen, cleo, brief = two_who_fit(stage)
    ama = joined(stage, "ama", "阿玛", "Ama Quist")
    hidden = openness_form(stage.now, film_terms()) | {"shows_name": False}
    ama.signs(ama.asked("/api/v1/openness", hidden))
    cleo.put(f"/api/v1/briefs/{brief}/shortlist/{ama.performer_id}")
    reader = Reader(stage, "en").signs_in("cleo")
    asked = [mina.performer_id, wen.performer_id, ama.performer_id]
    where = f"/briefs/{brief}/compare?" + "&".join(f"p={who}" for who in asked)
    for last in (ama.performer_id, "prf_" + "0" * 26):
        page = words(reader.get(where.replace(ama.performer_id, last)))
        assert "One whom you asked for is not shown under their name now." in page
        assert "Wen Zhuxi" in page
        assert "Ama" not in page
    wen.signs(wen.asked("/api/v1/openness/withdraw", {"performer": wen.performer_id}))
    page = words(reader.get(where))
    assert "There is nobody to compare with." in page
    assert "Wen Zhuxi" not in page

    for number in (1, 5):
        many = "&".join(f"p={n}" for n in range(number))
        refused = reader.get(f"/briefs/{brief}/compare?{many}")
        assert (refused.status_code, "Tick two to four performers" in refused.text) == (400, True)
        with pytest.raises(Malformed) as twice:
            check_compared(["1"] * 2 if number == 1 else list("12345"))
        assert twice.value.code == "casting.compare_two_to_four"
    stage.another_creator("dora")
    assert Reader(stage, "en").signs_in("dora").get(where).status_code == 404
    assert Reader(stage, "en").signs_in("mina").get(where).status_code == 404


def test_who_does_not_fit_says_why_as_the_results_do(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    wen = stage.open_performer("wen", film_terms(), floor="99900000")
    cleo = stage.keyed("cleo")
    brief = brief_of(cleo, "lead")
    page = Reader(stage, "en").signs_in("cleo").get(
        f"/briefs/{brief}/compare?p={mina.performer_id}&p={wen.performer_id}"
    )  # fmt: skip
    assert rows_of(page)["Against the brief  differs"][1] == "Pay: below their floor"
