"""How the cost of a build grows with footage and with resolution, and what two builds at once take; judges no replica.

Whole builds by engines in processes of their own, from the first seconds of one clip: as they are, three times as long,
and with twice (or half) as many pixels a side.
"""

import resource
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import cv2
import numpy as np
from benchmarks.replica.clips import Part

from propria.kernel.errors import PropriaError
from propria.replicas.engine import port
from propria.replicas.engine.footage import FRAMES_PER_SECOND, frames_of, write_clip
from propria.replicas.engine.pictures import Picture
from propria.replicas.engine.sound import Sound

MOST_SECONDS = 6.0
LONGER = 3
LONGEST_SIDE_PX = 1280
AT_ONCE = 2


def growth(engine: port.Engine, part: Part) -> dict[str, Any]:
    """Wall and processor seconds of each build, peak megabytes of any so far, and two at once against one after the other.

    `two_at_once_gain` is how much sooner two builds are done than one after the other would be; 2 is the most there is.
    """
    frames = list(islice(frames_of(part.video), round(MOST_SECONDS * FRAMES_PER_SECOND)))
    sound = part.sound.between(0, len(frames) / FRAMES_PER_SECOND)
    text = part.text if part.seconds <= MOST_SECONDS else None
    height, width = frames[0].shape[:2]
    factor = 2.0 if 2 * max(height, width) <= LONGEST_SIDE_PX else 0.5
    there_and_back = [*frames, *frames[::-1], *frames]
    thrice = Sound(np.tile(sound.samples, LONGER), sound.hertz)
    plain = _clip(frames, sound, text, part.language)
    given = {
        "as_it_is": plain,
        "longer": _clip(there_and_back, thrice, " ".join([text] * LONGER) if text else None, part.language),
        "other_size": _clip([_resized(frame, factor) for frame in frames], sound, text, part.language),
    }
    found: dict[str, Any] = {name: _built(engine, (clip,)) for name, clip in given.items()}
    found["two_at_once"] = _built(engine, (plain,) * AT_ONCE)
    alone, together = (found[name].get("wall_seconds") for name in ("as_it_is", "two_at_once"))
    return found | {"two_at_once_gain": round(AT_ONCE * alone / together, 2) if alone and together else None}


def _clip(frames: list[Picture], sound: Sound, text: str | None, language: str) -> port.Clip:
    return port.Clip(write_clip(frames, sound, quality=14), text, language)


def _resized(frame: Picture, factor: float) -> Picture:
    height, width = (round(side * factor / 2) * 2 for side in frame.shape[:2])
    return np.asarray(cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _built(engine: port.Engine, clips: tuple[port.Clip, ...]) -> dict[str, Any]:
    """One build of each clip, all at once; the code where the engine refuses one."""
    began, used = time.perf_counter(), _children()
    packs = [port.PerformerPack(footage=(clip,)) for clip in clips]
    try:
        with ThreadPoolExecutor(len(clips)) as side_by_side:
            built = list(side_by_side.map(lambda pack: engine.fit(pack, port.ignore), packs))
    except PropriaError as error:
        return {"code": error.code, "reason": error.sentence}
    wall, now = time.perf_counter() - began, _children()
    first = next(frames_of(clips[0].video))
    return {
        "footage_seconds": sum(one.card["given"]["footage_seconds"] for one in built),
        "frame": f"{first.shape[1]}x{first.shape[0]}",
        "wall_seconds": round(wall, 1),
        "cpu_seconds": round(now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime, 1),
        "peak_mb": round(now.ru_maxrss / 1024),
    }


def _children() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)
