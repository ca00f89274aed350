"""What was made of a performer, by pages alone: for whom, under which licence, for how much, and how to end it."""

import re

from tests.cast import Stage
from tests.renders import by_the_second, filmed, restart
from tests.stories.pages.reader import Reader, heading, words


def test_she_finds_each_output_with_its_licence_its_price_its_seal_and_its_passport(stage: Stage) -> None:
    made = filmed(stage)
    done = made.gets("shot-1")
    output = done["output"]["output"]
    mina = Reader(stage).signs_in("mina")
    assert 'href="/renders"' in mina.get("/home").text
    page = mina.get("/renders")
    assert heading(page) == "One output was made of you."
    told = words(page)
    assert "for Ode & Kestrel Pictures" in told
    assert "Paper Lantern Street" in told
    assert "Charged 2,400.00 CNY" in told
    assert "Sealed" in told
    assert f'href="/licences/{made.made.licence}"' in page.text
    assert f'href="/outputs/{output}"' in page.text
    assert mina.get(f"/outputs/{output}").status_code == 200
    file = re.search(r'href="(/renders/[^"]+/file)"', page.text)
    assert file
    assert mina.get(file[1]).content == made.file(done)
    bundle = re.search(r'href="(/log/bundles/[^"]+)"', page.text)
    assert bundle
    assert Reader(stage).get(bundle[1]).status_code == 200
    assert heading(Reader(stage, "zh-Hans").signs_in("mina").get("/renders")) == "共有 1 份成品用到了您。"


def test_from_there_she_ends_the_licence(stage: Stage) -> None:
    made = filmed(stage)
    made.gets("shot-1")
    mina = Reader(stage).signs_in("mina")
    stop = re.search(r'href="/withdraw#([^"]+)"', mina.get("/renders").text)
    assert stop
    assert f'id="{stop[1]}"' in mina.get("/withdraw").text
    mina.signs(mina.post("/withdraw", what="licence", id=stop[1]))
    page = mina.get("/renders")
    assert "/withdraw#" not in page.text
    assert heading(page) == "One output was made of you."
    assert made.asks("shot-2").status_code == 409


def test_what_may_no_longer_be_shown_is_still_hers_to_look_at(stage: Stage) -> None:
    made = filmed(stage, by_the_second(wind_down={"finished": "must_stop"}))
    made.gets("shot-1")
    mina = Reader(stage).signs_in("mina")
    mina.signs(mina.post("/withdraw", what="licence", id=made.made.licence))
    page = mina.get("/renders")
    file = re.search(r'href="(/renders/[^"]+/file)"', page.text)
    assert file
    assert mina.get(file[1]).status_code == 200


def test_what_is_being_made_and_what_came_to_nothing_are_told_too(stage: Stage) -> None:
    made = filmed(stage)
    stage.propria.library.jobs.close()
    render = made.asks("shot-1").json()["render"]
    mina = Reader(stage).signs_in("mina")
    page = mina.get("/renders")
    assert heading(page) == "Something is being made of you now."
    assert "/cancel" not in page.text
    made.made.cleo.asked(f"/api/v1/renders/{render}/cancel")
    restart(stage)
    told = words(mina.get("/renders"))
    assert "Whoever asked for it cancelled it. Nothing was released or charged." in told


def test_nothing_yet_and_nobody_else_s(stage: Stage) -> None:
    made = filmed(stage)
    made.gets("shot-1")
    assert heading(Reader(stage).signs_in("wen").get("/renders")) == "Nothing was made of you."
    assert Reader(stage).signs_in("cleo").get("/renders").status_code == 404
    assert Reader(stage).get("/renders").status_code == 401
