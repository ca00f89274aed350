"""Puts one performer into the Blender scene and poses them: face units, head turn and gaze."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import bpy
import facial_hair
import hair
import materials
import numpy as np
import wardrobe
from anatomy import BaseMesh, identity
from mathutils import Matrix, Vector
from mathutils.bvhtree import BVHTree
from regions import Regions, regions, texture_path
from roster import Look

IRIS_ANGLE = math.radians(29)
EYE_SEGMENTS = 48


@dataclass(frozen=True)
class Pose:
    """Face units 0..1 by ARKit name; body, head and gaze angles in degrees (gaze: right, up)."""

    units: dict[str, float] = field(default_factory=dict)
    body: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    gaze: tuple[float, float] = (0.0, 0.0)


class Figure:
    """A performer in the scene."""

    def __init__(self, mesh: BaseMesh, look: Look) -> None:
        """Build body, hair, eyes and clothes; takes about three seconds."""
        self.mesh, self.look = mesh, look
        self._rng = np.random.default_rng(look.seed)
        self.neutral = identity(mesh, look)
        self._root, self._head = _empty("root"), _empty("head")
        self._head.parent = self._root
        still = mesh.head_weight > 0.99
        self.pivot = np.array([0, 6.25, 0.35]) + (self.neutral - mesh.rest)[still].mean(0)
        self._surfaces: list[tuple[bpy.types.Object, np.ndarray, bool]] = []
        body = self._body(regions(mesh, look.hair.recede))
        self._mouth()
        self._grow(body, regions(mesh, look.hair.recede))
        self._eyes()
        self._dress()
        self.take(Pose())

    def _body(self, marks: Regions) -> bpy.types.Object:
        rest, faces = self.mesh.rest, self.mesh.faces
        shown = [
            i
            for i in self.mesh.faces_of("body")
            if rest[faces[i]][:, 1].min() > 3.6 and np.abs(rest[faces[i]][:, 0]).max() < 2.9
        ]
        material = materials.skin(self.look, texture_path(self.mesh, "lips"))
        return self._surface("skin", shown, material, follows_head=False, masks=vars(marks))

    def _mouth(self) -> None:
        rest = self.mesh.rest
        around = np.arctan2(rest[:, 0], rest[:, 2] - 0.95)
        for name, teeth in (("upper", 5.2), ("lower", 6.5)):
            faces = self.mesh.faces_of(f"helper-{name}-teeth")
            # the lower teeth move with the jaw: the face units carry the helper geometry too
            self._surface(
                name, faces, materials.teeth(), follows_head=True, masks={"arc": around * teeth + 0.5}
            )
        tongue = materials.plain("tongue", (0.42, 0.13, 0.12), 0.4)
        self._surface("tongue", self.mesh.faces_of("helper-tongue"), tongue, follows_head=True, masks={})

    def _surface(
        self,
        name: str,
        faces: list[int],
        material: bpy.types.Material,
        *,
        follows_head: bool,
        masks: dict[str, np.ndarray],
    ) -> bpy.types.Object:
        mesh = self.mesh
        used = np.unique(np.concatenate([mesh.faces[i] for i in faces]))
        place = {int(old): new for new, old in enumerate(used)}
        data = bpy.data.meshes.new(name)
        data.from_pydata(self.neutral[used].tolist(), [], [[place[v] for v in mesh.faces[i]] for i in faces])
        data.shade_smooth()
        uv = np.concatenate([mesh.uv_points[mesh.uv_faces[i]] for i in faces])
        data.uv_layers.new(name="UVMap").data.foreach_set("uv", uv.astype("f4").ravel())
        rest = data.attributes.new("rest", "FLOAT_VECTOR", "POINT")
        rest.data.foreach_set("vector", mesh.rest[used].astype("f4").ravel())
        for mask, values in masks.items():
            data.attributes.new(mask, "FLOAT", "POINT").data.foreach_set("value", values[used].astype("f4"))
        data.materials.append(material)
        made = _linked(bpy.data.objects.new(name, data), self._head if follows_head else self._root)
        smooth = made.modifiers.new("smooth", "SUBSURF")
        smooth.levels = smooth.render_levels = 2
        self._surfaces.append((made, used, follows_head))
        return made

    def _grow(self, body: bpy.types.Object, marks: Regions) -> None:
        rest = self.mesh.rest
        corners = [
            self.mesh.faces[i]
            for i in self.mesh.faces_of("body")
            if rest[self.mesh.faces[i]][:, 1].min() > 5.5
        ]
        triangles = np.array([[f[0], f[k], f[k + 1]] for f in corners for k in range(1, len(f) - 1)])
        smooth = body.evaluated_get(bpy.context.evaluated_depsgraph_get())
        shape = smooth.to_mesh()
        surface = BVHTree.FromPolygons(
            [v.co[:] for v in shape.vertices], [p.vertices[:] for p in shape.polygons]
        )
        smooth.to_mesh_clear()
        head = hair.Head(rest, self.neutral, triangles, marks.scalp, surface)
        grown = hair.grow_hair(self.look.hair, head, materials.strands("hair", self.look.hair), self._rng)
        for strands in grown:
            strands.parent = self._head
        self.hair_points = hair.sampled(grown[0], 3000)
        self._tufts = facial_hair.brows(self.look, head, self._rng)
        if self.look.beard:
            self._tufts.append(facial_hair.beard(self.look, head, marks.beard, self._rng))
        self._lashes = facial_hair.Lashes(self.mesh, self.neutral, self._rng)
        for made in [*(tuft.strands for tuft in self._tufts), self._lashes.strands]:
            made.parent = self._head

    def _eyes(self) -> None:
        white, clear = materials.eyeball(self.look.iris), materials.cornea()
        self._eyeballs = []
        for side in "lr":
            spot = self.neutral[self.mesh.vertices_of(f"helper-{side}-eye")]
            low, high = spot.min(0), spot.max(0)
            radius = (high[0] - low[0]) / 2
            eye = _linked(_empty(f"eye-{side}"), self._head)
            eye.location = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2] + radius)
            self._eyeballs.append(eye)
            for name, material in (("ball", white), ("cornea", clear)):
                globe = _linked(_globe(name, radius, material), eye)
                globe.visible_shadow = name == "ball"

    def _dress(self) -> None:
        kind, colour = self.look.top
        wardrobe.top(self.mesh, self.neutral, kind, colour).parent = self._root
        if self.look.glasses:
            places = np.array([eye.location for eye in self._eyeballs])
            wardrobe.glasses(self.mesh, self.neutral, places, self.look.glasses).parent = self._head
        if self.look.earrings:
            for bead in wardrobe.earrings(self.mesh, self.neutral, self.look.earrings):
                bead.parent = self._head

    def head_space(self, pose: Pose) -> np.ndarray:
        """Every vertex of the base mesh with the face units of a pose and the head unturned."""
        points = self.neutral.copy()
        for name, amount in pose.units.items():
            if amount:
                points += amount * self.mesh.face_unit(name)
        return points

    def world(self, pose: Pose) -> np.ndarray:
        """Places in the room of every base vertex, then of the sampled hair (see `hair_points`)."""
        points = self.head_space(pose)
        turn, lean = np.array(_turn(pose)), np.array(Matrix.Rotation(math.radians(pose.body), 3, "Y"))
        turned = (points - self.pivot) @ turn.T + self.pivot
        body = points + self.mesh.head_weight[:, None] * (turned - points)
        hair_places = (self.hair_points - self.pivot) @ turn.T + self.pivot
        return np.concatenate([body, hair_places]) @ lean.T

    def take(self, pose: Pose) -> None:
        """Strike a pose."""
        points = self.head_space(pose)
        turn, pivot = _turn(pose), Vector(self.pivot)
        place = Matrix.Translation(pivot) @ turn.to_4x4() @ Matrix.Translation(-pivot)
        self._head.matrix_local = place
        self._root.matrix_local = Matrix.Rotation(math.radians(pose.body), 4, "Y")
        turned = (points - self.pivot) @ np.array(turn).T + self.pivot
        body = points + self.mesh.head_weight[:, None] * (turned - points)
        for made, used, follows_head in self._surfaces:
            made.data.vertices.foreach_set(
                "co", (points if follows_head else body)[used].astype("f4").ravel()
            )
            made.data.update()
        for tuft in self._tufts:
            tuft.follow(points - self.neutral)
        self._lashes.follow(points)
        for eye in self._eyeballs:
            eye.rotation_euler = (math.radians(-pose.gaze[1]), math.radians(pose.gaze[0]), 0)


def _turn(pose: Pose) -> Matrix:
    """The head's rotation."""
    turn = Matrix.Rotation(math.radians(pose.yaw), 3, "Y") @ Matrix.Rotation(math.radians(pose.pitch), 3, "X")
    return turn @ Matrix.Rotation(math.radians(pose.roll), 3, "Z")


