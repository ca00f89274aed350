"""DER as certificates and time stamps are written in it (X.690): definite lengths, one spelling; it only reads."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from propria.kernel.time import Instant

INTEGER, BITS, OCTETS, OID = 0x02, 0x03, 0x04, 0x06
SEQUENCE, SET, UTC_TIME, GENERALIZED_TIME = 0x30, 0x31, 0x17, 0x18
CONTEXT = 0xA0
"""The tag of a constructed member [0]; [1] is one more."""


@dataclass(frozen=True)
class Item:
    """One value: its tag, its content, and all its bytes as they stood."""

    tag: int
    content: bytes
    raw: bytes

    @cached_property
    def items(self) -> tuple["Item", ...]:
        """The values inside a constructed one. Raises: ValueError."""
        found, at = [], 0
        while at < len(self.content):
            item = _read(self.content, at)
            found.append(item)
            at += len(item.raw)
        return tuple(found)

    def of(self, tag: int) -> "Item":
        """The value itself if it has this tag. Raises: ValueError."""
        if self.tag != tag:
            raise ValueError(f"tag {self.tag:#x} where {tag:#x} is expected")
        return self

    @property
    def number(self) -> int:
        """A whole number. Raises: ValueError."""
        if not self.of(INTEGER).content:
            raise ValueError("a number without digits")
        return int.from_bytes(self.content, signed=True)

    @property
    def bits(self) -> bytes:
        """A bit string of whole bytes. Raises: ValueError."""
        if self.of(BITS).content[:1] != b"\0":
            raise ValueError("a bit string of broken bytes")
        return self.content[1:]

    @property
    def moment(self) -> Instant:
        """A time in UTC; a fraction of a second is cut off. Raises: ValueError."""
        text = self.content.decode("ascii")
        match self.tag:
            case 0x17:
                year = int(text[:2])
                text = f"{1900 + year if year >= 50 else 2000 + year}{text[2:]}"
            case 0x18:
                whole, point, fraction = text[:-1].partition(".")
                if point and not fraction.isdigit():
                    raise ValueError("a fraction without digits")
                text = whole + text[-1:]
            case _:
                raise ValueError("this is no time")
        if len(text) != 15 or not text[:14].isdigit():
            raise ValueError("this is no time in UTC")
        return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def read(data: bytes) -> Item:
    """The one value that these bytes are. Raises: ValueError if bytes follow it, or end early.

    >>> [item.number for item in read(bytes.fromhex("3007020105020200ff")).items]
    [5, 255]
    """
    item = _read(data, 0)
    if len(item.raw) != len(data):
        raise ValueError("bytes follow the value")
    return item


def _read(data: bytes, at: int) -> Item:
    head = data[at : at + 2]
    if len(head) < 2 or head[0] & 0x1F == 0x1F:
        raise ValueError("the value ends early or its tag is a long one")
    start, size = at + 2, head[1]
    if size >= 0x80:
        many = size & 0x7F
        digits = data[start : start + many]
        if not 1 <= many <= 4 or len(digits) < many:
            raise ValueError("the length is of another form")
        start, size = start + many, int.from_bytes(digits)
        if size < 0x80 or digits[0] == 0:
            raise ValueError("the length is not in its one spelling")
    end = start + size
    if end > len(data):
        raise ValueError("the value ends early")
    return Item(head[0], data[start:end], data[at:end])
