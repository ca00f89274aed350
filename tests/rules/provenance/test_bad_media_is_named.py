"""What is refused at the door, each with its own code; and plaintext that does not stay behind."""

import struct
import zlib
from pathlib import Path

import pytest
from tests.rules.provenance.making import MAKERS, clip, sound, still

from propria.kernel.errors import Unverified
from propria.plumbing.media import MediaLimits, accept, inspect, workplace
from propria.plumbing.media_structure import MAX_DEPTH

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_whole_file_of_each_form_is_accepted(tmp_path: Path, suffix: str) -> None:
    inspection = inspect(MAKERS[suffix](tmp_path / f"a{suffix}"))
    assert inspection.faults == ()
    assert inspection.facts is not None


def test_the_facts_of_a_clip(tmp_path: Path) -> None:
    facts = accept(clip(tmp_path / "take.mp4"), kinds=("video",))
    assert (facts.media_type, facts.kind, facts.width, facts.height) == ("video/mp4", "video", 320, 180)
    assert facts.duration_ms == pytest.approx(1000, abs=30)
    assert not facts.varies
    assert [(stream.kind, stream.codec) for stream in facts.streams] == [("video", "h264"), ("audio", "aac")]


@pytest.mark.parametrize("suffix", MAKERS)
@pytest.mark.parametrize("share", [0.35, 0.9])
def test_half_a_file_is_not_a_file(tmp_path: Path, suffix: str, share: float) -> None:
    whole = MAKERS[suffix](tmp_path / f"a{suffix}").read_bytes()
    part = tmp_path / f"part{suffix}"
    part.write_bytes(whole[: int(len(whole) * share)])
    faults = inspect(part).faults
    assert faults
    assert faults[0] in ("media.truncated", "media.unreadable")


@pytest.mark.parametrize(
    "content",
    [
        b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"GIF89a",
        b"\x00" * 100,
    ],
)
def test_other_forms_are_named_whatever_their_suffix(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "take.mp4"
    path.write_bytes(content)
    assert inspect(path).faults == ("media.wrong_type",)


def test_nothing_is_empty_and_too_much_is_oversize(tmp_path: Path) -> None:
    (tmp_path / "none.mp4").write_bytes(b"")
    assert inspect(tmp_path / "none.mp4").faults == ("media.empty",)
    assert inspect(clip(tmp_path / "a.mp4"), limits=MediaLimits(size_bytes=1000)).faults == (
        "media.oversize",
    )


def test_a_small_png_that_unpacks_to_a_huge_picture_is_not_unpacked(tmp_path: Path) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    for side, name in ((9_000, "big"), (60_000, "huge")):
        path = tmp_path / f"{name}.png"
        header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
        packed = zlib.compress(b"\x00" * 100_000)
        path.write_bytes(
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
        )
        assert inspect(path).faults == ("media.decompression_bomb",)


def test_a_clip_beyond_the_limits_is_named(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4")
    assert inspect(path, limits=MediaLimits(video_pixels=320 * 179)).faults == ("media.decompression_bomb",)
    assert inspect(path, limits=MediaLimits(frames_per_second=24)).faults == ("media.decompression_bomb",)
    assert inspect(path, limits=MediaLimits(duration_ms=500)).faults == ("media.too_long",)
    assert inspect(path, limits=MediaLimits(streams=1)).faults == ("media.decompression_bomb",)


def test_boxes_in_boxes_without_end_are_not_followed(tmp_path: Path) -> None:
    body = b""
    for _ in range(MAX_DEPTH + 5):
        body = struct.pack(">I", len(body) + 8) + b"moov" + body
    path = tmp_path / "deep.mp4"
    path.write_bytes(struct.pack(">I", 16) + b"ftypisom\x00\x00\x00\x00" + body)
    assert inspect(path).faults == ("media.nested_too_deep",)


def test_a_video_form_without_a_picture_is_named(tmp_path: Path) -> None:
    import av

    path = tmp_path / "voice.mp4"
    with av.open(str(sound(tmp_path / "line.wav"))) as source, av.open(str(path), "w") as out:
        voice = out.add_stream("aac", rate=16_000)
        for frame in source.decode(audio=0):
            out.mux(voice.encode(frame))
        out.mux(voice.encode(None))
    assert inspect(path).faults == ("media.no_video",)


def test_accept_raises_the_first_fault_and_refuses_another_kind(tmp_path: Path) -> None:
    path = still(tmp_path / "face.jpg")
    assert accept(path, kinds=("image",)).kind == "image"
    with pytest.raises(Unverified) as refused:
        accept(path, kinds=("video", "audio"))
    assert refused.value.code == "media.wrong_type"


def test_the_workplace_is_private_and_leaves_nothing(tmp_path: Path) -> None:
    def render() -> None:
        with workplace(tmp_path) as place:
            assert place.stat().st_mode & 0o777 == 0o700
            (place / "plain.mp4").write_bytes(b"a face")
            raise RuntimeError("the render failed")

    with pytest.raises(RuntimeError, match="render failed"):
        render()
    assert list(tmp_path.iterdir()) == []
