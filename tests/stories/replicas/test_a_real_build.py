"""The embedded engine builds Mina's replica from her recordings in the vault, and it says a line once she signed."""

import json
from pathlib import Path
from typing import Any

import pytest

from propria.plumbing.media import inspect
from propria.replicas.worker import embedded_slot
from tests.cast import Stage, a_stage
from tests.deals import capture_consent
from tests.replicas import Made, Recorded, build_of, put_in_vault, say

CAST = Path(__file__).parents[3] / "examples" / "cast" / "mina-haldane"
pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]


@pytest.fixture
def stage(tmp_path: Path) -> Any:
    """A library whose engine is the embedded one, in a process of its own."""
    for package in ("onnxruntime", "ai_edge_litert"):
        pytest.importorskip(package, reason="the replica engine's packages are not installed")
    if not (CAST / "footage.mp4").is_file():
        pytest.skip("the cast's footage is not in examples/cast")
    with a_stage(tmp_path, engine=embedded_slot()) as made:
        yield made


def mina_in_the_vault(stage: Stage) -> tuple[Recorded, tuple[str, ...]]:
    """(Mina's session, what was recorded in it): her footage, two stills and two lines."""
    mina = stage.identified("mina")
    consent = capture_consent(mina)
    capture = mina.asked("/api/v1/captures", {"place": "Studio 4, Hangzhou"})["capture"]
    said = json.loads((CAST / "lines" / "words.json").read_text("utf-8"))
    assets = [put_in_vault(mina, capture, (CAST / "footage.mp4").read_bytes(), "video", "video/mp4")]
    assets += [
        put_in_vault(mina, capture, still.read_bytes(), "photo", "image/jpeg")
        for still in sorted(CAST.glob("still-*.jpg"))[:2]
    ]
    assets += [
        put_in_vault(
            mina, capture, (CAST / "lines" / name).read_bytes(), "voice", "audio/flac", words["text"]
        )
        for name, words in sorted(said.items())[:2]
    ]
    return Recorded(mina, consent, capture, assets[1]), tuple(assets)


def test_a_replica_is_built_from_the_vault_and_says_a_line(stage: Stage, tmp_path: Path) -> None:
    session, assets = mina_in_the_vault(stage)
    consent = capture_consent(session.mina, "build")
    started = build_of(session.mina, *assets).json()
    made = Made(session, consent, started["version"], started["replica"])
    found = made.now()
    assert (found["state"], found["failure"]) == ("built", None)
    assert found["engine"]["name"] == "propria-embedded"
    assert len(found["engine"]["weights_sha256"]) == 64
    assert {s["asset"] for s in found["made_from"]} == set(assets)
    where = f"/api/v1/replicas/versions/{made.version}/files"
    assert made.mina.get(f"{where}/head.glb").content[:4] == b"glTF"
    card = made.mina.get(f"{where}/card.json").json()
    assert card["lips"]["can_talk"]
    assert card["face"]["front"] > 0.6
    assert (card["face"]["others"], card["voice"].get("others", 3)) == (7, 3), "she is no other to herself"
    assert card["face"]["other"] < card["face"]["other_nearest"] < card["face"]["front"]
    assert card["lips"]["sync_ms"] < 200
    assert card["face"]["held_out_pictures"] > 0
    assert (card["voice"]["kind"] != "preview") or card["voice"]["held_out_seconds"] > 1
    assert card["lineage"]["compared_with"] == card["others"]

    made.approve()
    clip = say(stage, made.version, tmp_path, "Only this scene.")
    assert clip.content_type == "video/mp4"
    facts = inspect(clip.file).facts
    assert facts is not None
    assert facts.duration_ms == pytest.approx(clip.report["seconds"] * 1000, abs=200)
