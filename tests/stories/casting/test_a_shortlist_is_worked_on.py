"""A shortlist: many kept or let go at once and undone, notes for the team, and links whose every opening is written down."""

import re
from datetime import timedelta

from propria.kernel.time import wire
from tests.cast import Person, Stage
from tests.stories.casting.test_days_are_asked_pencilled_and_confirmed import brief_of
from tests.stories.pages.reader import Reader
from tests.terms import film_terms


def two_who_fit(stage: Stage) -> tuple[Person, Person, Person, str]:
    """Mina and Wen fit a brief of Cleo's."""
    mina, wen = stage.open_performer("mina", film_terms()), stage.open_performer("wen", film_terms())
    cleo = stage.keyed("cleo")
    return mina, wen, cleo, brief_of(cleo, "lead")


def test_many_at_once_and_back(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    where, both = f"/api/v1/briefs/{brief}/shortlist", [mina.performer_id, wen.performer_id]
    cleo.put(f"{where}/{mina.performer_id}")
    done = cleo.asked(where, {"keep": both})
    assert (done["kept"], done["undo"]) == ([wen.performer_id], {"keep": [], "let_go": [wen.performer_id]})
    cleo.asked(where, done["undo"])
    assert [one["performer"] for one in cleo.get(where).json()] == [mina.performer_id]
    assert (
        cleo.post(where, {"let_go": [str(n) for n in range(501)]}).json()["code"]
        == "casting.too_many_at_once"
    )
    wen.signs(wen.asked("/api/v1/openness/withdraw", {"performer": wen.performer_id}))
    assert cleo.post(where, {"let_go": both[:1], "keep": both[1:]}).json()["code"] == "casting.not_listed"
    assert len(cleo.get(where).json()) == 1


def test_by_the_pages(stage: Stage) -> None:
    mina, wen, _, brief = two_who_fit(stage)
    reader = Reader(stage, "en").signs_in("cleo")
    both = [mina.performer_id, wen.performer_id]
    page = reader.get(reader.post(f"/briefs/{brief}/keep", performer=both).headers["location"]).text
    assert "Kept: 2 performers." in page
    undo = re.search(rf'class="save" method="post" action="/briefs/{brief}/let-go">', page)
    assert undo
    nobody = reader.get(reader.post(f"/briefs/{brief}/keep").headers["location"]).text
    assert ("Nobody is ticked" in nobody, "Kept: " in nobody) == (True, False)
    page = reader.get(
        reader.post(f"/briefs/{brief}/let-go", performer=wen.performer_id).headers["location"]
    ).text
    assert "Off the shortlist: Wen Zhuxi." in page
    assert (
        reader.post(
            f"/briefs/{brief}/note", performer=mina.performer_id, text="Ask about the erhu"
        ).status_code
        == 303
    )
    assert "Ask about the erhu" in reader.get("/shortlists").text
    made = reader.post(f"/briefs/{brief}/shares", recipient="Director Lin", expires="2026-11-30")
    link = re.search(r"http://localhost:8000(/shared/[^<\s]+)", made.text)
    assert link
    seen = Reader(stage, "zh-CN").get(link[1])
    assert "米娜·霍尔丹" in seen.text
    assert "链接不显示照片" in seen.text
    assert "未为照片签名" not in seen.text, "a link knows nothing of pictures"
    assert "Ask about the erhu" not in seen.text
    assert "Mina Haldane" in reader.get(f"/briefs/{brief}/shares").text
    assert link[1] not in reader.get(f"/briefs/{brief}/shares").text
    assert reader.post(f"/briefs/{brief}/shares", recipient="", expires="2026-11-30").status_code == 422
    assert reader.post(f"/briefs/{brief}/shares", recipient="X", expires="2027-11-30").status_code == 422


def test_a_page_of_the_results_comes_again_after_a_change(stage: Stage) -> None:
    """From one page to the next and back; whoever is kept on the second page is kept there, and can be let go again."""
    mina, wen, cleo, brief = two_who_fit(stage)
    where = f"/api/v1/briefs/{brief}/matches?limit=1"
    first = cleo.get(where)
    assert first.headers["link"] == f'</api/v1/briefs/{brief}/matches?skip=1&limit=1>; rel="next"'
    last = cleo.get(f"{where}&skip=1")
    assert "link" not in last.headers
    told = [one["performer"] for page in (first, last) for one in page.json()["fitting"]]
    assert {*told} == {mina.performer_id, wen.performer_id}
    assert last.json()["fitting_count"] == 2
    assert [len(cleo.get(f"/api/v1/search?limit=1&skip={n}").json()["found"]) for n in (0, 1, 2)] == [1, 1, 0]
    assert cleo.get(f"{where}&skip=-1").status_code == 400
    reader = Reader(stage, "en").signs_in("cleo")
    assert "skip=" not in reader.get(f"/briefs/{brief}").text
    page = reader.get(f"/briefs/{brief}?skip=1").text
    assert "2–2 of 2" in page
    assert f'rel="prev" href="/briefs/{brief}?skip=0"' in page
    assert (told[0] in page, told[1] in page) == (False, True)
    back = reader.post(f"/briefs/{brief}/keep", performer=told[1], skip="1").headers["location"]
    assert back == f"/briefs/{brief}?kept={told[1]}&skip=1#c-{brief}-{told[1]}", "back to that card"
    assert f'id="c-{brief}-{told[1]}"' in page
    assert re.search(r'let-go">.{0,200}name="skip" value="1"', reader.get(back).text)
    assert "Kept: " in reader.get(f"/briefs/{brief}?kept={told[1]}").text
    found = reader.get("/search?act=dub&skip=1").text
    assert ("2–2 of 2" in found, 'rel="prev" href="/search?act=dub&amp;by=both&amp;skip=0"' in found) == (
        True,
        True,
    )


def test_notes_are_the_teams_own(stage: Stage) -> None:
    mina, _, cleo, brief = two_who_fit(stage)
    where = f"/api/v1/briefs/{brief}/notes"
    assert cleo.put(f"{where}/{mina.performer_id}", json={"text": " calm eyes "}).status_code == 204
    assert cleo.get(where).json()[0]["text"] == "calm eyes"
    assert (
        cleo.put(f"{where}/{mina.performer_id}", json={"text": "x" * 1001}).json()["code"]
        == "casting.note_unreadable"
    )
    dora = stage.another_creator("dora")
    assert dora.get(where).json()["code"] == "casting.no_brief"
    cleo.put(f"{where}/{mina.performer_id}", json={"text": ""})
    assert cleo.get(where).json() == []


def test_a_link_shows_what_is_public_and_tells_who_looked(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    cleo.asked(f"/api/v1/briefs/{brief}/shortlist", {"keep": [mina.performer_id, wen.performer_id]})
    mina.signs(mina.asked("/api/v1/me/profile", {"height_cm": 168}))
    where = f"/api/v1/briefs/{brief}/shares"
    form = {"recipient": "Director Lin", "expires_at": wire(stage.now + timedelta(days=7))}
    assert cleo.post(where, form | {"recipient": " "}).json()["code"] == "casting.share_unclear"
    assert (
        cleo.post(where, form | {"expires_at": wire(stage.now + timedelta(days=31))}).json()["code"]
        == "casting.share_unclear"
    )
    made = cleo.asked(where, form)
    path = made["link"].removeprefix("http://localhost:8000")
    page = stage.main.get(path)
    assert page.headers["cache-control"] == "no-store"
    assert "Mina Haldane" in page.text
    assert "168 cm" not in page.text
    wen.signs(wen.asked("/api/v1/openness/withdraw", {"performer": wen.performer_id}))
    assert "Wen Zhuxi" not in stage.main.get(path).text
    looks = [set(one["performers"]) for one in cleo.get(where).json()[0]["looks"]]
    assert looks == [{mina.performer_id, wen.performer_id}, {mina.performer_id}]
    assert "link" not in cleo.get(where).json()[0]
    guesses = [path[:-1] + ("0" if path[-1] != "0" else "1"), f"/shared/shr_{'0' * 26}/{'0' * 64}"]
    dora = stage.another_creator("dora")
    assert dora.post(f"/api/v1/shares/{made['share']}/end").json()["code"] == "casting.no_share"
    answers = [stage.main.get(one, headers={"accept": "application/json"}) for one in guesses]
    assert cleo.post(f"/api/v1/shares/{made['share']}/end").status_code == 204
    answers.append(stage.main.get(path, headers={"accept": "application/json"}))
    late = cleo.asked(where, form)["link"].removeprefix("http://localhost:8000")
    stage.passes(days=8)
    answers.append(stage.main.get(late, headers={"accept": "application/json"}))
    assert {(one.status_code, one.json()["code"], one.json()["detail"]) for one in answers} == {
        (404, "casting.no_share", "This link shows nothing.")
    }
    assert [len(one["looks"]) for one in cleo.get(where).json() if one["share"] == made["share"]] == [2]


def test_a_shortlist_has_so_many_open_links(stage: Stage) -> None:
    cleo = stage.keyed("cleo")
    where = f"/api/v1/briefs/{brief_of(cleo, 'lead')}/shares"
    soon = {"recipient": "X", "expires_at": wire(stage.now + timedelta(days=1))}
    for _ in range(50):
        cleo.asked(where, soon)
    assert cleo.post(where, soon).json()["code"] == "casting.too_many_shares"
