"""A brief is changed under its team's eyes, put into the archive and taken back, and leaves as JSON, CSV and one page."""

import csv
import io

from tests.cast import Stage
from tests.deals import an_offer, brief_form
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.casting.test_days_are_asked_pencilled_and_confirmed import brief_of
from tests.stories.pages.reader import Reader, heading, words
from tests.terms import PROJECT, film_terms, series_scope


def test_who_changed_which_field_when(stage: Stage) -> None:
    mina, _, cleo, brief = two_who_fit(stage)
    where = f"/api/v1/briefs/{brief}"
    was = cleo.get(f"{where}/matches").json()["brief"]
    more = {"role": "lead", "scope": was["scope"], "seeks": "a fencer"}
    form = brief_form(budget={"currency": "CNY", "minor": "9500000"}) | more
    assert cleo.put(where, json=form).json()["budget"]["minor"] == "9500000"
    assert cleo.put(where, json=form).status_code == 200, "the same again is no change"
    stage.passes(hours=1)
    wider = series_scope(language=["en"]).to_json() | {"project": [PROJECT]}
    cleo.put(where, json=form | {"scope": wider})
    other = cleo.put(where, json=form | {"scope": wider | {"project": ["another"]}})
    assert other.json()["code"] == "casting.other_project"
    second, first = cleo.get(f"{where}/changes").json()
    assert (first["by"], first["name"]["en"]) == (cleo.id, "Cleo Brandt")
    assert {one["field"]: (one["before"]["en"], one["after"]["en"]) for one in first["changes"]} == {
        "seeks": ("not said", "a fencer"),
        "budget": ("90,000.00 CNY", "95,000.00 CNY"),
    }
    assert [one["field"] for one in second["changes"]] == ["language"]
    assert second["at"] > first["at"]
    page = words(Reader(stage, "en").signs_in("cleo").get(f"/briefs/{brief}/changes"))
    assert "It was changed 2 times." in page
    assert "90,000.00 CNY" in page
    stage.another_creator("dora")
    assert stage.person("dora").put(where, json=form).json()["code"] == "casting.no_brief"
    assert mina.get(f"{where}/changes").status_code == 404


def test_the_archive_asks_nobody(stage: Stage) -> None:
    mina, _, cleo, brief = two_who_fit(stage)
    reader = Reader(stage, "en").signs_in("cleo")
    assert reader.post(f"/briefs/{brief}/archive").headers["location"] == "/briefs#archive"
    assert cleo.get("/api/v1/briefs").json() == []
    assert f"/briefs/{brief}/take-back" in reader.get("/briefs").text
    days = {
        "performers": [mina.performer_id],
        "days": ["2027-01-04"],
        "doing": "meeting",
        "answer_by": "2026-11-25T00:00:00Z",
    }
    for answer in (
        cleo.post(f"/api/v1/briefs/{brief}/days", days),
        cleo.put(f"/api/v1/briefs/{brief}", json=_form()),
        an_offer(cleo, mina.performer_id, brief),
    ):
        assert answer.json()["code"] == "casting.brief_archived"
    assert reader.post(f"/briefs/{brief}/take-back").status_code == 303
    assert cleo.post(f"/api/v1/briefs/{brief}/days", days).status_code == 201


def _form() -> dict[str, object]:
    return brief_form(role="r")


def test_it_leaves_as_json_csv_and_one_page(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    cleo = stage.keyed("cleo")
    brief, _ = brief_of(cleo, "=HYPERLINK(1)"), brief_of(cleo, "rival", "other_film")
    cleo.put(f"/api/v1/briefs/{brief}/shortlist/{mina.performer_id}")
    told = cleo.get(f"/api/v1/briefs/{brief}/export").json()
    assert told["shortlist"][0]["performer"] == mina.performer_id
    said = {one["field"]: one["says"]["en"] for one in told["sheet"]}
    assert said["budget"] == "90,000.00 CNY"
    assert "not mentioned" in said["advertiser"]
    beside = {
        "structure": "a flat fee, per line",
        "trains": "no: no model is trained or fine-tuned",
        "approval": "none",
    }
    assert said | beside == said
    answer = cleo.get("/api/v1/briefs/export.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert sorted(row["Role"] for row in rows) == ["'=HYPERLINK(1)", "rival"]
    assert all(row["brief"].startswith("brf_") for row in rows)
    only = cleo.get("/api/v1/briefs/export.csv?project=other_film&language=zh").text
    assert len(only.splitlines()) == 2
    reader = Reader(stage, "zh-CN").signs_in("cleo")
    assert reader.get("/briefs/export.csv").text.startswith("\ufeffbrief,作品")
    assert "90,000.00" in words(reader.get(f"/briefs/{brief}/sheet"))
    typed = reader.get(f"/briefs/{brief}/change")
    assert "保存修改" in typed.text
    assert heading(typed)
    stage.another_creator("dora")
    assert stage.person("dora").get(f"/api/v1/briefs/{brief}/export").json()["code"] == "casting.no_brief"
