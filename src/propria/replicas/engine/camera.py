"""Looks at a head: a perspective camera on the -z axis and plain light on skin, eyes, teeth; makes previews
as pictures.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine.pictures import Picture, Points, sampled
from propria.replicas.engine.raster import Coverage, cover

_KEY = np.array([0.35, 0.45, 0.82])
_BACKDROP = ((196, 200, 205), (122, 127, 134))


@dataclass(frozen=True)
class Camera:
    """Turned about the head by yaw and pitch (degrees), at `distance` from `middle`, seeing `focal_px`
    pixels per unit.
    """

    middle: Points
    yaw_degrees: float = 0.0
    pitch_degrees: float = 0.0
    distance: float = 9.0
    focal_px: float = 1500.0
    width: int = 480
    height: int = 600

    def turn(self) -> NDArray[np.float64]:
        """The rotation from the head to the camera."""
        yaw, pitch = np.radians(self.yaw_degrees), np.radians(self.pitch_degrees)
        cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
        return np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]]) @ np.array(
            [[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]]
        )

    def project(self, points: Points) -> Points:
        """Points as x and y in pixels, and z that grows towards the viewer."""
        seen = (points - self.middle) @ self.turn().T
        away = self.distance - seen[:, 2]
        x = self.width / 2 + self.focal_px * seen[:, 0] / away
        y = self.height / 2 - self.focal_px * seen[:, 1] / away
        return np.stack([x, y, 1 / away], 1)


@dataclass(frozen=True)
class Surface:
    """What is drawn: a mesh, a colour for each vertex (0 to 1) or a picture by texture coordinates, and its
    shine.
    """

    points: Points
    normals: Points
    triangles: NDArray[np.int64]
    colours: NDArray[np.float64] | None = None
    texture: Picture | None = None
    uv: NDArray[np.float64] | None = None
    light: float = 0.35
    front_only: bool = True


def _colours(surface: Surface, coverage: Coverage) -> NDArray[np.float64]:
    if surface.texture is not None and surface.uv is not None:
        size = np.array([surface.texture.shape[1], surface.texture.shape[0]])
        at = coverage.interpolated(surface.triangles, surface.uv) * size - 0.5
        return sampled(surface.texture, at) / 255
    colours = surface.colours if surface.colours is not None else np.full((len(surface.points), 3), 0.8)
    return coverage.interpolated(surface.triangles, colours)


def backdrop(width: int, height: int) -> NDArray[np.float64]:
    """A grey studio wall, lighter at the top."""
    share = np.linspace(0, 1, height)[:, None, None]
    top, bottom = (np.array(colour) / 255 for colour in _BACKDROP)
    return np.asarray(np.broadcast_to(top * (1 - share) + bottom * share, (height, width, 3)).copy())


def shoot(surfaces: tuple[Surface, ...], camera: Camera, *, samples: int = 2) -> Picture:
    """A picture of the surfaces, `samples` × `samples` rays a pixel."""
    wide = Camera(
        camera.middle,
        camera.yaw_degrees,
        camera.pitch_degrees,
        camera.distance,
        camera.focal_px * samples,
        camera.width * samples,
        camera.height * samples,
    )
    out = backdrop(wide.width, wide.height)
    nearest = np.full(out.shape[:2], -np.inf)
    turn = wide.turn()
    for surface in surfaces:
        seen = wide.project(surface.points)
        coverage = cover(
            seen,
            surface.triangles,
            width=wide.width,
            height=wide.height,
            margin=1e-4,
            front_only=surface.front_only,
        )
        at = coverage.seen
        if not len(at[0]):
            continue
        depth = coverage.interpolated(surface.triangles, seen[:, 2:])[:, 0]
        normal = coverage.interpolated(surface.triangles, surface.normals) @ turn.T
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
        lit = 1 - surface.light + surface.light * (0.45 + 0.75 * np.clip(normal @ _KEY, 0, 1))[:, None]
        colour = np.clip(_colours(surface, coverage) * lit, 0, 1)
        wins = depth > nearest[at]
        rows, columns = at[0][wins], at[1][wins]
        out[rows, columns], nearest[rows, columns] = colour[wins], depth[wins]
    small = cv2.resize(out, (camera.width, camera.height), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small * 255 + 0.5, 0, 255), np.uint8)
