"""A recording comes in parts, over any number of connections: what broke off goes on, and is the file that was sent."""

import hashlib
import wave
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from propria.likeness.uploads.model import MOST_UPLOADS, PART_BYTES
from propria.opening import make_whole
from tests.cast import Person, Stage
from tests.deals import capture_consent
from tests.stories.likeness.test_the_clock_ends_what_is_due import a_round
from tests.stories.likeness.test_what_is_recorded_stays_the_performers import a_photo, session
from tests.stories.pages.reader import Reader
from tests.stories.record.test_fsck_finds_what_was_changed import found


def a_long_line() -> bytes:
    """Three parts of sound, the last one short."""
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(range(256)) * ((2 * PART_BYTES + 100_000) // 256))
    return out.getvalue()


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@dataclass
class Sender:
    """Mina, who sends one file in parts."""

    stage: Stage
    mina: Person
    consent: str
    capture: str
    file: bytes

    def begins(self, **more: Any) -> Any:
        form = {"kind": "voice", "media_type": "audio/wav", "size_bytes": len(self.file)}
        return self.mina.post(f"/api/v1/captures/{self.capture}/uploads", form | more)

    def sends(self, upload: str, offset: int, body: bytes | None = None, digest: str = "") -> Any:
        """The part that begins there."""
        part = self.file[offset : offset + PART_BYTES] if body is None else body
        where = f"/api/v1/uploads/{upload}"
        return self.mina.put(where, params={"offset": offset, "sha256": digest or sha256(part)}, content=part)

    def finishes(self, upload: str, **form: str) -> Any:
        return self.mina.post(f"/api/v1/uploads/{upload}/finish", form)


@pytest.fixture
def sender(stage: Stage) -> Sender:
    return Sender(stage, *session(stage), a_long_line())


def kept(stage: Stage) -> set[str]:
    """The parts that lie there."""
    return set(stage.propria.library.blobs.keys("uploads"))


def test_what_a_kill_cut_off_goes_on_and_is_the_file_that_was_sent(sender: Sender, tmp_path: Path) -> None:
    stage, blobs = sender.stage, sender.stage.propria.library.blobs
    upload = sender.begins().json()["upload"]
    assert sender.sends(upload, 0).json() == {"received_bytes": PART_BYTES}

    blobs.put(f"uploads/{upload}/{PART_BYTES}-{'0' * 16}", b"what was written when the server was killed")
    assert found(stage) == {"likeness.orphan"}
    assert make_whole(stage.propria.library) == 1

    told = sender.mina.get(f"/api/v1/captures/{sender.capture}/uploads").json()[0]
    assert (told["upload"], told["received_bytes"]) == (upload, PART_BYTES)
    assert told["parts"] == [sha256(sender.file[:PART_BYTES])]
    early = sender.finishes(upload)
    assert (early.json()["code"], early.json()["facts"]["received_bytes"]) == (
        "likeness.not_whole",
        PART_BYTES,
    )
    for offset in (PART_BYTES, 2 * PART_BYTES):
        assert sender.sends(upload, offset).status_code == 200
    plain = [f for f in tmp_path.rglob("*") if f.is_file() and sender.file[100:164] in f.read_bytes()]
    assert plain == []

    whole = sender.finishes(upload, sha256=sha256(sender.file))
    assert (whole.status_code, whole.json()["sha256"]) == (201, sha256(sender.file))
    assert sender.finishes(upload).json()["asset"] == whole.json()["asset"]
    assert sender.mina.get(f"/api/v1/uploads/{upload}").json()["received_bytes"] == len(sender.file)
    assert len(sender.mina.get("/api/v1/me/assets").json()) == 1
    assert (kept(stage), stage.propria.library.keys.holds(upload)) == (set(), False)
    assert found(stage) == set()


def test_parts_and_sizes_are_held_against_what_was_said(sender: Sender) -> None:
    assert sender.begins(size_bytes=1 << 50).json()["code"] == "likeness.too_large"
    assert sender.begins(size_bytes=0).json()["code"] == "likeness.empty"
    assert sender.begins(media_type="text/html").json()["code"] == "likeness.wrong_type"
    upload = sender.begins().json()["upload"]
    for offset, body, digest, code in (
        (5, None, "", "likeness.other_offset"),
        (0, b"short", "", "likeness.part_size"),
        (0, bytes(PART_BYTES + 1), "", "likeness.part_size"),
        (0, None, "0" * 64, "likeness.part_broken"),
    ):
        assert sender.sends(upload, offset, body, digest).json()["code"] == code
    assert sender.stage.person("cleo").get(f"/api/v1/uploads/{upload}").json()["code"] == "likeness.no_upload"
    for offset in (0, PART_BYTES, 2 * PART_BYTES):
        sender.sends(upload, offset)
    assert sender.finishes(upload, parts_sha256="0" * 64).json()["code"] == "likeness.other_file"
    assert sender.finishes(upload, sha256="0" * 64).json()["code"] == "likeness.other_file"
    assert sender.finishes(upload).json()["code"] == "likeness.no_upload"
    assert (kept(sender.stage), sender.mina.get("/api/v1/me/assets").json()) == (set(), [])
    for _ in range(MOST_UPLOADS):
        assert sender.begins().status_code == 201
    assert sender.begins().json()["code"] == "likeness.too_many_uploads"


def test_what_nobody_goes_on_with_is_destroyed_with_its_key(sender: Sender) -> None:
    stage, keys = sender.stage, sender.stage.propria.library.keys
    begun = [sender.begins().json()["upload"] for _ in range(3)]
    for upload in begun:
        sender.sends(upload, 0)
    dropped = sender.stage.main.delete(
        f"/api/v1/uploads/{begun[0]}", headers={"authorization": f"Bearer {sender.mina.token}"}
    )
    assert dropped.status_code == 204
    assert (keys.holds(begun[0]), keys.holds(begun[1])) == (False, True)
    stage.passes(hours=20)
    sender.sends(begun[1], PART_BYTES)
    stage.passes(hours=5)
    a_round(stage)
    assert [keys.holds(upload) for upload in begun] == [False, True, False]
    sender.mina.signs(sender.mina.asked("/api/v1/grants/withdraw", {"grant": sender.consent}))
    assert (keys.holds(begun[1]), kept(stage)) == (False, set())
    capture_consent(sender.mina)


def test_the_page_s_script_sends_in_parts_with_a_form_token(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    mina.signs(mina.post("/captures/consent", reason="One session", years="1"))
    where, photo = mina.post("/captures", place="at home").headers["location"], a_photo()
    form = {"kind": "photo", "media_type": "image/jpeg", "size_bytes": len(photo)}
    headers = {"x-csrftoken": mina.token(), "accept": "application/json"}
    upload = mina._asks("POST", f"{where}/uploads", json=form, headers=headers).json()["upload"]
    part = {"offset": 0, "sha256": sha256(photo)}
    assert mina._asks("PUT", f"/uploads/{upload}", params=part, content=photo).status_code == 403
    assert (
        mina._asks("PUT", f"/uploads/{upload}", params=part, content=photo, headers=headers).status_code
        == 200
    )
    said = {"parts_sha256": sha256(bytes.fromhex(sha256(photo)))}
    kept_now = mina._asks("POST", f"/uploads/{upload}/finish", json=said, headers=headers)
    assert (kept_now.status_code, kept_now.json()["sha256"]) == (201, sha256(photo))
