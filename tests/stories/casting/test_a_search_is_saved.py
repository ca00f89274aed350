"""A creator saves a search and hears, once, when somebody new answers it under their own name."""

from typing import Any

from tests.cast import Person, Stage
from tests.stories.pages.reader import Reader, words
from tests.terms import film_terms


def told(cleo: Person) -> list[Any]:
    """The alerts of answered searches."""
    return [one for one in cleo.get("/api/v1/me/alerts").json() if one["code"] == "casting.search_answered"]


def test_whoever_saved_it_hears_once_of_each(stage: Stage) -> None:
    cleo, dora = stage.keyed("cleo"), stage.another_creator("dora")
    saved = cleo.asked("/api/v1/searches", {"q": "Haldane", "act": "dub"})
    assert cleo.asked("/api/v1/searches", {"q": "Haldane", "act": "dub"})["search"] == saved["search"]
    cleo.asked("/api/v1/searches", {"speaks": "yue"})
    assert told(cleo) == []
    mina = stage.open_performer("mina", film_terms())
    stage.open_performer("wen", film_terms())
    assert len(told(cleo)) == 1
    assert told(dora) == []
    mina.signs(mina.asked("/api/v1/me/profile", {"speaks": ["yue"]}))
    mina.signs(mina.asked("/api/v1/me/profile", {"speaks": ["yue", "en"]}))
    assert len(told(cleo)) == 2
    assert mina.post("/api/v1/searches", {}).json()["code"] == "parties.no_creator"
    assert cleo.post("/api/v1/searches", {"q": "x" * 201}).json()["code"] == "casting.question_too_long"
    assert dora.post(f"/api/v1/searches/{saved['search']}/drop").json()["code"] == "casting.no_search"
    assert cleo.post(f"/api/v1/searches/{saved['search']}/drop").status_code == 204
    assert len(cleo.get("/api/v1/searches").json()) == 1
    for age in range(1, 50):
        cleo.asked("/api/v1/searches", {"age": age})
    assert cleo.post("/api/v1/searches", {"age": 99}).json()["code"] == "casting.too_many_searches"


def test_by_what_people_state_of_themselves(stage: Stage) -> None:
    """Skill, place, height, voice and union: the same on the page, for programs and in what is saved."""
    cleo, mina = stage.keyed("cleo"), stage.open_performer("mina", film_terms())
    stage.open_performer("wen", film_terms())
    facts = {
        "skill": "FENCING",
        "based_in": "GB",
        "height": "160-169",
        "voice": "low  alto",
        "union": "Equity",
    }
    for name, value in facts.items():
        cleo.asked("/api/v1/searches", {name: value})
        assert cleo.get("/api/v1/search", params={name: value}).json()["count"] == 0
    cleo.asked("/api/v1/searches", {"skill": "fencing", "height": "170-179"})
    states = {
        "skills": ["Fencing"],
        "based_in": "GB",
        "height_cm": 169,
        "voice": "low alto",
        "union": "Equity",
    }
    mina.signs(mina.asked("/api/v1/me/profile", states))
    assert len(told(cleo)) == len(facts), "who is a little shorter than was asked is not told of"
    for name, value in facts.items():
        answer = cleo.get("/api/v1/search", params={name: value}).json()
        assert [one["performer"] for one in answer["found"]] == [mina.performer_id]
        assert answer["filters"][name] == {
            "": 2,
            {"FENCING": "fencing", "low  alto": "low alto"}.get(value, value): 1,
        }
    assert (
        cleo.get("/api/v1/search", params={"skill": "x" * 201}).json()["code"] == "casting.question_too_long"
    )
    assert cleo.post("/api/v1/searches", {"union": "x" * 201}).json()["code"] == "casting.question_too_long"
    reader = Reader(stage, "en").signs_in("cleo")
    where = reader.post("/searches", **facts).headers["location"]
    assert where.startswith("/search?by=both&skill=fencing&based_in=GB&height=160-169&voice=low+alto")
    page = words(reader.get(where))
    assert (
        "Skill: fencing, Based in: United Kingdom, Height: 160 to 169 cm, Voice: low alto, Union: Equity"
        in page
    )
    assert "Mina Haldane" in page


def test_by_the_page(stage: Stage) -> None:
    reader = Reader(stage, "en").signs_in("cleo")
    where = reader.post("/searches", q="fencing", speaks="yue", age="40", by="words").headers["location"]
    assert where == "/search?q=fencing&speaks=yue&age=40&by=words"
    page = reader.get(where).text
    assert "“fencing”, speaks yue, plays 40" in page
    search = stage.person("cleo").get("/api/v1/searches").json()[0]["search"]
    assert reader.post(f"/searches/{search}/drop").status_code == 303
    assert "plays 40" not in reader.get("/search").text
