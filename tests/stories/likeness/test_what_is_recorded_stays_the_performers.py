"""Recordings go into the vault encrypted, are opened only for a reason the performer sees, and end with consent."""

import wave
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from propria.likeness import actions
from propria.likeness import store as likeness
from propria.likeness.quality import looks_by
from propria.likeness.safe import Safe
from tests.cast import Person, Stage
from tests.deals import capture_consent


def a_photo() -> bytes:
    """A small grey picture of nobody."""
    out = BytesIO()
    Image.new("RGB", (64, 80), (120, 120, 120)).save(out, "JPEG")
    return out.getvalue()


def a_voice_line() -> bytes:
    """Half a second of silence."""
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(16_000))
    return out.getvalue()


def a_voice_line_as(form: str, codec: str) -> bytes:
    """Half a second of silence in a container that could hold pictures too, as browsers and phones record."""
    out = BytesIO()
    with av.open(out, "w", format=form) as media:
        stream = media.add_stream(codec, rate=48_000, layout="mono")
        for at in range(0, 24_000, 960):
            quiet = av.AudioFrame.from_ndarray(np.zeros((1, 960), np.float32), format="fltp", layout="mono")
            quiet.sample_rate, quiet.pts = 48_000, at
            media.mux(stream.encode(quiet))
        media.mux(stream.encode(None))
    return out.getvalue()


def upload(person: Person, capture: str, body: bytes, kind: str, media_type: str, line: str = "") -> Any:
    """Send one file."""
    return person.stage.main.post(
        f"/api/v1/captures/{capture}/assets",
        params={"kind": kind, "line": line},
        content=body,
        headers={"authorization": f"Bearer {person.token}", "content-type": media_type},
    )


def session(stage: Stage) -> tuple[Person, str, str]:
    """(Mina, her consent, her recording session)."""
    mina = stage.identified("mina")
    consent = capture_consent(mina)
    return mina, consent, mina.asked("/api/v1/captures", {"place": "Studio 4, Hangzhou"})["capture"]


def test_without_consent_nothing_is_recorded(stage: Stage) -> None:
    mina = stage.identified("mina")
    refused = mina.post("/api/v1/captures", {"place": "Studio 4"})
    assert (refused.status_code, refused.json()["code"]) == (409, "consent.no_capture_consent")
    capture_consent(mina)
    assert mina.post("/api/v1/captures", {"place": "Studio 4"}).status_code == 201


def test_the_vault_holds_no_plain_byte_and_every_opening_is_seen(stage: Stage, tmp_path: Path) -> None:
    mina, _, capture = session(stage)
    photo = a_photo()
    stored = upload(mina, capture, photo, "photo", "image/jpeg")
    assert stored.status_code == 201, stored.text
    asset = stored.json()["asset"]

    on_disk = [f for f in tmp_path.rglob("*") if f.is_file()]
    assert any(asset in str(f) for f in on_disk)
    assert not any(photo[:64] in f.read_bytes() for f in on_disk)

    opened = mina.post(f"/api/v1/assets/{asset}/open", {"purpose": "A retake was asked for"})
    assert opened.content == photo
    seen = mina.get("/api/v1/me/accesses").json()
    looked = " · ".join((looks_by("").zh, looks_by("").en))
    assert [(a["by"], a["purpose"]) for a in seen] == [(mina.id, "A retake was asked for"), (None, looked)]
    assert mina.post(f"/api/v1/assets/{asset}/open", {"purpose": " "}).json()["code"] == "likeness.no_purpose"
    for other in (stage.person("cleo"), stage.person("otto")):
        refused = other.post(f"/api/v1/assets/{asset}/open", {"purpose": "a look at night"})
        assert (refused.status_code, refused.json()["code"]) == (403, "likeness.not_yours")
    assert mina.get("/api/v1/me/accesses").json() == seen


