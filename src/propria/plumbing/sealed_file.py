"""A file on disk that this process alone can read, for as long as it is open: what is too large for memory and may not be plain.

It has no name and its key is never written down, so nothing of it outlives the process. It keeps nothing.
"""

import io
import os
import struct
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from threading import RLock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from propria.kernel.errors import Unverified
from propria.kernel.ranged import Ranged

PAGE_BYTES = 256 * 1024
HELD_PAGES = 16
PIECE_BYTES = 1 << 20
_SLOT_BYTES = PAGE_BYTES + 16


class SealedFile(io.RawIOBase):
    """Written, read and sought in like any file, by any thread; 4 MiB of it at most are in memory.

    AES-256-GCM by pages of 256 KiB. A page's nonce is its number ‖ how many times it was written, both known to this
    process alone, so that a page that somebody changed, moved or put back is refused.

    Raises: Unverified(`plumbing.cipher_broken`) for such a page.
    """

    def __init__(self) -> None:
        super().__init__()
        self._disk = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
        self._aead = AESGCM(os.urandom(32))
        self._pages: OrderedDict[int, bytearray] = OrderedDict()
        self._changed: set[int] = set()
        self._times: dict[int, int] = {}
        self._at = self._size_bytes = 0
        self._alone = RLock()

    def readable(self) -> bool:
        """It is."""
        return True

    def writable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """The place that is read or written next."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go there; behind the end too, as in any file."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size_bytes}[whence]
        if base + offset < 0:
            raise ValueError("there is nothing before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, into: object) -> int:
        """Fill the buffer from here on; how many bytes there were."""
        view = memoryview(into).cast("B")  # type: ignore[arg-type]
        with self._alone:
            piece = self.fetch(self._at, self._at + len(view))
            self._at += len(piece)
        view[: len(piece)] = piece
        return len(piece)

    def write(self, data: object) -> int:
        """Write all of it from here on."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        with self._alone:
            for number, start, stop in _spans(self._at, self._at + len(view)):
                base = number * PAGE_BYTES - self._at
                self._page(number)[start:stop] = view[base + start : base + stop]
                self._changed.add(number)
            self._at += len(view)
            self._size_bytes = max(self._size_bytes, self._at)
        return len(view)

    def fetch(self, start: int, stop: int) -> bytes:
        """The bytes from `start` up to `stop`, or to the end, wherever the file is read or written."""
        with self._alone:
            within = _spans(start, min(stop, self._size_bytes))
            return b"".join(bytes(self._page(number)[begin:end]) for number, begin, end in within)

    def ranged(self) -> Ranged:
        """What is in it now, to be read in parts while it is open."""
        return Ranged(self._size_bytes, self.fetch)

    def pieces(self) -> Iterator[bytes]:
        """All of it from the beginning, a mebibyte at a time; it is closed at the end, and so gone."""
        with self:
            for start in range(0, self._size_bytes, PIECE_BYTES):
                yield self.fetch(start, start + PIECE_BYTES)

    def close(self) -> None:
        """Let go of it: nothing of it is left that anybody could read."""
        if not self.closed:
            self._pages.clear()
            self._disk.close()
        super().close()

    def _page(self, number: int) -> bytearray:
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._opened(number)
            if len(self._pages) > HELD_PAGES:
                self._put_down(*self._pages.popitem(last=False))
        self._pages.move_to_end(number)
        return page

    def _opened(self, number: int) -> bytearray:
        times = self._times.get(number, 0)
        if not times:
            return bytearray(PAGE_BYTES)
        sealed = os.pread(self._disk.fileno(), _SLOT_BYTES, number * _SLOT_BYTES)
        try:
            return bytearray(self._aead.decrypt(struct.pack(">QI", number, times), sealed, None))
        except (InvalidTag, ValueError):
            raise Unverified("plumbing.cipher_broken", "The file was changed on its disk.") from None

    def _put_down(self, number: int, page: bytearray) -> None:
        if number not in self._changed:
            return
        self._times[number] = times = self._times.get(number, 0) + 1
        sealed = memoryview(self._aead.encrypt(struct.pack(">QI", number, times), page, None))
        done = 0
        while done < _SLOT_BYTES:
            done += os.pwrite(self._disk.fileno(), sealed[done:], number * _SLOT_BYTES + done)
        self._changed.discard(number)


def _spans(start: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """(page, where in it to begin, where to end) for each page between two places.

    >>> list(_spans(PAGE_BYTES - 1, PAGE_BYTES + 2)) == [(0, PAGE_BYTES - 1, PAGE_BYTES), (1, 0, 2)]
    True
    """
    while start < stop:
        number, begin = divmod(start, PAGE_BYTES)
        end = min(PAGE_BYTES, begin + stop - start)
        yield number, begin, end
        start += end - begin
