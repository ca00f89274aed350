"""Writes the head as one binary glTF 2.0 file: five surfaces, 52 named morph targets kept sparse, its terms
in `extras`.

Source: Khronos glTF 2.0.1, sections 3.7 (meshes, morph targets) and 4.4 (GLB). The file is the same for the
same head.
"""

import json
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine.pictures import Picture, write_jpeg

_FLOAT, _SHORT = 5126, 5123
_VERTICES, _INDICES = 34962, 34963
_STILL = 2e-5


@dataclass(frozen=True)
class Part:
    """One surface in metres: its mesh, how it moves with each face unit, and a picture or a colour for each
    vertex.
    """

    name: str
    points: NDArray[np.float32]
    normals: NDArray[np.float32]
    triangles: NDArray[np.int64]
    moves: dict[str, NDArray[np.float32]]
    roughness: float
    uv: NDArray[np.float32] | None = None
    texture: Picture | None = None
    colours: NDArray[np.float32] | None = None
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)
    two_sided: bool = False


@dataclass
class _File:
    blob: bytearray = field(default_factory=bytearray)
    views: list[dict[str, Any]] = field(default_factory=list)
    accessors: list[dict[str, Any]] = field(default_factory=list)
    images: list[dict[str, Any]] = field(default_factory=list)
    textures: list[dict[str, Any]] = field(default_factory=list)
    materials: list[dict[str, Any]] = field(default_factory=list)

    def view(self, data: bytes, target: int | None = None) -> int:
        self.blob.extend(b"\0" * (-len(self.blob) % 4))
        made: dict[str, Any] = {"buffer": 0, "byteOffset": len(self.blob), "byteLength": len(data)}
        if target is not None:
            made["target"] = target
        self.blob.extend(data)
        self.views.append(made)
        return len(self.views) - 1

    def accessor(self, values: NDArray, kind: str, *, target: int) -> int:
        component = _SHORT if values.dtype == np.uint16 else _FLOAT
        count = values.size if kind == "SCALAR" else len(values)
        made = {
            "bufferView": self.view(values.tobytes(), target),
            "componentType": component,
            "count": count,
            "type": kind,
        }
        if kind == "VEC3" and target == _VERTICES:
            made |= {"min": values.min(0).tolist(), "max": values.max(0).tolist()}
        self.accessors.append(made)
        return len(self.accessors) - 1

    def sparse(self, values: NDArray[np.float32]) -> int:
        """A morph target: only the vertices that move, the rest zero."""
        moved = np.flatnonzero(np.abs(values).max(1) > _STILL).astype("<u2")
        kept = values[moved]
        low = np.minimum(kept.min(0, initial=0), 0) if len(moved) < len(values) else kept.min(0)
        high = np.maximum(kept.max(0, initial=0), 0) if len(moved) < len(values) else kept.max(0)
        made: dict[str, Any] = {"componentType": _FLOAT, "count": len(values), "type": "VEC3"}
        made |= {"min": low.tolist(), "max": high.tolist()}
        if len(moved):
            made["sparse"] = {
                "count": len(moved),
                "indices": {"bufferView": self.view(moved.tobytes()), "componentType": _SHORT},
                "values": {"bufferView": self.view(kept.tobytes())},
            }
        self.accessors.append(made)
        return len(self.accessors) - 1

    def material(self, part: Part) -> int:
        look: dict[str, Any] = {"metallicFactor": 0, "roughnessFactor": part.roughness}
        if part.texture is not None:
            jpeg = write_jpeg(part.texture)
            self.images.append({"bufferView": self.view(jpeg), "mimeType": "image/jpeg", "name": part.name})
            self.textures.append({"source": len(self.images) - 1, "sampler": 0})
            look["baseColorTexture"] = {"index": len(self.textures) - 1}
        else:
            look["baseColorFactor"] = [*part.colour, 1.0]
        made: dict[str, Any] = {"name": part.name, "pbrMetallicRoughness": look}
        if part.two_sided:
            made["doubleSided"] = True
        self.materials.append(made)
        return len(self.materials) - 1

    def primitive(self, part: Part, names: tuple[str, ...]) -> dict[str, Any]:
        attributes = {
            "POSITION": self.accessor(part.points.astype("<f4"), "VEC3", target=_VERTICES),
            "NORMAL": self.accessor(part.normals.astype("<f4"), "VEC3", target=_VERTICES),
        }
        if part.uv is not None and part.texture is not None:
            attributes["TEXCOORD_0"] = self.accessor(part.uv.astype("<f4"), "VEC2", target=_VERTICES)
        if part.colours is not None:
            attributes["COLOR_0"] = self.accessor(part.colours.astype("<f4"), "VEC3", target=_VERTICES)
        still = np.zeros_like(part.points, np.float32)
        return {
            "attributes": attributes,
            "indices": self.accessor(part.triangles.astype("<u2").ravel(), "SCALAR", target=_INDICES),
            "material": self.material(part),
            "targets": [
                {"POSITION": self.sparse(part.moves.get(name, still).astype("<f4"))} for name in names
            ],
        }


def write_glb(parts: tuple[Part, ...], *, name: str, units: tuple[str, ...], extras: dict[str, str]) -> bytes:
    """The parts as one mesh that moves with `units`; `extras` goes into the asset (licence pointer,
    makers).
    """
    file = _File()
    primitives = [file.primitive(part, units) for part in parts]
    tree = {
        "asset": {"version": "2.0", "generator": "Propria embedded engine", "extras": extras},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": name}],
        "meshes": [
            {
                "name": name,
                "primitives": primitives,
                "weights": [0.0] * len(units),
                "extras": {"targetNames": list(units)},
            }
        ],
        "materials": file.materials,
        "textures": file.textures,
        "samplers": [{"magFilter": 9729, "minFilter": 9987, "wrapS": 33071, "wrapT": 33071}],
        "images": file.images,
        "accessors": file.accessors,
        "bufferViews": file.views,
    }
    file.blob.extend(b"\0" * (-len(file.blob) % 4))
    tree["buffers"] = [{"byteLength": len(file.blob)}]
    text = json.dumps(tree, separators=(",", ":"), sort_keys=True).encode()
    text += b" " * (-len(text) % 4)
    size = 12 + 8 + len(text) + 8 + len(file.blob)
    header = struct.pack("<4sII", b"glTF", 2, size)
    return (
        header
        + struct.pack("<I4s", len(text), b"JSON")
        + text
        + struct.pack("<I4s", len(file.blob), b"BIN\0")
        + file.blob
    )
