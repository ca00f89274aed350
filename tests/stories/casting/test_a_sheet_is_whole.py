"""A brief is taken only with a whole AI sheet: what is missing, and what says two things, is named row by row."""

from datetime import timedelta
from hashlib import sha256

from propria.kernel.time import wire
from tests.cast import Stage
from tests.deals import brief_form
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.pages.reader import Reader, words
from tests.terms import PROJECT, series_scope

ROWS = (
    *("act", "attribute", "medium", "territory", "language", "term", "volume", "theme", "provider", "retention"),
    *("structure", "trains", "approval"),
)  # fmt: skip


def test_each_row_that_is_left_out_is_named(stage: Stage) -> None:
    cleo, where = stage.keyed("cleo"), "/api/v1/briefs"
    silent = cleo.post(where, brief_form(structure=[], trains=None, none_of=[]) | {"scope": {}})
    assert (silent.status_code, silent.json()["code"]) == (409, "casting.sheet_incomplete")
    named = silent.json()["facts"]["asks"]
    assert tuple(one["field"] for one in named) == ROWS
    assert named[-1] == {"field": "approval", "zh": "给予演员的认可权", "en": "Approvals offered"}
    for row in ROWS:
        form = brief_form()
        form["scope"].pop(row, None)
        form |= {"structure": {"structure": []}, "trains": {"trains": None}, "approval": {"none_of": []}}.get(
            row, {}
        )
        found = cleo.post(where, form).json()
        assert [one["field"] for one in found["facts"]["asks"]] == [row]
    assert cleo.post(where, brief_form()).status_code == 201
    unread = cleo.post(where, brief_form(structure=["by_the_moon"]))
    assert unread.status_code == 400


def test_a_sheet_does_not_say_two_things(stage: Stage) -> None:
    cleo, where = stage.keyed("cleo"), "/api/v1/briefs"
    mute = series_scope(attribute=["image"], act=["generate"], language=[])
    assert cleo.post(where, brief_form(mute, none_of=["approval", "language"])).status_code == 201
    for form, row in (
        (brief_form(trains=True), "trains"),
        (brief_form(series_scope(act=["train"]), trains=False), "trains"),
        (brief_form(none_of=["theme", "approval"]), "theme"),
        (brief_form(series_scope(language=[]), none_of=["language", "approval"]), "language"),
    ):
        found = cleo.post(where, form).json()
        assert (found["code"], [one["field"] for one in found["facts"]["asks"]]) == (
            "casting.sheet_contradicts",
            [row],
        )


