"""What is private is looked at only at an offer by whom the performer invited, comes to one code, and may be tried a few times a day."""

from typing import Any

import pytest

from propria.deals.tries import TRIES
from propria.kernel.money import Money
from propria.kernel.time import DAY
from tests.cast import Person, Stage, openness_form
from tests.deals import a_brief, an_offer, sheet
from tests.stories.pages.reader import Reader
from tests.terms import film_terms, series_scope

CHEAP = sheet(guarantee=Money("CNY", 100))


@pytest.fixture
def private(stage: Stage) -> tuple[Person, Person, str, str]:
    """(Wen, who is open and keeps her name private, Cleo, her brief, an invitation of Wen's)."""
    wen, cleo = stage.identified("wen"), stage.keyed("cleo")
    form = openness_form(stage.now, film_terms()) | {"shows_name": False}
    wen.signs(wen.asked("/api/v1/openness", form))
    return wen, cleo, a_brief(cleo), invitation(wen)


def invitation(wen: Person) -> str:
    """A new one."""
    return str(wen.asked("/api/v1/invitations", {})["invitation"])


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")


def test_a_private_floor_and_a_private_red_line_come_to_one_code(
    private: tuple[Person, Person, str, str],
) -> None:
    wen, cleo, brief, invited = private
    nude = sheet(series_scope(theme=["drama", "nudity"]))
    refused = [an_offer(cleo, invited, brief, terms) for terms in (CHEAP, nude)]
    assert {code(one) for one in refused} == {(409, "deals.not_available")}
    assert [one.json()["facts"] for one in refused] == [{}, {}]
    made = an_offer(cleo, invited, brief)
    assert made.status_code == 201
    wen.asked(f"/api/v1/deals/{made.json()['deal']}/counter", {"sheet": sheet(series_scope(act=["dub"]))})
    below = cleo.post(f"/api/v1/deals/{made.json()['deal']}/counter", {"sheet": CHEAP})
    assert code(below) == (409, "deals.not_available")


def test_a_creator_tries_a_few_times_a_day_and_what_was_refused_counts(
    private: tuple[Person, Person, str, str], stage: Stage
) -> None:
    """By offers and by counters alike; another creator and another performer have tries of their own."""
    wen, cleo, brief, invited = private
    mina = stage.open_performer("mina", film_terms())
    deal = an_offer(cleo, invited, brief).json()["deal"]
    another = invitation(wen)
    for _ in range(TRIES.burst - 1):
        assert code(an_offer(cleo, another, brief, CHEAP)) == (409, "deals.not_available")
    for refused in (
        an_offer(cleo, invited, brief),
        cleo.post(f"/api/v1/deals/{deal}/counter", {"sheet": sheet()}),
    ):
        assert code(refused) == (429, "plumbing.rate_exceeded")
    assert cleo.get(f"/api/v1/deals/{deal}").json()["state"] == "open", "reading is not counted"
    assert wen.asked(f"/api/v1/deals/{deal}/counter", {"sheet": sheet(series_scope(act=["dub"]))})
    page = Reader(stage).signs_in("cleo").get(f"/deals/{deal}/counter")
    assert page.status_code == 200
    assert an_offer(cleo, mina.performer_id, brief).status_code == 201
    dana = stage.another_creator("dana")
    assert an_offer(dana, invited, a_brief(dana)).status_code == 201
    stage.passes(seconds=DAY.total_seconds())
    assert code(an_offer(cleo, invited, brief, CHEAP)) == (409, "deals.not_available")
