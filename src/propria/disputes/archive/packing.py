"""A ZIP file as a stream: entry by entry, never whole in memory or on disk. Pure but for what its entries read."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from propria.kernel.time import Instant

INDEX = "index.json"
_SQUEEZED = (".json", ".csv", ".txt")


@dataclass(frozen=True)
class Entry:
    """One file of an archive: its name inside, and its bytes when they are asked for."""

    name: str
    read: Callable[[], Iterable[bytes]]


class _Pipe(io.RawIOBase):
    """What was written since it was last taken; it cannot be sought, so sizes follow their entries."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: object) -> int:
        """Keep it until it is taken."""
        piece = bytes(data)  # type: ignore[call-overload]
        self._held.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """All of it, once."""
        held, self._held = self._held, []
        return b"".join(held)


def zipped(entries: Iterable[Entry], *, at: Instant, done: Callable[[str], None]) -> Iterator[bytes]:
    """The entries in order, and at the end `index.json` with the SHA-256 and size of each; `done` hears of each.

    Raises: what an entry's `read` raises.
    """
    pipe, index = _Pipe(), []
    with zipfile.ZipFile(pipe, "w", allowZip64=True) as target:
        for entry in entries:
            digest, size_bytes = hashlib.sha256(), 0
            with target.open(_info(entry.name, at), "w", force_zip64=True) as inside:
                for chunk in entry.read():
                    digest.update(chunk)
                    size_bytes += len(chunk)
                    inside.write(chunk)
                    yield pipe.taken()
            index.append({"name": entry.name, "sha256": digest.hexdigest(), "size_bytes": size_bytes})
            done(entry.name)
            yield pipe.taken()
        target.writestr(_info(INDEX, at), json.dumps(index, ensure_ascii=False, indent=1))
    yield pipe.taken()


def _info(name: str, at: Instant) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    info.compress_type = zipfile.ZIP_DEFLATED if name.endswith(_SQUEEZED) else zipfile.ZIP_STORED
    return info
