"""A search and a brief put people in one published order that anybody can make again; who was paid is not read for it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy import Engine, event

from propria.casting.matching.columns import key_of
from propria.casting.matching.rank import turns
from propria.kernel.time import wire
from tests.cast import Person, Stage
from tests.deals import brief_form, signed_licence
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.pages.reader import Reader
from tests.terms import film_terms

MONEY = re.compile(r"\b(royalties|custody|licences|deals|usage|rates)_\w+")


def brief_seeking(cleo: Person, seeks: str) -> str:
    """A brief that says in words whom it seeks."""
    return str(cleo.asked("/api/v1/briefs", brief_form(seeks=seeks))["brief"])


def says(person: Person, **profile: Any) -> None:
    """Sign a profile."""
    person.signs(person.asked("/api/v1/me/profile", profile))


def made_again(place: dict[str, float], order: dict[str, float]) -> float:
    """The points that the published sum gives."""
    return 1000 * sum(
        place[name] * order[name] for name in ("fit", "availability", "fee_fit", "responsiveness")
    )


def test_a_brief_goes_by_the_sum_that_a_search_goes_by(stage: Stage) -> None:
    mina, wen, cleo, plain = two_who_fit(stage)
    says(mina, about_en="Calm detectives.", skills=["fencing"])
    says(wen, about_zh="武术与马术。", about_en="Horse riding.")
    names = {mina.performer_id: "Mina Haldane", wen.performer_id: "Wen Zhuxi"}
    for seeks, first in (("a horse riding rebel", wen), ("a fencing master", mina)):
        found = cleo.get(f"/api/v1/briefs/{brief_seeking(cleo, seeks)}/matches").json()
        assert found["fitting"][0]["performer"] == first.performer_id
        searched = cleo.get(f"/api/v1/search?q={seeks}").json()["found"]
        assert searched[0]["performer"] == first.performer_id
        place = found["fitting"][0]["place"]
        assert [place["fit"], place["words"]] == [searched[0]["fit"], searched[0]["words"]]
        assert abs(place["points"] - made_again(place, found["order"])) <= 1
        assert 0 < place["fee_fit"] < 1
    found = cleo.get(f"/api/v1/briefs/{plain}/matches").json()
    assert len({one["place"]["points"] for one in found["fitting"]}) == 1
    day = found["order"]["turn_of_day"]
    order = sorted(names, key=lambda who: int(turns(np.array([key_of(who)], np.uint64), day)[0]))
    assert [one["performer"] for one in found["fitting"]] == order, "equals take turns"
    long = cleo.post("/api/v1/briefs", {**_form(found), "seeks": "x" * 401})
    assert long.json()["code"] == "casting.seeks_unreadable"


def _form(found: dict[str, Any]) -> dict[str, Any]:
    brief = found["brief"]
    return brief_form() | {"scope": brief["scope"], "budget": brief["budget"]}


def test_who_is_away_or_does_not_answer_comes_later(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    reader = Reader(stage, "en").signs_in("cleo")

    def places() -> dict[str, dict[str, float]]:
        found = cleo.get(f"/api/v1/briefs/{brief}/matches").json()["fitting"]
        return {one["performer"]: one["place"] for one in found}

    assert {place["availability"] for place in places().values()} == {1.0}
    away = [(stage.now + timedelta(days=n)).date().isoformat() for n in range(1, 301)]
    assert mina.put("/api/v1/me/away", json={"days": away}).status_code < 300
    now = places()
    assert list(now) == [wen.performer_id, mina.performer_id]
    assert now[mina.performer_id]["availability"] < now[wen.performer_id]["availability"] == 1.0
    mina.put("/api/v1/me/away", json={"days": []})
    asks = {"performers": [wen.performer_id], "days": ["2027-01-04"], "doing": "meeting", "place": "Shanghai"}
    cleo.asked(f"/api/v1/briefs/{brief}/days", asks | {"answer_by": wire(stage.now + timedelta(days=1))})
    stage.passes(days=2)
    now = places()
    assert list(now) == [mina.performer_id, wen.performer_id]
    assert (now[wen.performer_id]["responsiveness"], now[mina.performer_id]["responsiveness"]) == (0.498, 1.0)
    page = reader.get(f"/briefs/{brief}").text
    assert "The order is published: points = 70% fit" in page
    assert re.search(
        r"of 1000 points: fit 0% \(words 0%, meaning 0%\), free 100%, pay \d+%, answers 50%", page
    )


def test_whoever_was_paid_or_paid_stands_where_they_stood(stage: Stage) -> None:
    """No table of money is read for an order; who asks, and who was ever paid, changes no place of it."""
    held = signed_licence(stage)
    stage.open_performer("wen", film_terms())
    dora = stage.another_creator("dora")
    asked = {}
    with read_tables(stage) as seen:
        for person in (held.cleo, dora):
            brief = brief_seeking(person, "a calm detective")
            seen.clear()
            found = person.get(f"/api/v1/briefs/{brief}/matches").json()
            page = person.get("/api/v1/search?q=a calm detective&by=words").json()
            every = person.get("/api/v1/search").json()
            assert "casting_profile" in seen
            assert not [one for one in seen if MONEY.match(one)]
            asked[person.name] = (found["fitting"], page["found"], every["found"])
    assert asked["cleo"] == asked["dora"]
    assert len(asked["cleo"][0]) == len(asked["cleo"][2]) == 2


@contextmanager
def read_tables(stage: Stage) -> Iterator[set[str]]:
    """Every table that is named in what is asked of the database meanwhile."""
    seen: set[str] = set()

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        seen.update(re.findall(r"\b[a-z]+_[a-z_]+\b", statement))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
