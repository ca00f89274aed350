"""Videos as phones and cameras write them: turned, of any rate and codec, with late sound, with oblong pixels."""

import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from multiprocessing import Pipe

import av
import numpy as np
import pytest

from propria.kernel.errors import Malformed, Refused
from propria.kernel.ranged import Ranged
from propria.plumbing.media import inspect
from propria.replicas import worker
from propria.replicas.card_words import rows_of
from propria.replicas.elsewhere import messages
from propria.replicas.engine import footage, port
from propria.replicas.engine.building import worked_on
from propria.replicas.engine.footage import frames_of, read_footage, write_clip
from propria.replicas.engine.pictures import read_picture, write_png
from propria.replicas.engine.sound import Sound

SIDE_UP = np.zeros((96, 160, 3), np.uint8)
SIDE_UP[:, :80] = (220, 40, 40)
"""A picture that is red on its left."""


def written(
    times: list[float],
    *,
    codec: str = "libx264",
    container: str = "mp4",
    aspect: Fraction | None = None,
    sound_from: float | None = None,
    size: tuple[int, int] = (160, 96),
) -> bytes:
    """A video with a frame at each of `times` (seconds), and half a second of tone from `sound_from` on."""
    out = io.BytesIO()
    picture = av.VideoFrame.from_ndarray(SIDE_UP, format="rgb24").reformat(*size, format="yuv420p")
    with av.open(out, "w", format=container) as file:
        video = file.add_stream(codec, rate=25)
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        video.codec_context.time_base = Fraction(1, 1000)
        if aspect is not None:
            video.sample_aspect_ratio = aspect
        voice = None if sound_from is None else file.add_stream("pcm_s16le", rate=16_000, layout="mono")
        for at in times:
            picture.pts, picture.time_base = round(at * 1000), Fraction(1, 1000)
            file.mux(video.encode(picture))
        file.mux(video.encode(None))
        if voice is not None and sound_from is not None:
            frame = av.AudioFrame.from_ndarray(np.full((1, 8000), 9000, "<i2"), format="s16", layout="mono")
            frame.sample_rate, frame.time_base = 16_000, Fraction(1, 16_000)
            frame.pts = round(sound_from * 16_000)
            file.mux(voice.encode(frame))
            file.mux(voice.encode(None))
    return out.getvalue()


def evenly(count: int, rate: float, *, start: float = 0.0) -> list[float]:
    """The times of `count` frames."""
    return [start + index / rate for index in range(count)]


def turned(video: bytes, matrix: tuple[int, ...]) -> bytes:
    """The MP4 with another display matrix in its track header, as a phone held otherwise writes it."""
    at = video.index(b"tkhd") + 4 + 40
    entries = b"".join(value.to_bytes(4, "big", signed=True) for value in matrix)
    return video[:at] + entries + video[at + 36 :]


ONE, LAST = 1 << 16, 1 << 30
QUARTER = (0, ONE, 0, -ONE, 0, 0, 0, 0, LAST)
HALF = (-ONE, 0, 0, 0, -ONE, 0, 0, 0, LAST)


def test_a_phone_held_upright_gives_an_upright_picture() -> None:
    frame = read_footage(turned(written(evenly(10, 25)), QUARTER)).frames[0]
    assert frame.shape == (160, 96, 3)
    assert frame[:40, :, 0].mean() > 150
    assert frame[120:, :, 0].mean() < 60


def test_a_phone_held_upside_down_gives_an_upright_picture() -> None:
    frame = read_footage(turned(written(evenly(10, 25)), HALF)).frames[0]
    assert frame.shape == (96, 160, 3)
    assert frame[:, 120:, 0].mean() > 150
    assert frame[:, :40, 0].mean() < 60


@pytest.mark.parametrize("rate", [24, 25, 29.97, 50, 60])
def test_any_rate_becomes_25_a_second(rate: float) -> None:
    read = read_footage(written(evenly(round(rate * 2), rate)))
    assert len(read.frames) == pytest.approx(50, abs=1)


