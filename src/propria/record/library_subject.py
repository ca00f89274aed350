"""Under which subject the library speaks of itself: its signing page, its keys, its claims."""

import hashlib

from propria.kernel.ids import SubjectId

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LABEL = b"propria/v1/library-subject\0"
_DIGITS = 52


def library_subject(origin: str) -> SubjectId:
    """The subject of what the library says of itself; anybody works it out from the log's name.

    >>> library_subject("library.example")[:4], len(library_subject("library.example"))
    ('sub_', 56)
    """
    number = int.from_bytes(hashlib.sha512(_LABEL + origin.encode()).digest(), "big")
    return SubjectId("sub_" + "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_DIGITS)))
