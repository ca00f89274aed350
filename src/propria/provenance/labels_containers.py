"""Where each file form keeps words about itself: put chunks in and list them, byte for byte.

Nothing here knows what a label means. Whole stills and models pass through memory; sound is copied
in pieces, and clips are tagged when they are written (`media_edit`).
"""

import json
import mmap
import shutil
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

XMP_JPEG = b"http://ns.adobe.com/xap/1.0/\x00"
XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
MAX_TEXT_BYTES = 1 << 20


def jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of every segment before the scan."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
        size = struct.unpack(">H", data[at + 2 : at + 4])[0]
        yield data[at + 1], data[at + 4 : at + 2 + size]
        at += 2 + max(size, 2)


def with_jpeg_segment(data: bytes, body: bytes) -> bytes:
    """The same JPEG with one APP1 segment after its first marker."""
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    at = 2
    if data[2:4] == b"\xff\xe0":
        at = 4 + struct.unpack(">H", data[4:6])[0]
    return data[:at] + segment + data[at:]


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of every chunk."""
    at = 8
    while at + 12 <= len(data):
        size = struct.unpack(">I", data[at : at + 4])[0]
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


def with_png_chunk(data: bytes, name: bytes, body: bytes) -> bytes:
    """The same PNG with one chunk after its header."""
    chunk = struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return data[:33] + chunk + data[33:]


def png_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Keyword and text of every tEXt, zTXt and iTXt chunk; what unpacks to over 1 MiB is cut there."""
    for name, body in png_chunks(data):
        keyword, _, rest = body.partition(b"\x00")
        match name:
            case b"tEXt":
                yield keyword.decode("latin-1"), rest.decode("latin-1")
            case b"zTXt":
                yield keyword.decode("latin-1"), _unpacked(rest[1:]).decode("latin-1")
            case b"iTXt" if len(rest) > 2:
                text = rest[2:].split(b"\x00", 2)[-1]
                text = _unpacked(text) if rest[0] else text
                yield keyword.decode("latin-1"), text.decode("utf-8", "replace")
            case _:
                pass


def _unpacked(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, MAX_TEXT_BYTES)
    except zlib.error:
        return b""


def riff_chunks(data: bytes | mmap.mmap) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of every top-level chunk; the sound itself comes without its body."""
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        yield name, b"" if name == b"data" else data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def insert_riff_chunks(source: Path, out: Path, chunks: Sequence[tuple[bytes, bytes]]) -> None:
    """Copy a RIFF file with chunks before its sound, where readers of streams find them too."""
    added = b"".join(
        name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2) for name, body in chunks
    )
    with source.open("rb") as before, out.open("wb") as after:
        head = before.read(12)
        whole = struct.unpack("<I", head[4:8])[0] + len(added)
        after.write(head[:4] + struct.pack("<I", whole) + head[8:])
        while (name := before.read(8)) and name[:4] != b"data":
            size = struct.unpack("<I", name[4:8])[0]
            after.write(name + before.read(size + size % 2))
        after.write(added + name)
        shutil.copyfileobj(before, after, 1 << 20)


def id3_text(name: str, text: str) -> bytes:
    """An ID3v2.4 tag holding one user text frame."""
    body = b"\x03" + name.encode() + b"\x00" + text.encode()
    frame = b"TXXX" + _seven_bits(len(body)) + b"\x00\x00" + body
    return b"ID3\x04\x00\x00" + _seven_bits(len(frame)) + frame


def _seven_bits(number: int) -> bytes:
    return bytes((number >> shift) & 127 for shift in (21, 14, 7, 0))


def id3_texts(tag: bytes) -> Iterator[tuple[str, str]]:
    """Name and value of every user text frame of an ID3v2.3 or v2.4 tag."""
    at, old = 10, tag[3:4] == b"\x03"
    while at + 10 <= len(tag) and tag[at] != 0:
        raw = tag[at + 4 : at + 8]
        size = (
            struct.unpack(">I", raw)[0]
            if old
            else sum((byte & 127) << (21 - 7 * i) for i, byte in enumerate(raw))
        )
        body = tag[at + 10 : at + 10 + size]
        if tag[at : at + 4] == b"TXXX" and body:
            encoding = {0: "latin-1", 1: "utf-16", 2: "utf-16-be"}.get(body[0], "utf-8")
            parts = body[1:].decode(encoding, "replace").split("\x00")
            yield parts[0], (parts[1].lstrip("\ufeff") if len(parts) > 1 else "")
        at += 10 + size


def xmp_box(body: bytes) -> bytes:
    """A top-level `uuid` box for MP4 that holds an XMP packet; append it to the file."""
    return struct.pack(">I", len(body) + 24) + b"uuid" + XMP_BOX + body


def glb_json(data: bytes) -> dict[str, Any]:
    """The JSON chunk of a GLB. Raises: ValueError."""
    if data[:4] != b"glTF" or data[16:20] != b"JSON":
        raise ValueError("not a GLB")
    read: dict[str, Any] = json.loads(data[20 : 20 + struct.unpack("<I", data[12:16])[0]])
    return read


def with_glb_json(data: bytes, document: dict[str, Any]) -> bytes:
    """The same GLB with another JSON chunk."""
    rest = data[20 + struct.unpack("<I", data[12:16])[0] :]
    body = json.dumps(document, separators=(",", ":")).encode()
    body += b" " * (-len(body) % 4)
    chunks = struct.pack("<I", len(body)) + b"JSON" + body + rest
    return b"glTF" + struct.pack("<II", 2, len(chunks) + 12) + chunks
