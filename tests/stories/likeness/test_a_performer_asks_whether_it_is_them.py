"""Likeness check: off until the performer signs; evidence and origin for their side alone; nothing of the file is kept."""

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, func, select

from propria.likeness.checks import actions, texts
from propria.likeness.intake import in_the_clear
from propria.plumbing import media, rate
from propria.plumbing.errors import Unavailable
from propria.plumbing.tables import metadata
from tests.cast import Person, Stage, openness_form
from tests.deals import capture_consent
from tests.mandates import another, ends, gives
from tests.renders import a_take, filmed
from tests.replicas import Recorded, recorded
from tests.stories.likeness.test_a_recording_is_looked_at import GREY, RED, a_picture
from tests.stories.likeness.test_what_is_recorded_stays_the_performers import a_voice_line
from tests.stories.pages.reader import Reader, words
from tests.terms import film_terms

WHERE = "/api/v1/likeness-checks"


def asks(person: Person, body: bytes, performer: str = "") -> Any:
    """One check; the answer, whatever it is."""
    headers = {"authorization": f"Bearer {person.token}"}
    return person.stage.main.post(WHERE, params={"performer": performer}, content=body, headers=headers)


def answered(person: Person, body: bytes, performer: str = "") -> dict[str, Any]:
    answer = asks(person, body, performer)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def code(answer: Any) -> str:
    return str(answer.json()["code"])


def opted_in(stage: Stage) -> Recorded:
    """Mina was recorded, and signed that files may be held against it."""
    session = recorded(stage)
    capture_consent(session.mina, "check")
    return session


def rows(stage: Stage, schema: MetaData = metadata) -> dict[str, int]:
    """Table of the library → how many rows it has."""

    def work(db: Any) -> dict[str, int]:
        every = [t for t in schema.sorted_tables if not t.name.startswith("port_")]
        return {t.name: db.execute(select(func.count()).select_from(t)).scalar_one() for t in every}  # fmt: skip

    return stage.propria.library.database.read(work)


def test_it_is_off_until_she_signs_and_again_once_she_takes_it_back(stage: Stage) -> None:
    session = recorded(stage)
    assert code(asks(session.mina, a_picture(GREY))) == "consent.no_check_consent"
    consent = capture_consent(session.mina, "check")
    assert answered(session.mina, a_picture(GREY))["similarity"]["face"]["nearest"][0]["cosine"] == 1.0
    session.mina.signs(session.mina.asked("/api/v1/grants/withdraw", {"grant": consent}))
    assert code(asks(session.mina, a_picture(GREY))) == "consent.no_check_consent"
    capture_consent(session.mina)
    assert code(asks(session.mina, a_picture(GREY))) == "consent.no_check_consent"


def test_it_says_how_alike_where_and_beside_what_and_never_who(stage: Stage) -> None:
    session = opted_in(stage)
    told = answered(session.mina, a_take())
    face, voice = told["similarity"]["face"], told["similarity"]["voice"]
    assert [(n["from_ms"], n["cosine"]) for n in face["nearest"]] == [(1000, 1.0), (2000, 0.6), (0, 0.0)]
    assert (face["places"], face["recordings"], voice) == (3, 1, None)
    assert face["measured"] is None
    assert "1.00" in face["says"][0]["en"]
    assert (told["origin"]["found_by"], told["origin"]["licensed_by_performer"]) == ("nothing", False)
    assert any("no verdict" in one["en"] for one in told["limits"])
    other = answered(session.mina, a_picture(RED))["similarity"]["face"]["nearest"]
    assert [n["cosine"] for n in other] == [0.0]


def test_nothing_of_the_file_is_kept_and_she_sees_that_it_was_asked(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "IN_MEMORY", tmp_path)
    session = opted_in(stage)
    blobs = stage.propria.library.blobs
    before, stored = rows(stage), sorted(blobs.keys(""))
    answered(session.mina, a_take())
    after = rows(stage)
    grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert grown == {"likeness_access": 1, "plumbing_rate_bucket": 1}
    assert sorted(blobs.keys("")) == stored
    assert list(tmp_path.glob("media-*")) == []
    (line, *_) = session.mina.get("/api/v1/me/accesses").json()
    assert (line["by"], line["asset"]) == (session.mina.id, session.portrait)
    assert texts.PURPOSE["video"].en in str(line)


def test_her_licensed_output_is_found_by_seal_and_by_its_looks(stage: Stage, tmp_path: Path) -> None:
    story = filmed(stage)
    mina = story.made.mina
    capture_consent(mina, "check")
    render = story.gets("shot-1")
    told = answered(mina, story.file(render))["origin"]
    assert (told["found_by"], told["output"]) == ("bytes", render["output"]["output"])
    assert told["licensed_by_performer"]
    assert told["licence"] == story.made.licence
    assert "Paper Lantern Street" in " ".join(one["en"] for one in told["says"])
    strange = answered(mina, a_picture(GREY))["origin"]
    assert (strange["found_by"], strange["output"], strange["licensed_by_performer"]) == (
        "nothing",
        None,
        False,
    )


