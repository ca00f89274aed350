"""Eyes and teeth that look alive: an iris painted in the performer's own colour, and teeth that darken
inwards.
"""

import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine.landmarks import Landmarks
from propria.replicas.engine.makehuman import Head
from propria.replicas.engine.pictures import Picture, sampled

_SIZE = 256
_IRIS = 0.46
_WHITE = np.array([214.0, 206.0, 200.0])
_EDGE = np.array([150.0, 112.0, 104.0])
_TOOTH, _GUM = np.array([0.66, 0.61, 0.54]), np.array([0.36, 0.16, 0.16])


def iris_colour(picture: Picture, face: Landmarks) -> NDArray[np.float64]:
    """The middle colour of both irises, 0 to 255, without pupil, lashes and highlights."""
    found = []
    for middle, rim in ((468, (469, 470, 471, 472)), (473, (474, 475, 476, 477))):
        centre = face.points[middle, :2]
        radius = float(np.linalg.norm(face.points[list(rim), :2] - centre, axis=1).mean())
        turns, reaches = np.meshgrid(np.linspace(-0.6, np.pi + 0.6, 40), np.linspace(0.45, 0.8, 6))
        off = np.stack([np.cos(turns), np.sin(turns)], -1).reshape(-1, 2) * reaches.reshape(-1, 1) * radius
        found.append(sampled(picture, centre + off))
    colours = np.concatenate(found)
    light = colours.sum(1)
    return np.median(colours[(light > np.percentile(light, 25)) & (light < np.percentile(light, 80))], 0)


def eye_texture(colour: NDArray[np.float64]) -> Picture:
    """An eyeball seen from the front: white, iris with fibres and a dark rim, pupil and one highlight."""
    rows, columns = np.mgrid[:_SIZE, :_SIZE]
    x, y = (columns + 0.5) / _SIZE * 2 - 1, (rows + 0.5) / _SIZE * 2 - 1
    reach, turn = np.hypot(x, y), np.arctan2(y, x)
    noise = np.random.default_rng(11)
    fibres = sum(
        noise.normal(0, 1) * np.cos(k * turn + noise.uniform(0, 6.3)) for k in range(9, 40)
    ) / np.sqrt(31)
    share = np.clip((reach - 0.55) / 0.45, 0, 1)[..., None]
    picture = _WHITE * (1 - share) + _EDGE * share
    lit = np.clip(1.12 + 0.10 * fibres + 0.35 * y * (reach < _IRIS), 0.6, 1.7)[..., None]
    iris = np.clip(colour * lit, 0, 255)
    iris *= np.clip((1.04 - reach / _IRIS) / 0.22, 0.35, 1)[..., None]
    inside = np.clip((_IRIS - reach) / 0.03, 0, 1)[..., None]
    picture = picture * (1 - inside) + iris * inside
    pupil = np.clip((0.19 - reach) / 0.03, 0, 1)[..., None]
    picture = picture * (1 - pupil) + np.array([9.0, 8.0, 8.0]) * pupil
    picture *= np.clip(0.62 + (y + 1) * 0.45, 0.62, 1)[..., None]
    shine = np.exp(-(((x + 0.17) / 0.085) ** 2 + ((y + 0.2) / 0.085) ** 2))[..., None]
    return np.asarray(np.clip(picture * (1 - 0.9 * shine) + 240 * 0.9 * shine, 0, 255), np.uint8)


def with_eye_places(head: Head) -> Head:
    """The head with both eyeballs' texture coordinates taken from the front."""
    uv = head.uv.copy()
    eyes = head.vertices_of("eye")
    for side in (-1, 1):
        one = eyes[head.points[eyes, 0] * side > 0]
        low, high = head.points[one].min(0), head.points[one].max(0)
        middle, radius = (low + high) / 2, float((high - low)[:2].max()) / 2
        off = (head.points[one] - middle) / radius
        flat = np.linalg.norm(off[:, :2], axis=1, keepdims=True)
        behind = off[:, 2:] < 0
        places = np.where(behind, off[:, :2] / np.maximum(flat, 1e-6) * np.maximum(flat, 0.97), off[:, :2])
        uv[one] = 0.5 + 0.5 * np.clip(places * [1, -1], -0.99, 0.99)
    return Head(head.points, uv, head.triangles, head.materials, head.source, head.units, head.patches)


def tooth_colours(head: Head) -> NDArray[np.float64]:
    """A colour for each vertex (0 to 1): teeth darker inwards and gums where they root; other vertices
    white.
    """
    colours = np.ones((len(head.points), 3))
    at = head.vertices_of("teeth")
    points = head.points[at]
    middle = (points[:, 1].min() + points[:, 1].max()) / 2
    inwards = np.clip((points[:, 2].max() - points[:, 2]) / max(float(np.ptp(points[:, 2])), 1e-6), 0, 1)[
        :, None
    ]
    for part in (points[:, 1] >= middle, points[:, 1] < middle):
        span = max(float(np.ptp(points[part, 1])), 1e-6)
        root = np.clip((np.abs(points[part, 1] - middle) / span - 0.62) / 0.2, 0, 1)[:, None]
        colours[at[part]] = (_TOOTH * (1 - root) + _GUM * root) * (1 - 0.75 * inwards[part])
    return colours