def test_uneven_times_are_kept() -> None:
    times = [*evenly(10, 30), *evenly(10, 10, start=10 / 30), *evenly(20, 30, start=10 / 30 + 1)]
    read = read_footage(written(times))
    assert len(read.frames) == pytest.approx(50, abs=1)
    repeated = [one is other for one, other in pairwise(read.frames)]
    assert sum(repeated[8:33]) >= 12
    assert not any(repeated[:7])


@pytest.mark.parametrize(
    ("codec", "container"),
    [("libx265", "mp4"), ("libvpx-vp9", "webm"), ("ffv1", "matroska"), ("mpeg4", "avi")],
)
def test_other_codecs_are_read(codec: str, container: str) -> None:
    read = read_footage(written(evenly(25, 25), codec=codec, container=container))
    assert len(read.frames) == pytest.approx(25, abs=1)
    assert read.frames[5][:, :70, 0].mean() > 150


def test_oblong_pixels_become_square() -> None:
    assert read_footage(written(evenly(10, 25), aspect=Fraction(3, 2))).frames[0].shape == (96, 240, 3)


def test_large_pictures_are_made_smaller() -> None:
    assert read_footage(written(evenly(5, 25), size=(1920, 1080))).frames[0].shape == (720, 1280, 3)


@pytest.mark.parametrize("late", [0.4, -0.3])
def test_the_sound_begins_with_the_picture(late: float) -> None:
    video = written(evenly(50, 25, start=0.5), container="matroska", sound_from=0.5 + late)
    sound = read_footage(video).sound
    loud = np.flatnonzero(np.abs(sound.samples) > 0.1)
    assert loud[0] / sound.hertz == pytest.approx(max(late, 0.0), abs=0.03)
    assert (loud[-1] - loud[0]) / sound.hertz == pytest.approx(0.5 + min(late, 0.0), abs=0.03)


def test_a_long_video_is_decoded_as_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    video = written(evenly(40, 25))
    kept = read_footage(video).frames
    monkeypatch.setattr(footage, "_KEPT_BYTES", 10 * kept[0].nbytes)
    again = read_footage(video).frames
    assert isinstance(again, footage.Decoded)
    assert len(again) == len(kept) == 40
    for index in (5, 30, 30, 2, -1):
        assert np.array_equal(again[index], kept[index])
    assert len(again[10:14]) == 4
    assert all(np.array_equal(one, other) for one, other in zip(again, kept, strict=True))
    with pytest.raises(IndexError):
        again[40]


def test_a_video_without_sound_has_none() -> None:
    assert len(read_footage(written(evenly(10, 25))).sound.samples) == 0


def test_a_video_that_is_cut_off_is_refused() -> None:
    with pytest.raises(Malformed) as refusal:
        read_footage(written(evenly(50, 25))[:300])
    assert refusal.value.code == "replicas.footage_unreadable"


ENCODES = """
import hashlib, numpy
from propria.replicas.engine.footage import write_clip
from propria.replicas.engine.sound import Sound
drawn = numpy.random.default_rng(5)
face = drawn.integers(60, 200, (16, 12, 3), dtype=numpy.uint8).repeat(16, 0).repeat(16, 1)
frames = [numpy.roll(face, at * 3, 1) + drawn.integers(0, 20, face.shape, dtype=numpy.uint8) for at in range(14)]
clip = write_clip(frames, Sound(numpy.zeros(24000, "f4"), 48000))
print(hashlib.sha256(clip).hexdigest())
"""


def test_the_same_frames_give_the_same_bytes_whatever_lay_in_the_memory_before() -> None:
    """glibc fills fresh memory as MALLOC_PERTURB_ says: whoever reads what it never wrote gives itself away."""
    if sys.platform != "linux":
        pytest.skip("only glibc fills memory on demand")
    asked = [sys.executable, "-c", ENCODES]
    environments = [os.environ | {"MALLOC_PERTURB_": fill} for fill in ("37", "165")]
    runs = [subprocess.Popen(asked, env=env, stdout=subprocess.PIPE, text=True) for env in environments]
    first, second = (run.communicate(timeout=60)[0] for run in runs)
    assert len(first.strip()) == 64
    assert first == second


