"""Dresses a performer: a knitted top cut from the body's surface, glasses and earrings."""

from __future__ import annotations

import math

import bmesh
import bpy
import materials
import numpy as np
from anatomy import BaseMesh, ramp
from mathutils import Vector
from roster import Rgb

COLLAR_HEIGHT = {"crew": 0.06, "vneck": 0.03, "turtle": 0.16}


def _body_faces(mesh: BaseMesh) -> list[list[int]]:
    faces = []
    for face, group in zip(mesh.faces, mesh.groups, strict=True):
        spot = mesh.rest[face]
        high, throat = spot[:, 1].max(), spot[:, 1].max() > 6.15 and spot[:, 2].max() > 0.9
        if (
            group == "body"
            and spot[:, 1].min() > 3.5
            and high < 6.4
            and not throat
            and np.abs(spot[:, 0]).max() < 2.9
        ):
            faces.append(face)
    return faces


def _neckline(kind: str, rise: float) -> list[tuple[Vector, Vector]]:
    """Planes (point, normal) above which cloth is cut away; a sideways plane cuts its own side only."""
    match kind:
        case "crew":
            return [(Vector((0, 5.98 + rise, 0.3)), Vector((0, 1, 0.36)))]
        case "turtle":
            return [(Vector((0, 6.08 + rise, 0.35)), Vector((0, 1, 0.25)))]
        case _:
            sides = [(Vector((0, 5.50 + rise, 0.3)), Vector((x, 1, 0.34))) for x in (-0.95, 0.95)]
            return [(Vector((0, 5.95 + rise, 0.3)), Vector((0, 1, 0.34))), *sides]


def top(mesh: BaseMesh, points: np.ndarray, kind: str, colour: Rgb) -> bpy.types.Object:
    """A top with the neckline `crew`, `turtle` or `vneck`."""
    faces = _body_faces(mesh)
    used = np.unique(np.concatenate(faces))
    place = {int(old): new for new, old in enumerate(used)}
    shell = bmesh.new()
    vertices = [shell.verts.new(points[i]) for i in used]
    for face in faces:
        shell.faces.new([vertices[place[i]] for i in face])
    moved = points - mesh.rest
    rise = float(np.mean([moved[mesh.nearest(*spot), 1] for spot in ((0, 5.64, 0.7), (0, 5.82, -0.27))]))
    _cut(shell, _neckline(kind, rise))
    _loosen(shell, rise)
    _add_collar(shell, kind, rise)
    data = bpy.data.meshes.new("top")
    shell.to_mesh(data)
    shell.free()
    data.shade_smooth()
    data.materials.append(materials.cloth(colour))
    made = bpy.data.objects.new("top", data)
    bpy.context.collection.objects.link(made)
    thick = made.modifiers.new("thick", "SOLIDIFY")
    thick.thickness, thick.offset = 0.05, 1
    smooth = made.modifiers.new("smooth", "SUBSURF")
    smooth.levels = smooth.render_levels = 2
    return made


def _cut(shell: bmesh.types.BMesh, planes: list[tuple[Vector, Vector]]) -> None:
    whole = shell.verts[:] + shell.edges[:] + shell.faces[:]
    bmesh.ops.bisect_plane(shell, geom=whole, plane_co=(0, 0, 0), plane_no=(1, 0, 0))
    for point, normal in planes:
        faces = [f for f in shell.faces if normal.x == 0 or f.calc_center_median().x * normal.x < 0]
        parts = list({part for f in faces for part in (*f.verts, *f.edges, f)})
        bmesh.ops.bisect_plane(shell, geom=parts, plane_co=point, plane_no=normal, clear_outer=True)


def _loosen(shell: bmesh.types.BMesh, rise: float) -> None:
    shell.normal_update()
    for vertex in shell.verts:
        vertex.co += vertex.normal * (0.03 + 0.05 * float(ramp(5.75, 5.1, vertex.co.y - rise)))
    inner = [v for v in shell.verts if not v.is_boundary and v.co.y < 5.5 + rise]
    for _ in range(4):
        bmesh.ops.smooth_vert(
            shell, verts=inner, factor=0.5, use_axis_x=True, use_axis_y=True, use_axis_z=True
        )


