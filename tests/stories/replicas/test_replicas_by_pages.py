"""Replicas by pages: both consents, a build, looking at it, approving, cancelling; a stranger sees nothing."""

import re
from typing import Any

from tests.cast import Stage
from tests.replicas import a_portrait, engine_of, say
from tests.stories.pages.reader import Reader, heading, words


def photographed(stage: Stage) -> tuple[Reader, str]:
    """(Mina, the id of a photo in her vault)."""
    mina = Reader(stage).signs_in("mina").identified()
    mina.signs(mina.post("/captures/consent", reason="One session for Paper Lantern Street", years="1"))
    session = mina.post("/captures", place="at home").headers["location"]
    kept = mina.uploads(f"{session}/assets?kind=photo", a_portrait(), "image/jpeg")
    return mina, kept.json()["asset"]


def built(stage: Stage) -> tuple[Reader, str]:
    """(Mina, the address of a built version)."""
    mina, photo = photographed(stage)
    mina.signs(mina.post("/replicas/consent", reason="A replica for dubbing", years="1"))
    begun = mina.post("/replicas", asset=[photo])
    assert begun.status_code == 303, heading(begun)
    return mina, begun.headers["location"]


def version_of(address: str) -> str:
    """The version's id in its address."""
    return address.rpartition("/")[2]


