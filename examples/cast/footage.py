"""Plans and renders talking footage in Blender: every frame, or key frames with the exact motion between.

Rendering each frame of a clip takes hours on a busy small machine. Between key frames the motion of
every vertex is known, not estimated, so `inbetween.py` can draw the other frames by warping the keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from acting import Frame
from figure import Figure, Pose
from studio import CAMERA_DISTANCE, LENS_OVER_SENSOR, Studio

# how many key frames each part of the picture may ask for; only those of the head are whole pictures
BUDGET = {"head": 8, "mouth": 96, "eyes": 36}
# a degree of gaze or of the head's turn, in the units (10 cm) that lips and lids move by
GAZE_DEGREE, TURN_DEGREE = 0.0015, 0.002
MARGIN_PIXELS = 12


@dataclass(frozen=True)
class Plan:
    """What a clip needs.

    `keys`: frame numbers of whole heads and of faces alone; `features`: for head, mouth and eyes the space
    that nearness is measured in, one row a frame; `tracks`: pixel x, y and nearness of every point in
    every frame; `points`: the tracked points that bound mouth and eyes.
    """

    keys: dict[str, list[int]]
    features: dict[str, np.ndarray]
    tracks: np.ndarray
    points: dict[str, np.ndarray]

    def box(self, part: str, number: int) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom pixel of the part of a key that is needed; None for all of it."""
        if part == "head":
            return None
        bounds = np.concatenate([self.points["mouth"], self.points["eyes"]])
        places = self.tracks[number][bounds][:, :2]
        (left, top), (right, bottom) = places.min(0), places.max(0)
        across, down = 0.12 * (right - left) + MARGIN_PIXELS, 0.08 * (bottom - top) + MARGIN_PIXELS
        return left - across, top - down, right + across, bottom + down


def pose_of(frame: Frame) -> Pose:
    """The pose of a frame."""
    return Pose(
        frame.units, body=frame.body, yaw=frame.yaw, pitch=frame.pitch, roll=frame.roll, gaze=frame.gaze
    )


def plan(figure: Figure, frames: list[Frame], *, width: int, height: int, camera_height: float) -> Plan:
    """Choose key frames so that every frame has a near one for mouth, eyes and head."""
    near_mouth, near_eyes = _around(figure, 0, 6.68, 0.36, 0.24), _around(figure, 0.3, 7.25, 0.2, 0.14)
    shapes = [figure.head_space(pose_of(frame)) for frame in frames]
    turned = np.array([[f.yaw, f.pitch, f.roll] for f in frames])
    looks = np.array([f.gaze for f in frames])
    features = {
        "mouth": np.c_[_flat(shapes, near_mouth), TURN_DEGREE * turned],
        "eyes": np.c_[_flat(shapes, near_eyes), GAZE_DEGREE * looks, TURN_DEGREE * turned],
        "head": turned * [1.0, 0.7, 0.4],
    }
    head = [0, *_spread(features["head"], BUDGET["head"], {0})]
    asked = [_spread(features[part], BUDGET[part], {*head}) for part in ("eyes", "mouth")]
    keys = {"head": head, "face": _in_turn(*asked)}
    tracks = np.stack([_projected(figure, pose_of(f), width, height, camera_height) for f in frames])
    return Plan(keys, features, tracks.astype(np.float32), {"mouth": near_mouth, "eyes": near_eyes})


def _around(figure: Figure, x: float, y: float, wide: float, high: float) -> np.ndarray:
    rest = figure.mesh.rest
    return np.flatnonzero(
        (np.abs(np.abs(rest[:, 0]) - x) < wide) & (np.abs(rest[:, 1] - y) < high) & (rest[:, 2] > 1.0)
    )


def _flat(shapes: list[np.ndarray], chosen: np.ndarray) -> np.ndarray:
    """Positions of some vertices per frame as one row, in root-mean-square units."""
    return np.stack([shape[chosen].ravel() for shape in shapes]) / np.sqrt(len(chosen))


def _spread(rows: np.ndarray, count: int, given: set[int]) -> list[int]:
    """Greedily the `count` rows farthest from all chosen ones."""
    gap = np.min([np.linalg.norm(rows - rows[k], axis=1) for k in given], axis=0)
    chosen: list[int] = []
    for _ in range(count):
        chosen.append(int(gap.argmax()))
        gap = np.minimum(gap, np.linalg.norm(rows - rows[chosen[-1]], axis=1))
    return chosen


def _in_turn(few: list[int], many: list[int]) -> list[int]:
    """Both lists without repeats, each in its order and spread evenly over the other."""
    ranked = [(place / len(one), number) for one in (few, many) for place, number in enumerate(one)]
    return list(dict.fromkeys(number for _, number in sorted(ranked)))


def _projected(figure: Figure, pose: Pose, width: int, height: int, camera_height: float) -> np.ndarray:
    """Pixel x, y and nearness to the camera of all tracked points."""
    places = figure.world(pose)
    ahead = CAMERA_DISTANCE - places[:, 2]
    focal = LENS_OVER_SENSOR * height
    x = width / 2 + focal * places[:, 0] / ahead
    y = height / 2 - focal * (places[:, 1] - camera_height) / ahead
    return np.stack([x, y, places[:, 2]], 1)


def render(studio: Studio, figure: Figure, frames: list[Frame], plan: Plan, folder: Path) -> None:
    """Render the keys that are not there yet as `<part>-<frame>.png`, the most different ones first."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, numbers in plan.keys.items():
        for number in numbers:
            path = folder / f"{part}-{number:04d}.png"
            if path.exists():
                continue
            figure.take(pose_of(frames[number]))
            unfinished = path.with_name(f"unfinished-{path.name}")
            seconds = studio.shoot(unfinished, box=plan.box(part, number))
            unfinished.rename(path)
            print(f"{folder.name} {path.stem} {seconds:.1f} s", flush=True)
