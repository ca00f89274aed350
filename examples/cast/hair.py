"""Grows head hair: guide strands pushed out of the skull, then thousands of children between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import bpy
import numpy as np
from anatomy import ramp, unit, vertex_normals
from mathutils import Vector
from mathutils.bvhtree import BVHTree
from roster import Hair

GUIDES = 900
POINTS = 18
DOWN = np.array([0.0, -1.0, 0.0])


@dataclass(frozen=True)
class Head:
    """A head as hair sees it: rest and own points, triangles, scalp weight, a surface to stay out of."""

    rest: np.ndarray
    points: np.ndarray
    triangles: np.ndarray
    scalp: np.ndarray
    surface: BVHTree

    @cached_property
    def centre(self) -> np.ndarray:
        """The middle of the upper head."""
        return self.points[(self.rest[:, 1] > 7.1) & (np.arange(len(self.points)) < 13_380)].mean(0)

    @cached_property
    def knot(self) -> np.ndarray:
        """Where tied hair meets at the back."""
        back = np.linalg.norm(self.rest - [0, 8.22, -0.14], axis=1).argmin()
        return self.points[back] + [0, 0.05, -0.05]


def scatter(
    triangles: np.ndarray, points: np.ndarray, weight: np.ndarray, count: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Random places on a mesh, denser where `weight` is high: triangles and barycentric coordinates."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1) * weight[triangles].mean(1)
    chosen = rng.choice(len(triangles), count, p=area / area.sum())
    place = rng.dirichlet((1, 1, 1), count)
    corner = weight[triangles[chosen]]
    kept = rng.random(count) < (corner * place).sum(1) / np.maximum(corner.max(1), 1e-6)
    return chosen[kept], place[kept]


def at(triangles: np.ndarray, place: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Values interpolated at barycentric places."""
    return (values[triangles] * place[..., None]).sum(-2)


def curves(
    name: str,
    points: np.ndarray,
    radius: np.ndarray | float,
    material: bpy.types.Material,
    rng: np.random.Generator,
    *,
    grey: float = 0.0,
    tip: float = 0.25,
) -> bpy.types.Object:
    """A Blender hair object from strands (count, steps, 3)."""
    count, steps = points.shape[:2]
    data = bpy.data.hair_curves.new(name)
    data.add_curves([steps] * count)
    data.attributes["position"].data.foreach_set("vector", points.astype("f4").ravel())
    thick = data.attributes.get("radius") or data.attributes.new("radius", "FLOAT", "POINT")
    profile = 1 - (1 - tip) * np.linspace(0, 1, steps) ** 2
    roots = np.broadcast_to(np.reshape(radius, (-1, 1)), (count, 1))
    thick.data.foreach_set("value", (roots * profile).astype("f4").ravel())
    greys = (rng.random(count) < grey) * rng.uniform(0.6, 1, count)
    for attribute, values in (("rnd", rng.random(count)), ("grey", greys)):
        data.attributes.new(attribute, "FLOAT", "CURVE").data.foreach_set("value", values.astype("f4"))
    made = bpy.data.objects.new(name, data)
    data.materials.append(material)
    bpy.context.collection.objects.link(made)
    return made


@dataclass
class _Tip:
    """The growing end of a guide strand."""

    here: np.ndarray
    normal: np.ndarray
    grown: float
    side: float
    crown: float
    jitter: np.ndarray

    def along(self, direction: np.ndarray) -> np.ndarray:
        """A direction laid onto the skull."""
        return direction - (direction @ self.normal) * self.normal


def _bob(tip: _Tip, t: float, hair: Hair, head: Head, root_normal: np.ndarray) -> tuple[np.ndarray, float]:
    way = root_normal * 0.9 * math.exp(-6 * t)
    way = way + tip.along(np.array([tip.side * 1.1, 0.12, -0.15])) * tip.crown * max(0, 1 - 1.5 * t)
    way = way + DOWN * (0.35 + 1.5 * t) + tip.jitter * 0.06
    across, front = abs(tip.here[0]), tip.here[2] > head.centre[2] + 0.32
    if front:
        way = way + np.array([tip.side * 0.85, 0, -0.75]) * (4.5 if across < 1.0 else 0.9)
    if tip.here[1] < hair.cut + 0.45:
        way = way + np.array([-np.sign(tip.here[0]) * 0.45, 0, -0.12])
    return way, 0.035 + 0.035 * t


def _tied(tip: _Tip, t: float, hair: Hair, head: Head, root_normal: np.ndarray) -> tuple[np.ndarray, float]:
    way = unit(tip.along(head.knot - tip.here)) + root_normal * 0.5 * math.exp(-9 * t) + tip.jitter * 0.05
    return way, 0.045 + 0.03 * t * abs(tip.jitter[1])


