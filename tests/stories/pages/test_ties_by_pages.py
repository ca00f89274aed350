"""Groups, guilds, guardians and estates by their page: each of the people concerned finds what is theirs to do."""

import re
from typing import Any

from tests.cast import Stage
from tests.stories.deals.test_a_performer_dies import both
from tests.stories.licences.test_a_guild_suspends import guild_of
from tests.stories.pages.reader import Reader, heading, words

CODE = re.compile(r"prf_[0-9a-z]{26}")


def value(page: Any, name: str) -> str:
    """What the first hidden field of this name holds."""
    return str(page.text.partition(f'name="{name}" value="')[2].partition('"')[0])


def code_of(reader: Reader) -> str:
    """Their code, as the page shows it."""
    found = CODE.search(reader.get("/ties").text)
    assert found
    return found[0]


def test_a_group_is_named_joined_and_left(stage: Stage) -> None:
    mina, wen = Reader(stage).signs_in("mina").identified(), Reader(stage).signs_in("wen").identified()
    assert heading(mina.get("/ties")) == "Who signs with you, and for whom you sign."
    wrong = mina.post("/ties/groups", zh="双子", en="Twins", members="prf_x")
    assert (wrong.status_code, "prf_x" in wrong.text) == (404, True), "what was typed is still there"
    assert mina.post("/ties/groups", zh="双子", en="Twins", members=code_of(wen)).status_code == 303
    for one in (mina, wen):
        assert "Not all have joined" in words(one.get("/ties"))
        one.signs(one.post("/ties/sign", do="join-group", group=value(one.get("/ties"), "group")))
    assert "All are in it." in words(mina.get("/ties"))
    wen.signs(wen.post("/ties/sign", do="leave-group", group=value(wen.get("/ties"), "group")))
    assert "Not all have joined" in words(mina.get("/ties"))
    assert "parties.no_such_form" in mina.post("/ties/sign", do="nothing").text


def test_a_guild_s_officer_a_guardian_and_an_heir_find_what_is_theirs(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    officer, _ = guild_of(stage, [])
    gil, code = Reader(stage).signs_in("gil"), code_of(mina)
    row = f"performer,member,name_zh,name_en\n{code},M-1,米娜·霍尔丹,Mina Haldane\n"
    assert gil.post("/ties/registry", csv="name").status_code == 400
    assert gil.post("/ties/registry", csv=row).status_code == 303
    mina.signs(mina.post("/ties/sign", do="join-guild", guild=value(mina.get("/ties"), "guild")))
    wrong = gil.post("/ties/sign", do="floor", medium="series", amount="much", currency="CNY")
    assert "whole units" in words(wrong), "parties.amount_unreadable"
    gil.signs(gil.post("/ties/sign", do="floor", medium="series", amount="80000", currency="CNY"))
    gil.signs(gil.post("/ties/sign", do="suspend", medium="film"))
    for reader in (gil, mina):
        shown = words(reader.get("/ties"))
        assert "Suspended" in shown
        assert "80,000" in shown
    gil.signs(gil.post("/ties/sign", do="lift", target=value(gil.get("/ties"), "target")))
    assert "Suspended" not in words(mina.get("/ties"))

    gil.signs(gil.post("/ties/sign", do="guardian", performer=code))
    assert "papers not seen yet" in words(gil.get("/ties"))
    both(stage, f"/api/v1/performers/{code}/death-seen", {"died_on": "2026-11-20"})
    both(
        stage,
        f"/api/v1/performers/{code}/estate-seen",
        {"holders": [{"person": officer.id, "share": 10_000}]},
    )
    shown = words(gil.get("/ties"))
    assert "died on 2026-11-20" in shown
    assert "100.00%" in shown
