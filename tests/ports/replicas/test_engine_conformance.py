"""What every engine behind `port.Engine` must do; add an engine to `ENGINES` and the same suite judges it."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from propria.kernel.errors import Malformed, Refused
from propria.replicas.elsewhere.client import HttpEngine
from propria.replicas.elsewhere.examining import Trial, examine
from propria.replicas.elsewhere.serving import served
from propria.replicas.engine import port
from propria.replicas.engine.coarser import LEVELS
from propria.replicas.engine.embedded import EmbeddedEngine
from propria.replicas.engine.faces import FaceVerdict, find_faces, judge
from propria.replicas.engine.footage import read_footage, read_sound, write_clip
from propria.replicas.engine.pictures import read_picture, write_png
from propria.replicas.engine.sound import Sound, write_wav
from propria.replicas.engine.speech import speak
from propria.replicas.model import ProviderConditions

ENGINES: dict[str, Callable[[], port.Engine]] = {"embedded": EmbeddedEngine}
ROOT = Path(__file__).parents[3]
LINE = "Only this scene."
pytestmark = pytest.mark.long


@pytest.fixture(scope="module", params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> port.Engine:
    """One engine."""
    return ENGINES[request.param]()


@pytest.fixture(scope="module")
def short_clip(footage_file: bytes) -> bytes:
    """Four seconds of the performer's footage."""
    whole = read_footage(footage_file)
    return write_clip(whole.frames[:100], whole.sound.between(0, 4.0), quality=16)


@pytest.fixture(scope="module")
def built(engine: port.Engine, short_clip: bytes) -> tuple[port.Artefacts, list[port.Progress]]:
    """A replica from the short clip, and the progress told."""
    told: list[port.Progress] = []
    return engine.fit(
        port.PerformerPack(footage=(port.Clip(short_clip),), licence="ask Mina"), told.append
    ), told


@pytest.fixture(scope="module")
def rendered(engine: port.Engine, built: tuple[port.Artefacts, list[port.Progress]]) -> port.Rendered:
    """A short line said by the replica in the stock voice."""
    return engine.render(port.RenderRequest(built[0].files, LINE, voice=port.Voice.STOCK), port.ignore)


def test_an_engine_says_what_it_is(engine: port.Engine) -> None:
    about = engine.about
    assert about.name
    assert about.version
    assert len(about.weights_sha256) == 64
    assert about.weights_licences
    assert about.retention
    assert about.languages


def test_a_build_tells_its_steps_and_leaves_every_file(
    built: tuple[port.Artefacts, list[port.Progress]],
) -> None:
    artefacts, told = built
    steps = list(dict.fromkeys(progress.step for progress in told))
    assert steps[0] is port.Step.FIND_FACES
    assert {port.Step.LANDMARKS, port.Step.FIT, port.Step.TEXTURE, port.Step.VISEMES} <= set(steps)
    assert {port.HEAD, port.FRONT, port.THREE_QUARTER, port.LIBRARY, port.CARD} <= set(artefacts.files)
    assert json.loads(artefacts.files[port.CARD]) == artefacts.card


def test_the_card_reports_likeness_limits_and_licences(
    engine: port.Engine, built: tuple[port.Artefacts, list[port.Progress]]
) -> None:
    card = built[0].card
    assert card["engine"]["weights_sha256"] == engine.about.weights_sha256
    assert card["limits"]
    assert card["licences"]
    assert card["terms"] == "ask Mina"
    assert card["face"]["landmark_error"] < 0.02
    assert (port.SAMPLE in built[0].files) == (card["voice"]["kind"] == "preview")


def test_the_head_is_recognised_as_the_performer(built: tuple[port.Artefacts, list[port.Progress]]) -> None:
    artefacts = built[0]
    assert judge(find_faces(read_picture(artefacts.files[port.FRONT]))) is FaceVerdict.CLEAR
    assert artefacts.card["face"]["front"] > 0.6


def test_the_head_passes_the_khronos_validator(
    built: tuple[port.Artefacts, list[port.Progress]], tmp_path: Path
) -> None:
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "gltf-validator").is_dir():
        pytest.skip("the glTF validator is not installed; run npm ci")
    script = (
        "const v=require('gltf-validator'),f=require('fs');"
        "v.validateBytes(new Uint8Array(f.readFileSync(process.argv[1])))"
        ".then(r=>console.log(JSON.stringify(r)))"
    )
    sizes = []
    for name in (port.HEAD, *LEVELS):
        (tmp_path / name).write_bytes(built[0].files[name])
        asked = [node, "-e", script, str(tmp_path / name)]
        out = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, text=True)
        report = json.loads(out.stdout)
        assert report["issues"]["messages"] == []
        assert report["info"]["hasMorphTargets"]
        sizes.append(len(built[0].files[name]))
    assert 2_000_000 > sizes[0] > sizes[1] > sizes[2]


def test_a_clip_is_playable_and_as_long_as_its_line(rendered: port.Rendered) -> None:
    clip = read_footage(rendered.media)
    assert rendered.content_type == "video/mp4"
    assert len(clip.frames) == rendered.report["frames"]
    assert clip.sound.seconds == pytest.approx(rendered.report["seconds"], abs=0.15)
    assert rendered.report["word_error"] <= 0.34


