"""Each recording is looked at: what to take again and why; another person's face or voice waits for a person."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from propria.kernel.errors import NotFound
from propria.kernel.ids import AssetId
from propria.likeness import quality, rules_quality, store, store_quality
from propria.likeness.model import AssetKind
from propria.likeness.quality_words import FINDINGS
from propria.likeness.safe import Safe
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from tests.cast import Stage, a_stage
from tests.deals import capture_consent
from tests.engines import FOOTAGE_SEEN, STILL_SEEN, TalkingEngine
from tests.replicas import Recorded, build_of, put_in_vault, recorded
from tests.stories.likeness.test_what_is_recorded_stays_the_performers import a_voice_line
from tests.stories.pages.reader import Reader, words


def a_picture(colour: tuple[int, int, int], width: int = 240, height: int = 300) -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


GREY, RED = (120, 120, 120), (220, 20, 20)


def quality_of(session: Recorded, asset: str) -> dict[str, Any]:
    answer = session.mina.get(f"/api/v1/me/assets/{asset}/quality")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def codes(session: Recorded, asset: str) -> list[str]:
    return [one["code"] for one in quality_of(session, asset)["findings"]]


def someone_else(session: Recorded) -> str:
    """A picture in Mina's vault that is unlike her earlier ones."""
    return put_in_vault(session.mina, session.capture, a_picture(RED), "photo", "image/jpeg")


def test_a_recording_says_what_to_take_again_and_why(stage: Stage) -> None:
    session = recorded(stage)
    small = quality_of(session, session.portrait)
    assert small["verdict"] == "retake"
    assert small["measures"]["face_px"] == 64
    (finding,) = small["findings"]
    assert finding["code"] == "face.small"
    assert all(finding[part][language] for part in ("what", "retake") for language in ("zh", "en"))
    good = put_in_vault(session.mina, session.capture, a_picture(GREY), "photo", "image/jpeg")
    assert quality_of(session, good)["verdict"] == "usable"


def test_several_faces_and_noise_each_have_a_code_of_their_own(stage: Stage) -> None:
    session = recorded(stage)
    crowd = put_in_vault(session.mina, session.capture, a_picture(GREY, 900, 240), "photo", "image/jpeg")
    assert codes(session, crowd) == ["face.several"]
    voice = put_in_vault(session.mina, session.capture, a_voice_line(), "voice", "audio/wav")
    assert codes(session, voice) == ["sound.noisy"]


def test_its_page_shows_pictures_findings_and_measures_to_its_performer_alone(stage: Stage) -> None:
    session = recorded(stage)
    where = f"/vault/{session.portrait}"
    mina = Reader(stage).signs_in("mina")
    page = words(mina.get(where))
    assert FINDINGS["face.small"].retake.en in page
    assert "face width (pixels) 64" in page
    assert mina.get(f"{where}/pictures").headers["content-type"] == "image/jpeg"
    assert "Better taken again" in words(mina.get("/vault"))
    assert mina.post(f"{where}/look").status_code == 303
    cleo = Reader(stage).signs_in("cleo")
    assert cleo.get(where).status_code == 404
    assert cleo.get(f"{where}/pictures").status_code == 404


def test_a_recording_that_may_not_be_sent_to_the_engine_says_so_and_where_to_agree(tmp_path: Path) -> None:
    conditions = ProviderConditions("gpu.example", 3, "DE")
    with a_stage(
        tmp_path, engine=EngineSlot(TalkingEngine(tmp_path), conditions, is_elsewhere=True)
    ) as stage:
        session, mina = recorded(stage), Reader(stage).signs_in("mina")
        where = f"/vault/{session.portrait}"
        for page in (where, f"/captures/{session.capture}"):
            assert "gpu.example · DE · 3 d" in words(mina.get(page))
        mina.signs(mina.post("/captures/share", years="1", back=where))
        for page in (where, f"/captures/{session.capture}"):
            assert "gpu.example" not in mina.get(page).text
        assert mina.post(f"{where}/look").status_code == 303
        assert "Better taken again" in words(mina.get(where))


def test_nothing_is_shared_where_the_engine_is_here(stage: Stage) -> None:
    session, mina = recorded(stage), Reader(stage).signs_in("mina")
    assert "one consent is missing" not in words(mina.get(f"/captures/{session.capture}"))
    sent = {"data": {"_csrf_token": mina.token(), "years": "1"}, "headers": {"accept": "application/json"}}
    refused = mina._asks("POST", "/captures/share", **sent)
    assert (refused.status_code, refused.json()["code"]) == (404, "likeness.nobody_elsewhere")


