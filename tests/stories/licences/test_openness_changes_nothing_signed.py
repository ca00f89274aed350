"""A signed contract stands on its own: whatever its performer says of openness later, the gate answers as before."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from propria.scope import StandingTerms
from tests.cast import Person, Stage, openness_form
from tests.deals import Licensed, active_licence, token_for
from tests.terms import film_terms, series_use

USES: tuple[dict[str, Any], ...] = (
    {},
    {"act": "dub", "territory": "HK"},
    {"project": "tidewright"},
    {"medium": "merchandise"},
    {"territory": "US", "language": "fr"},
    {"theme": ["nudity"]},
    {"amounts": {"seconds": 9_999, "lines": 1}},
)
ACTS = ("narrow", "widen", "raise the floor", "withdraw", "lapse")


@pytest.fixture
def made(stage: Stage) -> Licensed:
    """A licence that is active."""
    return active_licence(stage)


def narrower() -> dict[str, Any]:
    """Open to being asked for a commercial's voice only: nothing that is licensed is in it."""
    terms = StandingTerms.from_json(film_terms())
    clause = terms.clauses[0].but(
        attribute={"voice"}, act={"dub"}, medium={"advertisement"}, territory={"HK"}
    )
    return StandingTerms((clause,), terms.red_lines).to_json()


def wider() -> dict[str, Any]:
    """Open to more than is licensed."""
    terms = StandingTerms.from_json(film_terms())
    clause = terms.clauses[0]
    more = clause.but(territory={"CN", "HK", "MO", "US"}, medium={"series", "film", "merchandise"})
    return StandingTerms((more,), terms.red_lines).to_json()


def does(mina: Person, act: str) -> None:
    """One thing that Mina does with her openness, each a signature of hers, or a time that runs out."""
    stage = mina.stage
    match act:
        case "withdraw":
            drafted = mina.post("/api/v1/openness/withdraw", {"performer": mina.performer_id})
            if drafted.status_code == 201:
                mina.signs(drafted.json())
            else:
                assert drafted.json()["code"] == "consent.not_open"
        case "lapse":
            form = openness_form(stage.now, film_terms(), days=1)
            mina.signs(mina.asked("/api/v1/openness", form))
            stage.passes(days=1)
        case _:
            terms = {"narrow": narrower, "widen": wider, "raise the floor": film_terms}[act]()
            floor = "90000000" if act == "raise the floor" else "8000000"
            mina.signs(mina.asked("/api/v1/openness", openness_form(stage.now, terms, floor=floor)))


def answers(made: Licensed) -> list[Any]:
    """What the gate answers to each use, and what the licence is."""
    token = token_for(made.cleo, made.licence)
    asked = [series_use(made.cleo.stage.now, **use).to_json() for use in USES]
    decided = [made.cleo.asked("/api/v1/gate/decide", {"token": token, "use": use}) for use in asked]
    licence = made.cleo.get("/api/v1/licences").json()[0]
    return [{k: v for k, v in one.items() if k != "as_of"} for one in (*decided, licence)]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=4))
def test_no_openness_act_changes_any_decision_under_a_signed_contract(
    made: Licensed, acts: list[str]
) -> None:
    """All examples share one licence: what was done before stays done."""
    before = answers(made)
    assert [one["allowed"] for one in before[:-1]] == [True, True, False, False, False, False, False]
    for act in acts:
        does(made.mina, act)
        assert answers(made) == before, act


@pytest.mark.parametrize("act", ACTS)
def test_after_each_openness_act_what_is_licensed_is_still_reserved(made: Licensed, act: str) -> None:
    does(made.mina, act)
    use = series_use(made.cleo.stage.now).to_json()
    form = {"token": token_for(made.cleo, made.licence), "use": use, "nonce": "shot-1"}
    assert made.cleo.post("/api/v1/gate/reserve", form).status_code == 201
