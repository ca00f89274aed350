"""A performer signs for pictures; creators see exactly these while it stands, and none from the tap that takes one back."""

import hashlib
import io
import re
import struct
import zlib
from datetime import timedelta
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from sqlalchemy import text

from propria.casting.fsck import fsck
from propria.casting.pictures import actions as pictures
from propria.kernel.time import wire
from propria.likeness.safe import Safe
from propria.record import actions as record
from tests.cast import Person, Stage
from tests.stories.pages.reader import Reader, heading
from tests.terms import film_terms

HIDDEN = b"Saltmere harbour, phone of M. Haldane"


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (400, 500), *, turned: bool = False, **more: Any
) -> bytes:
    """A picture file that carries a place, a device and a comment."""
    exif = Image.Exif()
    exif[0x010F] = HIDDEN.decode()
    exif[0x8825] = {1: "N", 2: (30.0, 15.0, 0.0)}
    if turned:
        exif[0x0112] = 6
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, exif=exif, **more)
    return out.getvalue()


def keeps(person: Person, body: bytes) -> Any:
    """Keep one picture; the answer."""
    return person.stage.main.post("/api/v1/me/pictures", content=body, headers=person._headers())


def publishes(person: Person, wanted: list[str], *, days: int = 30) -> Any:
    """Sign for these; the receipt."""
    form = {"pictures": wanted, "until": wire(person.stage.now + timedelta(days=days))}
    return person.signs(person.asked("/api/v1/me/pictures/publish", form))


def test_exactly_what_was_signed_is_shown_until_one_tap_takes_it_back(stage: Stage) -> None:
    mina, cleo, otto, sam = (
        stage.open_performer("mina", film_terms()), stage.keyed("cleo"), stage.person("otto"), stage.person("sam"),
    )  # fmt: skip
    first, second = keeps(mina, picture()).json(), keeps(mina, picture("PNG")).json()
    at = [first["href"], second["href"]]
    wen = stage.identified("wen")

    def sees(who: Person) -> list[int]:
        """What each picture is answered with."""
        return [who.get(f"/api/v1{href}").status_code for href in at]

    assert (sees(mina), sees(cleo), sees(otto)) == ([200, 200], [404, 404], [404, 404])
    signed = publishes(mina, [first["picture"]])["statement_id"]
    said = stage.propria.library.database.read(lambda db: record.statement(signed, db=db).statement)
    assert "Nobody may train a model on them, generate, change" in said.text["en"]
    assert first["sha256"][:16] in said.text["zh"]
    assert (sees(cleo), sees(otto), sees(wen)) == ([200, 404], [404, 404], [404, 404])
    assert set(sees(sam)) == {401}
    shown = Reader(stage).signs_in("cleo").get(at[0])
    assert hashlib.sha256(shown.content).hexdigest() == first["sha256"]
    assert (shown.headers["cache-control"], shown.headers["tdm-reservation"]) == ("no-store", "1")
    assert at[0] in Reader(stage).signs_in("cleo").get("/search").text
    page = Reader(stage, "en").signs_in("cleo").get(f"/performers/{mina.performer_id}").text
    assert at[0] in page
    assert at[1] not in page
    assert at[0] not in Reader(stage).get(f"/performers/{mina.performer_id}").text
    publishes(mina, [second["picture"]])
    assert sees(cleo) == [404, 200]
    publishes(mina, [first["picture"], second["picture"]])
    stage.passes(hours=1)
    mina.post("/api/v1/me/pictures/take-back", {"pictures": [first["picture"]]})
    assert (sees(cleo), sees(mina)) == ([404, 200], [404, 200])
    assert [*stage.propria.library.blobs.keys("pictures")] == [f"pictures/{second['picture']}"]
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    assert (sees(cleo), sees(mina)) == ([404, 404], [404, 200])