def _swept(tip: _Tip, t: float, hair: Hair, head: Head, root_normal: np.ndarray) -> tuple[np.ndarray, float]:
    way = root_normal * 0.45 * (1 - t) + tip.along(np.array([tip.side * 0.9, 0.05, -0.25])) * tip.crown
    way = way + np.array([0, -0.35 * t * tip.crown, 0]) + np.array([0, -0.75, -0.55]) * (1 - tip.crown)
    return way + tip.jitter * 0.08, 0.02 + 0.055 * t * tip.crown


def _crop(tip: _Tip, t: float, hair: Hair, head: Head, root_normal: np.ndarray) -> tuple[np.ndarray, float]:
    way = root_normal * 0.5 * (1 - 0.6 * t) + np.array([tip.side * 0.35, 0.02, 0.5]) * tip.crown
    return way + np.array([0, -0.8, -0.3]) * (1 - tip.crown) + tip.jitter * 0.12, 0.015


def _coily(tip: _Tip, t: float, hair: Hair, head: Head, root_normal: np.ndarray) -> tuple[np.ndarray, float]:
    return root_normal + tip.jitter * 0.25, 0.01


STYLES = {"bob": _bob, "tied": _tied, "swept": _swept, "crop": _crop, "coily": _coily}


def _grow(
    hair: Hair, head: Head, root: np.ndarray, rest: np.ndarray, normal: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """One guide strand from its root, resampled to POINTS steps."""
    parted = hair.part + 0.02 * rng.normal()
    crown = float(ramp(7.55, 8.25, rest[1]))
    tip = _Tip(root.copy(), normal, 0.0, 1.0 if rest[0] > parted else -1.0, crown, rng.normal(size=3))
    long = hair.style in ("bob", "tied")
    short_length = hair.side + (hair.top - hair.side) * float(ramp(7.5, 8.15, rest[1]))
    length = 5.0 if long else short_length * rng.uniform(0.85, 1.1)
    step = 0.07 if long else length / 8
    path = [tip.here.copy()]
    for _ in range(60):
        t = min(1.0, tip.grown / (1.4 if long else length))
        way, clearance = STYLES[hair.style](tip, t, hair, head, normal)
        tip.here = _outside(head, tip, tip.here + unit(way) * step, clearance, step)
        tip.grown += step
        path.append(tip.here.copy())
        cut = hair.style == "bob" and tip.here[1] < hair.cut + 0.07 * tip.jitter[0]
        knotted = hair.style == "tied" and np.linalg.norm(head.knot - tip.here) < 0.14
        if tip.grown >= length or cut or knotted:
            break
    return _resampled(np.array(path))


def _outside(head: Head, tip: _Tip, here: np.ndarray, clearance: float, step: float) -> np.ndarray:
    """Push a point out of the skull to its clearance and remember the surface's normal."""
    surface, normal, _, _ = head.surface.find_nearest(Vector(here))
    if surface is None:
        return here
    tip.normal = np.array(normal)
    gap = (here - np.array(surface)) @ tip.normal
    if gap >= clearance:
        return here
    return here + tip.normal * min(clearance - gap, step * (0.9 if gap > 0 else 3))


def _resampled(path: np.ndarray) -> np.ndarray:
    length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))]
    return np.stack([np.interp(np.linspace(0, length[-1], POINTS), length, path[:, k]) for k in range(3)], 1)


