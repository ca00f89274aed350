"""Recording by pages: a consent, a session, an upload, who opened it, and its destruction."""

import re

from tests.cast import Stage
from tests.stories.likeness.test_what_is_recorded_stays_the_performers import a_photo, a_voice_line
from tests.stories.pages.reader import Reader, heading, words


def recorded(stage: Stage) -> tuple[Reader, str]:
    """(Mina, her session) with one line in her vault."""
    mina = Reader(stage).signs_in("mina").identified()
    mina.signs(mina.post("/captures/consent", reason="One session for Paper Lantern Street", years="1"))
    begun = mina.post("/captures", place="at home")
    session = begun.headers["location"]
    kept = mina.uploads(f"{session}/assets?kind=voice&line=The+lamps+are+lit.", a_voice_line(), "audio/wav")
    assert kept.status_code == 201, kept.text
    return mina, session


def test_without_a_signed_consent_no_session_begins(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    assert heading(mina.get("/captures")) == "Nobody may record you yet, not even you."
    refused = mina.post("/captures", place="at home")
    assert refused.status_code == 409
    assert heading(mina.get("/vault")) == "Nothing of you is held."


def test_a_take_lies_in_the_vault_and_every_opening_is_seen(stage: Stage) -> None:
    mina, session = recorded(stage)
    assert "The lamps are lit." in words(mina.get(session))
    vault = mina.get("/vault")
    assert heading(vault).startswith("One recording of you is held")
    assert "the library, for its own work To see how good it is" in words(vault)
    where = re.search(r"/vault/ast_[0-9a-z]+/open", vault.text)
    assert where
    assert mina.post(where[0]).content == a_voice_line()
    assert "The performer’s own look" in words(mina.get("/vault"))


def test_another_performer_sees_neither_session_nor_recording(stage: Stage) -> None:
    mina, session = recorded(stage)
    where = re.search(r"/vault/ast_[0-9a-z]+/open", mina.get("/vault").text)
    assert where
    wen = Reader(stage).signs_in("wen").identified("wen.example")
    assert wen.get(session).status_code == 404
    assert wen.post(where[0]).status_code in (403, 404)


def test_taking_back_the_consent_destroys_it_with_a_receipt(stage: Stage) -> None:
    mina, _ = recorded(stage)
    page = mina.get("/withdraw")
    assert "1 recording is held" in words(page)
    grant = re.search(r'name="what" value="grant"><input type="hidden" name="id" value="([^"]+)"', page.text)
    assert grant
    mina.signs(mina.post("/withdraw", what="grant", id=grant[1]))
    vault = words(mina.get("/vault"))
    assert "the key of one recording was destroyed" in vault
    assert "you took back your consent" in vault


def test_what_the_page_s_script_is_refused_comes_in_the_reader_s_language(stage: Stage) -> None:
    mina, session = recorded(stage)
    where = f"{session}/assets?kind=photo"
    chinese = Reader(stage, "zh-Hans")
    chinese.cookies = mina.cookies
    for reader, says in (
        (mina, "A photo is one of image/jpeg, image/png."),
        (chinese, "这种素材不能是该文件类型。"),
    ):
        refused = reader.uploads(where, b"x", "text/plain")
        assert (refused.status_code, refused.json()["code"]) == (400, "likeness.wrong_type")
        assert refused.json()["detail"] == says
    empty = chinese.uploads(where, b"", "image/jpeg")
    assert empty.json()["detail"] == "文件是空的。"


def test_a_file_that_cannot_be_used_is_refused_with_what_is_wrong_with_it(stage: Stage) -> None:
    mina, session = recorded(stage)
    chinese = Reader(stage, "zh-Hans")
    chinese.cookies = mina.cookies
    for reader, says in (
        (mina, "This file cannot be used. The file breaks off; export it or send it again."),
        (chinese, "这个文件不能用。文件不完整，可能传输中断；请重新导出或上传。"),
    ):
        refused = reader.uploads(f"{session}/assets?kind=photo", a_photo()[:-20], "image/jpeg")
        assert refused.json()["facts"]["faults"] == ["media.truncated"]
        assert refused.json()["detail"] == says


def test_without_script_the_page_says_so_and_offers_no_dead_button(stage: Stage) -> None:
    mina, session = recorded(stage)
    page = mina.get(session).text
    assert "Recording and uploading need script, which this browser does not run." in page
    for form in page.split("<form")[1:]:
        section = page[: page.index(form)].rpartition("<section")[2]
        assert "data-capture" not in form or "data-needs-script hidden" in section
    assert "The lamps are lit." in page
