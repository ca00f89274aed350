"""What a media file is, and whether all of it is there, from its bytes alone; decodes nothing."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from propria.kernel.ranged import Ranged

Media: TypeAlias = Path | Ranged
"""A file, or bytes that are fetched as they are read."""
HEAD_BYTES = 4096
MAX_DEPTH = 24
MAX_BOXES = 20_000
_NESTING_BOXES = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"edts", b"dinf", b"moof", b"traf"}


@dataclass(frozen=True)
class Container:
    """One accepted file form: its media type, its one demuxer (FFmpeg's name) and its usual suffix."""

    media_type: str
    kind: str
    demuxer: str | None
    suffix: str


MP4 = Container("video/mp4", "video", "mov", ".mp4")
QUICKTIME = Container("video/quicktime", "video", "mov", ".mov")
MATROSKA = Container("video/x-matroska", "video", "matroska", ".mkv")
MPEG_PS = Container("video/mpeg", "video", "mpeg", ".mpg")
WAV = Container("audio/wav", "audio", "wav", ".wav")
MP3 = Container("audio/mpeg", "audio", "mp3", ".mp3")
FLAC = Container("audio/flac", "audio", "flac", ".flac")
PNG = Container("image/png", "image", None, ".png")
JPEG = Container("image/jpeg", "image", None, ".jpg")
GLB = Container("model/gltf-binary", "model", None, ".glb")


def sniff(head: bytes) -> Container | None:
    """The container that the first bytes declare, or `None` for anything not accepted.

    The name of a file is never believed. Playlists, scripts and text formats of FFmpeg are not
    accepted, so no media file can make the server open another one.

    >>> sniff(b"RIFF....WAVEfmt ").media_type, sniff(b"#EXTM3U")
    ('audio/wav', None)
    """
    if head[4:8] == b"ftyp":
        return QUICKTIME if head[8:12] == b"qt  " else MP4
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return WAV
    for magic, container in (
        (b"fLaC", FLAC),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"\xff\xd8\xff", JPEG),
        (b"\x1aE\xdf\xa3", MATROSKA),
        (b"\x00\x00\x01\xba", MPEG_PS),
        (b"glTF", GLB),
    ):
        if head.startswith(magic):
            return container
    return MP3 if _begins_mpeg_layer_3(head) else None


def _begins_mpeg_layer_3(head: bytes) -> bool:
    """Whether an MPEG audio frame of layer III starts here (ISO/IEC 11172-3, 2.4.1.3), with no reserved value."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer, bit_rate, sample_rate = head[1] >> 3 & 3, head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and bit_rate not in (0, 15) and sample_rate != 3


def opened(media: Media) -> BinaryIO:
    """It, to read and seek in."""
    return media.open("rb") if isinstance(media, Path) else media.open()


def size_of(media: Media) -> int:
    """How large it is, in bytes."""
    return media.stat().st_size if isinstance(media, Path) else media.size_bytes


def container_of(path: Media) -> Container | None:
    """`sniff` for a file; sound behind an ID3 tag, where C2PA puts the seal of a FLAC, is found behind it."""
    with opened(path) as stream:
        head = stream.read(HEAD_BYTES)
        if head[:3] != b"ID3" or len(head) < 10:
            return sniff(head)
        stream.seek(10 + sum((byte & 127) << (21 - 7 * place) for place, byte in enumerate(head[6:10])))
        behind = sniff(stream.read(HEAD_BYTES))
        return behind if behind in (FLAC, MP3) else None


def structure_faults(path: Media, container: Container) -> tuple[str, ...]:
    """Codes for what the bytes' own structure betrays: `media.truncated`, `media.nested_too_deep`."""
    with opened(path) as stream:
        size_bytes = size_of(path)
        match container.media_type:
            case "video/mp4" | "video/quicktime":
                return _box_faults(stream, 0, size_bytes, depth=0)
            case "audio/wav":
                return _length_fault(stream, 4, "<I", 8, size_bytes)
            case "model/gltf-binary":
                return _length_fault(stream, 8, "<I", 0, size_bytes)
            case "image/png":
                return _ending_fault(stream, size_bytes, b"IEND\xaeB`\x82", 64)
            case "image/jpeg":
                return _ending_fault(stream, size_bytes, b"\xff\xd9", 4096)
            case _:
                return ()


def _length_fault(stream: BinaryIO, at: int, form: str, plus: int, size_bytes: int) -> tuple[str, ...]:
    stream.seek(at)
    field = stream.read(4)
    if len(field) < 4 or struct.unpack(form, field)[0] + plus > size_bytes:
        return ("media.truncated",)
    return ()


def _ending_fault(stream: BinaryIO, size_bytes: int, ending: bytes, within: int) -> tuple[str, ...]:
    stream.seek(max(0, size_bytes - within))
    return () if ending in stream.read(within) else ("media.truncated",)


def _box_faults(stream: BinaryIO, start: int, end: int, *, depth: int) -> tuple[str, ...]:
    """Walk ISO boxes: each must end inside its parent, and the file must have its movie box."""
    if depth > MAX_DEPTH:
        return ("media.nested_too_deep",)
    seen, at = set(), start
    for _ in range(MAX_BOXES):
        if at >= end:
            break
        stream.seek(at)
        head = stream.read(16)
        if len(head) < 8:
            return ("media.truncated",)
        size, name = struct.unpack(">I4s", head[:8])
        start_of_body = 8
        if size == 1 and len(head) == 16:
            size, start_of_body = struct.unpack(">Q", head[8:16])[0], 16
        elif size == 0:
            size = end - at
        if size < start_of_body or at + size > end:
            return ("media.truncated",)
        seen.add(name)
        if name in _NESTING_BOXES:
            faults = _box_faults(stream, at + start_of_body, at + size, depth=depth + 1)
            if "media.nested_too_deep" in faults:
                return faults
        at += size
    else:
        return ("media.nested_too_deep",)
    return () if depth or b"moov" in seen else ("media.truncated",)