def grow_hair(
    hair: Hair, head: Head, material: bpy.types.Material, rng: np.random.Generator
) -> list[bpy.types.Object]:
    """The hair objects of one head."""
    normals = vertex_normals(head.triangles, head.points)

    def roots(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        where, place = scatter(head.triangles, head.points, head.scalp, count, rng)
        triangles = head.triangles[where]
        return (
            at(triangles, place, head.points),
            at(triangles, place, head.rest),
            unit(at(triangles, place, normals)),
        )

    root, rest, normal = roots(GUIDES)
    guides = np.stack([_grow(hair, head, a, b, c, rng) for a, b, c in zip(root, rest, normal, strict=True)])
    child, child_rest, child_normal = (part[: hair.strands] for part in roots(int(hair.strands * 1.5)))
    strands = _children(hair, guides, root, rest, child, child_rest)
    strands = _styled(hair, strands, rng) - 0.012 * child_normal[:, None]
    centre = head.centre
    before_face = (np.abs(strands[..., 0] - centre[0]) < 0.56) & (strands[..., 2] > centre[2] + 0.5)
    strands = strands[~(before_face & (strands[..., 1] < centre[1] + 0.26)).any(1)]
    radius = rng.uniform(0.0024, 0.0042, len(strands)) * hair.thickness
    made = [curves("hair", strands, radius, material, rng, grey=hair.grey)]
    if hair.style == "tied":
        made.append(curves("bun", _bun(head.knot, rng), 0.005, material, rng, grey=hair.grey))
    return made


def sampled(strands: bpy.types.Object, count: int) -> np.ndarray:
    """Up to `count` points spread over a hair object."""
    positions = strands.data.attributes["position"].data
    places = np.empty(len(positions) * 3, "f4")
    positions.foreach_get("vector", places)
    return places.reshape(-1, 3)[:: max(1, len(positions) // count)].astype(float)


def _children(
    hair: Hair,
    guides: np.ndarray,
    root: np.ndarray,
    rest: np.ndarray,
    child: np.ndarray,
    child_rest: np.ndarray,
) -> np.ndarray:
    """Blend the three nearest guides at every child root; strands do not cross the parting."""
    strands = np.empty((len(child), POINTS, 3))
    side, child_side = rest[:, 0] > hair.part, child_rest[:, 0] > hair.part
    t = np.linspace(0, 1, POINTS)[None, :, None]
    clump = (0.0 if hair.style == "coily" else 0.45) * t**1.5
    relative = guides - root[:, None]
    for start in range(0, len(child), 2000):
        part = slice(start, start + 2000)
        distance = np.linalg.norm(child[part, None] - root[None], axis=2)
        if hair.style in ("bob", "swept"):
            distance = distance + 5.0 * (child_side[part, None] != side[None])
        near = np.argpartition(distance, 3, axis=1)[:, :3]
        close = np.take_along_axis(distance, near, 1)
        weight = 1 / (close + 0.01) ** 2
        weight /= weight.sum(1, keepdims=True)
        own = (relative[near] * weight[..., None, None]).sum(1) + child[part, None]
        nearest = near[np.arange(len(near)), close.argmin(1)]
        strands[part] = own * (1 - clump) + guides[nearest] * clump
    return strands


def _styled(hair: Hair, strands: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Coils, waves, frizz and uneven lengths."""
    count = len(strands)
    t = np.linspace(0, 1, POINTS)[None, :, None]
    u = unit(rng.normal(size=(count, 1, 3)))
    v = unit(np.cross(u, rng.normal(size=(count, 1, 3))))
    phase = rng.uniform(0, 2 * math.pi, (count, 1, 1))
    roots = strands[:, :1]
    if hair.style == "coily":
        coil = 0.018 * (np.sin(17 * t + phase) * u + np.cos(17 * t + phase) * v) + 0.03 * u * t
        strands = strands + coil * np.minimum(1, 4 * t)
        return roots + (strands - roots) * rng.uniform(0.6, 1.1, (count, 1, 1))
    strands = strands + 0.02 * t**2 * rng.normal(size=(count, 1, 3))
    strands = strands + 0.3 * hair.wave * t * np.sin(rng.uniform(5, 8, (count, 1, 1)) * t + phase) * u
    # neighbours wave together: the phase follows the place of the root
    together = 9 * roots[..., :1] + 5 * roots[..., 2:] + 2.0 * np.sin(7 * roots[..., 1:2])
    outward = unit(roots * [1, 0, 1] + 1e-6)
    strands = strands + hair.wave * ramp(0.3, 0.9, t) * np.sin(11 * t + together) * outward
    if hair.style == "tied":
        return strands
    return roots + (strands - roots) * rng.uniform(0.86, 1.04, (count, 1, 1))


def _bun(knot: np.ndarray, rng: np.random.Generator, count: int = 5000) -> np.ndarray:
    """A low bun of wound strands."""
    axis = unit(np.array([0.1, 0.8, -0.6]) + 0.35 * rng.normal(size=(count, 3)))
    first = unit(np.cross(axis, [1, 0.1, 0.2]))
    second = np.cross(axis, first)
    turn = rng.uniform(0, 2 * math.pi, (count, 1, 1)) + np.linspace(0, 3.6, POINTS)[None, :, None]
    size = 0.30 * rng.uniform(0.9, 1.03, (count, 1, 1))
    off = rng.uniform(-0.8, 0.8, (count, 1, 1))
    ring = (
        np.sqrt(1 - off**2) * (np.cos(turn) * first[:, None] + np.sin(turn) * second[:, None])
        + off * axis[:, None]
    )
    return knot + [0, 0.13, -0.12] + size * np.array([1, 0.95, 0.8]) * ring
