"""A representative proposes performers under mandates that run; the creator reads by whom, and the performer may pull out."""

from datetime import timedelta

from propria.kernel.time import wire
from tests.cast import Person, Stage, openness_form
from tests.deals import brief_form
from tests.mandates import gives
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.casting.test_days_are_asked_pencilled_and_confirmed import code
from tests.stories.pages.reader import Reader, heading, words
from tests.terms import film_terms


def codes(person: Person) -> set[str]:
    """What somebody was told, by code."""
    return {one["code"] for one in person.get("/api/v1/me/alerts").json()}


def test_only_a_mandate_that_runs_proposes(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    rafael = stage.keyed("rafael")
    where, both = f"/api/v1/briefs/{brief}/submissions", [mina.performer_id, wen.performer_id]
    assert code(rafael.post(where, {"performers": both})) == "casting.call_over"
    assert mina.get("/api/v1/calls").json() == []
    until = wire(stage.now + timedelta(days=7))
    late = cleo.put(f"/api/v1/briefs/{brief}/call", json={"until": wire(stage.now + timedelta(days=91))})
    assert code(late) == "casting.call_unclear"
    assert cleo.put(f"/api/v1/briefs/{brief}/call", json={"until": until}).status_code == 204
    (call,) = rafael.get("/api/v1/calls").json()
    assert (call["brief"], call["creator"]["en"]) == (brief, "Ode & Kestrel Pictures")
    assert code(rafael.post(where, {"performers": both})) == "parties.no_mandate_held"
    gives(stage, mina, rafael, ["sign_contract"])
    assert code(rafael.post(where, {"performers": both})) == "parties.power_missing"
    gives(stage, mina, rafael, ["negotiate"])
    assert code(rafael.post(where, {"performers": both, "note": "x" * 501})) == "casting.note_unreadable"
    assert code(rafael.post(where, {"performers": []})) == "casting.too_many_submitted"
    done = rafael.asked(where, {"performers": both, "note": "Free all spring."})
    assert [one["performer"] for one in done["submitted"]] == both[:1]
    assert done["not_submitted"] == [{"performer": wen.performer_id, "code": "parties.no_mandate_held"}]
    assert code(rafael.post(where, {"performers": both[:1]})) == "casting.submitted_already"
    (seen,) = cleo.get(where).json()
    assert (seen["by_name"]["en"], seen["note"], seen["fits"]) == ("Rafael Ortiz", "Free all spring.", True)
    stage.another_creator("dora")
    assert code(stage.person("dora").get(where)) == "casting.no_brief"
    assert "casting.submitted" in codes(mina)
    assert "casting.submission_received" in codes(cleo)
    stage.passes(days=8)
    assert rafael.get("/api/v1/calls").json() == []


def test_a_performer_pulls_out_and_an_ended_mandate_shows_nothing(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    rafael = stage.keyed("rafael")
    where = f"/api/v1/briefs/{brief}/submissions"
    cleo.put(f"/api/v1/briefs/{brief}/call", json={"until": wire(stage.now + timedelta(days=7))})
    gives(stage, mina, rafael, ["negotiate"])
    mandate = gives(stage, wen, rafael, ["negotiate"])
    rafael.asked(where, {"performers": [mina.performer_id, wen.performer_id]})
    mine = mina.get("/api/v1/submissions").json()[0]["submission"]
    assert code(wen.post(f"/api/v1/submissions/{mine}/pull-out")) == "casting.no_submission"
    assert mina.post(f"/api/v1/submissions/{mine}/pull-out").status_code == 204
    assert code(mina.post(f"/api/v1/submissions/{mine}/pull-out")) == "casting.no_submission"
    assert [one["performer"] for one in cleo.get(where).json()] == [wen.performer_id]
    assert "casting.submission_pulled_out" in codes(rafael)
    wen.signs(wen.asked("/api/v1/mandates/withdraw", {"mandate": mandate}))
    assert cleo.get(where).json() == []
    hidden = openness_form(stage.now, film_terms()) | {"shows_name": False}
    mina.signs(mina.asked("/api/v1/openness", hidden))
    assert code(rafael.post(where, {"performers": [mina.performer_id]})) == "casting.name_private"


def test_facts_asked_of_the_person_stop_no_submission_and_both_sides_read_them(stage: Stage) -> None:
    mina, _, cleo, brief = two_who_fit(stage)
    rafael, where = stage.keyed("rafael"), f"/api/v1/briefs/{brief}"
    gives(stage, mina, rafael, ["negotiate"])
    cleo.put(where, json=brief_form(needs={"plays": [40, 60], "skills": ["fencing"]}))
    cleo.put(f"{where}/call", json={"until": wire(stage.now + timedelta(days=7))})
    mina.signs(mina.asked("/api/v1/me/profile", {"plays": [20, 30]}))
    rafael.asked(f"{where}/submissions", {"performers": [mina.performer_id]})

    def read(person: Person, path: str) -> tuple[list[str], bool | None]:
        (one,) = person.get(path).json()
        return [lack["code"] for lack in one["lacks"]], one.get("fits")

    lacking = ["plays_not_met", "skills_not_said"]
    assert read(cleo, f"{where}/submissions") == (lacking, False)
    assert read(rafael, "/api/v1/submissions") == read(mina, "/api/v1/submissions") == (lacking, None)
    page = words(Reader(stage, "en").signs_in("cleo").get(f"/briefs/{brief}/submissions"))
    assert "Fits the brief in terms and pay, but see below." in page
    assert "Playing age: not 40 to 60, by their own word." in page
    assert "技能：本人未说明。" in words(Reader(stage, "zh-CN").signs_in("rafael").get("/submissions"))
    mina.signs(mina.asked("/api/v1/me/profile", {"plays": [30, 45], "skills": ["Fencing"]}))
    assert read(cleo, f"{where}/submissions") == ([], True)


def test_by_the_pages(stage: Stage) -> None:
    mina, _, _, brief = two_who_fit(stage)
    gives(stage, mina, stage.keyed("rafael"), ["negotiate"])
    cleo, rafael, own = (Reader(stage, "en").signs_in(name) for name in ("cleo", "rafael", "mina"))
    assert heading(rafael.get("/submissions")) == "No role takes submissions now."
    assert cleo.post(f"/briefs/{brief}/call", until="soon").status_code == 422
    assert cleo.post(f"/briefs/{brief}/call", until="2027-11-30").status_code == 422
    assert cleo.post(f"/briefs/{brief}/call", until="2026-11-30").status_code == 303
    assert rafael.post("/submissions", brief=brief).status_code == 422
    assert rafael.post("/submissions", brief=brief, performer=mina_id(mina), note="Calm.").status_code == 303
    page = words(cleo.get(f"/briefs/{brief}/submissions"))
    assert "Submitted by Rafael Ortiz" in page
    assert "Fits the brief on every axis." in page
    page = own.get("/submissions")
    assert heading(page) == "You are proposed for one role."
    mine = mina.get("/api/v1/submissions").json()[0]["submission"]
    assert own.post(f"/submissions/{mine}/pull-out").status_code == 303
    zh = words(Reader(stage, "zh-CN").signs_in("cleo").get(f"/briefs/{brief}/submissions"))
    assert "还没有人被推荐" in zh
    assert cleo.post(f"/briefs/{brief}/call", end="1").status_code == 303
    assert heading(rafael.get("/submissions")) == "No role takes submissions now."


def mina_id(mina: Person) -> str:
    """Her public id."""
    return mina.performer_id
