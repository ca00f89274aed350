"""Cutting and joining: the right frames, the right sound, nothing else carried over."""

from pathlib import Path

import av
import numpy as np
import pytest
from tests.rules.provenance.making import clip, numbers_in, sound, still

from propria.kernel.errors import Malformed, Unverified
from propria.plumbing.media import inspect
from propria.plumbing.media_edit import Span, mux, rewrite, trim
from propria.plumbing.media_frames import frames_in

pytestmark = pytest.mark.thorough


def heard(path: Path) -> np.ndarray:
    """The left channel at 48 kHz, from the picture's zero."""
    with av.open(str(path)) as media:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=48_000)
        frames = [frame for frame in media.decode(audio=0) if frame.pts is not None and frame.pts >= 0]
        pieces = [piece.to_ndarray()[0] for frame in frames for piece in resampler.resample(frame)]
    return np.concatenate(pieces)


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "first", "last"),
    [
        (0, 40, 0, 0),
        (0, 1000, 0, 24),
        (200, 600, 5, 14),
        (201, 600, 6, 14),
        (160, 601, 4, 15),
        (960, 5000, 24, 24),
    ],
)
def test_a_frame_is_in_the_cut_when_it_is_first_shown_in_it(
    tmp_path: Path, start_ms: int, end_ms: int, first: int, last: int
) -> None:
    source, out = clip(tmp_path / "take.mp4"), tmp_path / "cut.mp4"
    assert trim(source, out, Span(start_ms, end_ms)) == last - first + 1
    assert numbers_in(out) == list(range(first, last + 1))
    assert frames_in(source, Span(start_ms, end_ms)) == range(first, last + 1)


def test_a_late_cut_of_a_long_take_seeks_and_is_still_exact(tmp_path: Path) -> None:
    source, out = clip(tmp_path / "take.mp4", frames=120), tmp_path / "cut.mp4"
    trim(source, out, Span(3400, 3600))
    assert numbers_in(out) == [85, 86, 87, 88, 89]
    assert frames_in(source, Span(3400, 3600)) == range(85, 90)


def test_the_sound_is_cut_with_the_picture(tmp_path: Path) -> None:
    source, out = clip(tmp_path / "take.mp4"), tmp_path / "cut.mp4"
    trim(source, out, Span(400, 800))
    whole, cut = heard(source), heard(out)
    wanted = whole[19_200 : 19_200 + 9_600]
    offsets = [float(np.dot(wanted, cut[at : at + 9_600])) for at in range(400)]
    assert int(np.argmax(offsets)) <= 48, "the cut's sound starts within a millisecond of the picture"
    assert inspect(out).facts is not None
    assert inspect(out).facts.duration_ms == pytest.approx(400, abs=30)


def test_uneven_frames_keep_their_times(tmp_path: Path) -> None:
    times = [0, 40, 90, 200, 240, 400, 410, 500]
    source = clip(tmp_path / "uneven.mp4", frames=8, times=times)
    inspection = inspect(source)
    assert inspection.facts is not None
    assert inspection.facts.varies
    trim(source, tmp_path / "cut.mp4", Span(90, 410))
    assert list(frames_in(source, Span(90, 410))) == numbers_in(tmp_path / "cut.mp4")
    with av.open(str(tmp_path / "cut.mp4")) as media:
        shown = [round(frame.time * 1000) for frame in media.decode(video=0)]
    assert shown == [0, 110, 150, 310]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_clip_comes_out_upright(tmp_path: Path, turned: int) -> None:
    source, out = clip(tmp_path / "turned.mp4", frames=3, turned=turned), tmp_path / "upright.mp4"
    facts = inspect(source).facts
    assert facts is not None
    rewrite(source, out)
    after = inspect(out).facts
    assert after is not None
    assert (
        (after.width, after.height)
        == (facts.width, facts.height)
        == ((320, 180) if turned == 180 else (180, 320))
    )
    assert (facts.rotation_degrees, after.rotation_degrees) == (turned, 0)


def test_a_clip_is_copied_not_encoded_again_when_only_its_tags_change(tmp_path: Path) -> None:
    source, out = clip(tmp_path / "take.mp4"), tmp_path / "tagged.mp4"
    rewrite(source, out, tags={"AIGC": "{}"})
    with av.open(str(source)) as before, av.open(str(out)) as after:
        packets = [
            [bytes(packet) for packet in media.demux(video=0) if packet.size] for media in (before, after)
        ]
        assert after.metadata["AIGC"] == "{}"
    assert packets[0] == packets[1]


def test_nothing_the_source_said_of_itself_is_carried_over(tmp_path: Path) -> None:
    named = tmp_path / "named.mp4"
    with av.open(str(clip(tmp_path / "take.mp4"))) as source, av.open(str(named), "w") as out:
        out.metadata.update({"title": "home of M. Haldane", "location": "+51.5-0.1/"})
        copied = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = copied
                out.mux(packet)
    assert b"Haldane" in named.read_bytes()
    trim(named, tmp_path / "cut.mp4", Span(0, 200))
    assert b"Haldane" not in (tmp_path / "cut.mp4").read_bytes()
    assert b"51.5" not in (tmp_path / "cut.mp4").read_bytes()


def test_another_sound_is_put_under_a_picture_and_cut_to_it(tmp_path: Path) -> None:
    picture, voice = clip(tmp_path / "take.mp4"), sound(tmp_path / "line.wav", seconds=3)
    assert mux(picture, voice, tmp_path / "dubbed.mp4") == 25
    facts = inspect(tmp_path / "dubbed.mp4").facts
    assert facts is not None
    assert {stream.kind for stream in facts.streams} == {"video", "audio"}
    assert facts.duration_ms == pytest.approx(1000, abs=30)


@pytest.mark.parametrize(("start_ms", "end_ms"), [(5, 5), (6, 5), (-1, 5)])
def test_a_span_that_ends_before_it_starts_is_malformed(start_ms: int, end_ms: int) -> None:
    with pytest.raises(Malformed) as refused:
        Span(start_ms, end_ms)
    assert refused.value.code == "media.span_malformed"


def test_a_span_without_a_frame_and_a_source_without_a_picture_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed) as empty:
        trim(clip(tmp_path / "take.mp4"), tmp_path / "cut.mp4", Span(5000, 6000))
    assert empty.value.code == "media.span_empty"
    with pytest.raises(Unverified) as blind:
        trim(sound(tmp_path / "line.wav"), tmp_path / "cut.mp4", Span(0, 100))
    assert blind.value.code == "media.no_video"
    with pytest.raises(Unverified) as image:
        trim(still(tmp_path / "face.png"), tmp_path / "cut.mp4", Span(0, 100))
    assert image.value.code == "media.wrong_type"
