"""Photographs a performer: front, both three-quarter views and a smile."""

from __future__ import annotations

from pathlib import Path

from acting import CALM, SMILE
from anatomy import BaseMesh
from figure import Figure, Pose, framing_height
from roster import Performer
from studio import Quality, Studio

# a photographed face at ease: open brows and the start of a smile
AT_EASE = {**CALM, "browInnerUp": 0.3, "mouthSmileLeft": 0.22, "mouthSmileRight": 0.25}
SHOTS = {
    "front": Pose(AT_EASE, gaze=(0, 0)),
    "smile": Pose({**SMILE, "browInnerUp": 0.25}, body=14, yaw=-7, roll=2, gaze=(-7, 0)),
    "left": Pose(AT_EASE, body=-38, yaw=6, gaze=(16, 0)),
    "right": Pose(AT_EASE, body=38, yaw=-6, gaze=(-16, 0)),
}


def shoot(performer: Performer, data: Path, folder: Path, quality: Quality, shots: list[str]) -> None:
    """Write the stills that are not there yet as `still-<shot>.jpg`."""
    wanted = {shot: folder / f"still-{shot}.jpg" for shot in shots}
    if all(path.exists() for path in wanted.values()):
        return
    folder.mkdir(parents=True, exist_ok=True)
    studio = Studio(quality)
    figure = Figure(BaseMesh(data), performer.look)
    studio.frame(framing_height(figure))
    for shot, path in wanted.items():
        if path.exists():
            continue
        figure.take(SHOTS[shot])
        part = path.with_name(f".{path.name}.part.jpg")
        seconds = studio.shoot(part)
        part.rename(path)
        print(f"{performer.key} {shot} {seconds:.1f} s", flush=True)
