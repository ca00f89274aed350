"""What a licence for scripted scenes answers to another theme, another script, a chatbot, another country."""

from typing import Any

from propria.rates import PricedUse, quote
from propria.rates.model import RateCard
from tests.cast import Stage
from tests.deals import Licensed, active_licence, card, sheet, token_for
from tests.stories.pages.reader import Reader, words
from tests.terms import series_scope, series_use


def answer(made: Licensed, token: str, **use: Any) -> dict[str, Any]:
    """What the gate answers."""
    told = made.cleo.post(
        "/api/v1/gate/decide", {"token": token, "use": series_use(made.cleo.stage.now, **use).to_json()}
    )
    assert told.status_code == 200, told.text
    return dict(told.json())


def test_a_forbidden_theme_and_an_undeclared_script_are_denied_under_an_otherwise_valid_licence(
    stage: Stage,
) -> None:
    """Scenario 18."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    assert answer(made, token)["allowed"]
    nude = answer(made, token, theme=["drama", "nudity"])
    assert (nude["allowed"], nude["reasons"]) == (False, ["theme_mismatch"])
    assert nude["says"][0]["zh"]
    undeclared = answer(made, token, script=[])
    assert (undeclared["allowed"], undeclared["reasons"]) == (False, ["script_undeclared"])
    other_class = answer(made, token, script="improvised")
    assert (other_class["allowed"], other_class["reasons"]) == (False, ["script_mismatch"])


def test_a_chatbot_is_not_what_scripted_scenes_were_licensed_for_and_the_card_says_what_it_would_cost(
    stage: Stage,
) -> None:
    """Scenario 20: deny `act`; the rate card shows the real-time price, which the terms page prices at its factor."""
    real_time = {"clause": "5.3", "acts": ["real_time"], "factor": "15/2"}
    made = active_licence(stage, sheet(card=card().to_json() | {"multipliers": [real_time]}))
    token = token_for(made.cleo, made.licence)
    live = answer(made, token, act="real_time")
    assert (live["allowed"], live["reasons"]) == (False, ["act_mismatch"])
    assert answer(made, token)["allowed"]

    signed = made.cleo.get(f"/api/v1/deals/{made.deal}").json()["turns"][-1]["sheet"]["card"]
    rates = RateCard.from_json(signed)
    scripted, spoken = (
        quote(rates, [PricedUse(act, seconds=600)]).total for act in ("generate", "real_time")
    )
    assert spoken.minor * 2 == scripted.minor * 15
    page = words(Reader(stage).signs_in("cleo").get(f"/deals/{made.deal}"))
    assert "Multiplier live unscripted interaction is paid at 7.5 times" in page


def test_licensed_for_china_in_chinese_and_asked_for_in_english_in_the_us_two_reasons_are_named(
    stage: Stage,
) -> None:
    """Scenario 21: two reasons, each named, each in words."""
    made = active_licence(stage, sheet(series_scope(territory=["CN"], language=["zh"])))
    token = token_for(made.cleo, made.licence)
    assert answer(made, token)["allowed"]
    abroad = answer(made, token, territory="US", language="en")
    assert abroad["allowed"] is False
    assert set(abroad["reasons"]) == {"territory_mismatch", "language_mismatch"}
    assert len(abroad["says"]) == 2
    assert all(one["zh"] and one["en"] for one in abroad["says"])
    assert answer(made, token, territory="US")["reasons"] == ["territory_mismatch"]
    assert answer(made, token, language="en")["reasons"] == ["language_mismatch"]
