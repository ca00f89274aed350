"""A replica is built under two consents, from chosen recordings, and is used by nobody before its performer signs."""

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from propria import __version__
from propria.kernel.errors import Refused
from propria.kernel.ranged import whole
from propria.replicas.engine.port import Step
from tests.cast import Stage
from tests.deals import capture_consent
from tests.engines import BUILD_STEPS
from tests.replicas import a_portrait, approved, build_of, built, engine_of, put_in_vault, recorded, say


def test_a_build_needs_both_consents_each_signed_on_its_own(stage: Stage) -> None:
    mina = stage.identified("mina")
    capture_consent(mina, "build")
    unrecorded = build_of(mina)
    assert (unrecorded.status_code, unrecorded.json()["code"]) == (409, "consent.no_capture_consent")


def test_consent_to_be_recorded_is_no_consent_to_build(stage: Stage) -> None:
    session = recorded(stage)
    refused = build_of(session.mina, session.portrait)
    assert (refused.status_code, refused.json()["code"]) == (409, "consent.no_build_consent")
    capture_consent(session.mina, "build")
    assert build_of(session.mina, session.portrait).status_code == 201


def test_a_build_is_made_from_what_the_performer_chose_and_keeps_its_lineage(stage: Stage) -> None:
    made = built(stage)
    found = made.now()
    assert found["state"] == "built"
    digest = hashlib.sha256(a_portrait()).hexdigest()
    assert found["made_from"] == [{"asset": made.session.portrait, "kind": "photo", "sha256": digest}]
    assert found["consents"] == {"capture": made.session.consent, "build": made.build_consent}
    assert (found["engine"]["name"], found["engine"]["version"]) == ("propria-drawn", "1.0.0")
    assert {f["name"] for f in found["files"]} >= {"head.glb", "front.png", "card.json"}
    pack = engine_of(stage).packs[-1]
    assert [whole(still) for still in pack.stills] == [a_portrait()]
    assert "http://localhost:8000" in pack.licence
    card = made.mina.get(f"/api/v1/replicas/versions/{made.version}/files/card.json")
    told, about = card.json()["lineage"], engine_of(stage).about
    recorded_under = {"asset": made.session.portrait, "kind": "photo", "sha256": digest}
    assert told["recordings"] == [recorded_under | {"consent": made.session.consent}]
    assert told["consents"] == sorted([made.session.consent, made.build_consent])
    assert told["library"] == {"name": "propria", "version": __version__}
    assert told["models"] == [asdict(one) for one in about.models] == found["engine"]["models"]
    assert (told["version"], told["weights_sha256"]) == (made.version, about.weights_sha256)
    files = {f["name"]: f["sha256"] for f in found["files"]}
    assert told["files"] == {name: known for name, known in files.items() if name != "card.json"}
    assert hashlib.sha256(card.content).hexdigest() == files["card.json"]


def test_the_performer_sees_each_opening_and_why(stage: Stage) -> None:
    made = built(stage)
    seen = made.mina.get("/api/v1/me/accesses").json()
    assert [a["asset"] for a in seen] == [made.session.portrait] * 2
    assert seen[0]["purpose"] == "制作您数字分身的第 1 版 · Build version 1 of your replica"
    assert "how good it is" in seen[1]["purpose"]


def test_the_files_lie_encrypted_and_are_served_to_the_performer_alone(stage: Stage, tmp_path: Path) -> None:
    made = built(stage)
    where = f"/api/v1/replicas/versions/{made.version}/files/head.glb"
    head = made.mina.get(where)
    assert head.content[:4] == b"glTF"
    assert head.headers["cache-control"] == "no-store"
    assert b"No use without a licence" in head.content
    stored = [f for f in tmp_path.rglob("*") if f.is_file()]
    assert not any(b"No use without a licence" in f.read_bytes() for f in stored)
    for name in ("cleo", "otto", "wen"):
        assert stage.person(name).get(where).status_code == 404
    assert stage.person("sam").get(where).status_code == 401
    assert made.mina.get(where.replace("head.glb", "other.glb")).json()["code"] == "replicas.no_file"


def test_a_stranger_learns_of_no_replica(stage: Stage) -> None:
    made = approved(stage)
    cleo = stage.person("cleo")
    version = f"/api/v1/replicas/versions/{made.version}"
    told = [
        cleo.get(version),
        cleo.get(f"{version}/progress"),
        cleo.post(f"{version}/approve"),
        cleo.post(f"{version}/refuse"),
        cleo.post(f"{version}/stop"),
        cleo.post(f"/api/v1/replicas/{made.replica}/cancel"),
    ]
    assert [answer.status_code for answer in told] == [404] * len(told)


