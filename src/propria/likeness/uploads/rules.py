"""Rules of uploads in parts; pure. Sizes and hashes are said before, and held against what came."""

import hashlib
import re
from collections.abc import Sequence

from propria.kernel.errors import Malformed, Refused
from propria.likeness.uploads.model import (
    MOST_UPLOADS,
    PART_BYTES,
    Part,
    Upload,
    digest_of_parts,
    received_bytes,
)

_DIGEST = re.compile(r"[0-9a-f]{64}")


def announced_size(size_bytes: int, *, most_bytes: int) -> int:
    """A size that is taken. Raises: Refused(`likeness.too_large`, `likeness.empty`)."""
    if size_bytes > most_bytes:
        raise Refused("likeness.too_large", "This file is too large.", most_bytes=most_bytes)
    if size_bytes <= 0:
        raise Refused("likeness.empty", "This file is empty.")
    return size_bytes


def has_room(under_way: int) -> None:
    """Not too many at once. Raises: Refused(`likeness.too_many_uploads`)."""
    if under_way >= MOST_UPLOADS:
        raise Refused(
            "likeness.too_many_uploads", "Finish or drop an upload first.", most_uploads=MOST_UPLOADS
        )


def part_size(upload: Upload, parts: Sequence[Part], offset: int) -> int:
    """How long the part that begins here is: all but the last are of one size.

    Raises: Refused(`likeness.other_offset`) with how much is here, so that the sender goes on from there.
    """
    here = received_bytes(parts)
    if upload.asset_id is not None or offset != here or here >= upload.size_bytes:
        raise Refused("likeness.other_offset", "Go on from where it broke off.", received_bytes=here)
    return min(PART_BYTES, upload.size_bytes - here)


def checked_part(offset: int, body: bytes, wanted_bytes: int, digest: str) -> Part:
    """A part that came whole. Raises: Malformed(`likeness.part_size`, `likeness.part_broken`)."""
    if len(body) != wanted_bytes:
        raise Malformed("likeness.part_size", "This part is not of its size.", wanted_bytes=wanted_bytes)
    found = hashlib.sha256(body).hexdigest()
    if not _DIGEST.fullmatch(digest) or digest != found:
        raise Malformed("likeness.part_broken", "This part is not what was sent; send it again.")
    return Part(offset, len(body), found)


def is_whole(upload: Upload, parts: Sequence[Part], parts_digest: str) -> None:
    """Every byte is here, and the parts are the ones that were sent; an empty digest is not compared.

    Raises: Refused(`likeness.not_whole`, `likeness.other_file`).
    """
    here = received_bytes(parts)
    if here != upload.size_bytes:
        raise Refused("likeness.not_whole", "A part of it is still missing.", received_bytes=here)
    if parts_digest and parts_digest != digest_of_parts(parts):
        raise Refused("likeness.other_file", "What came is not the file that was sent; begin again.")


def is_the_file(digest: str, found: str) -> None:
    """The whole file has the digest that was said, where one was. Raises: Refused(`likeness.other_file`)."""
    if digest and digest != found:
        raise Refused("likeness.other_file", "What came is not the file that was sent; begin again.")
