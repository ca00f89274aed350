"""A log as static files (C2SP tlog-tiles): paths, tile bytes, entry bundles, and reading them back."""

import re
from collections.abc import Callable, Iterator, Sequence

from propria.kernel.errors import Malformed, NotFound
from propria.proofs.merkle import HASH_SIZE_BYTES, Subtree, node_hash

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
MAX_ENTRY_SIZE_BYTES = 65_535
_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?\Z"
)
Fetch = Callable[[str], bytes | None]
"""path → the file's bytes, or None where there is no such file."""


def tile_path(level: int | str, index: int, *, width: int = TILE_WIDTH) -> str:
    """The path of a tile; level `"entries"` names an entry bundle; a width below 256, a partial tile.

    >>> tile_path(0, 1234067), tile_path("entries", 0, width=8)
    ('tile/0/x001/x234/067', 'tile/entries/000.p/8')
    """
    digits = [f"{index % 1000:03d}"]
    while index := index // 1000:
        digits.append(f"x{index % 1000:03d}")
    path = f"tile/{level}/" + "/".join(reversed(digits))
    return path if width == TILE_WIDTH else f"{path}.p/{width}"


def read_tile_path(path: str) -> tuple[int | str, int, int]:
    """(level, index, width) of a path; level is `"entries"` for entry bundles.

    Raises: Malformed(`proofs.wrong_tile_path`).

    >>> read_tile_path("tile/0/x001/x234/067")
    (0, 1234067, 256)
    """
    found = _PATH.match(path)
    if found is None:
        raise Malformed("proofs.wrong_tile_path", "This is not the path of a tile.")
    level: int | str = found["level"] if found["level"] == "entries" else int(found["level"])
    index, width = int(found["index"].replace("x", "").replace("/", "")), int(found["width"] or TILE_WIDTH)
    if tile_path(level, index, width=width) != path or (isinstance(level, int) and level > 63):
        raise Malformed("proofs.wrong_tile_path", "This is not the path of a tile.")
    return level, index, width


def tile_bytes(level: int, index: int, width: int, subtree: Subtree) -> bytes:
    """The hashes that a tile holds, one after another."""
    first = index * TILE_WIDTH
    return b"".join(subtree(level * TILE_HEIGHT, first + i) for i in range(width))


def new_tiles(old_size: int, new_size: int, subtree: Subtree) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every hash tile to write when a log grows from `old_size` to `new_size`."""
    for level in range((new_size.bit_length() + TILE_HEIGHT - 1) // TILE_HEIGHT + 1):
        for index, width in new_spans(old_size >> level * TILE_HEIGHT, new_size >> level * TILE_HEIGHT):
            yield tile_path(level, index, width=width), tile_bytes(level, index, width, subtree)


def new_spans(old_count: int, new_count: int) -> Iterator[tuple[int, int]]:
    """(tile index, width) of every tile on one level that growth makes or widens."""
    for index in range(old_count // TILE_WIDTH, -(-new_count // TILE_WIDTH)):
        width = min(TILE_WIDTH, new_count - index * TILE_WIDTH)
        if index * TILE_WIDTH + width > old_count:
            yield index, width


def entry_bundle(entries: Sequence[bytes]) -> bytes:
    """The bytes of an entry bundle: each entry after its length in two bytes, big-endian.

    Raises: ValueError for more than 256 entries or one over 65,535 bytes.
    """
    if len(entries) > TILE_WIDTH or any(len(e) > MAX_ENTRY_SIZE_BYTES for e in entries):
        raise ValueError("an entry bundle holds up to 256 entries of up to 65535 bytes")
    return b"".join(len(e).to_bytes(2) + e for e in entries)


def read_entry_bundle(data: bytes) -> list[bytes]:
    """The entries of a bundle. Raises: Malformed(`proofs.wrong_entry_bundle`)."""
    entries, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 2])
        entry = data[at + 2 : at + 2 + size]
        if len(data) - at < 2 + size:
            raise Malformed("proofs.wrong_entry_bundle", "The entry bundle ends in the middle of an entry.")
        entries.append(entry)
        at += 2 + size
    if len(entries) > TILE_WIDTH:
        raise Malformed("proofs.wrong_entry_bundle", "An entry bundle holds up to 256 entries.")
    return entries


def tile_root(tile: bytes) -> bytes:
    """The root of one whole tile, which is a hash of the level above."""
    return _root([tile[at : at + HASH_SIZE_BYTES] for at in range(0, len(tile), HASH_SIZE_BYTES)])


def _root(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(a, b) for a, b in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


class TileReader:
    """Reads hashes and entries of the first `size` leaves from tiles; it trusts nothing it reads.

    Compare `root_of(reader.size, reader.subtree)` with a signed checkpoint before you rely on it.
    """

    def __init__(self, fetch: Fetch, size: int) -> None:
        self._fetch = fetch
        self.size = size
        self._tiles: dict[tuple[int, int], bytes] = {}

    def subtree(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree, from the lowest tile that holds its parts.

        Raises: NotFound(`proofs.tile_missing`), Malformed(`proofs.wrong_tile`).
        """
        tile_level, height = divmod(level, TILE_HEIGHT)
        first = index << height
        tile_index, at = divmod(first, TILE_WIDTH)
        tile = self._tile(tile_level, tile_index)
        count = 1 << height
        hashes = [tile[i * 32 : i * 32 + 32] for i in range(at, at + count)]
        if any(len(h) != HASH_SIZE_BYTES for h in hashes):
            raise NotFound("proofs.tile_missing", "The tile is too narrow for this tree.")
        return _root(hashes)

    def entry(self, index: int) -> bytes:
        """The bytes of entry `index`. Raises: NotFound(`proofs.tile_missing`), Malformed."""
        tile_index, at = divmod(index, TILE_WIDTH)
        entries = read_entry_bundle(self._file("entries", tile_index, self._width(0, tile_index)))
        if at >= len(entries):
            raise NotFound("proofs.tile_missing", "The entry bundle is too short.", index=index)
        return entries[at]

    def _tile(self, level: int, index: int) -> bytes:
        if (level, index) not in self._tiles:
            width = self._width(level, index)
            data = self._file(level, index, width)
            if len(data) < width * HASH_SIZE_BYTES or len(data) % HASH_SIZE_BYTES:
                raise Malformed("proofs.wrong_tile", "The tile has the wrong length.")
            self._tiles[level, index] = data[: width * HASH_SIZE_BYTES]
        return self._tiles[level, index]

    def _width(self, level: int, index: int) -> int:
        count = self.size >> level * TILE_HEIGHT
        return min(TILE_WIDTH, count - index * TILE_WIDTH)

    def _file(self, level: int | str, index: int, width: int) -> bytes:
        if width <= 0:
            raise NotFound("proofs.tile_missing", "The tree of this size has no such tile.")
        for path in (tile_path(level, index, width=width), tile_path(level, index)):
            data = self._fetch(path)
            if data is not None:
                return data
        raise NotFound("proofs.tile_missing", "A tile is missing.", path=path)
