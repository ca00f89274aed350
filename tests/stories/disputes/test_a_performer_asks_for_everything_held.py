"""Everything held about one performer in one archive: whole, encrypted until it is fetched, once, and nobody else's secrets."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, replace
from typing import Any

import pytest

from propria.disputes.archive import gathering, store
from propria.disputes.archive.jobs import Archiver
from propria.disputes.archive.model import ArchiveState
from propria.journeys.rounds import go_round
from propria.kernel.errors import Refused
from propria.kernel.ids import ArchiveId, new_id
from propria.likeness.safe import Safe
from tests.cast import Person, Stage
from tests.deals import capture_consent
from tests.renders import Filmed, a_take, filmed
from tests.replicas import build_of, put_in_vault, recorded
from tests.stories.likeness.test_a_recording_is_looked_at import RED, a_picture
from tests.stories.pages.reader import Reader, words

WHERE = "/api/v1/me/archives"


def ready(person: Person) -> dict[str, Any]:
    """An archive that can be fetched, asked for a minute later than whatever came before."""
    person.stage.passes(minutes=1)
    asked = person.post(WHERE)
    assert asked.status_code == 202, asked.text
    (newest, *_) = person.get(WHERE).json()
    assert newest["state"] == "ready", newest
    return dict(newest)


def opened(body: bytes) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    """The archive, and its index by name."""
    found = zipfile.ZipFile(io.BytesIO(body))
    assert found.testzip() is None
    return found, {one["name"]: one for one in json.loads(found.read("index.json"))}


@dataclass
class Held:
    """What the library holds about Mina by now."""

    story: Filmed
    consent: str
    version: str
    render: dict[str, Any]


def everything(stage: Stage) -> Held:
    """A take, a model of her, a licence with a finished output, a note of the other side, and a look at night."""
    story = filmed(stage)
    mina, cleo = story.made.mina, story.made.cleo
    consent = capture_consent(mina, "build")
    version = build_of(mina, story.take).json()["version"]
    render = story.gets("shot-1")
    deal = mina.get("/api/v1/deals").json()[0]["deal"]
    cleo.asked(f"/api/v1/deals/{deal}/notes", {"text": "We would pay twice that", "private": True})
    strange = put_in_vault(mina, story.capture, a_picture(RED), "photo", "image/jpeg")
    looked = Reader(stage).signs_in("otto").post(f"/desk/held/{strange}/look", purpose="A look at night")
    assert looked.status_code == 303
    stage.identified("wen")
    mina.signs(mina.asked("/api/v1/me/profile", {"height_cm": 168}))
    return Held(story, consent, version, render)


def test_all_of_it_is_there_and_others_secrets_are_not(stage: Stage) -> None:
    """Scenario 45: data, uses, viewers, models, money, recipients in one archive; others' secrets redacted."""
    held = everything(stage)
    mina, story = held.story.made.mina, held.story
    archive = ready(mina)
    assert archive["done"] == archive["total"] > 15
    body = mina.post(archive["file"]).content
    assert (len(body), hashlib.sha256(body).hexdigest()) == (archive["size_bytes"], archive["sha256"])
    found, index = opened(body)
    for name, one in index.items():
        assert hashlib.sha256(found.read(name)).hexdigest() == one["sha256"], name
    part = {name: json.loads(found.read(name)) for name in index if name.endswith(".json")}
    assert found.read(f"recordings/{story.take}.mp4") == a_take()
    assert found.read(f"outputs/{held.render['output']['output']}") == story.file(held.render)
    assert part["models.json"][0]["version"] == held.version
    assert any(name.startswith(f"models/{held.version}/") for name in index)
    assert part["uses.json"][0]["render"] == held.render["render"]
    assert ("somebody of the operator's people", "A look at night") in [
        (v["who"], v["why"]) for v in part["viewers.json"]
    ]
    assert part["recipients.json"]["licensees"][0]["name"]["en"] == "Ode & Kestrel Pictures"
    assert b"Paper Lantern Street" in found.read("money/CNY.csv")
    assert part["casting.json"]["profile"]["height_cm"] == 168
    assert part["lookalikes.json"] == []
    assert held.consent in {c["dct:identifier"] for c in part["consents.json"]}
    text = b"".join(found.read(n) for n in index if n.endswith((".json", ".csv", ".txt"))).decode()
    for secret in (
        "We would pay twice that",
        "Otto Lindqvist",
        "奥托",
        "Cleo Brandt",
        "Wen Zhuxi",
        "温竹溪",
        stage.person("otto").id,
    ):
        assert secret not in text, secret


