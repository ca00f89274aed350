"""Protocol-buffer wire format, read and written field by field; knows no schema and needs no generated
code.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from propria.kernel.errors import Malformed

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
_MAX_VARINT_BYTES = 10
Value: TypeAlias = int | bytes


@dataclass(frozen=True)
class Field:
    """One field as it lies on the wire: its number, its wire kind and its raw value."""

    number: int
    kind: int
    value: Value

    @property
    def octets(self) -> bytes:
        """The value of a length-delimited or fixed-width field."""
        if isinstance(self.value, bytes):
            return self.value
        raise Malformed("replicas.weights_unreadable", "expected bytes in a model file")

    @property
    def integer(self) -> int:
        """The value of a varint field, unsigned as on the wire."""
        if isinstance(self.value, int):
            return self.value
        raise Malformed("replicas.weights_unreadable", "expected a number in a model file")

    @property
    def single(self) -> float:
        """The value of a 32-bit field read as a float."""
        return float(struct.unpack("<f", self.octets)[0])


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """One varint at `at` and the offset after it."""
    value = 0
    for count in range(_MAX_VARINT_BYTES):
        octet = data[at + count]
        value |= (octet & 0x7F) << (7 * count)
        if octet < 0x80:
            return value, at + count + 1
    raise Malformed("replicas.weights_unreadable", "a number in a model file never ends")


def fields(data: bytes) -> Iterator[Field]:
    """Every field of a message in order.

    Raises: Malformed(`replicas.weights_unreadable`).
    """
    at, end = 0, len(data)
    while at < end:
        key, at = read_varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == VARINT:
            value: Value
            value, at = read_varint(data, at)
        else:
            if kind == BYTES:
                size, at = read_varint(data, at)
            else:
                size = {FIXED32: 4, FIXED64: 8}.get(kind, -1)
            if size < 0 or at + size > end:
                raise Malformed("replicas.weights_unreadable", "a model file is cut short")
            value, at = data[at : at + size], at + size
        yield Field(number, kind, value)


def varints(data: bytes) -> list[int]:
    """A packed list of varints, unsigned."""
    out, at = [], 0
    while at < len(data):
        value, at = read_varint(data, at)
        out.append(value)
    return out


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def write(*parts: Field) -> bytes:
    """A message made of `parts`, in their order."""
    out = bytearray()
    for part in parts:
        out += _varint(part.number << 3 | part.kind)
        if part.kind == VARINT:
            out += _varint(part.integer)
        else:
            if part.kind == BYTES:
                out += _varint(len(part.octets))
            out += part.octets
    return bytes(out)
