"""One CBOR item of definite length, as CTAP2 writes keys and extensions (RFC 8949); no tags, no streams."""

from typing import Any

_MAX_DEPTH = 16
_CONSTANTS = {20: False, 21: True, 22: None}


def read_item(data: bytes) -> Any:
    """The one item that these bytes are; whatever follows it, or stands twice in a map, is refused.

    Numbers with a fraction are read over and given as their bits: nothing here uses one.

    Raises: ValueError.

    >>> read_item(bytes.fromhex("a201022006"))
    {1: 2, -1: 6}
    """
    item, end = _read(data, 0, 0)
    if end != len(data):
        raise ValueError("bytes follow the item")
    return item


def _read(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if at >= len(data) or depth > _MAX_DEPTH:
        raise ValueError("the item ends early or is nested too deeply")
    major, short = data[at] >> 5, data[at] & 31
    argument, at = _argument(data, at + 1, short)
    match major:
        case 0:
            return argument, at
        case 1:
            return -1 - argument, at
        case 2:
            return _take(data, at, argument), at + argument
        case 3:
            return _take(data, at, argument).decode("utf-8"), at + argument
        case 4:
            return _many(data, at, argument, depth)
        case 5:
            return _map(data, at, argument, depth)
        case 7:
            return (_CONSTANTS.get(argument, argument) if short < 24 else argument), at
        case _:
            raise ValueError("tags are not read")


def _argument(data: bytes, at: int, short: int) -> tuple[int, int]:
    if short < 24:
        return short, at
    if short > 27:
        raise ValueError("the length is not definite")
    size = 1 << (short - 24)
    return int.from_bytes(_take(data, at, size), "big"), at + size


def _take(data: bytes, at: int, size: int) -> bytes:
    if at + size > len(data):
        raise ValueError("the item ends early")
    return data[at : at + size]


def _many(data: bytes, at: int, count: int, depth: int) -> tuple[list[Any], int]:
    if count > len(data) - at:
        raise ValueError("the item ends early")
    found = []
    for _ in range(count):
        item, at = _read(data, at, depth + 1)
        found.append(item)
    return found, at


def _map(data: bytes, at: int, count: int, depth: int) -> tuple[dict[Any, Any], int]:
    flat, at = _many(data, at, 2 * count, depth)
    names = flat[::2]
    if any(isinstance(name, list | dict) for name in names) or len(set(names)) != count:
        raise ValueError("a map's names are plain and stand once")
    return dict(zip(names, flat[1::2], strict=True)), at
