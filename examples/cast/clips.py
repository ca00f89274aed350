"""Joins pictures and sound of a clip to one file and writes the truth of every frame beside it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from acting import FRAMES_PER_SECOND, Frame


def encode(scratch: Path, key: str, folder: Path) -> None:
    """H.264 and AAC in `footage.mp4`, playable while it loads.

    Without a soundtrack in the scratch folder the clip keeps the sound that it has: pictures alone are made anew.
    """
    pictures = ["-framerate", str(FRAMES_PER_SECOND), "-i", str(scratch / f"{key}-frames/%04d.png")]
    track, clip = scratch / f"{key}-footage.wav", folder / "footage.mp4"
    kept = ["-i", str(clip), "-map", "0:v", "-map", "1:a", "-c:a", "copy"]
    sound = ["-i", str(track), "-c:a", "aac", "-b:a", "80k"] if track.exists() else kept
    video = ["-c:v", "libx264", "-preset", "veryslow", "-crf", "19", "-pix_fmt", "yuv420p"]
    made = scratch / f"{key}-footage.mp4"
    target = ["-map_metadata", "-1", "-movflags", "+faststart", str(made)]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *pictures, *sound, *video, *target], check=True)
    shutil.move(made, clip)


def write_truth(frames: list[Frame], folder: Path) -> None:
    """`footage.poses.json`: face units (only those above zero), angles in degrees and gaze of each frame."""
    rows = [
        {
            "units": f.units,
            "yaw": f.yaw,
            "pitch": f.pitch,
            "roll": f.roll,
            "body": f.body,
            "gaze": list(f.gaze),
        }
        for f in frames
    ]
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    head = f'{{"frames_per_second": {FRAMES_PER_SECOND}, "frames": [\n'
    (folder / "footage.poses.json").write_text(head + lines + "\n]}\n", "utf-8")
