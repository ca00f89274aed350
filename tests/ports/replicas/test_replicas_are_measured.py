"""`./run bench replicas`: which clips are used and which are not, and what its figures do when the truth is known."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from benchmarks.replica.clips import Skipped, listed, pieces
from benchmarks.replica.measures import followed

from propria.replicas.engine.footage import read_footage, write_clip
from propria.replicas.engine.likeness import alike, mean_embedding
from propria.replicas.engine.sound import Sound
from propria.replicas.engine.sync import SEARCHED_MS, Spoken, lips_of, sync_card, sync_of
from propria.replicas.engine.visemes import SILENCE, Moment

ROOT = Path(__file__).parents[3]
FIGURES = {
    "landmark_error_iod",
    "lip_sync",
    "face_same",
    "face_other",
    "voice_same",
    "voice_other",
    "word_error_rate",
    "build_seconds",
    "render_x_realtime",
    "peak_mb",
    "clips",
    "skipped",
    "peers",
    "growth",
}
HISS = Sound(np.random.default_rng(4).normal(0, 0.1, 48_000).astype(np.float32), 16_000)


@pytest.fixture(scope="module")
def clips(footage_file: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three clips of a performer, one of a wall, one without sound, one that is no video, and their list."""
    folder = tmp_path_factory.mktemp("clips")
    whole = read_footage(footage_file)
    for number, (start, end) in enumerate([(0, 75), (75, 150), (150, 225)]):
        sound = whole.sound.between(start / 25, end / 25)
        (folder / f"m{number}.mp4").write_bytes(write_clip(whole.frames[start:end], sound, quality=14))
    wall = [np.full((96, 96, 3), 120, np.uint8)] * 75
    (folder / "wall.mp4").write_bytes(write_clip(wall, HISS))
    (folder / "mute.mp4").write_bytes(
        write_clip(whole.frames[:60], Sound(np.zeros(48_000, np.float32), 16_000))
    )
    (folder / "noise.mp4").write_bytes(b"no video at all")
    return folder


def labelled(folder: Path, text: str) -> Path:
    (folder / "labels.csv").write_text(text, encoding="utf-8-sig")
    return folder


