"""After a withdrawal: the next render is denied, work in flight stops, the finished output follows its clause."""

from pathlib import Path
from typing import Any

import pytest

from propria.kernel.time import HOUR, wire
from propria.usage import actions
from tests.cast import STORY_BEGINS, Stage
from tests.renders import Filmed, by_the_second, filmed, restart, run_jobs_again
from tests.stories.pages.reader import Reader, words
from tests.stories.record.test_anyone_checks_a_bundle_offline import fetch, verify_offline
from tests.stories.royalties.test_a_released_use_is_paid import paid


def withdraw(story: Filmed) -> None:
    """Mina takes the licence back."""
    drafted = story.made.mina.asked(f"/api/v1/licences/{story.made.licence}/withdraw")
    story.made.mina.signs(drafted)


def answers(story: Filmed, render: dict[str, Any]) -> tuple[str, str, str, str]:
    """(may it be shown, why; may more be made, why), as anyone is told."""
    told = story.stage.person("sam").get(f"/api/v1/outputs/{render['output']['output']}").json()
    show, make = told["may_show"], told["may_make"]
    assert show["zh"]
    assert show["en"]
    return show["may"], show["reason"], make["may"], make["reason"]


def test_the_next_render_is_denied_and_the_finished_one_follows_its_clause(stage: Stage) -> None:
    """Scenario 28."""
    story = filmed(stage)
    render = story.gets("shot-1")
    assert answers(story, render) == ("yes", "in_force", "yes", "active")

    withdraw(story)

    denied = story.asks("shot-2")
    assert (denied.status_code, denied.json()["code"]) == (409, "licences.denied")
    assert denied.json()["facts"]["reasons"] == ["licence_withdrawn"]
    assert answers(story, render) == ("yes", "clause_may_stay", "no", "withdrawn")
    assert story.verified(story.file(render))["output"]["may_show"]["may"] == "yes"


@pytest.mark.parametrize(
    ("clause", "may", "reason", "status"),
    [
        (None, "agreement_or_ruling_needed", "no_clause", 200),
        ({"finished": "must_stop"}, "no", "clause_must_stop", 409),
        ({"finished": "until", "until": wire(STORY_BEGINS + 9 * HOUR)}, "yes", "clause_until", 200),
        ({"finished": "until", "until": wire(STORY_BEGINS - HOUR)}, "no", "clause_ran_out", 409),
    ],
)
def test_each_wind_down_clause_has_its_own_answer(
    stage: Stage, clause: Any, may: str, reason: str, status: int
) -> None:
    story = filmed(stage, by_the_second(wind_down=clause))
    render = story.gets("shot-1")
    withdraw(story)
    assert answers(story, render) == (may, reason, "no", "withdrawn")
    where = f"/api/v1/renders/{render['render']}/file"
    assert story.made.cleo.get(where).status_code == status
    assert story.made.mina.get(where).status_code == 200


def reserved_and_left(story: Filmed) -> str:
    """A render that was asked for on a server that went away before it began."""
    library = story.stage.propria.library
    library.jobs.close()
    asked = story.asks("shot-1")
    assert asked.status_code == 202, asked.text
    assert asked.json()["state"] in ("queued", "running")
    return str(asked.json()["render"])


def test_what_was_reserved_before_a_crash_is_finished_after_it_and_metered_once(stage: Stage) -> None:
    story = filmed(stage)
    render_id = reserved_and_left(story)
    assert uses(story) == []

    restart(stage)

    found = story.made.cleo.get(f"/api/v1/renders/{render_id}").json()
    assert (found["state"], found["done"], found["total"]) == ("released", 6, 6)
    assert len(uses(story)) == 1
    run_jobs_again(stage)
    assert len(uses(story)) == 1
    assert story.verified(story.file(found))["found_by"] == "bytes"


