"""Grows brows, lashes and beards whose roots ride on the moving face."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import bpy
import materials
import numpy as np
from anatomy import BaseMesh, unit, vertex_normals
from hair import Head, at, curves, scatter
from mathutils import Vector
from mathutils.bvhtree import BVHTree
from roster import Hair, Look

BROW_X = (0.10, 0.20, 0.32, 0.43, 0.55)
BROW_Y = (7.395, 7.43, 7.462, 7.462, 7.40)
# roots and tips of the packaged lash strips on one side of the base mesh: (roots, tips, count, length)
LASH_STRIPS = (
    (
        (14763, 14766, 14762, 14761, 14760, 14743, 14742, 14744, 14745, 14746, 14747, 14748, 14749),
        (14805, 14808, 14807, 14806, 14809, 14816, 14817, 14815, 14814, 14813, 14812, 14811, 14810),
        110,
        1.0,
    ),
    (
        (14765, 14759, 14793, 14758, 14757, 14756, 14755, 14754, 14753, 14752, 14792, 14751),
        (14832, 14833, 14830, 14834, 14835, 14836, 14837, 14838, 14839, 14840, 14831, 14841),
        55,
        0.6,
    ),
)


@dataclass(frozen=True)
class Tuft:
    """Short strands bound to triangles of the base mesh."""

    strands: bpy.types.Object
    points: np.ndarray
    triangles: np.ndarray
    place: np.ndarray

    def follow(self, offsets: np.ndarray) -> None:
        """Move every strand with the skin under its root."""
        moved = self.points + at(self.triangles, self.place, offsets)[:, None]
        self.strands.data.attributes["position"].data.foreach_set("vector", moved.astype("f4").ravel())
        self.strands.data.update_tag()


@dataclass(frozen=True)
class _Bristles:
    """How a tuft looks: directions and lengths of its strands, thickness, lift from the skin and curl."""

    direction: np.ndarray
    length: np.ndarray
    radius: float
    lift: float
    curl: float
    material: bpy.types.Material
    grey: float


def _tuft(
    name: str, head: Head, where: np.ndarray, place: np.ndarray, bristles: _Bristles, rng: np.random.Generator
) -> Tuft:
    triangles = head.triangles[where]
    normals = unit(at(triangles, place, vertex_normals(head.triangles, head.points)))
    roots = np.array(
        [np.array(head.surface.find_nearest(Vector(p))[0]) for p in at(triangles, place, head.points)]
    )
    t = np.linspace(0, 1, 6)[None, :, None]
    flat = unit(bristles.direction - (bristles.direction * normals).sum(1, keepdims=True) * normals)
    phase = rng.uniform(0, 2 * math.pi, (len(roots), 1, 1))
    curl = bristles.curl * np.sin(9 * t + phase) * unit(rng.normal(size=(len(roots), 1, 3)))
    arch = bristles.lift * (t - 0.55 * t**2) * normals[:, None]
    points = (
        roots[:, None]
        + bristles.length[:, None, None] * (t * flat[:, None] + arch + curl)
        + 0.004 * normals[:, None]
    )
    strands = curves(name, points, bristles.radius, bristles.material, rng, grey=bristles.grey)
    return Tuft(strands, points, triangles, place)


def brows(look: Look, head: Head, rng: np.random.Generator) -> list[Tuft]:
    """Both brows; strands rise near the nose and lie flat at the tail."""
    front = BVHTree.FromPolygons(head.rest.tolist(), head.triangles.tolist())
    where, place, direction = [], [], []
    for side in (1, -1):
        for u in rng.beta(1.1, 1.25, int(420 * look.brow)):
            x, y = np.interp(u * 4, range(5), BROW_X), np.interp(u * 4, range(5), BROW_Y)
            thick = 0.031 * (1 - 0.6 * u) * look.brow**0.5 * min(1, 0.5 + 3 * u)
            y += rng.normal() * thick * 0.6
            hit, _, index, _ = front.ray_cast(Vector((side * x, y, 4.0)), Vector((0, 0, -1)))
            if index is None:
                continue
            corners = np.vstack([head.rest[head.triangles[index]].T, [1, 1, 1]])
            where.append(index)
            place.append(np.linalg.lstsq(corners, np.r_[np.array(hit), 1], rcond=None)[0])
            angle = math.radians(52 - 82 * min(1, u * 1.15) + rng.normal() * 11)
            direction.append([side * math.cos(angle), math.sin(angle), -0.25])
    dark = replace(look.hair, melanin=min(1, look.hair.melanin * 0.92 + 0.04))
    bristles = _Bristles(
        np.array(direction),
        rng.uniform(0.04, 0.072, len(where)),
        0.0019,
        0.22,
        0.0,
        materials.strands("brow", dark),
        look.hair.grey * 0.6,
    )
    return [_tuft("brow", head, np.array(where), np.array(place), bristles, rng)]


def beard(look: Look, head: Head, weight: np.ndarray, rng: np.random.Generator) -> Tuft:
    """A full beard with soft edges."""
    where, place = scatter(head.triangles, head.points, weight**1.3, 17_000, rng)
    direction = np.array([0, -1.0, 0.1]) + 0.55 * rng.normal(size=(len(where), 3))
    curl = 0.25 if look.hair.style == "coily" else 0.08
    length = look.beard * rng.uniform(0.5, 1.1, len(where))
    bristles = _Bristles(
        direction, length, 0.0028, 0.7, curl, materials.strands("beard", look.hair), look.hair.grey
    )
    return _tuft("beard", head, where, place, bristles, rng)


@dataclass(frozen=True)
class _Strip:
    roots: np.ndarray
    tips: np.ndarray
    root_at: np.ndarray
    tip_at: np.ndarray
    length: np.ndarray


class Lashes:
    """Upper and lower lashes on both eyes, bound to the packaged strips so that they close with the lids."""

    def __init__(self, mesh: BaseMesh, points: np.ndarray, rng: np.random.Generator) -> None:
        """Grow all lashes."""
        self._strips = []
        for roots, tips, count, length in LASH_STRIPS:
            for mirrored in (False, True):
                left = [(mesh.mirror(i) if mirrored else i) for i in roots]
                right = [(mesh.mirror(i) if mirrored else i) for i in tips]
                at_root = np.sort(rng.uniform(0.3, len(roots) - 1.01, count))
                at_tip = np.clip(at_root + rng.normal(size=count) * 0.15, 0, len(roots) - 1.01)
                size = length * rng.uniform(0.75, 1.1, (count, 1, 1))
                self._strips.append(_Strip(np.array(left), np.array(right), at_root, at_tip, size))
        dark = materials.strands("lash", Hair("lash", melanin=1.0, redness=0.2))
        self.strands = curves("lash", self._points(points), 0.0021, dark, rng, tip=0.1)

    def _points(self, points: np.ndarray) -> np.ndarray:
        strands, q = [], np.linspace(0, 1, 6)[None, :, None]
        for strip in self._strips:
            root, tip = _along(points[strip.roots], strip.root_at), _along(points[strip.tips], strip.tip_at)
            up = np.sign((tip - root)[:, 1].mean()) * np.array([0, 1.0, 0])
            strands.append(
                root[:, None] + strip.length * (q * (tip - root)[:, None] + 0.03 * (q**2 - q) * up)
            )
        return np.concatenate(strands)

    def follow(self, points: np.ndarray) -> None:
        """Move the lashes with the lids."""
        moved = self._points(points).astype("f4").ravel()
        self.strands.data.attributes["position"].data.foreach_set("vector", moved)
        self.strands.data.update_tag()


def _along(line: np.ndarray, position: np.ndarray) -> np.ndarray:
    index, part = position.astype(int), (position % 1)[:, None]
    return line[index] * (1 - part) + line[index + 1] * part