def _empty(name: str) -> bpy.types.Object:
    made = bpy.data.objects.new(name, None)
    bpy.context.collection.objects.link(made)
    return made


def _linked(made: bpy.types.Object, parent: bpy.types.Object) -> bpy.types.Object:
    if made.name not in bpy.context.collection.objects:
        bpy.context.collection.objects.link(made)
    made.parent = parent
    return made


def _globe(name: str, radius: float, material: bpy.types.Material) -> bpy.types.Object:
    """An eyeball with a flat iris, or the clear cornea over it, looking along +z."""
    rings = np.r_[np.linspace(0.001, 0.66, 26), np.linspace(0.75, math.pi, 14)]
    around = np.linspace(0, 2 * math.pi, EYE_SEGMENTS, endpoint=False)
    a, b = np.meshgrid(rings, around, indexing="ij")
    if name == "ball":
        dish = math.cos(IRIS_ANGLE) - 0.02 * (1 - (a / IRIS_ANGLE) ** 2)
        depth, width = np.where(a < IRIS_ANGLE, dish, np.cos(a)), np.sin(a)
    else:
        bulge = 0.075 * np.clip(1 - (a / (IRIS_ANGLE * 1.25)) ** 2, 0, 1) ** 1.2
        depth, width = np.cos(a) * 1.006 + bulge, np.sin(a) * 1.006
    s = EYE_SEGMENTS
    cells = [(i, j) for i in range(len(rings) - 1) for j in range(s)]
    faces = [[i * s + j, (i + 1) * s + j, (i + 1) * s + (j + 1) % s, i * s + (j + 1) % s] for i, j in cells]
    data = bpy.data.meshes.new(name)
    points = radius * np.stack([width * np.cos(b), width * np.sin(b), depth], -1)
    data.from_pydata(points.reshape(-1, 3).tolist(), [], faces)
    if data.polygons[60].normal.dot(data.polygons[60].center) < 0:
        data.flip_normals()
    data.shade_smooth()
    data.attributes.new("from_axis", "FLOAT", "POINT").data.foreach_set(
        "value", (a / IRIS_ANGLE).astype("f4").ravel()
    )
    place = np.stack([np.cos(b) * 3, np.sin(b) * 3, a / IRIS_ANGLE * 0.5], -1)
    data.attributes.new("iris_place", "FLOAT_VECTOR", "POINT").data.foreach_set(
        "vector", place.astype("f4").ravel()
    )
    data.materials.append(material)
    return bpy.data.objects.new(name, data)


def framing_height(figure: Figure) -> float:
    """The camera height that frames head and shoulders."""
    return float(figure.pivot[1] + 0.72)
