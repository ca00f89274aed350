"""A database administrator edits what a licence allows: decisions go by what was signed, and everybody concerned is told."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from propria.journeys.rounds import go_round
from propria.scope import NOTHING, Scope
from tests.cast import Stage
from tests.deals import Licensed, active_licence, token_for
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
