"""Mandates by pages: Mina gives Rafael a power within her terms, and ends it."""

import re

from tests.cast import Stage
from tests.stories.pages.reader import Reader, heading, words


def test_she_gives_a_mandate_and_ends_it(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    rafael = Reader(stage).signs_in("rafael")
    assert "none in force" in words(mina.get("/mandates"))
    mina.opens()
    code = re.search(r"per_[0-9a-z]+", rafael.get("/mandates").text)
    assert code

    mina.signs(mina.post("/mandates", representative=code[0], power=["negotiate", "withdraw"], years="1"))
    assert heading(mina.get("/mandates")) == "You gave one mandate."
    assert heading(rafael.get("/mandates")) == "You hold one mandate."
    assert "Mina Haldane" in words(rafael.get("/home"))
    assert "Your openness to enquiries" in words(rafael.get("/withdraw"))

    given = re.search(r'name="mandate" value="([^"]+)"', mina.get("/mandates").text)
    assert given
    mina.signs(mina.post("/mandates/end", mandate=given[1]))
    assert "ended" in words(rafael.get("/mandates"))
    assert heading(rafael.get("/withdraw")) == "There is nothing to take back."


def test_a_mandate_without_a_power_or_for_nobody_is_refused_on_the_page(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    mina.opens()
    nobody = mina.post("/mandates", representative="per_nobody", power=["negotiate"], years="1")
    assert nobody.status_code == 404
    assert 'value="per_nobody"' in nobody.text
    code = re.search(r"per_[0-9a-z]+", Reader(stage).signs_in("rafael").get("/mandates").text)
    assert code
    powerless = mina.post("/mandates", representative=code[0], years="1")
    assert powerless.status_code == 409
    assert "names at least one power" in words(powerless)
