"""An answer that is sent as it is read, so that nobody holds all of it."""

from collections.abc import Iterator, Mapping
from itertools import chain

from litestar.response import Stream


def streamed(
    pieces: Iterator[bytes], media_type: str, *, size_bytes: int, headers: Mapping[str, str] | None = None
) -> Stream:
    """The pieces, which nobody keeps; what is wrong with the first is answered by its code, what comes later breaks it off.

    Raises: what the first piece raises.
    """
    first = next(pieces, b"")
    told = {"cache-control": "no-store", "content-length": str(size_bytes), **(headers or {})}
    return Stream(chain([first], pieces), media_type=media_type, headers=told)
