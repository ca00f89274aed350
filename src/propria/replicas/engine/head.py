"""A performer's drivable head from pictures of them: fitted, painted, given hair and eyes, written as
`.glb` with previews.

Pre-visualisation quality, said plainly: hair is one volume, ears and the back of the head are guessed, the
light of the pictures stays on the skin, and depth from near-frontal pictures is part the mesh's own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from propria.replicas.engine.camera import Camera, Surface, shoot
from propria.replicas.engine.coarser import LEVELS, coarser
from propria.replicas.engine.eyes import eye_texture, iris_colour, tooth_colours, with_eye_places
from propria.replicas.engine.glb import Part, write_glb
from propria.replicas.engine.hair import HairShell, hair_shell, trimmed
from propria.replicas.engine.head_fit import fit_head, mesh_landmarks
from propria.replicas.engine.makehuman import METRES_PER_UNIT, Head
from propria.replicas.engine.pictures import Picture
from propria.replicas.engine.port import HEAD
from propria.replicas.engine.silhouette import person_mask
from propria.replicas.engine.texture import View, paint

_ROUGH = {"skin": 0.62, "eye": 0.18, "teeth": 0.4, "tongue": 0.55, "hair": 0.7}
_TONGUE = (0.48, 0.2, 0.2)
_MOST_TURNED = 0.42


@dataclass(frozen=True)
class BuiltHead:
    """A finished head: mesh, hair, its textures, and how far fitted landmarks lie from seen ones (over eye
    distance).
    """

    head: Head
    hair: HairShell
    skin: Picture
    eye: Picture
    macro: str
    landmark_error: float
    views: int


def _turn(view: View) -> float:
    points = view.landmarks.points
    middle = (points[234, 0] + points[454, 0]) / 2
    return float((points[1, 0] - middle) / max(abs(points[454, 0] - points[234, 0]), 1e-6))


def _stirred(view: View) -> float:
    """How far a face is from resting: open lips, smile, blink."""
    points, eyes = view.landmarks.points, view.landmarks.eye_distance_px
    opening = float(np.linalg.norm(points[13, :2] - points[14, :2])) / eyes
    shapes = ("mouthSmileLeft", "mouthSmileRight", "mouthPucker", "jawOpen", "eyeBlinkLeft", "eyeBlinkRight")
    return 4 * opening + sum(view.landmarks.blendshape(name) for name in shapes) / 2


def choose_views(views: tuple[View, ...]) -> tuple[tuple[View, ...], tuple[View, ...]]:
    """The resting views to fit from (best first), and those to paint from: the front one, then one from
    each side.
    """
    level = [view for view in views if abs(_turn(view)) < _MOST_TURNED] or list(views)
    resting = sorted(level, key=lambda v: _stirred(v) + 1.5 * abs(_turn(v)))
    calm = resting[: max(3, len(resting) // 2)]
    front = resting[0]
    left, right = min(calm, key=_turn), max(calm, key=_turn)
    sides = [v for v in (left, right) if abs(_turn(v) - _turn(front)) > 0.06]
    return tuple(resting[: max(1, min(16, len(resting) // 4))]), (front, *sides)


def build_head(views: tuple[View, ...], on_step: Callable[[str], None]) -> BuiltHead:
    """A head from at least one picture of one performer; `on_step` hears `fit` and `texture`.

    Raises: Refused(`replicas.no_face`, `replicas.head_not_read`).
    """
    on_step("fit")
    calm, painted = choose_views(views)
    fitted = fit_head(tuple(view.landmarks for view in calm))
    on_step("texture")
    front = painted[0]
    skin = paint(fitted, painted)
    hair = hair_shell(fitted, front, person_mask(front.picture, front.landmarks))
    keep = trimmed(fitted.head, fitted, hair)
    whole = fitted.head
    head = with_eye_places(replace(whole, triangles=whole.triangles[keep], materials=whole.materials[keep]))
    eye = eye_texture(iris_colour(front.picture, front.landmarks))
    return BuiltHead(head, hair, skin, eye, fitted.macro, fitted.error, len(painted))


def _parts(built: BuiltHead) -> tuple[Part, ...]:
    head, normals, teeth = built.head, built.head.normals(), tooth_colours(built.head)
    middle = np.array([0.0, float(head.points[:, 1].mean()), 0.0])
    out = []
    for material in ("skin", "eye", "teeth", "tongue"):
        at = head.vertices_of(material)
        place = np.zeros(len(head.points), np.int64)
        place[at] = np.arange(len(at))
        out.append(
            Part(
                material,
                ((head.points[at] - middle) * METRES_PER_UNIT).astype(np.float32),
                normals[at].astype(np.float32),
                place[head.of(material)],
                {
                    name: (moved[at] * METRES_PER_UNIT).astype(np.float32)
                    for name, moved in head.units.items()
                },
                _ROUGH[material],
                uv=head.uv[at].astype(np.float32),
                texture={"skin": built.skin, "eye": built.eye}.get(material),
                colours=teeth[at].astype(np.float32) if material == "teeth" else None,
                colour=_TONGUE if material == "tongue" else (1.0, 1.0, 1.0),
            )
        )
    hair = built.hair
    points = ((hair.points - middle) * METRES_PER_UNIT).astype(np.float32)
    shell = Part("hair", points, hair.normals.astype(np.float32), hair.triangles, {}, _ROUGH["hair"])
    return (*out, replace(shell, uv=hair.uv.astype(np.float32), texture=hair.texture, two_sided=True))


def head_files(built: BuiltHead, *, name: str, licence: str) -> dict[str, bytes]:
    """The head as binary glTF with 52 ARKit-named morph targets, whole and in coarser levels, by file name; `licence`
    says where its terms are.
    """
    extras = {"licence": licence, "mesh": "MakeHuman base mesh and Face Units, CC0-1.0", "synthetic": "yes"}
    whole, units = _parts(built), tuple(built.head.units)
    levels = {level: tuple(coarser(part, cell) for part in whole) for level, cell in LEVELS.items()}
    return {
        file: write_glb(parts, name=name, units=units, extras=extras)
        for file, parts in {HEAD: whole, **levels}.items()
    }


def portrait(
    built: BuiltHead, *, yaw_degrees: float = 0.0, units: dict[str, float] | None = None, width: int = 400
) -> Picture:
    """A preview of the head turned to its left by `yaw_degrees`, with face units applied; height is 1.25 of
    width.
    """
    head = built.head.posed(units or {})
    normals = head.normals()
    middle = head.points[head.vertices_of("eye")].mean(0) - np.array([0, 0.35, 0.35])
    camera = Camera(middle, yaw_degrees, focal_px=3.15 * width, width=width, height=round(width * 1.25))
    plain = np.tile(_TONGUE, (len(head.points), 1))
    surfaces = (
        Surface(head.points, normals, head.of("skin"), texture=built.skin, uv=head.uv, light=0.12),
        Surface(head.points, normals, head.of("eye"), texture=built.eye, uv=head.uv, light=0.2),
        Surface(head.points, normals, head.of("teeth"), colours=tooth_colours(head), light=0.3),
        Surface(head.points, normals, head.of("tongue"), colours=plain, light=0.5),
        Surface(
            built.hair.points,
            built.hair.normals,
            built.hair.triangles,
            texture=built.hair.texture,
            uv=built.hair.uv,
            light=0.12,
            front_only=False,
        ),
    )
    return shoot(surfaces, camera)


def recognised_points(built: BuiltHead) -> int:
    """How many landmarks the mesh carries; what the landmark error is measured over."""
    return len(mesh_landmarks().on(built.head))
