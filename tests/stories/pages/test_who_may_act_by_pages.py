"""Mandates by pages: Mina gives Rafael a power within her terms, and ends it."""

import re

from propria.parties import actions as parties
from tests.cast import Stage
from tests.mandates import another, gives
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


def test_a_representative_passes_a_mandate_on_and_lays_it_down(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    mina.opens()
    rafael, ines = stage.keyed("rafael"), another(stage, "ines", "伊内斯", "Ines")
    gives(stage, stage.person("mina"), rafael, ["negotiate", "sub_delegate"])
    holder = Reader(stage).signs_in("rafael")
    wrong = holder.post("/mandates/pass-on", mandate="mdt_none", representative=ines.id)
    assert wrong.status_code == 404
    held = re.search(r'name="mandate" value="([^"]+)"', holder.get("/mandates").text)
    assert held
    holder.signs(holder.post("/mandates/pass-on", mandate=held[1], representative=ines.id))
    assert heading(Reader(stage).signs_in("ines").get("/mandates")) == "You hold one mandate."
    assert "Passed on by a representative" in words(mina.get("/mandates"))
    holder.signs(holder.post("/mandates/end", mandate=held[1]))
    assert "ended" in words(holder.get("/mandates"))


def test_she_settles_who_represents_her(stage: Stage) -> None:
    """Scenario 10."""
    mina = Reader(stage).signs_in("mina").identified()
    performer = _performer_of(stage)
    for name in ("studio", "agency"):
        another(stage, name, name, name)
        reader = Reader(stage).signs_in(name)
        nobody = reader.post("/mandates/claims", performer="prf_none")
        assert (nobody.status_code, 'value="prf_none"' in nobody.text) == (404, True)
        reader.signs(reader.post("/mandates/claims", performer=performer))
    shown = words(mina.get("/mandates"))
    assert "nothing new of yours can be licensed" in shown
    assert "agency represents me" in shown
    mina.signs(mina.post("/mandates/claims/settle"))
    assert "represents me" not in words(mina.get("/mandates"))


def _performer_of(stage: Stage) -> str:
    person = stage.person("mina").id

    def work(db: object) -> str:
        return parties.own_profile(parties.actor_of(person, db=db), db=db).id  # type: ignore[arg-type]

    return stage.propria.library.database.read(work)
