"""Folders of a shortlist: made, renamed, dropped, people moved between them and between roles; and each of it undone."""

import re

from propria.casting.shortlists.rules import MOST_FOLDERS
from tests.cast import Stage
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.casting.test_days_are_asked_pencilled_and_confirmed import brief_of, code
from tests.stories.pages.reader import Reader, words


def test_each_change_is_undone_by_what_it_answers(stage: Stage) -> None:
    mina, wen, cleo, lead = two_who_fit(stage)
    rival, other = brief_of(cleo, "rival"), brief_of(cleo, "lead", "other_film")
    both = [mina.performer_id, wen.performer_id]
    cleo.asked(f"/api/v1/briefs/{lead}/shortlist", {"keep": both})
    where = f"/api/v1/briefs/{lead}/folders"

    def inside(brief: str = lead) -> dict[str, list[str]]:
        return {one["name"]: one["performers"] for one in cleo.get(f"/api/v1/briefs/{brief}/folders").json()}

    first = cleo.asked(where, {"name": " First  choice ", "performers": both[:1]})["folder"]
    assert inside() == {"First choice": both[:1]}
    assert code(cleo.post(where, {"name": "first CHOICE"})) == "casting.folder_exists"
    assert code(cleo.post(where, {"name": " "})) == "casting.folder_unreadable"
    renamed = cleo.put(f"/api/v1/folders/{first}", json={"name": "Chemistry"}).json()
    cleo.put(f"/api/v1/folders/{first}", json=renamed["undo"])
    assert list(inside()) == ["First choice"]

    there = cleo.asked(f"/api/v1/briefs/{rival}/folders", {"name": "Maybe"})["folder"]
    step = {
        "performer": both[0],
        "from_brief": lead,
        "from_folder": first,
        "to_brief": rival,
        "to_folder": there,
    }
    within = {"performer": both[1], "from_brief": lead, "to_brief": lead, "to_folder": first}
    done = cleo.asked("/api/v1/shortlists/move", {"moves": [step, within]})
    assert (inside(), inside(rival)) == ({"First choice": both[1:]}, {"Maybe": both[:1]})
    cleo.asked("/api/v1/shortlists/move", done["undo"])
    assert (inside(), inside(rival)) == ({"First choice": both[:1]}, {"Maybe": []})
    assert [len(cleo.get(f"/api/v1/briefs/{b}/shortlist").json()) for b in (lead, rival)] == [2, 0]

    for wrong, refusal in (
        (step | {"from_folder": None}, "casting.not_shortlisted"),
        (step | {"to_folder": first}, "casting.no_folder"),
        (step | {"to_brief": other, "to_folder": None}, "casting.other_project"),
    ):
        assert code(cleo.post("/api/v1/shortlists/move", {"moves": [within, wrong]})) == refusal
        assert inside() == {"First choice": both[:1]}, "all or nothing"
    cleo.put(f"/api/v1/briefs/{rival}/shortlist/{both[0]}")
    assert code(cleo.post("/api/v1/shortlists/move", {"moves": [step]})) == "casting.kept_there_already"


def test_a_dropped_folder_is_made_again_with_who_was_in_it(stage: Stage) -> None:
    mina, _, cleo, lead = two_who_fit(stage)
    cleo.put(f"/api/v1/briefs/{lead}/shortlist/{mina.performer_id}")
    where = f"/api/v1/briefs/{lead}/folders"
    first = cleo.asked(where, {"name": "First choice", "performers": [mina.performer_id]})["folder"]
    stage.another_creator("dora")
    assert code(stage.person("dora").post(f"/api/v1/folders/{first}/drop")) == "casting.no_folder"
    dropped = cleo.asked(f"/api/v1/folders/{first}/drop")
    assert cleo.get(where).json() == []
    assert len(cleo.get(f"/api/v1/briefs/{lead}/shortlist").json()) == 1
    cleo.asked(where, dropped["undo"])
    assert cleo.get(where).json()[0]["performers"] == [mina.performer_id]
    for number in range(MOST_FOLDERS - 1):
        cleo.asked(where, {"name": str(number)})
    assert code(cleo.post(where, {"name": "one more"})) == "casting.too_many_folders"


def test_by_the_pages(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    both = [mina.performer_id, wen.performer_id]
    cleo.asked(f"/api/v1/briefs/{brief}/shortlist", {"keep": both})
    reader = Reader(stage, "en").signs_in("cleo")
    reader.post(f"/briefs/{brief}/folders", name="First choice")
    folder = cleo.get(f"/api/v1/briefs/{brief}/folders").json()[0]["folder"]
    page = reader.get(
        reader.post(f"/briefs/{brief}/move", performer=both, target=f"{brief}.{folder}").headers["location"]
    )
    assert "Moved: 2." in words(page)
    assert "lead: First choice" in page.text
    form = page.text[page.text.index(f'action="/briefs/{brief}/move"') :].split("</form>")[0]
    back = {name: re.findall(rf'name="{name}" value="([^"]+)"', form) for name in ("performer", "target")}
    reader.post(f"/briefs/{brief}/move", **back)
    assert cleo.get(f"/api/v1/briefs/{brief}/folders").json()[0]["performers"] == []
    page = reader.get(reader.post(f"/folders/{folder}/rename", name="Chemistry").headers["location"])
    assert "The folder “First choice” is renamed." in words(page)
    page = (
        Reader(stage, "zh-CN")
        .signs_in("cleo")
        .get(reader.post(f"/folders/{folder}/drop").headers["location"])
    )
    assert "文件夹“Chemistry”已取消" in words(page)
