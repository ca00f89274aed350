"""Bytes that are fetched a part at a time, so that nobody holds all of them. It opens nothing itself."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

AHEAD_BYTES = 1 << 20


@dataclass(frozen=True)
class Ranged:
    """`size_bytes` bytes; `fetch(start, stop)` gives those from `start` up to `stop`, and raises what its source raises."""

    size_bytes: int
    fetch: Callable[[int, int], bytes]

    def open(self) -> io.BufferedReader:
        """A file to read and seek in, with a place of its own; it holds about a mebibyte."""
        return io.BufferedReader(_Reading(self), AHEAD_BYTES)


Bytes: TypeAlias = bytes | Ranged
"""A whole in memory, or one that is fetched as it is read."""


def opened(data: Bytes) -> io.BytesIO | io.BufferedReader:
    """A file to read and seek in.

    >>> opened(Ranged(3, lambda start, stop: b"abc"[start:stop])).read(2)
    b'ab'
    """
    return io.BytesIO(data) if isinstance(data, bytes) else data.open()


def size_of(data: Bytes) -> int:
    """How many bytes they are."""
    return len(data) if isinstance(data, bytes) else data.size_bytes


def whole(data: Bytes) -> bytes:
    """All of it in memory, for what is known to be small or cannot be read in parts."""
    return data if isinstance(data, bytes) else data.fetch(0, data.size_bytes)


def in_parts(data: bytes) -> Ranged:
    """What is in memory, for whoever reads in parts.

    >>> in_parts(b"abc").open().read(2)
    b'ab'
    """
    return Ranged(len(data), lambda start, stop: data[start:stop])


class _Reading(io.RawIOBase):
    def __init__(self, of: Ranged) -> None:
        super().__init__()
        self._of, self._at = of, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._of.size_bytes}[whence]
        if base + offset < 0:
            raise ValueError("there is nothing before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, into: object) -> int:
        view = memoryview(into).cast("B")  # type: ignore[arg-type]
        stop = min(self._at + len(view), self._of.size_bytes)
        piece = self._of.fetch(self._at, stop) if stop > self._at else b""
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
