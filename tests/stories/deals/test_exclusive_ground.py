"""Exclusivity is an overlap of scopes: warned before signing, refused at signing, and the other side learns nothing."""

from datetime import timedelta
from typing import Any

import pytest

from propria.kernel.time import wire
from propria.scope import Scope, term
from tests.cast import Person, Stage
from tests.deals import a_brief, an_offer, brief_form, sheet
from tests.stories.pages.reader import Reader
from tests.terms import PROJECT, film_terms, series_scope

JANUARY_TO_JUNE = term("2027-01-01T00:00:00Z", "2027-07-01T00:00:00Z")
CARS_IN_CHINA = Scope.anything(
    medium=["advertisement"], product_line=["vehicles"], territory=["CN"], term=JANUARY_TO_JUNE
)


def car_terms() -> dict[str, Any]:
    """Open to advertisements too."""
    terms = film_terms()
    open_to = {"medium": ["advertisement", "film", "series"], "advertiser": "ANY", "product_line": "ANY"}
    terms["clauses"][0] |= open_to
    return terms


def a_car(brand: str, month: str, **more: Any) -> Scope:
    """An advertisement for one brand's cars, in one month of 2027."""
    days = term(f"2027-{month}-01T00:00:00Z", f"2027-{month}-28T00:00:00Z")
    said = {
        "medium": ["advertisement"],
        "advertiser": [brand],
        "product_line": ["vehicles"],
        "territory": ["CN"],
    }
    return series_scope(**(said | {"term": days} | more))


def signs(mina: Person, creator: Person, scope: Scope, **more: Any) -> str:
    """Offered, agreed, signed by the creator; the deal. Mina has not signed."""
    terms = sheet(scope, **more)
    deal = str(an_offer(creator, mina.performer_id, a_brief(creator, scope), terms).json()["deal"])
    mina.asked(f"/api/v1/deals/{deal}/agree")
    creator.asked(f"/api/v1/deals/{deal}/contract")
    return deal


def both_sign(mina: Person, creator: Person, deal: str) -> Any:
    """Sign on both sides; the answer to the first refusal, or None."""
    contract = mina.get(f"/api/v1/deals/{deal}").json()["contract"]
    for person in (creator, mina):
        drafted = person.post(f"/api/v1/contracts/{contract}/sign")
        if drafted.status_code >= 300:
            return drafted
        person.signs(drafted.json())
    return None


@pytest.fixture
def exclusive(stage: Stage) -> tuple[Person, Person, str]:
    """(Mina, brand Y's maker, Mina's exclusive deal with brand X)."""
    mina, cleo = stage.open_performer("mina", car_terms()), stage.keyed("cleo")
    deal = signs(mina, cleo, a_car("Brand X", "01"), exclusive=CARS_IN_CHINA.to_json())
    assert both_sign(mina, cleo, deal) is None
    return mina, stage.another_creator("dana"), deal


def test_a_second_car_brand_learns_only_that_she_is_not_available(
    exclusive: tuple[Person, Person, str], stage: Stage
) -> None:
    """Scenario 24: brand X is exclusive January to June; brand Y asks for May."""
    mina, dana, _ = exclusive
    deal = signs(mina, dana, a_car("Brand Y", "05"))

    warned = Reader(stage).signs_in("mina").get(f"/deals/{deal}").text
    assert "It clashes with the exclusivity around Paper Lantern Street" in warned
    refused = both_sign(mina, dana, deal)
    assert (refused.status_code, refused.json()["code"]) == (409, "deals.not_available")
    assert refused.json()["facts"] == {}
    theirs = dana.get(f"/api/v1/deals/{deal}").text + refused.text
    assert "Brand X" not in theirs
    assert "clash" not in theirs


