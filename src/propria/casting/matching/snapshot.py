"""Values made of arrays on disk: one file that is mapped, never read whole. Which file holds what is said elsewhere.

The file is a head of 128 bytes (format, where the index begins, how long it is, its SHA-256), the arrays, each at a multiple of
64 bytes, and the index: JSON of everything else and of where each array lies. It is written aside, flushed and renamed, so that
a reader sees the old file or the new one; a file that is cut, or whose index is not the one that was written, is refused. It is
made anew from the library at any time; it is no record.
"""

import dataclasses
import json
import os
import struct
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.clauses import Clauses
from propria.casting.matching.columns import Columns, Fees, Slot
from propria.casting.matching.lines import RedLines
from propria.casting.matching.planes import Planes
from propria.casting.matching.postings import Codes, Ranged
from propria.casting.matching.segment import Segment
from propria.casting.matching.sieve import Sieve
from propria.kernel.errors import Malformed, PropriaError
from propria.kernel.money import Money
from propria.kernel.time import Instant, instant, wire
from propria.plumbing.files import flush_folder
from propria.scope import ANY, Duties, Interval, Quota, Scope
from propria.scope.values import Anything

FORMAT = "propria-casting-5"
SUFFIX, ASIDE = ".snapshot", ".snapshot-aside"
_ALIGNED = 64
_HEAD = struct.Struct("<32sQQ32s48x")
_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        Clauses,
        Codes,
        Columns,
        Duties,
        Fees,
        Money,
        Planes,
        Quota,
        Ranged,
        RedLines,
        Segment,
        Sieve,
        Slot,
    )
}


def save(value: Any, file: Path, about: Mapping[str, Any] | None = None) -> int:
    """Write a value (segments, arrays, plain values, lists and maps of them) and what is said about it; the file's bytes.

    Raises: OSError, also where what was written aside was taken away meanwhile.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = file.with_suffix(ASIDE)
    places: list[dict[str, Any]] = []
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(bytes(_HEAD.size))

        def put(array: NDArray[Any]) -> int:
            out.write(b"\0" * (-out.tell() % _ALIGNED))
            places.append({"at": out.tell(), "dtype": array.dtype.str, "shape": array.shape})
            out.write(np.ascontiguousarray(array).data)
            return len(places) - 1

        said = _said(value, put)
        index = json.dumps(
            {"about": dict(about or {}), "arrays": places, "value": said}, ensure_ascii=False
        ).encode("utf-8", "surrogatepass")
        begins = out.tell()
        out.write(index)
        out.seek(0)
        out.write(_HEAD.pack(FORMAT.encode(), begins, len(index), sha256(index).digest()))
        out.flush()
        os.fsync(out.fileno())
    aside.replace(file)
    flush_folder(file.parent)
    return begins + len(index)


def load(file: Path) -> tuple[Mapping[str, Any], Any]:
    """What is said about a value, and the value, mapped: changes to it stay in memory.

    Raises: Malformed(`casting.snapshot_unreadable`).
    """
    try:
        index = _index(file)
        raw = np.memmap(file, np.uint8, "c")
        arrays = [_array(raw, place) for place in index["arrays"]]
        return index["about"], _meant(index["value"], arrays)
    except (OSError, ValueError, KeyError, TypeError, IndexError, struct.error, PropriaError) as error:
        raise _unreadable(error) from error


def about(file: Path) -> Mapping[str, Any]:
    """What is said about the value of a file. Raises: Malformed(`casting.snapshot_unreadable`)."""
    try:
        found: Mapping[str, Any] = _index(file)["about"]
    except (OSError, ValueError, KeyError, struct.error) as error:
        raise _unreadable(error) from error
    return found


def _unreadable(error: Exception) -> Malformed:
    return Malformed(
        "casting.snapshot_unreadable", "That is no whole snapshot; make it anew.", why=str(error)
    )


def _index(file: Path) -> dict[str, Any]:
    """The index of a whole file. Raises: OSError, ValueError, struct.error."""
    with file.open("rb") as read:
        form, begins, length, digest = _HEAD.unpack(read.read(_HEAD.size))
        if form.rstrip(b"\0") != FORMAT.encode():
            raise ValueError("another format")
        if os.fstat(read.fileno()).st_size != begins + length:
            raise ValueError("another size")
        read.seek(begins)
        index = read.read(length)
    if sha256(index).digest() != digest:
        raise ValueError("another index")
    found: dict[str, Any] = json.loads(index.decode("utf-8", "surrogatepass"))
    return found


def _array(raw: NDArray[np.uint8], place: Mapping[str, Any]) -> NDArray[Any]:
    kind, shape = np.dtype(place["dtype"]), tuple(place["shape"])
    size = kind.itemsize * int(np.prod(shape, dtype=np.int64))
    return np.asarray(raw[place["at"] : place["at"] + size]).view(kind).reshape(shape)


def _said(value: Any, put: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case np.ndarray():
            return {"array": put(value)}
        case Anything():
            return {"any": True}
        case Interval():
            return {"span": [value.start, value.end]}
        case Scope():
            return {"scope": value.to_json()}
        case Instant():
            return {"instant": wire(value)}
        case frozenset():
            return {"set": sorted(value)}
        case list() | tuple():
            return {"list": [_said(one, put) for one in value]}
        case Mapping():
            return {"map": {name: _said(one, put) for name, one in value.items()}}
        case _ if dataclasses.is_dataclass(value) and type(value).__name__ in _KINDS:
            parts = {f.name: _said(getattr(value, f.name), put) for f in dataclasses.fields(value)}
            return {"made": type(value).__name__, "of": parts}
    raise TypeError(f"{type(value).__name__} is not kept in a snapshot")


def _meant(said: Any, arrays: list[NDArray[Any]]) -> Any:
    match said:
        case {"array": place}:
            return arrays[place]
        case {"any": True}:
            return ANY
        case {"span": [start, end]}:
            return Interval(start, end)
        case {"scope": raw}:
            return Scope.from_json(raw)
        case {"instant": raw}:
            return instant(raw)
        case {"set": items}:
            return frozenset(items)
        case {"list": items}:
            return tuple(_meant(one, arrays) for one in items)
        case {"map": items}:
            return {name: _meant(one, arrays) for name, one in items.items()}
        case {"made": name, "of": parts}:
            return _KINDS[name](**{key: _meant(one, arrays) for key, one in parts.items()})
    return said
