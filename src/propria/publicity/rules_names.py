"""What may be asked about a name: its length, and the mark by which somebody is told from others of that name."""

import re

from propria.kernel.errors import Malformed

MAX_NAME_CHARACTERS = 100
_ISNI = re.compile(r"[0-9]{15}[0-9X]\Z")
_DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z")


def asked_name(text: str) -> str:
    """A name as it is looked up. Raises: Malformed(`publicity.name_too_long`)."""
    name = text.strip()
    if len(name) > MAX_NAME_CHARACTERS:
        raise Malformed("publicity.name_too_long", "A name has at most 100 characters.")
    return name


def own_mark(text: str) -> str:
    """An ISNI without spaces, or a domain in lower case; empty where none was given.

    Raises: Malformed(`publicity.mark_unusable`).

    >>> own_mark("0000 0001 2103 2683"), own_mark(" Mina.Example ")
    ('0000000121032683', 'mina.example')
    """
    mark = "".join(text.split()).lower()
    isni = mark.upper().replace("-", "")
    if _ISNI.match(isni):
        return isni
    if mark and not _DOMAIN.match(mark):
        raise Malformed("publicity.mark_unusable", "Give an ISNI of 16 characters or a domain, or neither.")
    return mark
