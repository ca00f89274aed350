"""A copy of a recording leaves only when two people of the operator signed for it, and says whose copy it is."""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import text

from propria.cli.main import main
from propria.parties.model import Role
from propria.plumbing import media
from propria.plumbing.media_edit import Quality, Span, rewrite, trim
from tests.cast import Person, Stage
from tests.mandates import another
from tests.stories.likeness.test_what_is_recorded_stays_the_performers import session, upload
from tests.stories.pages.reader import Reader, words
from tests.stories.record.test_fsck_finds_what_was_changed import found

FACE = Path("examples/cast/mina-haldane/still-front.jpg").read_bytes()
CLINIC = {"recipient": "Forensic desk, Hangzhou", "purpose": "Compare with a suspected fake"}


@dataclass
class Held:
    """A recording in Mina's vault, and two people of the operator."""

    stage: Stage
    mina: Person
    otto: Person
    olga: Person
    capture: str
    photo: str

    def asks(self, asset: str = "", **form: str) -> str:
        """Otto signs, a minute later, that a copy should leave; the export's id."""
        self.stage.passes(minutes=1)
        self.otto.signs(self.otto.asked(f"/api/v1/assets/{asset or self.photo}/exports", CLINIC | form))
        return str(self.otto.get("/api/v1/exports").json()[0]["export"])

    def confirms(self, export: str) -> None:
        """Olga signs too, a minute later."""
        self.stage.passes(minutes=1)
        self.olga.signs(self.olga.asked(f"/api/v1/exports/{export}/confirmation"))

    def traces(self, person: Person, body: bytes) -> list[dict[str, Any]]:
        """Somebody looks whose copy a file is."""
        headers = {"authorization": f"Bearer {person.token}", "content-type": "application/octet-stream"}
        answer = self.stage.main.post("/api/v1/exports/trace", content=body, headers=headers)
        assert answer.status_code == 200, answer.text
        return list(answer.json())


@pytest.fixture
def held(stage: Stage) -> Held:
    mina, _, capture = session(stage)
    photo = upload(mina, capture, FACE, "photo", "image/jpeg").json()["asset"]
    otto, olga = stage.keyed("otto"), another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)
    return Held(stage, mina, otto, olga, capture, photo)


def told(person: Person) -> list[str]:
    """The codes of what somebody was told, newest first."""
    return [one["code"] for one in person.get("/api/v1/me/alerts").json()]