def test_nothing_is_rendered_before_the_performer_signs(stage: Stage, tmp_path: Path) -> None:
    made = built(stage)
    with pytest.raises(Refused, match="not_approved"):
        say(stage, made.version, tmp_path)
    drafted = made.mina.asked(f"/api/v1/replicas/versions/{made.version}/approve")
    shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()
    files = {f["name"]: f["sha256"] for f in made.now()["files"]}
    assert shown["statement"]["body"]["files"] == files
    assert files["head.glb"] in shown["statement"]["text"]["en"]
    assert files["head.glb"] in shown["statement"]["text"]["zh"]

    made.mina.signs(drafted)
    assert made.now()["state"] == "approved"
    said = say(stage, made.version, tmp_path)
    assert said.file.read_bytes() == b"a clip of: The lamps are lit."
    assert set(engine_of(stage).requests[-1].artefacts) == set(files)


def test_a_version_is_approved_once_and_not_after_it_was_refused(stage: Stage) -> None:
    made = built(stage)
    drafted = made.mina.asked(f"/api/v1/replicas/versions/{made.version}/approve")
    refused = made.mina.asked(f"/api/v1/replicas/versions/{made.version}/refuse")
    assert (refused["state"], refused["destroyed"]["because"]) == ("refused", "refused")
    late = made.mina.tries_to_sign(drafted)
    assert (late.status_code, late.json()["code"]) == (409, "replica_version.cannot_approve")
    gone = made.mina.get(f"/api/v1/replicas/versions/{made.version}/files/head.glb")
    assert (gone.status_code, gone.json()["code"]) == (409, "plumbing.key_destroyed")


def test_others_recordings_and_voices_alone_are_not_built_from(stage: Stage) -> None:
    session = recorded(stage)
    capture_consent(session.mina, "build")
    wen = stage.identified("wen")
    capture_consent(wen)
    theirs = wen.asked("/api/v1/captures", {"place": "At home"})["capture"]
    other = put_in_vault(wen, theirs, a_portrait(), "photo", "image/jpeg")
    assert build_of(session.mina, session.portrait, other).json()["code"] == "likeness.no_asset"
    assert build_of(session.mina).json()["code"] == "replicas.nothing_to_build_from"


def test_a_build_that_fails_says_why_and_leaves_nothing(stage: Stage, tmp_path: Path) -> None:
    session = recorded(stage)
    capture_consent(session.mina, "build")
    tiny = put_in_vault(session.mina, session.capture, a_portrait(16), "photo", "image/jpeg")
    version = build_of(session.mina, tiny).json()["version"]
    told = session.mina.get(f"/api/v1/replicas/versions/{version}/progress").json()
    assert (told["state"], told["failure"]) == ("failed", "replicas.face_too_small")
    assert list((tmp_path / "data" / "blobs").rglob("replicas/*/*")) == []
    assert build_of(session.mina, session.portrait).json()["number"] == 2


def test_a_build_tells_its_steps_and_can_be_stopped(stage: Stage) -> None:
    session = recorded(stage)
    mina = session.mina
    capture_consent(mina, "build")
    seen: list[dict[str, Any]] = []

    def look(step: Step) -> None:
        version = mina.get("/api/v1/me/replicas").json()[0]["version"]
        seen.append(mina.get(f"/api/v1/replicas/versions/{version}/progress").json())
        if step is Step.VOICE:
            again = build_of(mina, session.portrait)
            assert again.json()["code"] == "replicas.already_building"
            mina.asked(f"/api/v1/replicas/versions/{version}/stop")

    engine_of(stage).at_step = look
    version = build_of(mina, session.portrait).json()["version"]
    steps = ["card" if s is Step.RENDER else s.value for s in BUILD_STEPS]
    assert [told["step"] for told in seen] == steps[: steps.index("voice") + 1]
    assert {told["state"] for told in seen} == {"building"}
    found = mina.get(f"/api/v1/replicas/versions/{version}").json()
    assert (found["state"], found["files"], found["failure"]) == ("stopped", [], None)
    stopped_already = mina.post(f"/api/v1/replicas/versions/{version}/stop")
    assert stopped_already.json()["code"] == "replica_version.cannot_stop"
