"""Inference is not training, a host that keeps what it is sent is no host that keeps nothing, and research is no product."""

from typing import Any

from propria.scope import Scope, StandingTerms
from tests.cast import Stage
from tests.deals import Licensed, active_licence, sheet, token_for
from tests.terms import film_terms, series_scope, series_use


def asked(made: Licensed, token: str, nonce: str, **declared: Any) -> Any:
    """Try to reserve one line declared like this; the answer, whatever it is."""
    use = series_use(made.cleo.stage.now, **declared).to_json()
    return made.cleo.post("/api/v1/gate/reserve", {"token": token, "use": use, "nonce": nonce})


def reasons(answer: Any) -> set[str]:
    """Why it was denied."""
    assert (answer.status_code, answer.json()["code"]) == (409, "licences.denied"), answer.text
    return set(answer.json()["facts"]["reasons"])


def test_a_line_may_be_generated_and_nothing_may_be_trained(stage: Stage) -> None:
    """Scenario 17: inference yes; fine-tuning and training are denied, each by name, and use nothing up."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    for act in ("fine_tune", "train"):
        assert "act_mismatch" in reasons(asked(made, token, act, act=act)), act
    left = made.cleo.get("/api/v1/licences").json()[0]["left"]
    assert left == {"seconds": 640, "lines": 300}
    assert asked(made, token, "line-1").status_code == 201


def test_a_host_that_keeps_its_inputs_is_denied_and_so_is_one_that_does_not_say(stage: Stage) -> None:
    """Scenario 17: inference on a host runs only where retention is attested as none."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    for days in (1, 30):
        kept = asked(made, token, f"kept-{days}", retention_days=days)
        assert reasons(kept) == {"retention_mismatch"}, days
    silent = series_use(stage.now).to_json()
    del silent["retention_days"]
    form = {"token": token, "use": silent, "nonce": "silent"}
    assert reasons(made.cleo.post("/api/v1/gate/reserve", form)) == {"retention_undeclared"}
    assert asked(made, token, "attested", retention_days=0).status_code == 201


def test_what_is_for_research_only_is_in_no_product(stage: Stage) -> None:
    """Scenario 16: a licence for research denies a series, and says which axis."""
    terms = StandingTerms.from_json(film_terms())
    open_to = Scope.from_json(terms.clauses[0].to_json() | Scope.of(medium=["research"]).to_json())
    standing = StandingTerms((open_to,), terms.red_lines).to_json()
    made = active_licence(stage, sheet(series_scope(medium=["research"])), standing)
    token = token_for(made.cleo, made.licence)
    assert asked(made, token, "study-1", medium="research").status_code == 201
    for product in ("series", "film", "advertisement"):
        assert "medium_mismatch" in reasons(asked(made, token, product, medium=product)), product