def test_the_clip_still_shows_the_performer(rendered: port.Rendered, short_clip: bytes) -> None:
    clip, footage = read_footage(rendered.media), read_footage(short_clip)
    assert rendered.report["face_likeness"] > 0.7
    assert judge(find_faces(clip.frames[len(clip.frames) // 2])) is FaceVerdict.CLEAR
    corner = np.s_[:20, :20]
    still = np.mean([frame[corner].mean() for frame in footage.frames])
    assert np.mean([frame[corner].mean() for frame in clip.frames]) == pytest.approx(still, abs=4)


def test_the_same_line_gives_the_same_bytes(
    engine: port.Engine, built: tuple[port.Artefacts, list[port.Progress]], rendered: port.Rendered
) -> None:
    again = engine.render(port.RenderRequest(built[0].files, LINE, voice=port.Voice.STOCK), port.ignore)
    assert again.media == rendered.media
    assert again.report == rendered.report


def test_a_given_recording_is_said_as_it_is(
    engine: port.Engine, built: tuple[port.Artefacts, list[port.Progress]]
) -> None:
    recording = speak(LINE)
    asked = port.RenderRequest(
        built[0].files, LINE, voice=port.Voice.GIVEN, sound=write_wav(recording), height_px=240
    )
    told: list[port.Progress] = []
    made = engine.render(asked, told.append)
    assert made.report["voice"] == "recorded"
    assert made.report["height"] == 240
    assert made.report["seconds"] == pytest.approx(recording.seconds, abs=0.05)
    assert {port.Step.VOICE, port.Step.VISEMES, port.Step.RENDER, port.Step.ENCODE} <= {p.step for p in told}


def test_the_sound_alone_is_the_sound_under_the_clip(
    engine: port.Engine, built: tuple[port.Artefacts, list[port.Progress]]
) -> None:
    recording = speak(LINE)
    asked = port.RenderRequest(built[0].files, LINE, voice=port.Voice.GIVEN, sound=write_wav(recording))
    clip = engine.render(asked, port.ignore)
    made = engine.render(replace(asked, form=port.Form.WAV), port.ignore)
    heard, under = read_sound(made.media), read_sound(clip.media)
    assert made.content_type == "audio/wav"
    assert (heard.hertz, made.report["seconds"]) == (48_000, pytest.approx(recording.seconds, abs=0.01))
    size = min(len(heard.samples), len(under.samples))
    assert np.corrcoef(heard.samples[:size], under.samples[:size])[0, 1] > 0.95
    same = ("voice", "voice_likeness", "word_error", "heard", "engine", "weights_sha256")
    assert {name: made.report[name] for name in same} == {name: clip.report[name] for name in same}


def test_stills_alone_give_a_head_that_cannot_talk(engine: port.Engine, short_clip: bytes) -> None:
    still = write_png(read_footage(short_clip).frames[10])
    made = engine.fit(port.PerformerPack(stills=(still,)), port.ignore)
    assert port.HEAD in made.files
    assert port.LIBRARY not in made.files
    assert made.card["lips"]["can_talk"] is False
    assert made.card["voice"] == {"kind": "none"}


def test_what_cannot_be_built_from_is_refused_by_name(engine: port.Engine, faces_sheet: bytes) -> None:
    def code(pack: port.PerformerPack) -> str:
        with pytest.raises((Refused, Malformed)) as refusal:
            engine.fit(pack, port.ignore)
        return str(refusal.value.code)

    wall = write_png(np.full((400, 320, 3), 120, np.uint8))
    assert code(port.PerformerPack()) == "replicas.nothing_to_build_from"
    assert code(port.PerformerPack(stills=(wall,))) == "replicas.no_face"
    assert code(port.PerformerPack(stills=(faces_sheet,))) == "replicas.several_faces"
    assert code(port.PerformerPack(stills=(b"not a picture",))) == "replicas.picture_unreadable"
    assert code(port.PerformerPack(footage=(port.Clip(b"not a video"),))) == "replicas.footage_unreadable"


def test_what_cannot_be_said_is_refused_by_name(
    engine: port.Engine, built: tuple[port.Artefacts, list[port.Progress]]
) -> None:
    files = built[0].files
    headless = {name: data for name, data in files.items() if name != port.LIBRARY}
    short = write_wav(Sound(np.zeros(1600, np.float32), 16_000))

    def code(asked: port.RenderRequest) -> str:
        with pytest.raises((Refused, Malformed)) as refusal:
            engine.render(asked, port.ignore)
        return str(refusal.value.code)

    assert code(port.RenderRequest(files, "…")) == "replicas.nothing_to_say"
    assert code(port.RenderRequest(files, "word " * 200)) == "replicas.line_too_long"
    assert code(port.RenderRequest(headless, LINE)) == "replicas.cannot_talk"
    assert code(port.RenderRequest(files, LINE, voice=port.Voice.GIVEN)) == "replicas.sound_missing"
    assert code(port.RenderRequest(files, "bonjour", language="fr")) == "replicas.language_not_spoken"
    given = port.RenderRequest(files, LINE, voice=port.Voice.GIVEN, sound=short)
    assert code(given) == "replicas.speech_not_matched"


def test_behind_http_it_keeps_every_promise(short_clip: bytes) -> None:
    declared = ProviderConditions("propria-embedded", 0, "operator")
    with served(EmbeddedEngine()) as address:
        findings = list(examine(Trial(HttpEngine(address, declared), short_clip)))
    assert [f"{found.promise}: {found.seen}" for found in findings if not found.kept] == []
