"""Draws every frame of a clip by warping its rendered key frames along the exact motion of the figure.

Nothing is estimated: where each vertex is in each frame is known from the pose. Mouth, eyes and the
rest of the head take their pixels from the keys that are nearest in that part's own shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

BASE_VERTICES, BODY_VERTICES = 19_158, 13_380
CELL_PIXELS = 2
BEHIND = 0.12  # points this much (in 10 cm) behind their neighbourhood's nearest are hidden
NEAREST_KEYS = 3
PARTS = ("head", "mouth", "eyes")
SERVES = {"head": PARTS, "face": ("mouth", "eyes")}
# how far (in cells) the motion of a point spreads: hair lies over skin, so the head needs a wider mean
REACH = {"head": 3.0, "mouth": 1.2, "eyes": 1.2}


@dataclass(frozen=True)
class Clip:
    """A planned clip; `pictures` has, for every part, its key pictures (float BGR) by frame number."""

    pictures: dict[str, dict[int, np.ndarray]]
    tracks: np.ndarray
    features: dict[str, np.ndarray]
    mouth: np.ndarray
    eyes: np.ndarray


def load(scratch: Path, key: str) -> Clip:
    """Read the plan and the keys rendered so far; a face serves mouth and eyes, a whole head every part."""
    plan = np.load(scratch / f"{key}-plan.npz")
    pictures: dict[str, dict[int, np.ndarray]] = {part: {} for part in PARTS}
    for path in sorted((scratch / f"{key}-rendered").glob("*.png")):
        part, number = path.stem.split("-", 1)
        for served in SERVES.get(part, ()):
            pictures[served][int(number)] = cv2.imread(str(path)).astype(np.float32)
    visible = np.r_[0:BODY_VERTICES, BASE_VERTICES : plan["tracks"].shape[1]]
    mouth, eyes = (points[points < BODY_VERTICES] for points in (plan["mouth_points"], plan["eyes_points"]))
    return Clip(pictures, plan["tracks"][:, visible], {part: plan[part] for part in PARTS}, mouth, eyes)


def draw(scratch: Path, key: str, *, size: tuple[int, int]) -> None:
    """Write all frames of a clip to `<key>-frames`; rendered whole frames are kept as they are."""
    clip, folder = load(scratch, key), scratch / f"{key}-frames"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(len(clip.tracks)):
        picture = clip.pictures["head"].get(number)
        picture = frame(clip, number, size) if picture is None else picture
        cv2.imwrite(str(folder / f"{number:04d}.png"), np.clip(picture + 0.5, 0, 255).astype(np.uint8))


def frame(clip: Clip, number: int, size: tuple[int, int]) -> np.ndarray:
    """One frame (height, width, 3) blended from its nearest keys, part by part."""
    now = clip.tracks[number]
    shown = _visible(now, size)
    mixed = {}
    for part, pictures in clip.pictures.items():
        shares = _shares(clip.features[part], number, np.array(sorted(pictures)))
        warped = [
            w * _warp(pictures[k], now[shown], clip.tracks[k][shown], size, reach=REACH[part])
            for k, w in shares.items()
        ]
        mixed[part] = np.sum(warped, axis=0)
    picture = mixed["head"]
    eyes = now[clip.eyes]
    middle = (eyes[:, 0].min() + eyes[:, 0].max()) / 2
    for points in (eyes[eyes[:, 0] < middle], eyes[eyes[:, 0] >= middle]):
        cover = _oval(points, size, grow=1.25)
        picture = picture * (1 - cover) + mixed["eyes"] * cover
    cover = _oval(now[clip.mouth], size, grow=1.35)
    return picture * (1 - cover) + mixed["mouth"] * cover


def _shares(rows: np.ndarray, number: int, keys: np.ndarray) -> dict[int, float]:
    """The nearest keys and their weights, which sum to one and fall steeply with distance."""
    gap = np.linalg.norm(rows[keys] - rows[number], axis=1)
    nearest = np.argsort(gap)[:NEAREST_KEYS]
    weight = 1 / (gap[nearest] ** 4 + 1e-9)
    weight /= weight.sum()
    return {int(keys[k]): float(w) for k, w in zip(nearest, weight, strict=True) if w > 0.02}


def _cells(points: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    shape = (size[1] // CELL_PIXELS, size[0] // CELL_PIXELS)
    column = (points[:, 0] / CELL_PIXELS).astype(int)
    row = (points[:, 1] / CELL_PIXELS).astype(int)
    return row, column, shape


def _visible(points: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Which points are in the picture and not hidden behind nearer ones."""
    row, column, shape = _cells(points, size)
    inside = (row >= 0) & (column >= 0) & (row < shape[0]) & (column < shape[1])
    nearest = np.full(shape, -1e3, np.float32)
    np.maximum.at(nearest, (row[inside], column[inside]), points[inside, 2])
    nearest = cv2.dilate(nearest, np.ones((7, 7), np.uint8))
    shown = np.flatnonzero(inside)
    return shown[points[shown, 2] > nearest[row[shown], column[shown]] - BEHIND]


def _warp(
    picture: np.ndarray, now: np.ndarray, then: np.ndarray, size: tuple[int, int], *, reach: float
) -> np.ndarray:
    """Pull a key picture into this frame: motion of the points, spread smoothly between them."""
    row, column, shape = _cells(now, size)
    sums = np.zeros((*shape, 3), np.float32)
    np.add.at(sums, (row, column), np.c_[then[:, :2] - now[:, :2], np.ones(len(now))].astype(np.float32))
    spread = sum(
        gain * cv2.GaussianBlur(sums, (0, 0), sigma)
        for sigma, gain in ((reach, 1.0), (5.0, 0.02), (16.0, 1e-4))
    )
    motion = spread[..., :2] / (spread[..., 2:] + 1e-9)
    motion = cv2.resize(motion, size, interpolation=cv2.INTER_LINEAR)
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    return cv2.remap(
        picture, x + motion[..., 0], y + motion[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def _oval(points: np.ndarray, size: tuple[int, int], *, grow: float) -> np.ndarray:
    """A soft oval (height, width, 1) over some points."""
    low, high = points[:, :2].min(0), points[:, :2].max(0)
    centre, radius = (low + high) / 2, (high - low) / 2 * grow
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    far = np.sqrt(((x - centre[0]) / radius[0]) ** 2 + ((y - centre[1]) / radius[1]) ** 2)
    return np.clip((1 - far) / 0.3, 0, 1)[..., None]
