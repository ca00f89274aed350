"""A script's hash is logged before the performance, or it is no lodged script."""

import hashlib
from typing import Any

from propria.scope.duties import Duties
from tests.cast import Stage
from tests.deals import active_licence, token_for
from tests.renders import Filmed, by_the_second, filmed, recorded
from tests.stories.pages.reader import Reader, words
from tests.terms import series_scope, series_use

SCENE = "第 7 场\n灯还亮着。"
FILED = "INT. TEA HOUSE - NIGHT\r\n\r\nROWE\r\nSit down.\r\n"
LATER_SCENE = "第 8 场\n灯灭了。"


def sha256(script: str) -> str:
    return hashlib.sha256(script.encode()).hexdigest()


def deal_of(story: Filmed) -> str:
    """The talks that the licence came from."""
    return str(story.made.cleo.get("/api/v1/deals").json()[0]["deal"])


def lodges(story: Filmed, script: str) -> Any:
    return story.made.cleo.post(f"/api/v1/deals/{deal_of(story)}/scripts", {"script": script})


def asks(story: Filmed, nonce: str, script: str = "", **declared: Any) -> Any:
    """Cleo asks for a cut, made from this script."""
    cut = {"asset": story.take, "from_ms": 0, "to_ms": 1_000}
    use = series_use(story.stage.now, **declared).to_json()
    form = {"token": story.token, "use": use, "nonce": nonce, "take": cut, "script_sha256": script}
    return story.made.cleo.post("/api/v1/renders", form)


def test_a_script_that_was_logged_after_the_take_is_denied_and_one_before_is_not(stage: Stage) -> None:
    """Scenario 19: the hash is logged before the performance; later is denied."""
    made = active_licence(stage, by_the_second())
    story = Filmed(stage, made, "", "", token_for(made.cleo, made.licence))
    early = lodges(story, SCENE)
    assert (early.status_code, early.json()["script_sha256"]) == (201, sha256(SCENE))
    assert lodges(story, SCENE).json()["entry_index"] == early.json()["entry_index"]
    stage.passes(minutes=1)
    story.capture, story.take = recorded(stage, made)
    stage.passes(minutes=1)
    lodges(story, LATER_SCENE)

    late = asks(story, "shot-1", sha256(LATER_SCENE))
    assert (late.status_code, late.json()["code"]) == (409, "usage.script_written_after")
    assert late.json()["facts"]["logged_at"] > late.json()["facts"]["performed_at"]
    assert asks(story, "shot-2", sha256("never lodged")).json()["code"] == "usage.script_not_lodged"
    assert asks(story, "shot-3").json()["code"] == "usage.script_unnamed"
    assert asks(story, "shot-4", sha256(SCENE)).status_code == 202
    bundle = stage.main.get(f"/log/bundles/{early.json()['statement']}")
    assert bundle.status_code == 200
    assert SCENE not in bundle.text


def test_only_the_creator_lodges_and_both_sides_read(stage: Stage) -> None:
    story = filmed(stage)
    deal = deal_of(story)
    assert lodges(story, " ").json()["code"] == "usage.no_script"
    lodges(story, SCENE)
    assert story.made.mina.post(f"/api/v1/deals/{deal}/scripts", {"script": "x"}).status_code == 404
    assert stage.person("wen").get(f"/api/v1/deals/{deal}/scripts").status_code == 404
    read = [p.get(f"/api/v1/deals/{deal}/scripts").json() for p in (story.made.mina, story.made.cleo)]
    assert [one["script_sha256"] for one in read[0]] == [sha256(SCENE)]
    assert read[0] == read[1]


def test_approval_of_the_script_has_it_named_and_the_studio_lodges_and_names_it(stage: Stage) -> None:
    scope = series_scope(duties=Duties.of(approval=["script"]))
    story = filmed(stage, by_the_second(scope=scope))
    assert asks(story, "shot-1").json()["code"] == "usage.script_unnamed"
    cleo, where = Reader(stage).signs_in("cleo"), f"/studio/{story.made.licence}"
    assert cleo.post(f"{where}/scripts", script="").status_code == 422
    assert cleo.post(f"{where}/scripts", script=LATER_SCENE).status_code == 303
    assert sha256(LATER_SCENE)[:12] in words(cleo.get(f"/studio?licence={story.made.licence}"))
    read = cleo.sends_file("/briefs/script", "script", "scene 9.fountain", FILED.encode())
    kept = cleo.sends_file(f"{where}/scripts", "file", "scene 9.fountain", FILED.encode(), script="")
    assert kept.status_code == 303
    assert sha256(FILED) in words(read), "the brief shows the hash"
    assert sha256(FILED)[:12] in words(cleo.get(f"/studio?licence={story.made.licence}")), (
        "that the studio lodges"
    )
    torn = cleo.sends_file(f"{where}/scripts", "file", "scene.pdf", b"%PDF-1.7 torn", script="")
    assert (torn.status_code, "Word (.docx) or PDF" in words(torn)) == (422, True)
    form = {"what": "take", "asset": story.take, "script_sha256": sha256(LATER_SCENE), "nonce": "shot-2"}
    denied = cleo.post(where, do="render", **form)
    assert "put on record after the performance" in words(denied)
