"""A token is shown, a use reserved, the performer's own take trimmed, labelled, sealed, read back."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from propria.provenance.model import ImplicitLabel, Making
from tests.cast import Stage
from tests.renders import LINE, filmed
from tests.rules.provenance.making import numbers_in
from tests.terms import series_use


def test_the_released_take_is_cut_to_the_frame_and_carries_every_mark(stage: Stage, tmp_path: Path) -> None:
    story = filmed(stage)
    render = story.gets("shot-1", from_ms=400, to_ms=2_400)
    body = story.file(render)
    file = tmp_path / "out.mp4"
    file.write_bytes(body)
    assert numbers_in(file) == list(range(10, 60))

    told = story.verified(body)
    assert (told["integrity"], told["found_by"]) == ("intact", "bytes")
    assert "(demo)" in told["seal"]["trusted_by"]
    assert told["seal"]["training"] == "notAllowed"
    assert {a["source_type"] for a in told["seal"]["actions"]} == {Making.COMPOSITE.source_type, None}
    assert told["labels"]["implicit"]["produce_id"] == render["output"]["output"]
    assert told["labels"]["explicit"]["wording"] == "AI 合成 · AI composite"
    assert told["labels"]["explicit_sight"] == "seen"
    assert told["licence"]["licence_id"] == story.made.licence
    assert told["licence"]["permit_id"] == render["permit"]
    assert told["output"]["may_show"]["may"] == told["output"]["may_make"]["may"] == "yes"


@pytest.fixture
def released(stage: Stage, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """(A released file, its render)."""
    story = filmed(stage)
    render = story.gets("shot-1")
    file = tmp_path / "out.mp4"
    file.write_bytes(story.file(render))
    return file, render


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_a_reader_that_is_not_ours_sees_the_label(released: tuple[Path, dict[str, Any]]) -> None:
    file, render = released
    told = subprocess.run(["exiftool", "-j", "-G1", str(file)], capture_output=True, check=True, timeout=60)
    tags = json.loads(told.stdout)[0]
    label = ImplicitLabel.from_json(tags["Keys:AIGC"])
    assert (label.content_producer, label.produce_id) == ("Propria", render["output"]["output"])
    assert tags["XMP-iptcExt:DigitalSourceType"] == Making.COMPOSITE.source_type


@pytest.mark.skipif(find_spec("encypher_c2pa") is None, reason="encypher-c2pa is not installed")
def test_an_engine_that_is_not_ours_finds_the_licence_in_the_seal(
    stage: Stage, released: tuple[Path, dict[str, Any]]
) -> None:
    import encypher_c2pa

    file, render = released
    root = stage.propria.library.settings.data_dir / "authority-c2pa" / "root.pem"
    told = encypher_c2pa.verify(
        str(file), trust_pem=root.read_text(), no_default_trust=True, telemetry=False, online=False
    )
    assert (told["integrity"], told["signature"], told["hard_binding"]) == ("valid", "valid", "match")
    stores = told["manifest_report"]
    found = stores["manifests"][stores["active_manifest"]]["assertions"]
    bodies = {assertion["label"]: assertion["data"] for assertion in found}
    assert bodies["app.propria.licence"]["licence_id"] == render["licence"]
    assert bodies["app.propria.label"]["standard"] == "GB 45438-2025"


def test_the_performer_sees_what_her_take_was_opened_for_and_may_watch_the_output(stage: Stage) -> None:
    story = filmed(stage)
    render = story.gets("shot-1")
    seen = story.made.mina.get("/api/v1/me/accesses").json()
    assert [(a["asset"], a["by"]) for a in seen] == [(story.take, None)] * 2
    assert "《纸灯街》" in seen[0]["purpose"]
    assert render["permit"] in seen[0]["purpose"]
    hers = story.made.mina.get("/api/v1/renders").json()
    assert [one["render"] for one in hers] == [render["render"]]
    watched = story.made.mina.get(f"/api/v1/renders/{render['render']}/file")
    assert watched.content == story.file(render)


def test_the_output_lies_encrypted_and_no_plain_take_stays_anywhere(stage: Stage, tmp_path: Path) -> None:
    story = filmed(stage)
    render = story.gets("shot-1")
    stored = [f for f in tmp_path.rglob("*") if f.is_file() and render["output"]["output"] in f.name]
    assert stored
    assert not any(b"ftyp" in f.read_bytes()[:64] for f in stored)
    assert not list(Path("/dev/shm").glob(f"propria-{render['render']}*"))


def test_the_takes_under_a_licence_are_listed_by_their_words_for_its_holder_alone(stage: Stage) -> None:
    story = filmed(stage)
    takes = story.made.cleo.get(f"/api/v1/licences/{story.made.licence}/takes").json()
    assert [(t["asset"], t["line"], t["duration_ms"] // 1000) for t in takes] == [(story.take, LINE, 3)]
    assert story.made.mina.get(f"/api/v1/licences/{story.made.licence}/takes").status_code == 404


def test_another_creator_learns_nothing_of_a_render(stage: Stage) -> None:
    story = filmed(stage)
    render = story.gets("shot-1")
    rival = stage.another_creator("dora")
    where = f"/api/v1/renders/{render['render']}"
    assert [rival.get(where).status_code, rival.get(f"{where}/file").status_code] == [404, 404]
    assert rival.get("/api/v1/renders").json() == []
    cut = {"asset": story.take, "from_ms": 0, "to_ms": 1_000}
    form = {"token": story.token, "use": series_use(stage.now).to_json(), "nonce": "n", "take": cut}
    assert rival.post("/api/v1/renders", form).json()["code"] == "proofs.token_wrong_holder"
    assert stage.person("otto").get(f"{where}/file").status_code == 404
    assert stage.person("sam").get(f"{where}/file").status_code == 401
    assert story.made.cleo.get(f"{where}/file").status_code == 200