def test_large_footage_is_read_in_parts_and_never_held_whole() -> None:
    video = written(evenly(50, 25), sound_from=0.0, container="mov")
    padded = video + (80 << 20).to_bytes(4, "big") + b"free" + bytes((80 << 20) - 8)
    fetched: list[int] = []

    def fetch(start: int, stop: int) -> bytes:
        fetched.append(stop - start)
        return padded[start:stop]

    film = Ranged(len(padded), fetch)
    plain, copy = read_footage(video), footage.working_copy(film)
    assert max(fetched) <= 1 << 20
    assert sum(fetched) < 32 << 20
    assert len(copy) < len(padded) // 100
    again = read_footage(copy)
    assert len(again.frames) == len(plain.frames) == 50
    assert np.abs(again.frames[9].astype(int) - plain.frames[9]).mean() < 4
    assert inspect(film).facts == replace(
        inspect(Ranged(len(video), lambda a, b: video[a:b])).facts, size_bytes=len(padded)
    )


def test_footage_longer_than_a_build_takes_is_still_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    video = written(evenly(80, 25))
    monkeypatch.setattr(footage, "_LONGEST_SECONDS", 2)
    with pytest.raises(Malformed, match=r"replicas\.footage_too_long"):
        read_footage(video)
    assert 1 <= len(list(frames_of(video, thinly=True))) <= 80


def test_of_footage_longer_than_a_build_takes_the_start_is_used_and_the_card_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(footage, "_LONGEST_SECONDS", 2)
    video = written(evenly(100, 25), sound_from=0.0, container="matroska")
    unsaid = video.replace(b"\x44\x89\x88", b"\xec\x89\x00", 1)
    """The same without its duration, as a browser records it."""
    for one in (video, unsaid):
        clip, cut = worked_on(port.Clip(one, "The lamps are lit."), "ab" * 32)
        assert cut == {"sha256": "ab" * 32, "used_seconds": 2, "seconds": 4.0}
        assert (len(read_footage(clip.video).frames), clip.script) == (50, None)
    given = {"footage_seconds": 2.0, "stills": 0, "recordings": 0, "shortened": [cut]}
    made_from, *_ = rows_of({"given": given})
    assert "of 4 seconds only the first 2 were used" in made_from.says[1].en
    short = port.Clip(written(evenly(50, 25)), "The lamps are lit.")
    assert worked_on(short, "ab" * 32) == (short, None)


def test_an_engine_of_its_own_process_asks_for_the_parts_it_reads() -> None:
    data, asked = write_png(SIDE_UP), []

    def fetch(start: int, stop: int) -> bytes:
        asked.append((start, stop))
        return data[start:stop]

    ours, theirs = Pipe()
    job = worker.Asked("look", "CN", port.Look("photo", Ranged(len(data), fetch)))
    with ours, theirs, ThreadPoolExecutor(1) as aside:
        ours.send_bytes(job.packed)
        there = worker.Told(theirs)
        verb, _, look = there.work()

        def reads() -> None:
            there.say("done", read_picture(look.data).shape)

        aside.submit(reads)
        assert verb == "look"
        assert worker.heard(ours, job.lent, port.ignore) == SIDE_UP.shape
    assert asked


def test_a_parcel_for_an_engine_elsewhere_has_an_end() -> None:
    large = Ranged(messages.MOST_PARCEL_BYTES + 1, lambda start, stop: bytes(stop - start))
    with pytest.raises(Refused, match=r"replicas\.too_much"):
        messages.asks_look(port.Look("video", large))
    with pytest.raises(Refused, match=r"replicas\.too_much"):
        messages.asks_fit(port.PerformerPack((port.Clip(large),)))


def test_a_clip_is_written_where_this_machine_has_no_directory_for_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not `/dev/shm`, not a temporary one: what is decoded of a recording is on no disk."""
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    tone = Sound(np.zeros(16_000, np.float32), 16_000)
    assert len(read_footage(write_clip([SIDE_UP] * 25, tone)).frames) == 25
