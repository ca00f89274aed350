"""A brief is taken only with a whole AI sheet: what is missing, and what says two things, is named row by row."""

from tests.cast import Stage
from tests.deals import brief_form
from tests.stories.pages.reader import Reader, words
from tests.terms import series_scope

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
    whole = typed | {"structure": "buy_out", "trains": "no", "approval": "cut"}
    brief = reader.post("/briefs", **whole).headers["location"]
    sheet = words(reader.get(f"{brief}/sheet"))
    assert "一次买断" in sheet
    assert "否：不得用于训练或微调模型" in sheet
    assert "成片" in sheet
    assert reader.post(f"{brief}/change", **(whole | {"trains": ""})).status_code == 422
    again = reader.get(f"/briefs/new?like={brief.rsplit('/', 1)[1]}").text
    assert 'name="structure" value="buy_out" checked' in " ".join(again.split())