def test_search_and_matches_know_nothing_of_what_is_exclusive(stage: Stage) -> None:
    """Scenario 24: before an offer, brand Y's maker finds her for May as if brand X held nothing."""
    mina, cleo = stage.open_performer("mina", car_terms()), stage.keyed("cleo")
    dana = stage.another_creator("dana")
    asked = (
        f"/api/v1/briefs/{a_brief(dana, a_car('Brand Y', '05'))}/matches",
        "/api/v1/search?medium=advertisement",
    )
    before = [dana.get(where).json() for where in asked]
    deal = signs(mina, cleo, a_car("Brand X", "01"), exclusive=CARS_IN_CHINA.to_json())
    assert both_sign(mina, cleo, deal) is None
    assert [dana.get(where).json() for where in asked] == before
    assert [one["performer"] for one in before[0]["fitting"]] == [mina.performer_id]
    assert [one["performer"] for one in before[1]["found"]] == [mina.performer_id]


def test_other_months_and_other_goods_stay_free(exclusive: tuple[Person, Person, str]) -> None:
    mina, dana, _ = exclusive
    assert both_sign(mina, dana, signs(mina, dana, a_car("Brand Y", "08"))) is None
    tea = a_car("Brand Z", "05", product_line=["food"])
    assert both_sign(mina, dana, signs(mina, dana, tea)) is None


def test_nobody_is_promised_ground_that_is_already_given(exclusive: tuple[Person, Person, str]) -> None:
    mina, dana, _ = exclusive
    late = a_car("Brand Y", "09")
    wide = Scope.anything(medium=["advertisement"], term=term("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"))
    refused = both_sign(mina, dana, signs(mina, dana, late, exclusive=wide.to_json()))
    assert refused.json()["code"] == "deals.not_available"


def test_a_withdrawn_licence_frees_its_ground(exclusive: tuple[Person, Person, str]) -> None:
    mina, dana, deal = exclusive
    cleos = mina.stage.person("cleo").get("/api/v1/licences").json()[0]["licence"]
    mina.signs(mina.asked(f"/api/v1/licences/{cleos}/withdraw"))
    assert mina.get(f"/api/v1/deals/{deal}").json()["state"] == "ended"
    assert "the licence has ended since" in Reader(mina.stage).signs_in("mina").get(f"/deals/{deal}").text
    assert both_sign(mina, dana, signs(mina, dana, a_car("Brand Y", "05"))) is None


@pytest.mark.parametrize(
    "wide",
    [
        Scope.anything(territory=["CN"], term=JANUARY_TO_JUNE),
        Scope.anything(medium=["advertisement"]),
        Scope.anything(medium=["game"], term=JANUARY_TO_JUNE),
    ],
    ids=["no_goods", "no_days", "elsewhere"],
)
def test_an_exclusivity_names_its_ground_and_its_days(wide: Scope, stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", car_terms()), stage.keyed("cleo")
    scope = a_car("Brand X", "01")
    refused = an_offer(cleo, mina.performer_id, a_brief(cleo, scope), sheet(scope, exclusive=wide.to_json()))
    assert (refused.status_code, refused.json()["code"]) == (409, "deals.exclusive_too_wide")


def test_the_board_says_not_available_once_she_answered_and_never_why(
    exclusive: tuple[Person, Person, str],
) -> None:
    mina, dana, _ = exclusive
    brief = a_brief(dana, a_car("Brand Y", "05"))
    dana.put(f"/api/v1/briefs/{brief}/shortlist/{mina.performer_id}")

    def left_out() -> Any:
        told = dana.get(f"/api/v1/production?project={PROJECT}")
        assert "Brand X" not in told.text
        return told.json()["roles"][0]["kept"][0]["left_out"]

    asked = {
        "performers": [mina.performer_id], "days": ["2027-05-04"], "doing": "recording",
        "answer_by": wire(mina.stage.now + timedelta(days=3)),
    }  # fmt: skip
    days = dana.asked(f"/api/v1/briefs/{brief}/days", asked)["asked"][0]["days"]
    assert left_out() is None
    mina.asked(f"/api/v1/days/{days}/say_free")
    assert left_out() == "not_available"
    page = Reader(mina.stage, "en").signs_in("dana").get(f"/board/cast?project={PROJECT}").text
    assert "Left out: Mina Haldane is not available for this." in page
    mina.stage.passes(minutes=1)
    changed = brief_form(a_car("Brand Y", "04"))
    assert dana.put(f"/api/v1/briefs/{brief}", json=changed).status_code < 300
    assert left_out() is None
