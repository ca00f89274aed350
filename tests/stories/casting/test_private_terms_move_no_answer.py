"""Terms, floor and days of somebody who keeps their name private move no answer before an offer, however it is asked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from propria.casting import rules
from tests.cast import Person, Stage, openness_form
from tests.deals import a_brief, brief_form
from tests.terms import PROJECT, film_terms, series_scope

MOST = 20_000_000
Ask = dict[str, Any]
Answer = dict[str, Any]

asks = st.fixed_dictionaries(
    {
        "budget": st.integers(1, MOST),
        "medium": st.sampled_from(["series", "film", "game"]),
        "theme": st.sampled_from(["drama", "nudity"]),
        "text": st.sampled_from(["", "wen", "detective"]),
        "act": st.sampled_from(["", "dub", "train"]),
    }
)
privates = st.fixed_dictionaries(
    {
        "floor": st.integers(0, MOST),
        "medium": st.sampled_from(["series", "film", "game"]),
        "red_lines": st.booleans(),
        "away": st.integers(0, 60),
    }
)


def keeps_private(wen: Person, floor: int, medium: str, *, red_lines: bool, away: int) -> None:
    """Wen signs to be open without her name; all else is hers alone."""
    now, terms = wen.stage.now, film_terms()
    terms["clauses"][0]["medium"] = [medium]
    terms["red_lines"] = terms["red_lines"] if red_lines else []
    form = openness_form(now, terms, floor=str(floor)) | {"shows_name": False}
    wen.signs(wen.asked("/api/v1/openness", form))
    days = [(now + timedelta(days=n)).date().isoformat() for n in range(1, away + 1)]
    assert wen.put("/api/v1/me/away", json={"days": days}).status_code < 300


def answered(cleo: Person, brief: str, ask: Ask) -> Answer:
    """Everything that a creator is told who changes a brief and looks everywhere."""
    scope = series_scope(medium=[ask["medium"]], theme=[ask["theme"]])
    budget = {"currency": "CNY", "minor": str(ask["budget"])}
    form = brief_form(scope, budget=budget, seeks=ask["text"])
    changed = cleo.put(f"/api/v1/briefs/{brief}", json=form)
    assert changed.status_code < 300, changed.text
    found = f"/api/v1/search?q={ask['text']}" + (f"&act={ask['act']}" if ask["act"] else "")
    asked = (
        f"/api/v1/briefs/{brief}/matches",
        found,
        f"/api/v1/production?project={PROJECT}",
        "/api/v1/me/alerts",
    )
    answers = {where: cleo.get(where) for where in asked}
    assert {one.status_code for one in answers.values()} == {200}
    return {where: one.json() for where, one in answers.items()}


def halves(cleo: Person, brief: str, seen: Callable[[Answer], bool], questions: int) -> list[Answer]:
    """The adversary: halves the budget for as long as what she is after shows, and goes up where it does not."""
    low, high, told = 0, MOST, []
    for _ in range(questions):
        middle = (low + high) // 2
        ask = {"budget": middle, "medium": "series", "theme": "drama", "text": "", "act": ""}
        told.append(answered(cleo, brief, ask))
        low, high = (low, middle) if seen(told[-1]) else (middle, high)
    return told


@pytest.fixture(params=[200, 1], ids=["one by one", "from the index"])
def asked_of(
    request: pytest.FixtureRequest, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> tuple[Person, Person, str]:
    """(Wen, Cleo, her brief); Mina is open under her name, and Wen stands on the shortlist from before."""
    monkeypatch.setattr(rules, "INDEX_FROM", request.param)
    stage.open_performer("mina", film_terms())
    wen, cleo = stage.open_performer("wen", film_terms()), stage.keyed("cleo")
    brief = a_brief(cleo)
    cleo.put(f"/api/v1/briefs/{brief}/shortlist/{wen.performer_id}")
    return wen, cleo, brief


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(questions=st.lists(asks, min_size=1, max_size=4), one=privates, other=privates)
def test_two_libraries_that_differ_in_private_terms_alone_answer_alike(
    asked_of: tuple[Person, Person, str], questions: list[Ask], one: dict[str, Any], other: dict[str, Any]
) -> None:
    wen, cleo, brief = asked_of
    told = []
    for private in (one, other):
        keeps_private(wen, **private)
        told.append([answered(cleo, brief, ask) for ask in questions])
    assert told[0] == told[1]


def test_whoever_halves_a_budget_learns_the_floor_that_is_published_and_no_other(
    asked_of: tuple[Person, Person, str],
) -> None:
    """Mina's floor is on her page: it moves her from the one list to the other. Wen's is seen by nobody."""
    wen, cleo, brief = asked_of
    matches = f"/api/v1/briefs/{brief}/matches"
    told = []
    for floor in (1, 8_123_457):
        keeps_private(wen, floor, "series", red_lines=True, away=0)
        told.append(halves(cleo, brief, lambda answer: answer[matches]["unnamed"] != "0–4", 6))
    assert told[0] == told[1]
    assert {answer[matches]["unnamed"] for answer in told[0]} == {"0–4"}
    assert {answer[matches]["fitting_count"] for answer in told[0]} == {1}, "above what Mina publishes"
    below = halves(cleo, brief, lambda answer: True, 2)[-1][matches]
    assert (below["fitting_count"], below["others"][0]["reasons"]) == (0, ["below_floor"])