def test_by_the_page_giving_takes_one_form_and_so_does_taking_back(stage: Stage) -> None:
    session = recorded(stage)
    mina = Reader(stage).signs_in("mina")
    assert "none will be until you sign" in words(mina.get("/likeness"))
    refused = mina.post("/likeness/consent", reason=" ", years="1")
    assert (refused.status_code, "consent.no_reason" in refused.text) == (422, True)
    mina.sent = 0
    mina.signs(mina.post("/likeness/consent", reason=texts.REASON.en, years="1"))
    given = (mina.sent, mina.signed)
    page = mina.sends_file("/likeness", "file", "found.wav", a_voice_line())
    assert "no face or voice in it that could be compared" in words(page)
    page = words(mina.sends_file("/likeness", "file", "found.mp4", a_take()))
    assert "The most alike place measures 1.00" in page
    assert "0:01 1.00" in page
    assert "evidence, not a verdict" in page
    assert "No output of this library was found" in page
    assert "likeness.no_file" in mina.sends_file("/likeness", "file", "", b"").text
    assert "Likeness check of a video" in words(mina.get("/vault"))
    grant = re.search(r'name="id" value="(stm_\w+)"', mina.get("/likeness").text)
    assert grant
    mina.signs(mina.post("/withdraw", what="grant", id=grant[1]))
    assert (mina.sent - given[0], mina.signed - given[1]) == given
    assert "none will be until you sign" in words(mina.get("/likeness"))
    assert "肖像比对" in words(Reader(stage, "zh-CN").signs_in("mina").get("/vault"))
    assert session.mina.get("/api/v1/me/accesses").status_code == 200


def test_hostile_files_are_refused_with_a_code_and_open_no_recording(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mina = opted_in(stage).mina
    before = mina.get("/api/v1/me/accesses").json()
    assert (asks(mina, b"").status_code, code(asks(mina, b""))) == (400, "likeness.no_file")
    for body, fault in ((b"not a film at all", "media.wrong_type"), (a_take()[:40_000], "media.truncated")):
        refused = asks(mina, body)
        assert (refused.status_code, code(refused)) == (400, "likeness.unusable_file")
        assert fault in refused.json()["facts"]["faults"]
    assert mina.get("/api/v1/me/accesses").json() == before
    monkeypatch.setattr(actions, "DAILY", rate.Limit("likeness check", burst=1, per=rate.DAY))
    answered(mina, a_picture(GREY))
    assert asks(mina, a_picture(GREY)).status_code == 429


def test_nobody_asks_but_she_and_whoever_she_gave_a_mandate(stage: Stage) -> None:
    mina, file = opted_in(stage).mina, a_picture(GREY)
    wen = stage.identified("wen")
    for stranger in (wen, stage.person("otto")):
        assert code(asks(stranger, file, mina.performer_id)) == "parties.no_performer"
    assert stage.main.post(WHERE, content=file).status_code == 401
    capture_consent(wen, "check")
    assert code(asks(wen, file)) == "likeness.nothing_to_compare"
    mina.signs(mina.asked("/api/v1/openness", openness_form(stage.now, film_terms())))
    agent = another(stage, "ines", "伊内丝", "Ines Duarte")
    mandate = gives(stage, mina, agent, ["negotiate"])
    assert answered(agent, file, mina.performer_id)["performer"] == mina.performer_id
    told = mina.get("/api/v1/me/alerts").json()
    assert "Ines Duarte held a file against your recordings" in str(told)
    reader = Reader(stage).signs_in("ines")
    page = reader.sends_file("/likeness", "file", "f.jpg", file, performer=mina.performer_id)
    assert "The most alike place measures 1.00" in words(page)
    ends(mina, mandate)
    assert code(asks(agent, file, mina.performer_id)) == "parties.no_performer"
    assert reader.get("/likeness").status_code == 404


def test_a_machine_that_keeps_no_files_in_memory_opens_nothing_on_a_disk(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = filmed(stage)
    mina, disk = story.made.mina, tmp_path / "disk"
    capture_consent(mina, "check")
    disk.mkdir()
    monkeypatch.setattr(media, "IN_MEMORY", tmp_path / "shm")
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    assert code(asks(mina, a_take())) == "plumbing.no_memory_files"
    assert code(stage.main.post("/api/v1/verify", content=a_take())) == "plumbing.no_memory_files"
    render = story.made.cleo.get(f"/api/v1/renders/{story.asks('shot-1').json()['render']}").json()
    assert (render["state"], render["error_code"]) == ("failed", "plumbing.no_memory_files")
    with (
        pytest.raises(Unavailable, match=r"plumbing\.no_memory_files"),
        in_the_clear(iter([b"a face"]), ".mp4"),
    ):
        pass
    assert list(disk.iterdir()) == []