def test_a_voice_has_no_pictures_and_what_nobody_looked_at_says_so(stage: Stage) -> None:
    session = recorded(stage)
    mina = Reader(stage).signs_in("mina")
    voice = put_in_vault(session.mina, session.capture, a_voice_line(), "voice", "audio/wav")
    assert mina.get(f"/vault/{voice}/pictures").status_code == 404
    library = stage.propria.library
    asset = library.database.read(lambda db: store.asset(voice, db=db))
    with pytest.raises(NotFound) as refused:
        quality.pictures(asset, Safe(library.blobs, library.keys))
    assert refused.value.code == "likeness.no_pictures"
    stage.propria.library.database.transact(lambda db: store_quality.forget([AssetId(voice)], db=db))
    answer = session.mina.get(f"/api/v1/me/assets/{voice}/quality")
    assert (answer.status_code, answer.json()["code"]) == (404, "likeness.not_looked_at")
    assert "Nobody has looked at it yet." in words(mina.get(f"/vault/{voice}"))
    assert session.mina.post(f"/api/v1/me/assets/{voice}/quality").status_code == 202
    assert quality_of(session, voice)["verdict"] == "retake"


def test_another_persons_face_waits_for_a_person_and_is_not_built_from(stage: Stage) -> None:
    session = recorded(stage)
    capture_consent(session.mina, "build")
    other = someone_else(session)
    assert quality_of(session, other)["verdict"] == "held"
    assert codes(session, other) == ["person.other_face"]
    refused = build_of(session.mina, session.portrait, other)
    assert (refused.status_code, refused.json()["code"]) == (409, "likeness.held_for_a_person")
    assert session.mina.get("/api/v1/assets/held").status_code == 404
    otto = stage.person("otto")
    (waits,) = otto.get("/api/v1/assets/held").json()
    assert waits["asset"] == other
    assert (
        session.mina.post(f"/api/v1/assets/{other}/decision", {"is_performer": True, "why": "me"}).status_code
        == 404
    )
    said = {"is_performer": True, "why": "Made up for a role; compared with her on a call"}
    otto.asked(f"/api/v1/assets/{other}/decision", said)
    assert quality_of(session, other)["decision"]["why"] == said["why"]
    assert build_of(session.mina, session.portrait, other).status_code == 201
    again = otto.post(f"/api/v1/assets/{other}/decision", said)
    assert (again.status_code, again.json()["code"]) == (409, "likeness.not_held")


def test_what_a_person_finds_to_be_somebody_elses_is_destroyed_with_a_receipt(stage: Stage) -> None:
    session = recorded(stage)
    other = someone_else(session)
    stage.person("otto").asked(
        f"/api/v1/assets/{other}/decision", {"is_performer": False, "why": "Her sister"}
    )
    assert session.mina.get("/api/v1/me/destructions").json()[0] | {"at": ""} == {
        "assets": [other], "reason": "another_person", "at": ""
    }  # fmt: skip
    assert session.mina.get(f"/api/v1/me/assets/{other}/quality").json()["code"] == "likeness.not_looked_at"


def test_the_operator_looks_for_a_reason_that_the_performer_reads_and_decides_by_a_page(stage: Stage) -> None:
    """Scenario 35: a single view is shown to the performer at once."""
    session = recorded(stage)
    put_in_vault(session.mina, session.capture, a_picture(GREY), "photo", "image/jpeg")
    other = someone_else(session)
    otto, where = Reader(stage).signs_in("otto"), f"/desk/held/{other}"
    assert Reader(stage).signs_in("mina").get("/desk/held").status_code == 404
    assert "Mina Haldane, photo" in words(otto.get("/desk/held"))
    assert f'href="{where}"' in otto.get("/desk").text
    sheet = f"{where}/pictures/{other}"
    early = otto._asks("GET", sheet, headers={"accept": "application/json"})
    assert (early.json()["code"], f'src="{sheet}"' in otto.get(where).text) == ("likeness.look_first", False)
    assert "Say in one sentence why" in words(otto.post(f"{where}/look", purpose=" "))
    assert {a["by"] for a in session.mina.get("/api/v1/me/accesses").json()} == {None}

    stage.passes(minutes=1)
    assert otto.post(f"{where}/look", purpose="Somebody else, as it seems").status_code == 303
    newest = session.mina.get("/api/v1/me/alerts").json()[0]
    assert (newest["code"], "Somebody else, as it seems" in newest["en"]) == ("likeness.looked_at", True)
    assert len({a["asset"] for a in session.mina.get("/api/v1/me/accesses").json()}) > 1
    shown = re.findall(rf'src="({where}/pictures/\w+)"', otto.get(where).text)
    assert [otto.get(one).headers["content-type"] for one in shown] == ["image/jpeg"] * 3
    voice = put_in_vault(session.mina, session.capture, a_voice_line(), "voice", "audio/wav")
    assert otto.get(f"{where}/pictures/{voice}").status_code == 404
    stage.passes(minutes=61)
    assert Reader(stage).signs_in("otto").get(sheet).status_code == 409

    otto = Reader(stage).signs_in("otto")
    assert otto.post(f"{where}/decide", do="release", why="").status_code == 422
    assert otto.post(f"{where}/decide", do="release", why="Compared on a call").status_code == 303
    assert "Nothing waits for you." in words(otto.get("/desk/held"))
    assert Reader(stage).signs_in("mina").get("/alerts").text.count("Compared on a call") == 1


