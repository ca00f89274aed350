"""A licence turns into a token that every use must show; what was withdrawn, widened or replayed is refused."""

import json
from typing import Any

from propria.scope import volume
from tests.cast import Stage
from tests.deals import (
    Licensed,
    a_brief,
    active_licence,
    an_offer,
    capture_consent,
    hold_funds,
    sheet,
    signed_licence,
    token_for,
)
from tests.stories.pages.reader import Reader, words
from tests.terms import PROJECT, series_scope, series_use


def decide(made: Licensed, token: str, **declared: Any) -> dict[str, Any]:
    """The gate's answer to a use of this kind."""
    use = series_use(made.cleo.stage.now, **declared).to_json()
    answer = made.cleo.asked("/api/v1/gate/decide", {"token": token, "use": use})
    assert isinstance(answer, dict)
    return answer


def reserve(made: Licensed, token: str, nonce: str, **form: Any) -> Any:
    """Try to reserve one line."""
    use = series_use(made.cleo.stage.now).to_json()
    return made.cleo.post("/api/v1/gate/reserve", {"token": token, "use": use, "nonce": nonce} | form)


def test_an_active_licence_permits_what_it_names_and_names_what_it_denies(stage: Stage) -> None:
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    assert decide(made, token) | {"as_of": 0} == {"allowed": True, "reasons": [], "says": [], "as_of": 0}

    other_film = decide(made, token, project="tidewright")
    assert other_film["reasons"] == ["project_mismatch"]
    two = decide(made, token, territory="US", language="fr")
    assert set(two["reasons"]) == {"territory_mismatch", "language_mismatch"}
    toys = decide(made, token, medium="merchandise")
    assert toys["reasons"] == ["medium_mismatch"]
    chat = decide(made, token, act="real_time")
    assert "act_mismatch" in chat["reasons"]


def test_a_sequel_a_trailer_and_a_game_are_other_projects_unless_named(stage: Stage) -> None:
    """Scenario 14."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    for other in ("tidewright", f"{PROJECT}-2", f"{PROJECT}-trailer", f"{PROJECT}-game"):
        denied = decide(made, token, project=other)
        assert (denied["allowed"], denied["reasons"]) == (False, ["project_mismatch"]), other
    assert decide(made, token)["allowed"]

    brief = a_brief(made.cleo)
    both = sheet(series_scope(project=[PROJECT, f"{PROJECT}-trailer"]))
    refused = an_offer(made.cleo, made.mina.performer_id, brief, both)
    assert refused.json()["code"] == "deals.other_project"
    named = sheet(series_scope(project=[f"{PROJECT}-trailer"])) | {"project": f"{PROJECT}-trailer"}
    deal = an_offer(made.cleo, made.mina.performer_id, brief, named).json()["deal"]
    made.mina.asked(f"/api/v1/deals/{deal}/agree")
    contract = made.cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    for side in (made.cleo, made.mina):
        side.signs(side.asked(f"/api/v1/contracts/{contract}/sign"))
    (trailer,) = [x for x in made.cleo.get("/api/v1/licences").json() if x["licence"] != made.licence]
    hold_funds(stage, trailer["licence"], reference="BANK-2")
    own = token_for(made.cleo, trailer["licence"])
    assert decide(made, own, project=f"{PROJECT}-trailer")["allowed"]
    assert decide(made, own)["reasons"] == ["project_mismatch"]


def test_silence_on_merchandising_denies_and_the_trace_says_why(stage: Stage) -> None:
    """Scenario 23."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    toys = decide(made, token, medium="merchandise")
    assert (toys["allowed"], toys["reasons"]) == (False, ["medium_mismatch"])
    (said,) = toys["says"]
    assert "nothing is said of merchandise" in said["en"].lower()
    assert said["en"].endswith("Silence is not permission.")
    assert said["zh"].endswith("沉默即不同意。")
    use = series_use(stage.now, medium="merchandise").to_json()
    for language, words_said in (("en", "Silence is not permission."), ("zh-Hans", "沉默即不同意。")):
        page = Reader(stage, language).post("/gate", token=token, use=json.dumps(use))
        assert words_said in words(page)


