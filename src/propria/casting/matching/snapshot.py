"""A segment on disk: one file of arrays that is mapped, never read whole, and one of everything else.

A snapshot is made anew from the library at any time; it is no record. `arrays.bin` is replaced before
`index.json`, which names its size, so that a half-written snapshot is refused.
"""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.clauses import Clauses
from propria.casting.matching.columns import Columns, Slot
from propria.casting.matching.lines import RedLines
from propria.casting.matching.planes import Planes
from propria.casting.matching.postings import Codes, Ranged
from propria.casting.matching.segment import Segment
from propria.casting.matching.sieve import Sieve
from propria.kernel.errors import Malformed
from propria.kernel.time import Instant, instant, wire
from propria.scope import ANY, Duties, Interval, Quota, Scope
from propria.scope.values import Anything

FORMAT = "propria-casting-3"
_ALIGNED = 64
_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (Clauses, Codes, Columns, Duties, Planes, Quota, Ranged, RedLines, Segment, Sieve, Slot)
}


def save(segment: Segment, folder: Path) -> int:
    """Write a segment; how many bytes its arrays take."""
    folder.mkdir(parents=True, exist_ok=True)
    writing = folder / "arrays.new"
    places: list[dict[str, Any]] = []
    with writing.open("wb") as out:

        def put(array: NDArray[Any]) -> int:
            out.write(b"\0" * (-out.tell() % _ALIGNED))
            places.append({"at": out.tell(), "dtype": array.dtype.str, "shape": array.shape})
            out.write(np.ascontiguousarray(array).data)
            return len(places) - 1

        said = _said(segment, put)
        size = out.tell()
    writing.replace(folder / "arrays.bin")
    index = {"format": FORMAT, "size": size, "arrays": places, "segment": said}
    (folder / "index.new").write_text(json.dumps(index, ensure_ascii=False), "utf-8")
    (folder / "index.new").replace(folder / "index.json")
    return size


def load(folder: Path) -> Segment:
    """Map a segment. Changes to it stay in memory. Raises: Malformed(`casting.snapshot_unreadable`)."""
    try:
        index = json.loads((folder / "index.json").read_text("utf-8"))
        if index["format"] != FORMAT or (folder / "arrays.bin").stat().st_size != index["size"]:
            raise ValueError("another format or size")
        raw = np.memmap(folder / "arrays.bin", np.uint8, "c")
        arrays = [_array(raw, place) for place in index["arrays"]]
        found = _meant(index["segment"], arrays)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise Malformed(
            "casting.snapshot_unreadable", "That is no whole snapshot; make it anew.", why=str(error)
        ) from error
    assert isinstance(found, Segment)
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