def test_a_held_recording_is_no_yardstick_for_the_next(stage: Stage) -> None:
    session = recorded(stage)
    someone_else(session)
    assert quality_of(session, someone_else(session))["verdict"] == "held"


def test_pictures_and_embeddings_end_with_the_recording(stage: Stage) -> None:
    session = recorded(stage)
    blobs = stage.propria.library.blobs
    seen = f"seen/{session.portrait}"
    assert seen in set(blobs.keys("seen"))
    assert b"\xff\xd8" not in b"".join(blobs.stream(seen))[:64]
    safe = Safe(blobs, stage.propria.library.keys)
    assert b'"face"' in safe.read_beside(seen, session.portrait)
    session.mina.signs(session.mina.asked("/api/v1/grants/withdraw", {"grant": session.consent}))
    assert seen not in set(blobs.keys("seen"))
    assert not stage.propria.library.keys.holds(session.portrait)


@pytest.mark.parametrize(
    ("kind", "measures", "found"),
    [
        (AssetKind.PHOTO, {**STILL_SEEN, "face_px": 400}, ()),
        (AssetKind.PHOTO, {"pictures": 1, "with_face": 0, "with_several": 0}, ("face.none",)),
        (AssetKind.PHOTO, {**STILL_SEEN, "face_px": 400, "brightness": 30}, ("light.dark",)),
        (AssetKind.PHOTO, {**STILL_SEEN, "face_px": 400, "burnt_share": 0.3}, ("light.burnt",)),
        (AssetKind.PHOTO, {**STILL_SEEN, "face_px": 400, "sharpness": 4}, ("picture.blurred",)),
        (AssetKind.PHOTO, {**STILL_SEEN, "face_px": 100, "side_difference": 70}, ("face.modest", "light.one_sided")),
        (AssetKind.VIDEO, FOOTAGE_SEEN, ("pose.narrow", "expression.narrow", "speech.narrow")),
        (AssetKind.VIDEO, {**FOOTAGE_SEEN, "same_throughout": 0.1},
         ("person.several", "pose.narrow", "expression.narrow", "speech.narrow")),
        (AssetKind.VOICE, {"speech_seconds": 0.0}, ("sound.none",)),
        (AssetKind.VOICE, {"speech_seconds": 3.0, "clipped_share": 0.2, "words_matched": False},
         ("sound.clipped", "speech.other_words")),
    ],
)  # fmt: skip
def test_measures_have_their_findings(
    kind: AssetKind, measures: dict[str, Any], found: tuple[str, ...]
) -> None:
    assert rules_quality.findings_of(kind, measures) == found


def test_a_voice_unlike_every_earlier_one_is_held_and_a_first_one_is_not() -> None:
    assert rules_quality.another_person(None, (1.0, 0.0), []) == ()
    assert rules_quality.another_person(None, (1.0, 0.0), [(None, (0.0, 1.0)), (None, (0.8, 0.6))]) == ()
    assert rules_quality.another_person(None, (1.0, 0.0), [(None, (0.5, 0.9))]) == ("person.other_voice",)


def test_every_finding_has_words() -> None:
    named = rules_quality.SPOILS | rules_quality.HOLDS
    assert named <= set(FINDINGS)
    for told in FINDINGS.values():
        assert told.what.zh != told.what.en
        assert told.retake.zh