def test_silence_is_not_permission(stage: Stage) -> None:
    """Scenario 23."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    silent = decide(made, token, sub_licensee="somebody-else")
    assert silent["reasons"] == ["sub_licensee_silent"]
    assert decide(made, token)["allowed"]


def test_without_capture_consent_nothing_is_rendered(stage: Stage) -> None:
    made = signed_licence(stage)
    hold_funds(stage, made.licence)
    token = token_for(made.cleo, made.licence)
    denied = reserve(made, token, "shot-1")
    assert denied.status_code == 409
    assert denied.json()["facts"]["reasons"] == ["licence_licensed", "no_capture_consent"]

    capture_consent(made.mina)
    assert reserve(made, token, "shot-1").status_code == 201


def test_withdrawn_means_the_next_reservation_is_denied(stage: Stage) -> None:
    """Scenario 28: a token that was minted before reserves nothing after."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    assert reserve(made, token, "shot-1").status_code == 201

    made.mina.signs(made.mina.asked(f"/api/v1/licences/{made.licence}/withdraw"))

    denied = reserve(made, token, "shot-2")
    assert denied.status_code == 409
    assert denied.json()["facts"]["reasons"] == ["licence_withdrawn"]
    assert decide(made, token)["reasons"] == ["licence_withdrawn"]


def test_replayed_misaddressed_and_widened_tokens_are_refused_for_three_reasons(stage: Stage) -> None:
    """Scenario 40: three different reasons, and none of the three used anything up."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    assert reserve(made, token, "shot-1").status_code == 201

    replayed = reserve(made, token, "shot-1")
    elsewhere = reserve(made, token, "shot-2", audience="https://another.example")
    wider = made.cleo.post(
        f"/api/v1/licences/{made.licence}/token",
        {"narrowed": series_scope(territory=["CN", "US"]).to_json()},
    )
    codes = [replayed.json()["code"], elsewhere.json()["code"], wider.json()["code"]]
    assert codes == ["licences.replayed", "proofs.token_wrong_audience", "proofs.token_widened"]
    left = made.cleo.get("/api/v1/licences").json()[0]["left"]
    assert reserve(made, token, "shot-2").status_code == 201
    after = made.cleo.get("/api/v1/licences").json()[0]["left"]
    assert {unit: left[unit] - after[unit] for unit in left} == {"seconds": 4, "lines": 1}


def test_a_narrowed_token_allows_less_than_the_licence(stage: Stage) -> None:
    made = active_licence(stage)
    narrow = token_for(made.cleo, made.licence, narrowed=series_scope(territory=["HK"]).to_json())
    assert decide(made, narrow)["reasons"] == ["territory_mismatch"]
    assert decide(made, narrow, territory="HK")["allowed"]


def test_the_quota_runs_out(stage: Stage) -> None:
    made = active_licence(stage, sheet(series_scope(volume=volume(seconds=6, lines=5))))
    token = token_for(made.cleo, made.licence)
    assert reserve(made, token, "shot-1").status_code == 201
    over = reserve(made, token, "shot-2")
    assert over.json()["facts"]["reasons"] == ["volume_over_quota"]


def test_withdrawing_a_licence_takes_no_more_steps_than_signing_it(stage: Stage) -> None:
    """Scenario 29."""
    made = active_licence(stage)
    drafted = made.mina.asked(f"/api/v1/licences/{made.licence}/withdraw")
    shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()
    assert any("refused" in line for line in shown["effects"]["en"])
    assert shown["questions"] == []
    made.mina.signs(drafted)
    assert made.cleo.get("/api/v1/licences").json()[0]["state"] == "withdrawn"
