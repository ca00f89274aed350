"""No licence in force, no consent, another project, another's take, more than the quota: no output, and why."""

import hashlib
from typing import Any

from propria.scope import volume
from tests.cast import Stage
from tests.deals import Licensed, active_licence, capture_consent, hold_funds, signed_licence, token_for
from tests.renders import Filmed, by_the_second, filmed, recorded
from tests.stories.pages.reader import Reader
from tests.terms import series_scope


def reasons(answer: Any) -> list[str]:
    """Why the gate said no."""
    assert (answer.status_code, answer.json()["code"]) == (409, "licences.denied"), answer.text
    return list(answer.json()["facts"]["reasons"])


def test_captured_and_not_licensed_is_not_rendered(stage: Stage) -> None:
    """Scenario 15."""
    made = signed_licence(stage, by_the_second())
    capture_consent(made.mina)
    capture, take = recorded(stage, made)
    story = Filmed(stage, made, capture, take, token_for(made.cleo, made.licence))
    assert reasons(story.asks("shot-1")) == ["licence_licensed", "funds_not_held"]
    assert made.cleo.get("/api/v1/renders").json() == []

    hold_funds(stage, made.licence)
    assert story.asks("shot-1").status_code == 202


def test_without_consent_to_be_recorded_nothing_is_rendered(stage: Stage) -> None:
    made = active_licence(stage, by_the_second())
    capture, take = recorded(stage, made)
    story = Filmed(stage, made, capture, take, token_for(made.cleo, made.licence))
    assert story.asks("shot-1").status_code == 202

    consent = made.mina.get("/api/v1/me/grants").json()[0]["grant"]
    made.mina.signs(made.mina.asked("/api/v1/grants/withdraw", {"grant": consent}))
    assert "no_capture_consent" in reasons(story.asks("shot-2"))


def test_a_take_for_one_film_is_denied_for_another(stage: Stage) -> None:
    """Scenario 14."""
    story = filmed(stage)
    assert reasons(story.asks("shot-1", project="tidewright")) == ["project_mismatch"]
    assert story.asks("shot-1").status_code == 202


def test_a_take_of_somebody_else_does_not_exist_for_this_licence(stage: Stage) -> None:
    story = filmed(stage)
    wen = stage.identified("wen")
    capture_consent(wen)
    _, hers = recorded(stage, Licensed(wen, story.made.cleo, "", "", ""))
    own, story.take = story.take, hers
    denied = story.asks("shot-1")
    assert (denied.status_code, denied.json()["code"]) == (404, "likeness.no_asset")
    story.take = own
    assert story.asks("shot-1").status_code == 202


def test_what_will_be_seen_and_heard_must_be_declared(stage: Stage) -> None:
    story = filmed(stage)
    silent = story.asks("shot-1", attribute=["image"])
    assert silent.json()["code"] == "usage.attribute_undeclared"
    assert silent.json()["facts"]["attributes"] == ["voice"]
    assert story.asks("shot-1", to_ms=9_000).json()["code"] == "usage.take_out_of_bounds"
    assert story.asks("shot-1").status_code == 202


def test_what_is_counted_is_what_is_made_whatever_was_declared(stage: Stage) -> None:
    story = filmed(stage, by_the_second(scope=series_scope(volume=volume(seconds=3, lines=9))))
    story.gets("shot-1", to_ms=2_000, amounts={"seconds": 1})
    left = story.made.cleo.get("/api/v1/licences").json()[0]["left"]
    assert left == {"seconds": 1, "lines": 8}
    assert reasons(story.asks("shot-2", to_ms=2_000, amounts={"seconds": 1})) == ["volume_over_quota"]
    story.gets("shot-2", to_ms=1_000)


def test_one_use_is_reserved_once(stage: Stage) -> None:
    story = filmed(stage)
    story.gets("shot-1")
    assert story.asks("shot-1").json()["code"] == "licences.replayed"
    assert len(story.made.cleo.get("/api/v1/renders").json()) == 1


def test_a_script_that_was_declared_otherwise_is_recorded_by_its_hash(stage: Stage) -> None:
    """Scenario 18: a misdeclared script is a record of breach with the script's hash, told to both and shown; no verdict."""
    story = filmed(stage)
    render = story.gets("shot-1")["render"]
    mina, cleo, address = story.made.mina, story.made.cleo, f"/api/v1/renders/{render}/breaches"
    script = "第 12 场\n她脱下外衣。"
    form = {"script": script, "really": {"theme": ["drama", "nudity"], "script": ["lodged"]}}
    told = mina.asked(address, form)
    assert told["script_sha256"] == hashlib.sha256(script.encode()).hexdigest()
    assert (told["declared"], told["denied"]) == ({"script": ["lodged"], "theme": ["drama"]}, ["theme"])
    assert mina.asked(address, form) == told, "said again, it is the record that there is"
    assert cleo.get(address).json() == stage.person("otto").get(address).json() == [told]
    assert told["script_sha256"] in Reader(stage).signs_in("mina").get("/renders").text
    for name in ("mina", "cleo"):
        assert told["script_sha256"] in Reader(stage).signs_in(name).get("/alerts").text
    assert cleo.get("/api/v1/licences").json()[0]["state"] == "active", "a record ends nothing"
    refused = [
        mina.post(address, {"script": "x", "really": {"theme": ["drama"], "script": ["lodged"]}}),
        mina.post(address, {"script": "x", "really": {"medium": ["film"]}}),
        mina.post(address, {"script": " ", "really": form["really"]}),
        cleo.post(address, form),
        stage.identified("wen").get(address),
    ]
    assert [answer.json()["code"] for answer in refused] == [
        "usage.as_declared",
        "usage.no_script",
        "usage.no_script",
        "usage.no_render",
        "usage.no_render",
    ]
