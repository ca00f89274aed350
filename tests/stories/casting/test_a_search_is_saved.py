"""A creator saves a search and hears, once, when somebody new answers it under their own name."""

from typing import Any

from tests.cast import Person, Stage
from tests.stories.pages.reader import Reader
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


def test_by_the_page(stage: Stage) -> None:
    reader = Reader(stage, "en").signs_in("cleo")
    where = reader.post("/searches", q="fencing", speaks="yue", age="40", by="words").headers["location"]
    assert where == "/search?q=fencing&speaks=yue&age=40&by=words"
    page = reader.get(where).text
    assert "“fencing”, speaks yue, plays 40" in page
    search = stage.person("cleo").get("/api/v1/searches").json()[0]["search"]
    assert reader.post(f"/searches/{search}/drop").status_code == 303
    assert "plays 40" not in reader.get("/search").text
