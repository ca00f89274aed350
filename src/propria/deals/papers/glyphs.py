"""Which characters a font can print, read from its `cmap`. Knows nothing of layout or shaping."""

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_SEGMENTS, _GROUPS = 4, 12
_MAX_GROUPS = 100_000
_PRINTS_NOTHING = frozenset("\n \u3000")


@lru_cache(maxsize=32)
def covered(font: Path) -> frozenset[int]:
    """The code points that the TrueType file `font` has a glyph for.

    Raises: ValueError if the file is no font or has no Unicode table that this reads (formats 4, 12).
    Source: OpenType 1.9, `cmap`.
    """
    data = font.read_bytes()
    try:
        start = _table(data, b"cmap")
        return frozenset(_points(data, start))
    except struct.error:
        raise ValueError(f"{font.name} ends in the middle of a table") from None


def missing(text: str, fonts: frozenset[Path]) -> tuple[str, ...]:
    """The characters of `text` that none of `fonts` can print, each once, in order of code point."""
    points = {ord(character) for character in set(text) - _PRINTS_NOTHING}
    for font in fonts:
        points -= covered(font)
    return tuple(chr(point) for point in sorted(points))


def _table(data: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for at in range(12, 12 + 16 * count, 16):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, at)
        if tag == name:
            return int(offset)
    raise ValueError("the font has no cmap")


def _points(data: bytes, start: int) -> Iterator[int]:
    _, count = struct.unpack_from(">HH", data, start)
    offsets = {struct.unpack_from(">HHI", data, start + 4 + 8 * n)[2] for n in range(count)}
    for at in sorted(start + offset for offset in offsets):
        match struct.unpack_from(">H", data, at)[0]:
            case 4:
                yield from _segments(data, at)
            case 12:
                yield from _groups(data, at)
            case _:
                continue


def _segments(data: bytes, at: int) -> Iterator[int]:
    """Format 4: runs of the basic plane; a run may map some of its points to no glyph."""
    (double,) = struct.unpack_from(">H", data, at + 6)
    ends, starts = at + 14, at + 16 + double
    deltas, offsets = starts + double, starts + 2 * double
    for n in range(0, double, 2):
        last, first = _u16(data, ends + n), _u16(data, starts + n)
        delta, offset = _u16(data, deltas + n), _u16(data, offsets + n)
        for point in range(first, last + 1):
            glyph = point if offset == 0 else _u16(data, offsets + n + offset + 2 * (point - first))
            if glyph and (glyph + delta) & 0xFFFF and point != 0xFFFF:
                yield point


def _groups(data: bytes, at: int) -> Iterator[int]:
    """Format 12: runs over all planes."""
    (count,) = struct.unpack_from(">I", data, at + 12)
    for n in range(min(count, _MAX_GROUPS)):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * n)
        yield from range(first + (glyph == 0), min(last, 0x10FFFF) + 1)


def _u16(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])