def used(folder: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Clips by person, and codes by clip left out."""
    found = listed(folder)
    skipped: list[Skipped] = list(found.skipped)
    by_person = {piece.person: piece.clips for piece in pieces(found, skipped)}
    return by_person, {one.clip: one.code for one in skipped}


@pytest.mark.long
def test_what_cannot_be_measured_is_left_out_with_a_reason(clips: Path) -> None:
    rows = (
        "clip,person,transcript,split\nm0.mp4,mina,,a\nm1,mina,,a\nwall.mp4,wall,,a\nmute.mp4,mute,hello,a\n"
    )
    by_person, skipped = used(labelled(clips, f"{rows}noise.mp4,,,a\ngone.mp4,x,,a\n../labels.csv,y,,a\n"))
    assert by_person == {"mina": ("m0.mp4", "m1.mp4")}
    assert skipped == {
        "wall.mp4": "replicas.no_face",
        "mute.mp4": "no_sound",
        "noise.mp4": "replicas.footage_unreadable",
        "gone.mp4": "file_missing",
        "../labels.csv": "file_missing",
    }


@pytest.mark.long
def test_columns_may_be_missing(clips: Path) -> None:
    by_person, _ = used(labelled(clips, "clip\nm0.mp4\nm1.mp4\n"))
    assert by_person == {"m0": ("m0.mp4",), "m1": ("m1.mp4",)}


@pytest.mark.long
def test_an_only_clip_is_cut_and_nothing_of_it_is_in_both_parts(clips: Path) -> None:
    skipped: list[Skipped] = []
    (piece,) = pieces(listed(labelled(clips, "clip,person\nm0.mp4,mina\n")), skipped)
    built, held = read_footage(piece.build[0].video), read_footage(piece.held.video)
    whole = read_footage((clips / "m0.mp4").read_bytes())
    assert len(built.frames) + len(held.frames) == len(whole.frames)
    assert np.abs(held.frames[0].astype(int) - whole.frames[len(built.frames)]).mean() < 3
    assert piece.build[0].sound.seconds + piece.held.sound.seconds == pytest.approx(
        whole.sound.seconds, abs=0.06
    )


def test_lips_that_come_late_are_found_late() -> None:
    said = np.random.default_rng(8).normal(0, 1, (80, 2)).cumsum(0)
    said -= np.linspace(said[0], said[-1], 80)
    late = np.roll(said, 3, axis=0)
    together, apart = sync_of(said, said), sync_of(late, said)
    assert together is not None
    assert apart is not None
    assert together.offset_ms == 0
    assert together.correlation == pytest.approx(1)
    assert together.error_iod == 0
    assert apart.offset_ms == pytest.approx(120, abs=10)
    assert apart.correlation < together.correlation


def test_lips_that_do_not_follow_count_as_far_away() -> None:
    still = sync_of(np.zeros((60, 2)), np.random.default_rng(3).normal(0, 1, (60, 2)))
    assert still is not None
    assert still.offset_ms == SEARCHED_MS


def test_a_build_drives_its_lips_by_frames_that_it_kept_out(clips: Path) -> None:
    frames = read_footage((clips / "m0.mp4").read_bytes()).frames
    seen = list(followed(frames).faces)
    silent, speaking = (Moment(SILENCE, now, SILENCE, 0.5) for now in (SILENCE, "aa"))
    said = tuple(speaking if 10 <= at < 60 else silent for at in range(75))
    clip = Spoken(frames, seen, said)
    assert clip.held() == range(36, 60)
    assert sync_card([clip])["sync_seconds"] == 0.96
    assert sync_card([Spoken(frames, [*[None] * 20, *seen[20:]], said)]) == {}, (
        "under a second is left to draw from"
    )
    assert sync_card([Spoken(frames, seen, (silent,) * 75)]) == {}


def test_a_performer_is_alike_to_themselves_and_lips_move(clips: Path) -> None:
    seen = followed(read_footage((clips / "m0.mp4").read_bytes()).frames[:25], against_detector=True)
    assert seen.tracking_error is not None
    assert 0 < seen.tracking_error < 0.05
    assert alike(seen.embeddings[0], mean_embedding(list(seen.embeddings))) > 0.9
    assert lips_of(seen.faces)[:, 0].std() > 0.01


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_command_prints_one_object_with_every_figure(clips: Path) -> None:
    labelled(clips, "clip,person,transcript\nm0.mp4,mina,\nwall.mp4,wall,\n")
    out = subprocess.run(
        [sys.executable, "benchmarks/replicas.py", "--data", str(clips), "--json"],
        cwd=ROOT,
        env={"PYTHONPATH": "src", "PATH": "/usr/bin"},
        capture_output=True,
        check=True,
        text=True,
    )
    found = json.loads(out.stdout)
    assert set(found) >= FIGURES
    assert found["clips"] == 1
    assert found["skipped"][0]["code"] == "replicas.no_face"
    assert found["face_same"] > 0.7
    assert found["face_other"] is None
    assert 0 <= found["lip_sync"] <= SEARCHED_MS
    assert 0 <= found["word_error_rate"] <= 0.5
    assert found["peak_mb"] > 100
    assert found["peers"]["render_naive_to_ours"] > 1
    as_it_is, longer = (found["growth"][name] for name in ("as_it_is", "longer"))
    assert longer["footage_seconds"] == pytest.approx(3 * as_it_is["footage_seconds"], abs=0.1)
    assert longer["cpu_seconds"] > as_it_is["cpu_seconds"]
    assert 0.5 < found["growth"]["two_at_once_gain"] <= 2.2
