"""One small picture while somebody is about to be recorded: where the face is, how it is held and lit; keeps nothing."""

from dataclasses import dataclass

import numpy as np

from propria.replicas.engine.face_points import INNER_LIPS, OUTER_LIPS, OUTLINE
from propria.replicas.engine.faces import find_faces
from propria.replicas.engine.landmarks import landmarks_of
from propria.replicas.engine.pictures import read_picture
from propria.replicas.engine.quality import facing, light, several, shown

_EYES_AND_BROWS = (33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380, 70, 105, 107, 336, 334, 300)
_NOSE_AND_TOP = (1, 6, 98, 327, 103, 10, 332)
DRAWN = np.array([*OUTLINE[::2], *OUTER_LIPS[::2], *INNER_LIPS[::4], *_EYES_AND_BROWS, *_NOSE_AND_TOP])
"""The landmarks that are drawn over a preview."""


@dataclass(frozen=True)
class Glance:
    """What one picture shows; `box` (left, top, width, height) and `points` (x, y) as shares of its width and height."""

    faces: int
    box: tuple[float, float, float, float]
    points: tuple[tuple[float, float], ...]
    facing_degrees: tuple[float, float, float]
    light: dict[str, object]
    expressions: tuple[str, ...]


NOBODY = Glance(0, (0, 0, 0, 0), (), (0, 0, 0), {}, ())


def glance(picture_bytes: bytes) -> Glance:
    """What a JPEG or PNG shows; `facing_degrees` are turn to the performer's left, nod up, tilt to their left.

    Raises: Malformed(`replicas.picture_unreadable`).
    """
    picture = read_picture(picture_bytes)
    faces = find_faces(picture)
    found = landmarks_of(picture, faces[0]) if faces else None
    if found is None:
        return NOBODY
    height, width = picture.shape[:2]
    face = faces[0]
    points = (found.points[DRAWN, :2] / (width, height)).round(4)
    turn, nod, tilt = facing(found)
    return Glance(
        faces=len(faces) if several(faces) else 1,
        box=(face.left / width, face.top / height, face.width / width, face.height / height),
        points=tuple((float(x), float(y)) for x, y in points),
        facing_degrees=(round(turn, 1), round(nod, 1), round(tilt, 1)),
        light=light([(picture, face)]),
        expressions=tuple(sorted(shown(found))),
    )