def test_work_in_flight_stops_with_the_licence_and_leaves_nothing(stage: Stage) -> None:
    story = filmed(stage)
    render_id = reserved_and_left(story)
    withdraw(story)

    restart(stage)

    found = story.made.cleo.get(f"/api/v1/renders/{render_id}").json()
    assert (found["state"], found["error_code"]) == ("failed", "usage.stopped_in_flight")
    assert uses(story) == []
    assert story.made.cleo.get(f"/api/v1/renders/{render_id}/file").status_code == 404


def test_work_in_flight_is_finished_where_the_clause_gives_it_time(stage: Stage, tmp_path: Path) -> None:
    """Scenario 28: it is flagged, billed, and its bundle shows offline that the licence is withdrawn."""
    clause = {"finished": "may_stay", "in_flight_until": wire(STORY_BEGINS + HOUR)}
    story = filmed(stage, by_the_second(wind_down=clause))
    render_id = reserved_and_left(story)
    withdraw(story)

    restart(stage)

    found = story.made.cleo.get(f"/api/v1/renders/{render_id}").json()
    assert found["state"] == "released"
    assert found["output"]["may_show"]["reason"] == "clause_may_stay"
    assert len(uses(story)) == 1
    told = stage.person("sam").get(f"/api/v1/outputs/{found['output']['output']}").json()
    assert told["after_withdrawal"] is True
    assert "After the withdrawal" in words(Reader(stage).get(f"/outputs/{told['output']}"))
    (line,) = paid(story.made.mina, story.made.mina.performer_id)
    assert (line["use_id"], line["earned"]) == (uses(story)[0].id, "2280.00")

    code, report = verify_offline(*fetch(stage, told["statement"], tmp_path))
    assert code == 0
    assert "output.sealed" in {s["type"] for s in report["statements"]}  # type: ignore[attr-defined]
    assert report["statuses"][0]["states"][story.made.licence] == "withdrawn"  # type: ignore[index]


def test_an_output_of_before_the_withdrawal_is_not_flagged(stage: Stage) -> None:
    """Scenario 28."""
    story = filmed(stage)
    render = story.gets("shot-1")
    withdraw(story)
    told = stage.person("sam").get(f"/api/v1/outputs/{render['output']['output']}").json()
    assert told["after_withdrawal"] is False
    assert "After the withdrawal" not in words(Reader(stage).get(f"/outputs/{told['output']}"))


def test_everything_that_a_withdrawal_does_is_shown_before_it_is_signed(stage: Stage) -> None:
    """Scenario 29: what stops, what goes on by which clause, who holds what, which models, and what it may oblige."""
    until = STORY_BEGINS + HOUR
    clause = {"finished": "may_stay", "in_flight_until": wire(until)}
    story = filmed(stage, by_the_second(wind_down=clause))
    story.gets("shot-1")
    mina = story.made.mina
    drafted = mina.asked(f"/api/v1/licences/{story.made.licence}/withdraw")
    shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()["effects"]
    said = [
        "From this moment every new render is refused.",
        "What is being rendered may be finished until 22 Nov 2026, 11:00 UTC (wind-down clause), and is paid.",
        "1 use was permitted before and is paid as the contract says.",
        "Finished works may stay (wind-down clause).",
        "Ode & Kestrel Pictures holds 1 finished output; the library keeps them encrypted, and you may look at each.",
        "Outside the library nobody is known to hold anything that must be destroyed.",
        "No replica of you is in use.",
        "You may owe the other side what it reasonably spent; the library does not judge that.",
        "Copies that are already in the world cannot be called back.",
    ]
    assert shown["en"] == said
    assert len(shown["zh"]) == len(said)
    page = words(Reader(stage).signs_in("mina").get("/withdraw"))
    assert all(line in page for line in said)
    assert story.asks("shot-2").status_code == 202


def uses(story: Filmed) -> list[Any]:
    """What was metered."""
    licence = story.made.licence
    return story.stage.propria.library.database.read(lambda db: actions.uses_under(licence, db=db))