def _add_collar(shell: bmesh.types.BMesh, kind: str, rise: float) -> None:
    def at_neck(edge: bmesh.types.BMEdge) -> bool:
        ends = [v.co for v in edge.verts]
        return edge.is_boundary and min(c.y for c in ends) > 5.0 + rise and max(abs(c.x) for c in ends) < 1.3

    grown = bmesh.ops.extrude_edge_only(shell, edges=[e for e in shell.edges if at_neck(e)])
    band = [g for g in grown["geom"] if isinstance(g, bmesh.types.BMVert)]
    centre = sum((v.co for v in band), Vector()) / max(1, len(band))
    for vertex in band:
        away = vertex.co - centre
        vertex.co = vertex.co + Vector((-away.x * 0.09, COLLAR_HEIGHT[kind], -away.z * 0.09))


def glasses(mesh: BaseMesh, points: np.ndarray, eyes: np.ndarray, colour: Rgb) -> bpy.types.Object:
    """Round wire glasses that sit before the eyes (2, 3)."""
    data = bpy.data.curves.new("frame", "CURVE")
    data.dimensions, data.bevel_depth, data.bevel_resolution = "3D", 0.013, 3
    half_width = points[mesh.nearest(0.68, 7.33, 0.72), 0] + 0.03
    front = points[mesh.nearest(0, 7.3, 1.51), 2] + 0.05

    def draw(path: np.ndarray, closed: bool) -> None:
        line = data.splines.new("POLY")
        line.points.add(len(path) - 1)
        line.use_cyclic_u = closed
        line.points.foreach_set("co", np.c_[path, np.ones(len(path))].astype("f4").ravel())

    turn = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    for eye in eyes:
        side = np.sign(eye[0])
        x = eye[0] + side * 0.03 + 0.245 * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.8
        y = eye[1] - 0.035 + 0.205 * np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** 0.8
        draw(np.c_[x, y, front - 0.16 * (np.abs(x) / 0.5) ** 2], closed=True)
        hinge, edge = eye[0] + side * 0.272, half_width * side
        temple = [
            [hinge, eye[1] + 0.02, front - 0.17],
            [hinge + side * 0.05, eye[1] + 0.03, front - 0.24],
            [edge, eye[1] + 0.02, front - 0.75],
            [edge, eye[1] - 0.05, front - 1.0],
        ]
        draw(np.array(temple), closed=False)
    t = np.linspace(-1, 1, 9)
    bridge = float(np.abs(eyes[:, 0]).mean()) - 0.212
    draw(np.c_[bridge * t, eyes[:, 1].mean() + 0.05 - 0.03 * t**2, front + 0.02 - 0.03 * t**2], closed=False)
    made = bpy.data.objects.new("frame", data)
    data.materials.append(materials.plain("frame", colour, 0.25))
    bpy.context.collection.objects.link(made)
    return made


def earrings(mesh: BaseMesh, points: np.ndarray, colour: Rgb) -> list[bpy.types.Object]:
    """A small metal bead on each ear lobe."""
    metal = materials.plain("metal", colour, 0.2, Metallic=1.0)
    beads = []
    for side in (1, -1):
        lobe = points[mesh.nearest(side * 0.79, 6.90, 0.50)] + np.array([side * 0.03, -0.03, 0.05])
        shape = bmesh.new()
        bmesh.ops.create_uvsphere(shape, u_segments=20, v_segments=12, radius=0.05)
        data = bpy.data.meshes.new("bead")
        shape.to_mesh(data)
        shape.free()
        data.shade_smooth()
        data.materials.append(metal)
        bead = bpy.data.objects.new("bead", data)
        bead.location = lobe
        bpy.context.collection.objects.link(bead)
        beads.append(bead)
    return beads