def test_pictures_end_by_themselves_and_what_was_altered_is_found(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    library = stage.propria.library
    safe = Safe(library.blobs, library.keys)
    one, other = keeps(mina, picture()).json(), keeps(mina, picture("PNG")).json()
    signed = publishes(mina, [one["picture"]], days=2)["statement_id"]
    assert library.database.read(lambda db: list(fsck(db=db))) == []
    library.database.transact(
        lambda db: db.execute(
            text("update casting_picture set statement_id = :s, shown_until = :u where id = :i"),
            {"s": signed, "u": wire(stage.now + timedelta(days=2)), "i": other["picture"]},
        )
    )
    assert cleo.get(f"/api/v1{other['href']}").status_code == 404
    assert [f.code for f in library.database.read(lambda db: list(fsck(db=db)))] == [
        "casting.picture_not_signed"
    ]
    library.database.transact(
        lambda db: db.execute(
            text(f"update casting_picture set digest = 'other' where id = '{other['picture']}'")
        )
    )
    assert mina.get(f"/api/v1{other['href']}").json()["code"] == "casting.other_picture"
    stage.passes(days=3)
    assert library.database.transact(lambda db: pictures.drop_ended(safe, now=stage.now, db=db)) == 2
    assert [*library.blobs.keys("pictures")] == []


def _png(width: int, height: int) -> bytes:
    """The beginning of a PNG that unfolds to this many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000)))


@pytest.fixture(scope="module")
def moving() -> bytes:
    """Two frames in one file."""
    out, frame = io.BytesIO(), Image.new("RGB", (400, 400))
    frame.save(out, "WEBP", save_all=True, append_images=[Image.new("RGB", (400, 400), "red")])
    return out.getvalue()


def test_only_the_picture_of_a_file_is_kept_and_each_refusal_says_why(stage: Stage, moving: bytes) -> None:
    mina = stage.identified("mina")
    kept = keeps(mina, picture(turned=True)).json()
    assert (kept["width"], kept["height"]) == (500, 400)
    served = mina.get(f"/api/v1{kept['href']}").content
    assert HIDDEN not in served
    assert b"DMI-PROHIBITED" in served
    with Image.open(io.BytesIO(served)) as opened:
        assert (opened.format, dict(opened.getexif())) == ("JPEG", {})
    large = keeps(mina, picture("WEBP", (1700, 2000), method=0)).json()
    assert (large["width"], large["height"], large["media_type"]) == (1360, 1600, "image/jpeg")
    for body, code in (
        (b"GIF89a" + bytes(100), "casting.picture_wrong_type"),
        (b"RIFF\0\0\0\0WAVE", "casting.picture_wrong_type"),
        (picture()[:2000], "casting.picture_unreadable"),
        (_png(30_000, 30_000), "casting.picture_bomb"),
        (_png(8_000, 8_000), "casting.picture_bomb"),
        (moving, "casting.picture_moves"),
        (picture(size=(319, 500)), "casting.picture_too_small"),
        (picture() + bytes(15_000_000), "casting.picture_too_large"),
    ):
        answer = keeps(mina, body)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert len(mina.get("/api/v1/me/pictures").json()) == 2
    for wanted, days, code in (
        ([], 30, "casting.no_picture_chosen"),
        (["pic_other"], 30, "casting.no_picture"),
        ([kept["picture"]], 400, "casting.pictures_until"),
    ):
        form = {"pictures": wanted, "until": wire(stage.now + timedelta(days=days))}
        assert mina.post("/api/v1/me/pictures/publish", form).json()["code"] == code
    form = {"pictures": [kept["picture"]], "until": wire(stage.now + timedelta(days=9))}
    drafted = mina.asked("/api/v1/me/pictures/publish", form)
    mina.post("/api/v1/me/pictures/take-back", {"pictures": [kept["picture"]]})
    assert mina.tries_to_sign(drafted).json()["code"] == "casting.picture_gone"
    for _ in range(7):
        assert keeps(mina, picture(size=(320, 320))).status_code == 201
    assert keeps(mina, picture()).json()["code"] == "casting.too_many_pictures"


def test_by_the_pages(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    mina, cleo = Reader(stage, "en").signs_in("mina"), Reader(stage, "en").signs_in("cleo")
    assert heading(mina.get("/profile/pictures")) == "No picture of you is shown."
    refused = mina.sends_file("/profile/pictures", "picture", "me.gif", b"GIF89a")
    assert refused.status_code == 422
    assert "A picture is a JPEG, PNG or WebP file." in refused.text
    assert mina.sends_file("/profile/pictures", "picture", "me.jpg", picture()).status_code == 303
    page = mina.get("/profile/pictures").text
    (kept,) = set(re.findall(r"pic_[0-9a-z]{26}", page))
    assert mina.post("/profile/pictures/publish", picture=kept, until="soon").status_code == 422
    mina.signs(mina.post("/profile/pictures/publish", picture=kept, until="2027-01-31"))
    assert heading(mina.get("/profile/pictures")) == "Creators who are signed in see one picture of you."
    assert kept in cleo.get("/search").text
    mina.post("/profile/pictures/take-back", picture=kept)
    assert heading(mina.get("/profile/pictures")) == "No picture of you is shown."
    assert "no picture signed" in cleo.get("/search").text


def clip(frames: int = 12) -> bytes:
    """Half a second of moving picture that names a place."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"movflags": "use_metadata_tags"}) as made:
        made.metadata["location"] = HIDDEN.decode()
        stream = made.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for shade in range(frames):
            frame = av.VideoFrame.from_ndarray(np.full((120, 160, 3), 9 * shade, np.uint8), format="rgb24")
            made.mux(stream.encode(frame))
        made.mux(stream.encode())
    return out.getvalue()


def test_a_showreel_clip_is_shown_under_the_same_signature(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    sent = clip()
    assert HIDDEN in sent
    kept = keeps(mina, sent).json()
    assert (kept["media_type"], kept["width"], kept["height"]) == ("video/mp4", 160, 120)
    where = f"/api/v1{kept['href']}"
    whole = mina.get(where).content
    assert HIDDEN not in whole
    assert cleo.get(where).status_code == 404
    signed = publishes(mina, [kept["picture"]])["statement_id"]
    said = stage.propria.library.database.read(lambda db: record.statement(signed, db=db).statement)
    assert "publish exactly 1 clip (SHA-256" in said.text["en"]
    part = stage.main.get(where, headers=cleo._headers() | {"range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert part.headers["content-range"] == f"bytes 4-7/{len(whole)}"
    page = Reader(stage, "en").signs_in("cleo").get(f"/performers/{mina.performer_id}").text
    assert f'src="{kept["href"]}" controls' in page
    mina.post("/api/v1/me/pictures/take-back", {"pictures": [kept["picture"]]})
    assert cleo.get(where).status_code == 404
    refused = keeps(mina, sent[: len(sent) // 2]).json()
    assert refused["code"] == "casting.clip_unusable"
    assert refused["facts"]["why"][0]["en"]
    assert keeps(mina, sent + bytes(40_000_000)).json()["code"] == "casting.clip_too_large"
