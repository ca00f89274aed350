"""Mina's first hour, by pages alone: she claims her name, makes a key, says what she is open to, takes it back."""

import re

from litestar.testing import TestClient

from tests.cast import Stage
from tests.stories.pages.reader import TERMS, Reader, heading, words


def test_she_claims_her_name_makes_a_key_and_opens_and_everyone_can_read_it(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina")
    assert "Prove who you are" in words(mina.get("/home"))

    mina.identified("mina.example")
    mina.opens()

    page = mina.get("/home")
    assert heading(page) == "Nothing waits for you."
    public = re.search(r"/performers/prf_[0-9a-z]+", page.text)
    assert public
    stranger = Reader(stage)
    read = words(stranger.get(public[0]))
    assert "Open to enquiries; no licence given." in read
    assert "nudity" in read
    assert "not under 80,000.00 CNY a project" in read
    assert "not mentioned: not allowed" in read
    assert heading(stranger.get("/")).startswith("1 performer is open to enquiries")
    assert "Mina Haldane is open to enquiries; no licence given." in words(stranger.get("/"))
    assert heading(stranger.get("/names?q=mina+haldane")) == "One person is listed under this name."


def test_before_she_proves_who_she_is_no_key_can_stand_for_her(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina")
    refused = mina.post("/keys/demo")
    assert refused.status_code == 409
    assert "Prove who you are first" in words(refused)


def test_a_domain_that_says_nothing_is_told_on_the_page_and_can_be_tried_again(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina")
    mina.post("/claim", domain="mina.example")
    silent = mina.post("/claim/check")
    assert silent.status_code == 422
    assert "does not hold the line" in words(silent)
    assert heading(mina.get("/claim")) == "Let mina.example publish one line."


def test_in_the_demo_the_line_is_published_on_her_own_site(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina")
    assert 'value="mina-haldane.site.localhost:8000"' in mina.get("/claim").text
    mina.post("/claim", domain="mina-haldane.site.localhost:8000")
    line = re.search(r"propria-claim=[0-9a-f]+", mina.get("/claim").text)
    assert line
    assert mina.post("/claim/publish").status_code == 303
    with TestClient(stage.propria, base_url="http://mina-haldane.site.localhost:8000") as web:  # type: ignore[arg-type]
        assert web.get("/.well-known/propria.txt").text == f"{line[0]}\n"


def test_what_was_typed_comes_back_with_the_error(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    refused = mina.post("/terms", do="sign", **(TERMS | {"floor": "a lot"}))
    assert refused.status_code == 400
    assert 'value="a lot"' in refused.text
    assert "Write the floor as an amount" in words(refused)
    assert 'value="politics" checked' in refused.text


def test_she_sees_what_it_means_before_she_signs(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    preview = mina.post("/terms", do="preview", **TERMS)
    assert preview.status_code == 200
    read = words(preview)
    assert "Who could ask you for what" in read
    assert "What this does not allow" in read
    assert "Anything after your death" in read or "anything after your death" in read
    assert heading(Reader(stage).get("/")).startswith("0 performers")


def test_taking_back_takes_no_more_than_giving(stage: Stage) -> None:
    """Scenario 29."""
    mina = Reader(stage).signs_in("mina").identified()
    mina.sent = mina.signed = 0
    mina.opens()
    giving = (mina.sent, mina.signed)
    page = mina.get("/withdraw")
    assert "The register lists you no more" in words(page)
    public = re.search(r'name="id" value="(prf_[0-9a-z]+)"', page.text)
    assert public

    mina.sent = mina.signed = 0
    mina.signs(mina.post("/withdraw", what="openness", id=public[1]))
    assert (mina.sent, mina.signed) <= giving

    assert Reader(stage).get(f"/performers/{public[1]}").status_code == 404
    board = words(Reader(stage).get("/"))
    assert "One performer withdrew. The name is no longer shown." in board
    assert "Mina" not in board
    assert (
        heading(Reader(stage).get("/names?q=Mina+Haldane")) == "Not publicly listed, and here is the proof."
    )
    assert heading(mina.get("/withdraw")) == "There is nothing to take back."


def test_a_renewal_is_one_act_and_no_withdrawal(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    mina.opens()
    stage.passes(days=2)
    mina.opens(floor="90,000")
    board = words(Reader(stage).get("/"))
    assert board.count("Mina Haldane is open to enquiries; no licence given.") == 1
    assert "withdrew" not in board


def test_somebody_new_joins_and_is_shown_to_nobody(stage: Stage) -> None:
    new = Reader(stage)
    refused = new.post("/join", zh="", en="Lin Q", role="performer")
    assert refused.status_code == 409
    assert 'value="Lin Q"' in refused.text
    joined = new.post("/join", zh="林青", en="Lin Qing", role="performer")
    assert joined.headers["location"] == "/claim"
    assert "Lin Qing" in new.get("/claim").text
    assert heading(Reader(stage).get("/names?q=Lin+Qing")) == "Not publicly listed, and here is the proof."


def test_signing_out_ends_the_session(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina")
    kept = mina.cookies
    mina.post("/sign-out")
    assert mina.get("/home").status_code == 401
    assert Reader(stage, cookies=kept).get("/home").status_code == 401