def test_hard_facts_rule_out_and_say_why(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    mina.signs(
        mina.asked("/api/v1/me/profile", {"plays": [30, 45], "speaks": ["en-GB"], "skills": ["Fencing"]})
    )
    where, names = f"/api/v1/briefs/{brief}", {mina.performer_id: "mina", wen.performer_id: "wen"}

    def found(**needs):
        changed = cleo.put(where, json=brief_form(needs=needs))
        assert changed.status_code == 200, changed.text
        matches = cleo.get(f"{where}/matches").json()
        fit = [names[one["performer"]] for one in matches["fitting"]]
        return fit, {names[one["performer"]]: (one["reasons"], one["says"]) for one in matches["others"]}

    assert len(found()[0]) == 2
    fit, others = found(plays=[40, 60], speaks=["en"], speaks_any=["zh", "en-GB"], skills=["fencing"])
    assert fit == ["mina"]
    assert others["wen"][0] == ["plays_not_said", "speaks_not_said", "skills_not_said"]
    assert others["wen"][1][0] == {"zh": "所演年龄：本人未说明。", "en": "Playing age: they do not say."}
    assert found(plays=[10, 20], skills=["riding"])[1]["mina"][0] == ["plays_not_met", "skills_not_met"]
    page = words(Reader(stage, "en").signs_in("cleo").get(f"/briefs/{brief}"))
    assert "not 10 to 20, by their own word." in page
    wrong = cleo.put(where, json=brief_form(needs={"plays": [60, 40], "speaks": ["not a tongue"]})).json()
    assert (wrong["code"], wrong["facts"]["problems"]) == ("casting.needs_unclear", ["plays", "speaks"])


def test_whoever_lacks_a_fact_is_asked_for_no_days_no_tape_and_stands_in_no_cast(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    mina.signs(mina.asked("/api/v1/me/profile", {"plays": [30, 45], "skills": ["Fencing"]}))
    form = brief_form(needs={"plays": [40, 60], "skills": ["fencing"]})
    assert cleo.put(f"/api/v1/briefs/{brief}", json=form).status_code == 200
    both = [mina.performer_id, wen.performer_id]
    days = {"days": ["2027-01-04"], "doing": "recording", "place": "Shanghai"}
    days["answer_by"] = wire(stage.now + timedelta(days=3))
    tape = {"lines": "Where were you?", "deadline": wire(stage.now + timedelta(days=5))}
    for path, asked in (("days", days), ("tapes", tape)):
        answer = cleo.asked(f"/api/v1/briefs/{brief}/{path}", {"performers": both, **asked})
        assert [one["performer"] for one in answer["asked"]] == [mina.performer_id]
        assert answer["not_asked"] == [{"performer": wen.performer_id, "code": "casting.does_not_fit"}]
    alone = cleo.post(f"/api/v1/briefs/{brief}/tapes", {"performers": [wen.performer_id], **tape}).json()
    assert alone["facts"]["lacks"] == ["plays", "skills"]
    for performer in both:
        cleo.put(f"/api/v1/briefs/{brief}/shortlist/{performer}")
    (role,) = cleo.get(f"/api/v1/production?project={PROJECT}").json()["roles"]
    left_out = {one["performer"]: one["left_out"] for one in role["kept"]}
    assert left_out == {mina.performer_id: None, wen.performer_id: "does_not_fit"}


def test_the_hash_of_the_script_stays_with_the_brief(stage: Stage) -> None:
    cleo = stage.keyed("cleo")
    reader = Reader(stage, "en").signs_in("cleo")
    digest = sha256(b"INT. TEAHOUSE").hexdigest()
    typed = reader.get(f"/briefs/new?role=ROWE&lines=3&script={digest}").text
    assert digest in typed
    brief = cleo.asked("/api/v1/briefs", brief_form(script_sha256=digest))["brief"]
    told = cleo.get(f"/api/v1/briefs/{brief}/export").json()
    assert told["brief"]["script_sha256"] == digest
    assert digest in words(reader.get(f"/briefs/{brief}/sheet"))
    unread = cleo.post("/api/v1/briefs", brief_form(script_sha256="abc"))
    assert unread.json()["code"] == "casting.script_hash_unreadable"


def test_the_page_says_what_is_missing_and_a_change_must_be_whole_too(stage: Stage) -> None:
    stage.keyed("cleo")
    reader = Reader(stage, "zh-CN").signs_in("cleo")
    typed = {
        "title_zh": "盐路", "title_en": "The Salt Road", "role": "ferryman", "budget": "1000", "currency": "CNY",
        "act": "generate", "attribute": "image", "medium": "series", "script": "lodged", "theme": "drama",
        "territory": "CN", "language": "zh", "starts_on": "2027-01-01", "ends_on": "2028-01-01", "rating_to": "16",
        "seconds": "60", "provider": "propria-embedded", "region": "CN", "retention": "0",
    }  # fmt: skip
    refused = reader.post("/briefs", **typed)
    assert refused.status_code == 422
    for said in ("酬金结构", "用于训练", "给予演员的认可权"):
        assert said in words(refused)
    whole = typed | {
        "structure": "buy_out",
        "trains": "no",
        "approval": "cut",
        "plays_from": "20",
        "speaks_all": "zh, en",
    }
    brief = reader.post("/briefs", **whole).headers["location"]
    sheet = words(reader.get(f"{brief}/sheet"))
    assert "一次买断" in sheet
    assert "否：不得用于训练或微调模型" in sheet
    assert "成片" in sheet
    assert "20 至 120 岁" in sheet
    assert reader.post(f"{brief}/change", **(whole | {"trains": ""})).status_code == 422
    again = reader.get(f"/briefs/new?like={brief.rsplit('/', 1)[1]}").text
    assert 'name="structure" value="buy_out" checked' in " ".join(again.split())
