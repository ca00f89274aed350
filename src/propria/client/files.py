"""Files on the way in and out: written whole or not at all, and only with the promised SHA-256."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import IO

from propria.kernel.errors import Unverified

CHUNK_BYTES = 1 << 16


def keep(stream: IO[bytes], path: Path, *, sha256: str) -> Path:
    """Write a stream to `path` if its bytes have this SHA-256 (hex); otherwise `path` stays as it was.

    Raises: Unverified(`client.other_bytes`), OSError.
    """
    with _beside(path) as (target, part):
        digest = hashlib.sha256()
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            target.write(chunk)
        target.close()
        if digest.hexdigest() != sha256:
            raise Unverified(
                "client.other_bytes",
                "These are not the bytes that the library sealed.",
                promised=sha256,
                received=digest.hexdigest(),
            )
        os.replace(part, path)
    return path


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex. Raises: OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _beside(path: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """An unfinished file in the same folder; it is gone when the block ends, unless it was moved."""
    handle, name = mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as target:
            yield target, Path(name)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)
