"""A self-tape: asked with a deadline, consented to for this role only, sent in versions, watched in the open, and destroyed."""

from datetime import timedelta
from typing import Any

import pytest

from propria.casting.fsck import fsck
from propria.journeys.rounds import go_round
from propria.kernel.time import wire
from tests.cast import Person, Stage
from tests.engines import clip
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.casting.test_days_are_asked_pencilled_and_confirmed import code
from tests.stories.pages.reader import Reader, heading, words


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A short clip."""
    return clip(tmp_path_factory.mktemp("take") / "take.mp4").read_bytes()


def asks(cleo: Person, brief: str, *people: Person, **more: Any) -> Any:
    """Cleo asks for a self-tape in five days; the answer as it came."""
    deadline = {"deadline": wire(cleo.stage.now + timedelta(days=5))}
    form = {"performers": [one.performer_id for one in people], "lines": "Where were you?"} | deadline
    return cleo.post(f"/api/v1/briefs/{brief}/tapes", form | more)


def sends(person: Person, tape: str, body: bytes, media_type: str = "video/mp4") -> Any:
    """Send a version; the answer as it came."""
    headers = {"authorization": f"Bearer {person.token}", "content-type": media_type}
    return person.stage.main.post(f"/api/v1/tapes/{tape}/takes", content=body, headers=headers)


def consents(person: Person, tape: str) -> None:
    """Sign what a take may be used for."""
    person.signs(person.asked(f"/api/v1/tapes/{tape}/consent", {}))


def held(stage: Stage) -> list[str]:
    """What lies in the safe of self-tapes."""
    return sorted(stage.propria.library.blobs.keys("tapes"))


def test_versions_until_the_deadline_and_who_watched(stage: Stage, video: bytes) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    tape = asks(cleo, brief, mina).json()["asked"][0]["tape"]
    assert code(asks(cleo, brief, mina)) == "casting.tape_asked_already"
    assert code(sends(mina, tape, video)) == "casting.tape_not_consented"
    assert code(wen.post(f"/api/v1/tapes/{tape}/consent")) == "casting.no_tape"
    consents(mina, tape)
    assert code(cleo.get(f"/api/v1/tapes/{tape}/watch")) == "casting.no_take"
    assert code(sends(mina, tape, video, "image/png")) == "casting.take_wrong_type"
    assert code(sends(mina, tape, b"no video at all")) == "likeness.unusable_file"
    assert held(stage) == []
    first = sends(mina, tape, video).json()
    assert cleo.get(f"/api/v1/tapes/{tape}/watch").content == video
    second = sends(mina, tape, video).json()
    assert [bool(one["destroyed_at"]) for one in second["takes"]] == [True, False]
    assert (len(held(stage)), len(first["takes"])) == (1, 1)
    assert wen.get(f"/api/v1/tapes/{tape}/watch").status_code == 404
    watched = mina.get("/api/v1/tapes").json()[0]["watched"]
    assert [(one["by"], one["number"]) for one in watched] == [(cleo.id, 1)]
    build = mina.post("/api/v1/replicas/builds", {"assets": [held(stage)[0].removeprefix("tapes/")]})
    assert build.status_code >= 400, "nothing can be built from it"
    assert stage.propria.library.database.read(lambda db: list(fsck(db=db))) == []
    stage.passes(days=5)
    assert code(sends(mina, tape, video)) == "casting.tape_late"
    assert cleo.get(f"/api/v1/tapes/{tape}/watch").status_code == 200
    stage.passes(days=30)
    stage.people.clear()
    cleo = stage.person("cleo")
    assert code(cleo.get(f"/api/v1/tapes/{tape}/watch")) == "casting.no_take"
    go_round(stage.propria.library, stage.propria.parts["office"])
    assert held(stage) == []


def test_what_is_asked_is_clear(stage: Stage) -> None:
    mina, _, cleo, brief = two_who_fit(stage)
    assert code(asks(cleo, brief, mina, lines=" ")) == "casting.tape_unclear"
    late = wire(stage.now + timedelta(days=61))
    assert code(asks(cleo, brief, mina, deadline=late)) == "casting.tape_unclear"
    assert code(asks(cleo, brief)) == "casting.too_many_asked"


def test_withdrawn_is_destroyed_at_once(stage: Stage, video: bytes) -> None:
    mina, _, cleo, brief = two_who_fit(stage)
    tape = asks(cleo, brief, mina).json()["asked"][0]["tape"]
    consents(mina, tape)
    for _ in range(10):
        sends(mina, tape, video)
    assert code(sends(mina, tape, video)) == "casting.too_many_takes"
    assert code(cleo.post(f"/api/v1/tapes/{tape}/withdraw")) == "casting.own_key_sends"
    assert mina.post(f"/api/v1/tapes/{tape}/withdraw").status_code == 204
    assert (held(stage), code(cleo.get(f"/api/v1/tapes/{tape}/watch"))) == ([], "casting.no_take")
    assert code(sends(mina, tape, video)) == "casting.tape_ended"
    assert "casting.tape_withdraw" in {one["code"] for one in cleo.get("/api/v1/me/alerts").json()}
    assert asks(cleo, brief, mina).status_code == 201


def test_by_the_pages(stage: Stage, video: bytes) -> None:
    mina, _, cleo_too, brief = two_who_fit(stage)
    cleo_too.put(f"/api/v1/briefs/{brief}/shortlist/{mina.performer_id}")
    cleo, own = Reader(stage, "en").signs_in("cleo"), Reader(stage, "en").signs_in("mina")
    assert "Mina Haldane" in words(cleo.get(f"/briefs/{brief}/tapes/new"))
    form = {"performer": mina.performer_id, "lines": "Where were you?", "deadline": "2026-11-27"}
    assert cleo.post(f"/briefs/{brief}/tapes", **(form | {"deadline": "soon"})).status_code == 422
    assert cleo.post(f"/briefs/{brief}/tapes", **(form | {"deadline": "2027-11-27"})).status_code == 422
    assert cleo.post(f"/briefs/{brief}/tapes", **form).status_code == 303
    assert heading(own.get("/tapes")) == "One self-tape waits for you."
    tape = mina.get("/api/v1/tapes").json()[0]["tape"]
    own.signs(own.post(f"/tapes/{tape}/consent"))
    assert own.uploads(f"/tapes/{tape}/takes?kind=video&line=", video, "video/mp4").status_code == 201
    assert cleo.get(f"/tapes/{tape}/watch").content == video
    page = words(own.get("/tapes"))
    assert "Cleo Brandt watched version 1" in page
    assert "现有第 1 版" in words(Reader(stage, "zh-CN").signs_in("mina").get("/tapes"))
    assert own.post(f"/tapes/{tape}/withdraw").status_code == 303
    stage.passes(days=6)
    assert own.post(f"/tapes/{tape}/consent").status_code == 422