def test_it_is_encrypted_until_it_is_fetched_once_and_then_gone(stage: Stage) -> None:
    session = recorded(stage)
    mina, library = session.mina, stage.propria.library
    archive = ready(mina)
    key = f"archives/{archive['archive']}"
    held = b"".join(library.blobs.stream(key))
    assert b"who-you-are" not in held
    assert held[:2] != b"PK"
    again = mina.post(WHERE)
    assert (again.status_code, again.json()["code"]) == (409, "disputes.archive_on_its_way")
    for other in (stage.identified("wen"), stage.person("otto")):
        assert other.post(archive["file"]).json()["code"] == "disputes.no_archive"
    assert opened(mina.post(archive["file"]).content)[1]
    assert key not in list(library.blobs.keys("archives"))
    assert not library.keys.holds(archive["archive"])
    assert mina.post(archive["file"]).json()["code"] == "archive.cannot_fetch"
    assert mina.get(WHERE).json()[0]["state"] == "fetched"


def test_what_waits_goes_when_recordings_do_and_when_a_week_is_over(stage: Stage) -> None:
    session = recorded(stage)
    mina, library = session.mina, stage.propria.library
    ready(mina)
    mina.signs(mina.asked("/api/v1/grants/withdraw", {"grant": session.consent}))
    assert mina.get(WHERE).json()[0]["state"] == "dropped"
    assert list(library.blobs.keys("archives")) == []
    reader = Reader(stage).signs_in("mina")
    stage.passes(minutes=1)
    assert reader.post("/archive").status_code == 303
    page = reader.get("/archive")
    assert "ready" in words(page)
    assert "It can be fetched once" in words(page)
    newest = mina.get(WHERE).json()[0]["archive"]
    assert "disputes.archive_on_its_way" in reader.post("/archive").text
    assert reader.post(f"/archive/{newest}/drop").status_code == 303
    assert mina.post(f"{WHERE}/{newest}/drop").json()["code"] == "archive.cannot_drop"
    ready(mina)
    stage.passes(days=8)
    go_round(library, stage.propria.parts["office"])
    assert mina.get(WHERE).json()[0]["state"] == "dropped"
    assert list(library.blobs.keys("archives")) == []
    assert stage.person("cleo").get(WHERE).json()["code"] == "parties.no_performer"


def test_a_part_that_fails_leaves_nothing_and_says_which_code(stage: Stage) -> None:
    session = recorded(stage)
    mina, library = session.mina, stage.propria.library
    library.blobs.delete(f"vault/{session.portrait}")
    assert mina.post(WHERE).status_code == 202
    (failed,) = mina.get(WHERE).json()
    assert (failed["state"], failed["failure"]) == ("failed", "plumbing.blob_missing")
    assert list(library.blobs.keys("archives")) == []


def test_an_archive_that_is_dropped_while_it_is_made_stops_there(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = recorded(stage)
    mina, library = session.mina, stage.propria.library
    maker = Archiver(library, Safe(library.blobs, library.keys), stage.propria.notary.origin)
    made = ready(mina)["archive"]
    done = library.database.read(lambda db: store.archive(made, db=db))
    asked = replace(done, id=ArchiveId(new_id("archive")), state=ArchiveState.MAKING)
    library.database.transact(lambda db: store.add(asked, db=db))

    def drops(whose: Any, asset_id: str) -> list[bytes]:
        dropped = replace(asked, state=ArchiveState.DROPPED)
        library.database.transact(lambda db: store.save(dropped, db=db))
        return [b"a recording"]

    monkeypatch.setattr(gathering, "_recording", drops)
    with pytest.raises(Refused) as stopped:
        maker.gather(asked.id)
    assert stopped.value.code == "disputes.archive_dropped"
    assert asked.blob_key not in list(library.blobs.keys("archives"))
    assert not library.keys.holds(asked.id)
