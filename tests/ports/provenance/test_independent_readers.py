"""What readers that are not ours see in our outputs: exiftool, ffprobe and an independent C2PA engine."""

import json
import shutil
import subprocess
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import av
import pytest
from tests.rules.provenance.making import FACTS, MAKERS, chain, clip, numbers_in

from propria.plumbing.media_edit import rewrite
from propria.provenance.model import ImplicitLabel, Making
from propria.provenance.seals import seal_and_label

DEMO = chain()
FORMS = [".mp4", ".png", ".jpg", ".wav", ".flac"]
READS_C2PA_ITSELF = [".png", ".jpg"]
exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
ffprobe = pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
encypher = pytest.mark.skipif(find_spec("encypher_c2pa") is None, reason="encypher-c2pa is not installed")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One sealed output of each form."""
    place = tmp_path_factory.mktemp("outputs")
    found = {}
    for suffix in FORMS:
        found[suffix] = place / f"out{suffix}"
        source = MAKERS[suffix](place / f"in{suffix}")
        seal_and_label(source, found[suffix], FACTS, DEMO.key, trust=(DEMO.trust,))
    return found


def told_by(*command: str) -> bytes:
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout


def by_exiftool(path: Path) -> dict[str, Any]:
    told = subprocess.run(
        ["exiftool", "-j", "-a", "-G1", "-charset", "utf8", str(path)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(told.stdout)[0]


def by_ffprobe(path: Path) -> dict[str, Any]:
    command = [
        "ffprobe",
        "-v",
        "error",
        "-of",
        "json",
        "-show_format",
        "-show_streams",
        "-count_frames",
        str(path),
    ]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)


def by_encypher(path: Path) -> dict[str, Any]:
    import encypher_c2pa

    return dict(
        encypher_c2pa.verify(
            str(path), trust_pem=DEMO.trust.anchors_pem, no_default_trust=True, telemetry=False, online=False
        )
    )


@exiftool
@pytest.mark.parametrize("suffix", FORMS)
def test_exiftool_sees_the_standards_label(outputs: dict[str, Path], suffix: str) -> None:
    tags = by_exiftool(outputs[suffix])
    places = {
        ".mp4": "Keys:AIGC",
        ".png": "PNG:AIGC",
        ".jpg": "XMP-TC260:Aigc",
        ".wav": "ID3v2_4:UserDefinedText",
        ".flac": "Vorbis:Aigc",
    }
    text = tags[places[suffix]].removeprefix("(AIGC) ")
    assert ImplicitLabel.from_json(text) == FACTS.implicit
    assert sum("ContentProducer" in str(value) for value in tags.values()) == 1, "exactly one in the file"


@exiftool
@pytest.mark.parametrize("suffix", [".mp4", ".png", ".jpg", ".wav"])
def test_exiftool_sees_the_iptc_source_type(outputs: dict[str, Path], suffix: str) -> None:
    assert by_exiftool(outputs[suffix])["XMP-iptcExt:DigitalSourceType"] == Making.COMPOSITE.source_type


@exiftool
@pytest.mark.parametrize("suffix", READS_C2PA_ITSELF)
def test_exiftool_sees_the_licence_inside_the_seal(outputs: dict[str, Path], suffix: str) -> None:
    tags = by_exiftool(outputs[suffix])
    assert tags["CBOR:Licence_id"] == FACTS.mark.licence_id
    assert tags["CBOR:Statement_digest"] == FACTS.mark.statement_digest
    assert tags["CBOR:Log_index"] == FACTS.mark.log_index


@ffprobe
@pytest.mark.parametrize("suffix", [".mp4", ".wav", ".flac"])
def test_ffprobe_sees_the_label_and_sound_media(outputs: dict[str, Path], suffix: str) -> None:
    told = by_ffprobe(outputs[suffix])
    assert ImplicitLabel.from_json(told["format"]["tags"]["AIGC"]) == FACTS.implicit
    assert all(int(stream["nb_read_frames"]) > 0 for stream in told["streams"])


@ffprobe
def test_ffprobe_counts_the_frames_that_went_in(outputs: dict[str, Path]) -> None:
    streams = {stream["codec_type"]: stream for stream in by_ffprobe(outputs[".mp4"])["streams"]}
    assert streams["video"]["nb_read_frames"] == "25"
    assert (streams["video"]["codec_name"], streams["audio"]["codec_name"]) == ("h264", "aac")


@encypher
@pytest.mark.parametrize("suffix", FORMS)
def test_an_independent_engine_finds_the_seal_whole_and_reads_the_licence(
    outputs: dict[str, Path], suffix: str
) -> None:
    report = by_encypher(outputs[suffix])
    assert (report["integrity"], report["signature"], report["hard_binding"]) == ("valid", "valid", "match")
    stores = report["manifest_report"]
    active = stores["manifests"][stores["active_manifest"]]
    bodies = {item["label"]: item["data"] for item in active["assertions"]}
    assert bodies["app.propria.licence"] == FACTS.mark.to_assertion()
    assert bodies["app.propria.label"]["wording"] == FACTS.explicit.wording
    assert {entry["use"] for entry in bodies["cawg.training-mining"]["entries"].values()} == {"notAllowed"}
    assert bodies["c2pa.actions.v2"]["actions"][0]["digitalSourceType"] == Making.COMPOSITE.source_type


@encypher
def test_an_independent_engine_trusts_our_root_only_when_told(outputs: dict[str, Path]) -> None:
    import encypher_c2pa

    codes = lambda report: {item["code"] for item in report["validation_results"]["success"]}  # noqa: E731
    assert "signingCredential.trusted" in codes(by_encypher(outputs[".png"]))
    untold = encypher_c2pa.verify(str(outputs[".png"]), telemetry=False, online=False)
    assert "signingCredential.trusted" not in codes(untold)


@encypher
@pytest.mark.parametrize("suffix", FORMS)
def test_an_independent_engine_finds_the_tampering(
    outputs: dict[str, Path], tmp_path: Path, suffix: str
) -> None:
    data = bytearray(outputs[suffix].read_bytes())
    content = {".mp4": b"mdat", ".png": b"IDAT", ".wav": b"data"}
    at = data.find(content[suffix]) + 1000 if suffix in content else len(data) - 500
    data[at] ^= 0xFF
    hurt = tmp_path / f"hurt{suffix}"
    hurt.write_bytes(data)
    assert by_encypher(hurt)["hard_binding"] != "match"


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_what_another_tool_hid_behind_an_edit_list_does_not_leave(tmp_path: Path) -> None:
    hidden, out = tmp_path / "hidden.mp4", tmp_path / "out.mp4"
    take = clip(tmp_path / "take.mp4")
    told_by("ffmpeg", "-v", "error", "-ss", "0.6", "-i", str(take), "-c", "copy", str(hidden))
    with av.open(str(hidden)) as media:
        assert any(packet.is_discard for packet in media.demux(video=0)), "the cut hides earlier frames"
    rewrite(hidden, out)
    with av.open(str(out)) as media:
        assert not any(packet.is_discard for packet in media.demux(video=0))
    assert numbers_in(out) == list(range(15, 25))


@exiftool
def test_a_label_written_by_another_tool_is_read_by_us(tmp_path: Path) -> None:
    from propria.provenance.labels import read_implicit

    theirs = MAKERS[".jpg"](tmp_path / "theirs.jpg")
    label = replace(FACTS.implicit, produce_id="theirs")
    command = [
        "exiftool",
        "-q",
        "-overwrite_original",
        f'-UserComment={{"AIGC":{label.to_json()}}}',
        str(theirs),
    ]
    subprocess.run(command, check=True, timeout=60)
    assert read_implicit(theirs) == (label, 1)
