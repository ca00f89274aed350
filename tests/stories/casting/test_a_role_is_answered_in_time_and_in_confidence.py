"""A brief says until when it is answered, by whom it is read, and keeps its title back until a reader accepts to keep it."""

from datetime import timedelta
from typing import Any

from propria.kernel.time import wire
from tests.cast import Person, Stage
from tests.deals import brief_form
from tests.mandates import gives
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.casting.test_days_are_asked_pencilled_and_confirmed import code
from tests.stories.pages.reader import Reader, heading, words
from tests.terms import PROJECT

TRUE, WORKING = "Paper Lantern Street", "Project Heron"


def form(**more: Any) -> dict[str, Any]:
    """What a brief says, with how it is answered."""
    return brief_form(role="lead", budget={"currency": "CNY", "minor": "9000000"}) | more


def opens(cleo: Person, stage: Stage, brief: str) -> None:
    """Let it be answered for a week."""
    until = {"until": wire(stage.now + timedelta(days=7))}
    assert cleo.put(f"/api/v1/briefs/{brief}/call", json=until).status_code == 204


def test_after_the_deadline_nothing_is_taken(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    where, due = f"/api/v1/briefs/{brief}", stage.now + timedelta(days=3)
    opens(cleo, stage, brief)
    for wrong in (stage.now - timedelta(days=1), stage.now + timedelta(days=400)):
        assert code(cleo.put(where, json=form(deadline=wire(wrong)))) == "casting.deadline_unclear"
    assert cleo.put(where, json=form(deadline=wire(due))).json()["deadline"] == wire(due)
    (change,) = cleo.get(f"{where}/changes").json()
    assert [(one["field"], one["before"]["en"]) for one in change["changes"]] == [("deadline", "not said")]
    (call,) = mina.get("/api/v1/calls").json()
    assert call["until"] == wire(due), "the deadline comes before the call ends"
    asked = {
        "performers": [mina.performer_id], "days": ["2027-01-04"], "doing": "meeting",
        "answer_by": wire(stage.now + timedelta(days=20)),
    }  # fmt: skip
    days = cleo.asked(f"{where}/days", asked)["asked"][0]["days"]
    taped = {"performers": [mina.performer_id], "lines": "Sit.", "deadline": wire(due + timedelta(days=9))}
    tape = cleo.asked(f"{where}/tapes", taped)["asked"][0]["tape"]
    for who, page in (("mina", "/roles/"), ("cleo", "/briefs/")):
        shown = Reader(stage, "en").signs_in(who)
        assert "3 days left" in words(shown.get(f"{page}{brief}"))
        assert f"{TRUE}, lead: the deadline" in words(shown.get("/calendar"))
        assert all(f'href="{page}{brief}"' in shown.get(one).text for one in ("/days", "/tapes"))
    stage.passes(days=4)
    assert mina.get("/api/v1/calls").json() == []
    submitted = mina.post(f"{where}/submissions", {"performers": [mina.performer_id]})
    answers = (
        submitted,
        cleo.post(f"{where}/tapes", taped | {"performers": [wen.performer_id]}),
        cleo.post(f"{where}/days", asked | {"performers": [wen.performer_id]}),
        cleo.put(f"{where}/call", json={"until": wire(stage.now + timedelta(days=7))}),
        mina.post(f"/api/v1/days/{days}/say_free"),
        mina.post(f"/api/v1/tapes/{tape}/consent", {}),
    )
    assert {code(one) for one in answers} == {"casting.deadline_passed"}
    assert "over" in words(Reader(stage, "en").signs_in("mina").get(f"/roles/{brief}"))
    assert cleo.put(where, json=form(deadline=wire(due), seeks="calm")).status_code == 200, "it may stand"


def test_who_may_read_it(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    rafael = stage.keyed("rafael")
    gives(stage, mina, rafael, ["negotiate"])
    where = f"/api/v1/briefs/{brief}"
    assert mina.get("/api/v1/roles").json() == [], "nothing is open yet"
    assert code(mina.get(f"/api/v1/roles/{brief}")) == "casting.no_role"
    assert code(cleo.get("/api/v1/calls")) == "casting.performers_side_only"
    opens(cleo, stage, brief)
    readers = (mina, wen, rafael)
    reads = {}
    for reach, more in (
        ("everybody", {}), ("invited", {}), ("agency", {"agency": rafael.id}),
    ):  # fmt: skip
        assert cleo.put(where, json=form(reach=reach, **more)).status_code == 200
        reads[reach] = [bool(one.get("/api/v1/roles").json()) for one in readers]
    assert reads == {
        "everybody": [True, True, True], "invited": [False, False, False], "agency": [False, False, True],
    }  # fmt: skip
    assert code(wen.post(f"{where}/submissions", {"performers": [wen.performer_id]})) == "casting.no_brief"
    assert code(cleo.put(where, json=form(reach="agency"))) == "casting.agency_missing"
    assert code(cleo.put(where, json=form(reach="agency", agency=wen.id))) == "casting.no_such_agency"
    rafael.asked(f"{where}/submissions", {"performers": [mina.performer_id]})
    assert [one["brief"] for one in mina.get("/api/v1/roles").json()] == [brief], "she is proposed for it"
    typed = Reader(stage, "en").signs_in("cleo").get(f"/briefs/{brief}/change").text
    assert f'<option value="{rafael.id}" selected>Rafael Ortiz</option>' in typed


def test_a_title_is_kept_back_until_a_reader_accepts(stage: Stage) -> None:
    mina, _, cleo, brief = two_who_fit(stage)
    where = f"/api/v1/briefs/{brief}"
    assert code(cleo.put(where, json=form(working_title="x" * 121))) == "casting.working_title_unreadable"
    cleo.put(where, json=form(working_title=WORKING))
    opens(cleo, stage, brief)
    taped = {
        "performers": [mina.performer_id],
        "lines": "Sit.",
        "deadline": wire(stage.now + timedelta(days=9)),
    }
    tape = cleo.asked(f"{where}/tapes", taped)["asked"][0]["tape"]
    cleo.put(f"{where}/shortlist/{mina.performer_id}")
    link = cleo.asked(
        f"{where}/shares", {"recipient": "Lin", "expires_at": wire(stage.now + timedelta(days=2))}
    )
    reader = Reader(stage, "en").signs_in("mina")
    path = link["link"].removeprefix("http://localhost:8000")
    places = (f"/roles/{brief}", "/submissions", "/tapes", "/alerts", "/calendar", path)
    for place in places:
        text = reader.get(place).text
        assert (TRUE in text, PROJECT in text) == (False, False), place
    (role,) = mina.get("/api/v1/roles").json()
    assert (role["title"]["zh"], role["title_kept_back"]) == (WORKING, True)
    assert TRUE not in mina.get("/api/v1/calls").text + mina.get("/api/v1/alerts").text
    assert PROJECT not in mina.get("/api/v1/calls").text + mina.get("/api/v1/roles").text
    assert code(mina.post(f"/api/v1/tapes/{tape}/consent", {})) == "casting.title_kept_back"


def test_the_title_is_told_to_whoever_accepts_and_the_team_reads_who_did(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    where, reader = f"/api/v1/briefs/{brief}", Reader(stage, "en").signs_in("mina")
    cleo.put(where, json=form(working_title=WORKING))
    opens(cleo, stage, brief)
    taped = {
        "performers": [mina.performer_id],
        "lines": "Sit.",
        "deadline": wire(stage.now + timedelta(days=9)),
    }
    tape = cleo.asked(f"{where}/tapes", taped)["asked"][0]["tape"]
    assert WORKING in reader.get(f"/roles/{brief}").text
    assert reader.post(f"/roles/{brief}/accept").headers["location"] == f"/roles/{brief}"
    told = reader.get(f"/roles/{brief}")
    assert heading(told) == "lead"
    assert TRUE in told.text
    assert mina.post(f"/api/v1/tapes/{tape}/consent", {}).status_code == 201
    assert WORKING in Reader(stage, "en").signs_in("wen").get(f"/roles/{brief}").text, (
        "each accepts for themselves"
    )
    seen = [(one["by"], one["what"]) for one in cleo.get(f"{where}/sights").json()]
    assert sorted(seen) == sorted([(mina.id, "role"), (mina.id, "title"), (wen.id, "role")])
    own = Reader(stage, "en").signs_in("cleo")
    assert "accepted to keep the title, and read it" in words(own.get(f"/briefs/{brief}/changes"))
    assert TRUE not in own.get(f"/briefs/{brief}/sheet").text, "the sheet is handed on"
    assert len(cleo.get(f"{where}/export").json()["seen"]) == len(seen)
    stage.another_creator("dora")
    assert code(stage.person("dora").get(f"{where}/sights")) == "casting.no_brief"