def test_the_page_asks_for_one_consent_after_the_other(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    assert heading(mina.get("/replicas")) == "Nothing has been made of you."
    assert "First: to be recorded." in words(mina.get("/replicas"))
    mina.signs(mina.post("/captures/consent", reason="One session", years="1"))
    page = words(mina.get("/replicas"))
    assert "another matter, with its own signature" in page
    refused = mina.post("/replicas/consent", reason=" ", years="1")
    assert refused.status_code == 409
    mina.signs(mina.post("/replicas/consent", reason="A replica for dubbing", years="1"))
    assert "The vault holds no recording of you." in words(mina.get("/replicas"))


def test_a_version_is_looked_at_and_approved(stage: Stage, tmp_path: Any) -> None:
    mina, address = built(stage)
    assert heading(mina.get("/replicas")) == "One version of you waits for your word."
    page = mina.get(address)
    assert heading(page) == "Is this you? Version 1 waits for your word."
    assert "wasm-unsafe-eval" in page.headers["content-security-policy"]
    said = words(page)
    assert (
        "Beside 6 frames of your footage that it was not painted from it is alike at 0.83 from the front, turned 0.71"
        in said
    )
    assert "beside the last 3.2 seconds, which it never heard, it is alike at 0.73" in said
    assert "Of 100 words a listener misheard 2." in said
    assert (
        "Beside others, 8 invented faces of the library's cast: 0.21 on average, 0.33 to the nearest" in said
    )
    assert said.count("Likeness to others: not measured.") == 1, (
        "the engine measured its face beside others, not its voice"
    )
    assert "its lips are 20 ms off those of the recording; they open alike at 0.61" in said
    source = re.search(r'src="(/replicas/[^"]+/sources/[^"]+)"', page.text)
    assert source
    assert mina.get(source[1]).content == a_portrait()
    head = mina.get(f"{address}/files/head.glb")
    assert (head.content[:4], head.headers["cache-control"]) == (b"glTF", "no-store")
    assert "The head moves as it plays" in said
    assert mina.get(f"{address}/files/performances.json").json() == {"tracks": {}}
    assert "one stock voice, moved to your 190 Hz" in said
    sample = re.search(r'<audio src="([^"]+)"', page.text)
    assert sample
    assert "It is not your voice." in said
    assert (mina.get(sample[1]).content[:4], mina.get(sample[1]).headers["content-type"]) == (
        b"RIFF",
        "audio/wav",
    )

    mina.signs(mina.post(f"{address}/approve"))
    approved = mina.get(address)
    assert heading(approved) == "You approved version 1."
    assert "Refuse and destroy" not in words(approved)
    assert say(stage, version_of(address), tmp_path).file.exists()


def test_refusing_destroys_and_leaves_a_receipt(stage: Stage) -> None:
    mina, address = built(stage)
    assert mina.post(f"{address}/refuse").headers["location"] == address
    page = mina.get(address)
    assert heading(page) == "You refused version 1."
    assert "You refused this version" in words(page)
    assert mina.get(f"{address}/files/head.glb").status_code == 409
    assert mina.post(f"{address}/approve").status_code == 409


def test_cancelling_shows_its_effects_first_and_takes_one_signature(stage: Stage) -> None:
    mina, address = built(stage)
    mina.signs(mina.post(f"{address}/approve"))
    before = mina.get(address)
    assert "nobody can make anything with it" in words(before)
    mina.sent, mina.signed = 0, 0
    mina.signs(mina.post(f"{address}/cancel"))
    assert (mina.sent, mina.signed) == (1, 1)
    page = mina.get(address)
    assert heading(page) == "Version 1 is cancelled."
    assert "You cancelled the replica" in words(page)
    assert heading(mina.get("/replicas")) == "Nothing that was made of you can be used."


def test_progress_is_told_step_by_step_in_the_part_that_is_asked_for(stage: Stage) -> None:
    mina, photo = photographed(stage)
    mina.signs(mina.post("/replicas/consent", reason="A replica for dubbing", years="1"))
    seen: list[str] = []
    headers = {"hx-request": "true", "hx-target": "div#progress"}

    def look(step: Any) -> None:
        other = Reader(stage).signs_in("mina")
        address = re.findall(r'href="(/replicas/rpv_[^"]+)"', other.get("/replicas").text)[0]
        assert heading(other.get(address)) == "Version 1 is being built."
        part = other._asks("GET", address, headers=headers).text
        assert "<h1" not in part
        seen.append(re.findall(r'data-step="running".*?</span>([^<]+)</span>', part)[0])

    engine_of(stage).at_step = look
    address = mina.post("/replicas", asset=[photo]).headers["location"]
    assert seen[:3] == ["Find the face", "Mark the points of the face", "Shape the head"]
    done = mina._asks("GET", address, headers=headers)
    assert done.headers["hx-refresh"] == "true"


def test_a_failed_build_says_what_to_do_in_both_languages(stage: Stage) -> None:
    mina, _ = photographed(stage)
    session = mina.post("/captures", place="at home").headers["location"]
    kept = mina.uploads(f"{session}/assets?kind=photo", a_portrait(16), "image/jpeg")
    tiny = kept.json()["asset"]
    mina.signs(mina.post("/replicas/consent", reason="A replica for dubbing", years="1"))
    address = mina.post("/replicas", asset=[tiny]).headers["location"]
    assert "Record closer." in words(mina.get(address))
    mina.language = "zh-Hans"
    assert "脸太小" in words(mina.get(address))


def test_a_stranger_finds_no_page(stage: Stage) -> None:
    _, address = built(stage)
    for name in ("cleo", "otto", "wen"):
        other = Reader(stage).signs_in(name)
        assert other.get(address).status_code == 404
        assert other.get(f"{address}/files/head.glb").status_code == 404
    assert Reader(stage).get(address).status_code == 401


def test_two_versions_stand_side_by_side_with_what_differs_and_nobody_else_sees_them(stage: Stage) -> None:
    mina, first = built(stage)
    assert "Beside another version" not in words(mina.get(first))
    second = mina.post(
        "/replicas", asset=[*re.findall(r'name="asset" value="([^"]+)"', mina.get("/replicas").text)]
    )
    second_at = second.headers["location"]
    beside = f"{second_at}/beside/{version_of(first)}"
    assert beside in mina.get(second_at).text
    page = mina.get(beside)
    assert heading(page) == "Version 1 beside version 2."
    assert page.text.count("<model-viewer") == 2
    assert "wasm-unsafe-eval" in page.headers["content-security-policy"]
    said = words(page)
    assert "Likeness from the front 0.83 0.83 yes" in said
    assert "Landmark error, over the distance of the eyes 0.80% 0.80% yes" in said
    assert "in both" in said
    assert "/approve" not in page.text
    assert Reader(stage).signs_in("cleo").get(beside).status_code == 404
