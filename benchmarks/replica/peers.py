"""What a build and a render are measured against in the same run: a naive pipeline, and decoding and encoding alone."""

import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import cv2
import numpy as np
from benchmarks.replica.clips import Piece

from propria.kernel.errors import PropriaError
from propria.replicas.engine.face_points import AROUND, FIXED, INNER_LIPS, OUTER_LIPS, OUTLINE
from propria.replicas.engine.faces import find_faces
from propria.replicas.engine.footage import FRAMES_PER_SECOND, frames_of, read_footage, write_clip
from propria.replicas.engine.landmarks import Landmarks, Tracker, landmarks_of
from propria.replicas.engine.library import assemble, take_from
from propria.replicas.engine.phones import timed
from propria.replicas.engine.pictures import Picture, Points
from propria.replicas.engine.talking import rewrite
from propria.replicas.engine.visemes import Timing, moments

MOST_FRAMES = 75
_POINTS = np.unique(np.concatenate([OUTLINE, AROUND, OUTER_LIPS, INNER_LIPS, FIXED]))


def _milliseconds(work: Callable[[], int]) -> float:
    """Wall milliseconds a frame; the work says how many frames it did."""
    began = time.perf_counter()
    count = work()
    return (time.perf_counter() - began) * 1000 / max(1, count)


def peers(piece: Piece) -> dict[str, Any]:
    """Milliseconds a frame of the first person's build and render, of the naive way, and of the limits, with ratios."""
    part = piece.build[0]
    frames = read_footage(part.video).frames[:MOST_FRAMES]
    find_faces(frames[0])
    tracker = Tracker()
    tracker.follow(frames[0])
    decode = _milliseconds(lambda: sum(1 for _ in islice(frames_of(part.video), MOST_FRAMES)))
    faces: list[Landmarks | None] = []

    def follow() -> int:
        faces.extend(tracker.follow(frame) for frame in frames)
        return len(frames)

    ours, naive = _milliseconds(follow), _milliseconds(lambda: len([_found(frame) for frame in frames]))
    spoken = moments(_timing(piece), len(frames), FRAMES_PER_SECOND)
    library = assemble((take_from(part.video, frames, faces, spoken),))
    made: list[Picture] = []

    def render() -> int:
        made.extend(rewrite(library, spoken))
        return len(made)

    draw = _milliseconds(render)
    naive_draw = _milliseconds(lambda: sum(1 for _ in _naive_render(part.video, len(made))))
    encode = _milliseconds(lambda: len(write_clip(made, part.sound)) and len(made))
    return {
        "frame": f"{frames[0].shape[1]}x{frames[0].shape[0]}",
        "decode_limit_ms": round(decode, 2),
        "encode_limit_ms": round(encode, 2),
        "follow_ms": round(ours, 2),
        "naive_follow_ms": round(naive, 2),
        "draw_ms": round(draw, 2),
        "naive_draw_ms": round(naive_draw, 2),
        "build_naive_to_ours": round((decode + naive) / (decode + ours), 2),
        "render_naive_to_ours": round((naive_draw + encode) / (draw + encode), 2),
        "build_to_decode_limit": round((decode + ours) / decode, 2),
        "render_to_encode_limit": round((draw + encode) / encode, 2),
    }


def _timing(piece: Piece) -> Timing:
    part = piece.build[0]
    try:
        return timed(part.sound, part.text or "", language=part.language)
    except PropriaError:
        return Timing((), ())


def _found(frame: Picture) -> Points | None:
    faces = find_faces(frame)
    seen = landmarks_of(frame, faces[0]) if faces else None
    return None if seen is None else seen.points[:, :2]


def _naive_render(video: bytes, count: int) -> Iterator[Picture]:
    """Each frame's mouth put onto the frame before it, with nothing kept from one frame to the next."""
    frames = read_footage(video).frames
    for index in range(count):
        base, donor = frames[index % len(frames)], frames[(index * 7 + 3) % len(frames)]
        to, come_from = _found(base), _found(donor)
        yield base if to is None or come_from is None else _warped_whole(base, to, donor, come_from)


def _warped_whole(base: Picture, to: Points, donor: Picture, come_from: Points) -> Picture:
    """The whole donor frame by a thin-plate spline onto the base's landmarks, its lower face blended in."""
    from scipy.interpolate import RBFInterpolator

    height, width = base.shape[:2]
    rows, columns = np.arange(0, height + 8, 8), np.arange(0, width + 8, 8)
    grid = np.stack(np.meshgrid(columns, rows), -1).reshape(-1, 2).astype(float)
    field = RBFInterpolator(to[_POINTS], come_from[_POINTS], kernel="thin_plate_spline", smoothing=1.0)(grid)
    coarse = field.reshape(len(rows), len(columns), 2).astype(np.float32)
    y, x = np.mgrid[:height, :width].astype(np.float32) / 8
    full = cv2.remap(coarse, x, y, cv2.INTER_LINEAR)
    moved = cv2.remap(donor, full[..., 0], full[..., 1], cv2.INTER_CUBIC).astype(np.float32)
    mask = np.zeros((height, width), np.float32)
    hull = cv2.convexHull(to[np.concatenate([AROUND, OUTER_LIPS])].astype(np.float32))
    cv2.fillConvexPoly(mask, np.round(hull).astype(np.int32), 1.0)
    mask = cv2.GaussianBlur(mask, (0, 0), 6.0)[..., None]
    return np.asarray(np.clip(base + (moved - base) * mask, 0, 255), np.uint8)