def spoiled(copy: bytes) -> bytes:
    """The lower right part of a picture, encoded anew and badly; nothing of its own words is left."""
    with Image.open(BytesIO(copy)) as opened:
        wide, high = opened.size
        part = opened.convert("RGB").crop((wide // 3 + 5, high // 3 + 3, wide, high))
    out = BytesIO()
    part.save(out, "JPEG", quality=60)
    return out.getvalue()


def test_an_administrator_alone_exports_nothing_and_a_copy_names_its_recipient(held: Held) -> None:
    """Scenario 35: dual control blocks it; each step is shown to the performer at once; the copy carries its recipient's
    mark; keys rotate."""
    otto, olga, mina, keys = held.otto, held.olga, held.mina, held.stage.propria.library.keys
    export = held.asks()
    assert told(mina)[0] == "likeness.export_asked"
    alone = otto.post(f"/api/v1/exports/{export}/copy")
    assert (alone.status_code, alone.json()["code"]) == (409, "export.cannot_fetch")
    twice = otto.post(f"/api/v1/exports/{export}/confirmation")
    assert (twice.status_code, twice.json()["code"]) == (403, "likeness.asked_yourself")
    assert mina.post(f"/api/v1/exports/{export}/confirmation").json()["code"] == "likeness.no_export"

    held.confirms(export)
    other = olga.post(f"/api/v1/exports/{export}/copy")
    assert (other.status_code, other.json()["code"]) == (403, "likeness.asked_by_another")
    before = keys._connection.execute("select wrapped from subject").fetchall()
    held.stage.passes(minutes=1)
    copy = otto.post(f"/api/v1/exports/{export}/copy")
    assert (copy.status_code, copy.headers["content-type"]) == (200, "image/jpeg")
    assert keys._connection.execute("select wrapped from subject").fetchall() != before
    assert told(mina)[:3] == ["likeness.export_fetched", "likeness.export_confirmed", "likeness.export_asked"]
    assert CLINIC["recipient"] in mina.get("/api/v1/me/accesses").json()[0]["purpose"]
    assert otto.post(f"/api/v1/exports/{export}/copy").json()["code"] == "export.cannot_fetch"
    assert found(held.stage) == set()

    (whole,) = held.traces(otto, copy.content)
    assert (whole["recipient"], whole["by"]["same_bytes"], whole["by"]["named_in_file"]) == (CLINIC["recipient"], True, True)  # fmt: skip
    second = held.asks(recipient="Another lab")
    held.confirms(second)
    otto.post(f"/api/v1/exports/{second}/copy")
    (part,) = held.traces(mina, spoiled(copy.content))
    assert part["recipient"] == CLINIC["recipient"]
    assert part["by"]["picture_spreads"] > 12


def test_a_clip_is_marked_in_picture_and_sound(
    held: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read in parts and sent in parts: nothing of it is a file in memory."""
    monkeypatch.setattr(media, "IN_MEMORY", tmp_path / "nowhere")
    source, cut, bad = (
        Path("examples/cast/mina-haldane/footage.mp4"),
        tmp_path / "cut.mp4",
        tmp_path / "bad.mp4",
    )
    trim(source, cut, Span(1000, 1700))
    asset = upload(held.mina, held.capture, cut.read_bytes(), "video", "video/mp4").json()["asset"]
    export = held.asks(asset)
    held.confirms(export)
    copy = held.otto.post(f"/api/v1/exports/{export}/copy")
    assert copy.headers["content-type"] == "video/mp4"
    (tmp_path / "copy.mp4").write_bytes(copy.content)
    rewrite(tmp_path / "copy.mp4", bad, draw=lambda f, _: f, quality=Quality(34, "ultrafast", 48_000))
    (seen,) = held.traces(held.otto, bad.read_bytes())
    assert (seen["export"], seen["by"]["named_in_file"]) == (export, False)
    assert min(seen["by"]["picture_spreads"], seen["by"]["sound_spreads"]) > 9
    assert held.traces(held.otto, cut.read_bytes()) == []


def test_the_performer_stops_what_nobody_ordered_and_a_day_ends_the_rest(held: Held) -> None:
    mina, otto, olga = held.mina, held.otto, held.olga
    export = held.asks()
    held.confirms(export)
    assert mina.asked(f"/api/v1/exports/{export}/stop")["state"] == "stopped"
    assert "likeness.export_stopped" in told(otto)
    for act in ("copy", "confirmation"):
        person = otto if act == "copy" else olga
        assert person.post(f"/api/v1/exports/{export}/{act}").json()["code"].startswith("export.cannot_")
    assert mina.post(f"/api/v1/exports/{export}/stop").json()["code"] == "export.cannot_stop"
    assert otto.post(f"/api/v1/exports/{export}/stop").json()["code"] == "likeness.no_export"

    ordered = held.asks(ground="order")
    refused = mina.post(f"/api/v1/exports/{ordered}/stop")
    assert (refused.status_code, refused.json()["code"]) == (409, "likeness.export_ordered")
    held.confirms(ordered)
    held.stage.passes(hours=25)
    del held.stage.people["otto"]
    late = held.stage.person("otto").post(f"/api/v1/exports/{ordered}/copy")
    assert (late.json()["code"], late.json()["facts"]["state"]) == ("export.cannot_fetch", "expired")


def test_what_is_asked_names_a_recipient_and_only_the_operator_asks(held: Held) -> None:
    where = f"/api/v1/assets/{held.photo}/exports"
    assert held.otto.post(where, CLINIC | {"recipient": " "}).json()["code"] == "likeness.no_recipient"
    assert held.otto.post(where, CLINIC | {"purpose": ""}).json()["code"] == "likeness.no_purpose"
    assert held.mina.post(where, CLINIC).json()["code"] == "likeness.no_export"
    assert held.stage.person("cleo").get("/api/v1/exports").json()["code"] == "likeness.no_export"
    headers = {"authorization": f"Bearer {held.otto.token}", "content-type": "text/plain"}
    junk = held.stage.main.post("/api/v1/exports/trace", content=b"words", headers=headers)
    assert (junk.status_code, junk.json()["code"]) == (400, "likeness.not_a_recording")


def test_rows_that_say_otherwise_than_what_was_signed_are_found(held: Held) -> None:
    export = held.asks()
    held.confirms(export)
    held.otto.post(f"/api/v1/exports/{export}/copy")
    for change, finding in (
        ("recipient = 'Somebody else'", "likeness.export_altered"),
        ("copy_digest = 'ab'", "likeness.export_altered"),
        ("confirmed_statement = asked_statement", "likeness.exported_alone"),
    ):
        database = held.stage.propria.library.database
        database.transact(lambda db: db.execute(text("create table kept as select * from likeness_export")))
        database.transact(lambda db, c=change: db.execute(text(f"update likeness_export set {c}")))
        assert found(held.stage) == {finding}
        database.transact(lambda db: db.execute(text("delete from likeness_export")))
        assert found(held.stage) == {"likeness.export_missing"}
        database.transact(lambda db: db.execute(text("insert into likeness_export select * from kept")))
        database.transact(lambda db: db.execute(text("drop table kept")))
    assert found(held.stage) == set()


def test_two_people_do_it_by_pages_and_the_performer_reads_it_on_theirs(held: Held) -> None:
    otto, olga, mina = (Reader(held.stage).signs_in(name) for name in ("otto", "olga", "mina"))
    assert "Fill" not in words(otto.get("/exports"))
    wrong = otto.post("/exports", asset=held.photo, ground="need", recipient="", purpose="x")
    assert (wrong.status_code, "Name who gets the copy" in words(wrong)) == (422, True)
    otto.signs(otto.post("/exports", asset=held.photo, ground="need", **CLINIC))
    assert "another person has to confirm it" in words(mina.get("/exports"))
    where = held.otto.get("/api/v1/exports").json()[0]["export"]
    olga.signs(olga.post(f"/exports/{where}/confirm"))
    assert "Fetch the marked copy" in words(otto.get("/exports"))
    assert "Fetch the marked copy" not in words(olga.get("/exports"))
    copy = otto.post(f"/exports/{where}/copy")
    assert "attachment" in copy.headers["content-disposition"]
    assert "Fetch" not in words(otto.post(f"/exports/{where}/copy"))
    traced = words(mina.sends_file("/exports/trace", "file", "found.jpg", spoiled(copy.content)))
    assert CLINIC["recipient"] in traced
    assert "its mark is in the picture" in traced
    nothing = words(mina.sends_file("/exports/trace", "file", "other.jpg", FACE))
    assert "It carries the mark of no copy that left." in nothing
    assert CLINIC["purpose"] in words(mina.get("/vault"))
    assert mina.post(f"/exports/{where}/stop").status_code == 422


def test_the_command_says_whose_copy_a_file_is(
    held: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    export = held.asks()
    held.confirms(export)
    copy = held.otto.post(f"/api/v1/exports/{export}/copy").content
    part, strange, gone = (tmp_path / name for name in ("part.jpg", "strange.jpg", "gone.jpg"))
    part.write_bytes(spoiled(copy))
    strange.write_bytes(spoiled(FACE))
    monkeypatch.setenv("PROPRIA_HOME", str(tmp_path))
    assert main(["trace", str(part)]) == 0
    told = capsys.readouterr().out
    assert export in told
    assert CLINIC["recipient"] in told
    assert main(["trace", str(part), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["by"]["picture_spreads"] > 12
    assert main(["trace", str(strange)]) == 1
    assert "proves nothing" in capsys.readouterr().out
    assert main(["trace", str(gone)]) == 1
    assert "cli.no_file" in capsys.readouterr().err
