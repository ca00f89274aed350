"""Before a performer signs, three questions drawn from what this very contract does."""

from typing import Any

import pytest

from tests.cast import Person, Stage
from tests.deals import active_licence, agreed_contract, sheet
from tests.stories.deals.test_a_running_licence_changes import UNTIL_2029, proposed
from tests.stories.deals.test_every_deadline_in_one_calendar import exclusive_series
from tests.terms import series_scope


def asked(person: Person, contract: str) -> dict[str, dict[str, Any]]:
    """The questions of the signing page, by id."""
    drafted = person.asked(f"/api/v1/contracts/{contract}/sign")
    shown = person.stage.signing.get(f"/requests/{drafted['request_id']}").json()
    return {question["id"]: question for question in shown["questions"]}


def right_answer(question: dict[str, Any]) -> str:
    """What must be picked."""
    return str(question["options"][question["correct"]]["en"])


@pytest.mark.parametrize(
    ("clause", "right"),
    [
        ({"finished": "may_stay"}, "They may stay"),
        ({"finished": "must_stop"}, "They come down"),
        ({"finished": "until", "until": "2029-01-01T00:00:00Z"}, "They may be shown until 2029-01-01"),
        (None, "That takes agreement or a ruling"),
    ],
)
def test_what_becomes_of_finished_works_is_asked_by_the_contracts_own_clause(
    stage: Stage, clause: dict[str, str] | None, right: str
) -> None:
    mina, cleo, _, contract = agreed_contract(stage, sheet(wind_down=clause))
    questions = asked(mina, contract)
    assert set(questions) == {"train", "released", "sequel"}
    assert right_answer(questions["released"]) == right
    assert right_answer(questions["train"]) == "No"
    assert asked(cleo, contract) == {}


def test_an_exclusivity_and_a_new_end_are_asked_about(stage: Stage) -> None:
    made = active_licence(stage, exclusive_series())
    (contract,) = [t["contract"] for t in made.mina.get("/api/v1/deals").json()]
    assert contract == made.contract
    longer = exclusive_series() | {"scope": series_scope(term=UNTIL_2029).to_json()}
    deal = proposed(made.cleo, made.deal, "renewal", longer).json()["deal"]
    made.mina.asked(f"/api/v1/deals/{deal}/agree")
    renewal = made.cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    questions = asked(made.mina, renewal)
    assert set(questions) == {"train", "released", "ends"}
    assert right_answer(questions["ends"]) == "2029-11-01 00:00 UTC"


def test_a_first_contract_that_is_exclusive_asks_about_that(stage: Stage) -> None:
    mina, _, _, contract = agreed_contract(stage, exclusive_series())
    assert right_answer(asked(mina, contract)["exclusive"]) == "No"
