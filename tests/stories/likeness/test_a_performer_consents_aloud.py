"""A performer says their signed consent aloud: evidence, bound to what was signed; later voices are held against it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from propria.kernel.ranged import whole
from propria.record import actions as record
from propria.replicas.engine import port
from tests.cast import Person, Stage, a_stage
from tests.deals import capture_consent
from tests.engines import DrawnEngine, drawn_slot
from tests.renders import filmed
from tests.replicas import build_of
from tests.stories.likeness.test_what_is_recorded_stays_the_performers import (
    a_photo,
    a_voice_line,
    session,
    upload,
)
from tests.stories.pages.reader import Reader, words


def says(mina: Person, capture: str, language: str = "en", sound: bytes = b"") -> Any:
    """She asks for the words, says them, and keeps the recording."""
    asked = upload(mina, capture, a_voice_line(), "spoken_consent", "audio/wav")
    said = asked.json()["facts"][language]
    return upload(mina, capture, sound or a_voice_line(), "spoken_consent", "audio/wav", said)


def test_the_words_say_who_when_what_for_how_long_and_that_it_can_end(stage: Stage) -> None:
    mina, _, capture = session(stage)
    refused = upload(mina, capture, a_voice_line(), "spoken_consent", "audio/wav", "I agree to everything.")
    assert (refused.status_code, refused.json()["code"]) == (400, "likeness.other_words")
    en, zh = refused.json()["facts"]["en"], refused.json()["facts"]["zh"]
    for part in ("I am Mina Haldane.", "Today is 22 November 2026.", "take this back", "no use in any work"):
        assert part in en
    for part in ("我是米娜·霍尔丹。", "今天是2026年11月22日。", "我随时可以收回", "不许可任何作品使用"):
        assert part in zh
    assert mina.get("/api/v1/me/assets").json() == []


def test_it_is_bound_to_the_signed_statement_and_heard_again(stage: Stage) -> None:
    mina, consent, capture = session(stage)
    for language in ("en", "zh"):
        kept = says(mina, capture, language)
        assert kept.status_code == 201, kept.text
        signed = stage.propria.library.database.read(lambda db: record.statement(consent, db=db))
        assert kept.json()["statement_digest"] == signed.statement.digest().hex()
    heard = mina.post(f"/api/v1/assets/{kept.json()['asset']}/open", {"purpose": "to hear it"})
    assert heard.content == a_voice_line()
    assert upload(mina, capture, a_photo(), "photo", "image/jpeg").json()["statement_digest"] is None


def test_the_session_s_page_shows_the_words_and_then_that_they_were_said(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    mina.signs(mina.post("/captures/consent", reason="One session for Paper Lantern Street", years="1"))
    where = mina.post("/captures", place="at home").headers["location"]
    page = mina.get(where)
    assert "I agree to be recorded. What for: One session for Paper Lantern Street." in words(page)
    said = page.text.partition('name="line" value="I am')[2].partition('"')[0]
    form = f"{where}/assets?kind=spoken_consent"
    other = Reader(stage, "zh-Hans")
    other.cookies = mina.cookies
    refused = other.uploads(f"{form}&line=Yes.", a_voice_line(), "audio/wav")
    assert (refused.status_code, refused.json()["detail"]) == (400, "口头同意须逐字照念所示原文。")
    assert mina.uploads(f"{form}&line=I am{said}", a_voice_line(), "audio/wav").status_code == 201
    page = mina.get(where)
    assert "You said it aloud." in words(page)
    assert 'name="line" value="I am' not in page.text
    vault = words(mina.get("/vault"))
    assert "spoken consent" in vault
    assert "I am Mina Haldane. Today is 22 November 2026." in vault
    assert "Says aloud what you signed" in vault


def test_nothing_is_made_from_it(stage: Stage) -> None:
    made = filmed(stage)
    mina = made.made.mina
    spoken = says(mina, made.capture).json()["asset"]
    offered = made.made.cleo.get(f"/api/v1/licences/{made.made.licence}/takes").json()
    assert [take["asset"] for take in offered] == [made.take]
    assert spoken not in Reader(stage).signs_in("cleo").get("/studio").text
    cut = Reader(stage).signs_in("cleo")
    form = {"what": "take", "do": "price", "asset": spoken}
    assert "Choose one of the list." in words(cut.post(f"/studio/{made.made.licence}", **form))
    made.take = spoken
    asked = made.asks("spoken")
    assert (asked.status_code, asked.json()["code"]) == (404, "likeness.no_asset")


def test_no_replica_is_built_from_it(stage: Stage) -> None:
    mina, _, capture = session(stage)
    capture_consent(mina, "build")
    portrait = upload(mina, capture, a_photo(), "photo", "image/jpeg").json()["asset"]
    spoken = says(mina, capture).json()["asset"]
    refused = build_of(mina, portrait, spoken)
    assert (refused.status_code, refused.json()["code"]) == (409, "replicas.evidence_only")
    assert "room tone and breaths are only kept" in refused.text
    assert spoken not in Reader(stage).signs_in("mina").get("/replicas").text


def test_taking_back_the_consent_destroys_it_like_every_recording(stage: Stage) -> None:
    mina, consent, capture = session(stage)
    spoken = says(mina, capture).json()["asset"]
    mina.signs(mina.asked("/api/v1/grants/withdraw", {"grant": consent}))
    gone = mina.post(f"/api/v1/assets/{spoken}/open", {"purpose": "to hear it"})
    assert gone.json()["code"] == "likeness.shredded"
    assert "Say it aloud" not in Reader(stage).signs_in("mina").get(f"/captures/{capture}").text


class OtherWords(DrawnEngine):
    """Hears something else wherever there is more than silence, and is asked for the words of a spoken consent alone."""

    def look(self, look: port.Look, on_step: port.OnStep) -> port.Seen:
        """See `port.Engine.look`."""
        seen = super().look(look, on_step)
        if not look.reads_back or not any(whole(look.data)[44:]):
            return seen
        return replace(
            seen, measures=seen.measures | {"words_heard": "I agree to nothing.", "word_error": 0.9}
        )


def test_what_says_other_words_waits_for_a_person_who_reads_both(tmp_path: Path) -> None:
    """A machine holds it and judges nothing: who looks may find that it is said as written, or destroys it for that reason."""
    with a_stage(tmp_path, engine=drawn_slot(OtherWords())) as stage:
        mina, _, capture = session(stage)
        written = mina.get(f"/api/v1/me/assets/{says(mina, capture).json()['asset']}/quality").json()
        assert (written["verdict"], written["measures"]["word_error"]) == ("retake", 0.0)
        hummed = a_voice_line()[:-2] + b"\x10\x10"
        line = upload(mina, capture, hummed, "voice", "audio/wav", "Only this scene.").json()["asset"]
        assert "words_heard" not in mina.get(f"/api/v1/me/assets/{line}/quality").json()["measures"]
        first, second = (says(mina, capture, "en", hummed).json()["asset"] for _ in range(2))
        found = mina.get(f"/api/v1/me/assets/{first}/quality").json()
        assert (found["verdict"], found["findings"][0]["code"]) == ("held", "consent.other_words")
        assert "I agree to nothing." in words(Reader(stage).signs_in("mina").get(f"/vault/{first}"))
        otto = Reader(stage).signs_in("otto")
        page = words(otto.get(f"/desk/held/{first}"))
        assert "Does Mina Haldane say this consent?" in page
        assert "I am Mina Haldane. Today is 22 November 2026." in page
        assert "I agree to nothing." in page
        otto.post(f"/desk/held/{first}/decide", do="release", why="Heard it on a call")
        assert mina.get(f"/api/v1/me/assets/{first}/quality").json()["verdict"] == "confirmed"
        otto.post(f"/desk/held/{second}/decide", do="refuse", why="She hums")
        assert mina.get("/api/v1/me/destructions").json()[0]["reason"] == "other_words"
        told = {one["code"] for one in mina.get("/api/v1/me/alerts").json()}
        assert {"likeness.held_says_other", "likeness.held_says_it"} <= told
        assert "does not say what you were to read" in words(Reader(stage).signs_in("mina").get("/vault"))


class TwoVoices(DrawnEngine):
    """Hears somebody else wherever there is more than silence."""

    def look(self, look: port.Look, on_step: port.OnStep) -> port.Seen:
        """See `port.Engine.look`."""
        seen = super().look(look, on_step)
        return replace(seen, voice=(0.0, 1.0)) if any(whole(look.data)[44:]) else seen


def test_the_first_recording_is_held_against_it_and_an_unlike_voice_waits_for_a_person(
    tmp_path: Path,
) -> None:
    with a_stage(tmp_path, engine=drawn_slot(TwoVoices())) as stage:
        mina, _, capture = session(stage)
        spoken = says(mina, capture).json()["asset"]
        page = Reader(stage).signs_in("mina")
        assert "There is no voice to compare with yet" in words(page.get(f"/vault/{spoken}"))
        first, other = (
            upload(mina, capture, sound, "voice", "audio/wav").json()["asset"]
            for sound in (a_voice_line(), a_voice_line()[:-2] + b"\x10\x10")
        )
        found = [mina.get(f"/api/v1/me/assets/{one}/quality").json() for one in (first, other)]
        assert [one["verdict"] for one in found] == ["retake", "held"]
        assert found[0]["measures"]["voices_before"] > 0
        assert "There is no voice to compare with yet" not in words(page.get(f"/vault/{first}"))
        (waits,) = stage.person("otto").get("/api/v1/assets/held").json()
        assert (waits["asset"], waits["findings"][0]["code"]) == (other, "person.other_voice")