def test_a_file_that_is_not_what_it_says_is_named_and_leaves_nothing(stage: Stage, tmp_path: Path) -> None:
    mina, _, capture = session(stage)
    cut = upload(mina, capture, a_photo()[:200], "photo", "image/jpeg")
    assert (cut.status_code, cut.json()["code"]) == (400, "likeness.unusable_file")
    wrong = upload(mina, capture, a_voice_line(), "photo", "image/jpeg")
    assert wrong.json()["facts"]["faults"] == ["media.wrong_type"]
    empty = upload(mina, capture, b"", "photo", "image/jpeg")
    assert empty.json()["code"] == "likeness.empty"
    assert mina.get("/api/v1/me/assets").json() == []
    assert list((tmp_path / "data" / "blobs").rglob("ast_*")) == []

    fine = upload(mina, capture, a_voice_line(), "voice", "audio/wav", "The lamps are lit.")
    assert fine.status_code == 201, fine.text
    assert fine.json()["duration_ms"] == 500


def test_taking_back_the_consent_destroys_what_was_recorded_with_a_receipt(stage: Stage) -> None:
    mina, consent, capture = session(stage)
    asset = upload(mina, capture, a_photo(), "photo", "image/jpeg").json()["asset"]

    mina.signs(mina.asked("/api/v1/grants/withdraw", {"grant": consent}))

    gone = mina.post(f"/api/v1/assets/{asset}/open", {"purpose": "to look"})
    assert (gone.status_code, gone.json()["code"]) == (409, "likeness.shredded")
    receipt = mina.get("/api/v1/me/destructions").json()[0]
    assert (receipt["assets"], receipt["reason"]) == ([asset], "consent_withdrawn")


def test_what_is_past_its_retention_date_is_destroyed(stage: Stage) -> None:
    mina, _, capture = session(stage)
    upload(mina, capture, a_photo(), "photo", "image/jpeg")
    stage.passes(days=366)
    library = stage.propria.library
    safe = Safe(library.blobs, library.keys)
    done = library.database.transact(lambda db: actions.shred_expired(safe, now=stage.now, db=db))
    assert done == 1
    receipts = library.database.read(lambda db: likeness.receipts(mina.performer_id, db=db))
    assert [r.reason for r in receipts] == ["retention_ended"]


@pytest.mark.parametrize(
    ("form", "codec", "media_type"), [("webm", "libopus", "audio/webm"), ("mp4", "aac", "audio/mp4")]
)
def test_a_voice_as_browsers_and_phones_record_it_is_kept(
    form: str, codec: str, media_type: str, stage: Stage
) -> None:
    mina, _, capture = session(stage)
    line = a_voice_line_as(form, codec)
    kept = upload(mina, capture, line, "voice", media_type)
    assert kept.status_code == 201, kept.text
    assert upload(mina, capture, line, "video", f"video/{form}").json()["facts"]["faults"] == [
        "media.no_video"
    ]


@pytest.mark.parametrize("tag", [b"", b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10)])
def test_an_mp3_is_kept_with_or_without_a_tag_before_it(stage: Stage, tag: bytes) -> None:
    mina, _, capture = session(stage)
    body = a_voice_line_as("mp3", "libmp3lame")
    sound = body[body.index(b"\xff\xfb") :]
    kept = upload(mina, capture, tag + sound, "voice", "audio/mp3", "The lamps are lit.")
    assert kept.status_code == 201, kept.text
    assert kept.json()["media_type"] == "audio/mpeg"
    assert 450 <= kept.json()["duration_ms"] <= 700
    not_sound = upload(mina, capture, tag + b"\xff\xfb\xff\xff" + bytes(500), "voice", "audio/mpeg")
    assert not_sound.json()["facts"]["faults"] == ["media.wrong_type"]


def test_a_session_ends_with_its_consent_though_another_one_is_signed(stage: Stage) -> None:
    mina, consent, capture = session(stage)
    mina.signs(mina.asked("/api/v1/grants/withdraw", {"grant": consent}))
    capture_consent(mina)
    late = upload(mina, capture, a_photo(), "photo", "image/jpeg")
    assert (late.status_code, late.json()["code"]) == (409, "likeness.other_consent")
    anew = mina.asked("/api/v1/captures", {"place": "Studio 4"})["capture"]
    assert upload(mina, anew, a_photo(), "photo", "image/jpeg").status_code == 201
