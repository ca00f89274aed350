"""A database administrator edits what a licence allows: decisions go by what was signed, and everybody concerned is told."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from propria.demo.terms import sheet
from propria.journeys.rounds import go_round
from propria.kernel.money import Money
from propria.scope import NOTHING, Scope, StandingTerms
from tests.cast import Stage
from tests.deals import Licensed, a_brief, active_licence, agreed_contract, an_offer, token_for
from tests.stories.deals.test_two_sides_make_a_deal import mandate
from tests.stories.pages.reader import Reader, words
from tests.stories.record.test_fsck_finds_what_was_changed import found
from tests.terms import series_scope, series_use

WIDE = series_scope(language=["zh", "en", "fr"])


def edit(stage: Stage, change: str, *values: Any) -> None:
    """What an administrator does: a connection of their own to the database's file, and SQL."""
    url = str(stage.propria.library.settings.database_url)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///").partition("?")[0], timeout=30)) as database:
        assert database.execute(change, values).rowcount > 0
        database.commit()


def answers(stage: Stage, made: Licensed, token: str) -> list[tuple[bool, tuple[str, ...]]]:
    """What the gate says of a use that was signed and of one in a language that was not."""
    told = []
    for use in (series_use(stage.now), series_use(stage.now, language="fr")):
        said = made.cleo.asked("/api/v1/gate/decide", {"token": token, "use": use.to_json()})
        told.append((said["allowed"], tuple(said["reasons"])))
    return told


def go(stage: Stage) -> int:
    """One round of the running library; how many altered rows it found."""
    return go_round(stage.propria.library, stage.propria.parts["office"]).rows_altered


@pytest.mark.parametrize("scope", [WIDE, NOTHING], ids=["widened", "emptied"])
def test_the_answers_stay_and_an_alarm_is_raised(stage: Stage, scope: Scope) -> None:
    """Scenario 39: decisions read only signed statements and are unchanged; operator and performer are told."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    before = answers(stage, made, token)
    assert [allowed for allowed, _ in before] == [True, False]
    assert go(stage) == 0

    edit(stage, "update licences_licence set scope = ?", json.dumps(scope.to_json()))
    assert answers(stage, made, token) == before
    assert answers(stage, made, token_for(made.cleo, made.licence)) == before
    use = series_use(stage.now, language="fr").to_json()
    refused = made.cleo.post("/api/v1/gate/reserve", {"token": token, "use": use, "nonce": "n-1"})
    assert (refused.status_code, refused.json()["code"]) == (409, "licences.denied")

    assert go(stage) == 1
    for who in (made.mina, stage.person("otto")):
        (told,) = [a for a in who.get("/api/v1/me/alerts").json() if a["code"] == "alerts.row_altered"]
        assert made.licence in told["en"]
    desk = words(Reader(stage).signs_in("otto").get("/desk"))
    assert f"alerts.row_altered · {made.licence}" in desk
    assert "licences.version_altered" in found(stage)
    assert go(stage) == 1
    assert len(stage.person("otto").get("/api/v1/me/alerts").json()) == 1


def test_signed_words_that_were_altered_allow_nothing(stage: Stage) -> None:
    """Scenario 39: whoever edits the statement too finds that its log entry commits to other words."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    assert answers(stage, made, token)[0] == (True, ())
    edit(
        stage,
        'update record_statement set raw = cast(replace(cast(raw as text), \'"zh"]\', \'"fr","zh"]\') as blob)'
        " where type = 'contract.signed'",
    )
    said = answers(stage, made, token)
    assert [allowed for allowed, _ in said] == [False, False]
    assert all("licence_not_as_signed" in reasons for _, reasons in said)
    assert go(stage) == 1
    assert "record.commitment_broken" in found(stage)


def test_an_edited_mandate_and_edited_terms_give_no_more_than_was_signed(stage: Stage) -> None:
    """Scenario 39: a power, a scope and standing terms in a row open nothing; what was signed goes on."""
    mina, cleo, _, contract = agreed_contract(stage)
    mandate(stage, ["negotiate"])
    rafael, sign = stage.person("rafael"), f"/api/v1/contracts/{contract}/sign"
    edit(stage, "update parties_mandate set powers = ?", json.dumps(["negotiate", "sign_contract"]))
    refused = rafael.tries_to_sign(rafael.asked(sign))
    assert (refused.status_code, refused.json()["code"]) == (409, "parties.power_missing")
    assert ("parties.mandate_altered" in found(stage), go(stage)) == (True, 1)

    edit(
        stage,
        "update consent_openness set terms = ?, floor_minor = 1",
        json.dumps(StandingTerms(()).to_json()),
    )
    nude = sheet(series_scope(theme=["drama", "nudity"]))
    for terms, code in ((nude, "deals.red_line"), (sheet(guarantee=Money("CNY", 100)), "deals.below_floor")):
        crossed = an_offer(cleo, mina.performer_id, a_brief(cleo), terms)
        assert (crossed.status_code, crossed.json()["code"]) == (409, code)
    assert ("consent.openness_altered" in found(stage), go(stage)) == (True, 2)
    told = [a["en"] for a in mina.get("/api/v1/me/alerts").json() if a["code"] == "alerts.row_altered"]
    assert sorted(words.split(" ")[4] for words in told) == ["mandate", "openness"]
    for one in (cleo, mina):
        assert one.tries_to_sign(one.asked(sign)).status_code == 200, "within the terms that she signed"
