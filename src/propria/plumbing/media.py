"""Look at a media file without trusting it: kind, size, streams, timing, and codes for what is wrong.

Plaintext media lives only inside `workplace`, which is in memory. Nothing here writes a file or knows what it is for.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
from PIL import Image

from propria.kernel.errors import Unverified
from propria.plumbing.errors import Unavailable
from propria.plumbing.media_structure import Container, Media, container_of, opened, size_of, structure_faults

CHUNK_BYTES = 1 << 20
IN_MEMORY = Path("/dev/shm")
_LOCAL = {"protocol_whitelist": "file"}


@dataclass(frozen=True)
class MediaLimits:
    """What is refused before it is decoded. Pixels are width × height of one picture."""

    size_bytes: int = 4 << 30
    still_pixels: int = 60_000_000
    video_pixels: int = 4096 * 2304
    duration_ms: int = 3 * 3600 * 1000
    frames_per_second: int = 240
    streams: int = 8
    channels: int = 16


@dataclass(frozen=True)
class StreamFacts:
    """One stream: `kind` is video or audio; rates in frames or samples per second."""

    kind: str
    codec: str
    rate: Fraction
    width: int = 0
    height: int = 0
    channels: int = 0


@dataclass(frozen=True)
class MediaFacts:
    """What a file turned out to be.

    `width` and `height` are as shown, after `rotation_degrees` (0, 90, 180 or 270);
    `varies` says that the distance between frames is not constant.
    """

    media_type: str
    kind: str
    size_bytes: int
    duration_ms: int
    width: int
    height: int
    rotation_degrees: int
    varies: bool
    streams: tuple[StreamFacts, ...]


@dataclass(frozen=True)
class Inspection:
    """Facts where the file could be read, and codes for every fault found."""

    facts: MediaFacts | None
    faults: tuple[str, ...]


def inspect(path: Media, *, limits: MediaLimits | None = None) -> Inspection:
    """Say what `path` is and what is wrong with it; headers and packets only, no picture is decoded.

    Faults: `media.empty`, `media.oversize`, `media.wrong_type`, `media.truncated`,
    `media.nested_too_deep`, `media.unreadable`, `media.decompression_bomb`, `media.too_long`,
    `media.no_video` (a video form without a picture stream), `media.no_sound`.
    """
    limits = limits or MediaLimits()
    size_bytes = size_of(path)
    if size_bytes == 0:
        return Inspection(None, ("media.empty",))
    if size_bytes > limits.size_bytes:
        return Inspection(None, ("media.oversize",))
    container = container_of(path)
    if container is None:
        return Inspection(None, ("media.wrong_type",))
    faults = structure_faults(path, container)
    if "media.nested_too_deep" in faults or container.kind == "model":
        facts = MediaFacts(container.media_type, container.kind, size_bytes, 0, 0, 0, 0, False, ())
        return Inspection(facts if container.kind == "model" else None, faults)
    look = _look_at_still if container.kind == "image" else _look_at_streams
    try:
        facts, found = look(path, container, limits)
    except Unverified as fault:
        return Inspection(None, faults or (fault.code,))
    except Image.DecompressionBombError:
        return Inspection(None, ("media.decompression_bomb",))
    except (av.error.FFmpegError, OSError, SyntaxError, ValueError):
        return Inspection(None, faults or ("media.unreadable",))
    return Inspection(facts, tuple(dict.fromkeys(faults + found)))


def accept(path: Path, *, kinds: tuple[str, ...], limits: MediaLimits | None = None) -> MediaFacts:
    """The facts of a file that is whole, within limits and of one of `kinds` (video, audio, image, model).

    Raises: Unverified with the first fault's code (see `inspect`), or `media.wrong_type`.
    """
    inspection = inspect(path, limits=limits)
    if inspection.faults or inspection.facts is None:
        code = (inspection.faults or ("media.unreadable",))[0]
        raise Unverified(code, "This file cannot be used.", faults=list(inspection.faults))
    if inspection.facts.kind not in kinds:
        raise Unverified("media.wrong_type", "This kind of file is not taken here.", kinds=list(kinds))
    return inspection.facts


def open_media(path: Media, container: Container | None = None) -> "av.container.InputContainer":
    """Open for demuxing with the one demuxer that the bytes declare; local files only.

    Raises: Unverified(`media.wrong_type`, `media.unreadable`).
    """
    if container is None:
        container = container_of(path)
    if container is None or container.demuxer is None:
        raise Unverified("media.wrong_type", "This file has no sound or moving picture.")
    source = str(path) if isinstance(path, Path) else path.open()
    try:
        return av.open(source, "r", format=container.demuxer, options=_LOCAL, metadata_errors="replace")
    except av.error.FFmpegError as error:
        raise Unverified("media.unreadable", str(error)[:200]) from None


def sha256_of(path: Media) -> str:
    """SHA-256 (hex) of a file, read in pieces."""
    digest = hashlib.sha256()
    with opened(path) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def in_memory() -> Path:
    """The directory whose files are memory: removing a file does not scrub a disk, so plaintext lies nowhere else.

    Raises: Unavailable(`plumbing.no_memory_files`) on a machine without one.
    """
    if not IN_MEMORY.is_dir():
        raise Unavailable(
            "plumbing.no_memory_files",
            "This machine keeps no files in memory, and a recording is never opened on a disk.",
            missing=str(IN_MEMORY),
        )
    return IN_MEMORY


@contextmanager
def workplace(directory: Path | None = None) -> Iterator[Path]:
    """A private folder (mode 0700) for plaintext, in memory or inside `directory`, gone at the end however it ends.

    Raises: as `in_memory`.
    """
    place = Path(tempfile.mkdtemp(prefix="media-", dir=directory or in_memory()))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _look_at_still(
    path: Media, container: Container, limits: MediaLimits
) -> tuple[MediaFacts, tuple[str, ...]]:
    with opened(path) as stream, Image.open(stream, formats=["PNG", "JPEG"]) as picture:
        width, height = picture.size
        exif = Image.Exif()
        exif.load(picture.info.get("exif") or b"")
        rotation = {3: 180, 6: 270, 8: 90}.get(exif.get(0x0112, 1), 0)
        bomb = width * height > limits.still_pixels
        if not bomb:
            picture.verify()
    if rotation in (90, 270):
        width, height = height, width
    facts = MediaFacts(container.media_type, "image", size_of(path), 0, width, height, rotation, False, ())
    return facts, ("media.decompression_bomb",) if bomb else ()


def _look_at_streams(
    path: Media, container: Container, limits: MediaLimits
) -> tuple[MediaFacts, tuple[str, ...]]:
    with open_media(path, container) as media:
        streams = tuple(
            _stream_facts(stream) for stream in media.streams if stream.type in ("video", "audio")
        )
        faults = _stream_faults(streams, len(media.streams), limits)
        if faults:
            empty = MediaFacts(
                container.media_type, container.kind, size_of(path), 0, 0, 0, 0, False, streams
            )
            return empty, faults
        timing = _timing(media, limits)
    video = next((stream for stream in streams if stream.kind == "video"), None)
    kind = "audio" if video is None and container.kind == "audio" else container.kind
    width, height = (video.width, video.height) if video else (0, 0)
    if timing.rotation_degrees in (90, 270):
        width, height = height, width
    facts = MediaFacts(
        container.media_type,
        kind,
        size_of(path),
        timing.duration_ms,
        width,
        height,
        timing.rotation_degrees,
        timing.varies,
        streams,
    )
    lacking = {"video": "media.no_video", "audio": "media.no_sound"}[kind]
    found = () if any(stream.kind == kind for stream in streams) else (lacking,)
    return facts, found + timing.faults


def _stream_facts(stream: Any) -> StreamFacts:
    codec = stream.codec_context
    if codec is None:
        raise ValueError("a stream in no known codec")
    name = codec.name
    if stream.type == "video":
        rate = Fraction(stream.average_rate or stream.guessed_rate or 0)
        return StreamFacts("video", name, rate, width=codec.width, height=codec.height)
    return StreamFacts("audio", name, Fraction(codec.rate or 0), channels=codec.channels)


def _stream_faults(streams: tuple[StreamFacts, ...], count: int, limits: MediaLimits) -> tuple[str, ...]:
    bomb = count > limits.streams or any(
        stream.width * stream.height > limits.video_pixels or stream.channels > limits.channels
        for stream in streams
    )
    return ("media.decompression_bomb",) if bomb else ()


@dataclass(frozen=True)
class _Timing:
    duration_ms: int
    rotation_degrees: int
    varies: bool
    faults: tuple[str, ...]


def _timing(media: "av.container.InputContainer", limits: MediaLimits) -> _Timing:
    """Read every packet's time (no decoding of more than one picture) and compare with the header."""
    declared_ms = (media.duration or 0) // 1000
    if declared_ms > limits.duration_ms:
        return _Timing(declared_ms, 0, False, ("media.too_long",))
    first: dict[int, Fraction] = {}
    last: dict[int, Fraction] = {}
    shown: list[int] = []
    limit_frames = limits.frames_per_second * limits.duration_ms // 1000
    for packet in media.demux():
        if packet.pts is None or packet.size == 0 or packet.stream.type not in ("video", "audio"):
            continue
        index, at = packet.stream.index, max(packet.pts * packet.time_base, Fraction(0))  # encoder priming
        first[index] = min(first.get(index, at), at)
        last[index] = max(last.get(index, at), (packet.pts + (packet.duration or 0)) * packet.time_base)
        if packet.stream.type == "video":
            shown.append(packet.pts)
            if len(shown) > limit_frames:
                return _Timing(declared_ms, 0, False, ("media.decompression_bomb",))
    if not last:
        return _Timing(declared_ms, 0, False, ("media.truncated",))
    actual_ms = round((max(last.values()) - min(first.values())) * 1000)
    if len(shown) * 1000 > limits.frames_per_second * max(actual_ms, 1000):
        return _Timing(actual_ms, 0, False, ("media.decompression_bomb",))
    short = declared_ms - actual_ms > max(150, declared_ms // 50)
    late = ("media.too_long",) if actual_ms > limits.duration_ms else ()
    return _Timing(
        actual_ms, _rotation(media), _varies(shown), (("media.truncated",) if short else ()) + late
    )


def _varies(shown: list[int]) -> bool:
    """Whether frame distances differ by more than rounding of the time base would explain."""
    order = sorted(shown)
    gaps = [after - before for before, after in pairwise(order)]
    return bool(gaps) and max(gaps) - min(gaps) > max(1, min(gaps) // 10)


def _rotation(media: "av.container.InputContainer") -> int:
    if not media.streams.video or media.format.name.split(",")[0] != "mov":
        return 0
    media.seek(0)
    for frame in media.decode(video=0):
        return int(frame.rotation) % 360
    return 0
