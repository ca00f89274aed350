"""A performer's talking clip for a new line, cut from their own frames ("video rewrite"): no picture is
invented.

Honest limits: near-frontal heads only; sounds whose shape the footage lacks are approximated; the head
moves and blinks as it did in the footage, not as the new line would ask; a line longer than the footage
plays it there and back.
Source: Bregler, Covell and Slaney, Video Rewrite, SIGGRAPH 1997.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import find_objects, gaussian_filter1d, label

from propria.replicas.engine.acting import Acted, act
from propria.replicas.engine.choice import choose
from propria.replicas.engine.library import Library, put_back
from propria.replicas.engine.lids import blinking, held_open
from propria.replicas.engine.lips import mouth_share, with_mouth
from propria.replicas.engine.manner import AS_FILMED, Manner
from propria.replicas.engine.pictures import Picture
from propria.replicas.engine.visemes import SILENCE, Moment

_CROSSFADE, _NOT_MIXED = 0.5, 0.5
_BLINKS_APART_FRAMES, _ROOM_FRAMES = 75, 15
_MOVES, _BEGINS_IN_A_BLINK = 10.0, 1.0
_TOGETHER = {"PP": 1.0, "FF": 0.35}
_AT_REST = 0.9
_CLOSES = (0.0, 0.1, 0.35, 0.65, 0.85, 1.0)
_CLOSES_FROM = -2
_OPENS_FRAMES = (5, 1)
_PAUSE_FRAMES = (2, 5)
_PAIRS = tuple(
    zip((95, 88, 178, 87, 14, 317, 402, 318, 324), (191, 80, 81, 82, 13, 312, 311, 310, 415), strict=True)
)


def base_take(library: Library) -> tuple[int, int]:
    """The longest take, whose frames every clip is drawn over: from its first frame up to, not including, another."""
    return max(pairwise([*library.starts, len(library)]), key=lambda run: run[1] - run[0])


def base_run(library: Library, count: int) -> tuple[int, ...]:
    """Which frames to speak over: of the longest take, where the head is stillest and the eyes are open as usual; there and
    back where it is short. A line neither begins nor ends in a blink.
    """
    start, end = base_take(library)
    blinks = blinking(library)[start:end]
    if end - start <= count:
        return tuple(start + at for at in there_and_back(blinks, count))
    points = library.points[start:end, :, :2]
    speed = np.linalg.norm(np.gradient(points[:, 168], axis=0), axis=1)
    eyes = float(np.linalg.norm(points[:, 33] - points[:, 263], axis=1).mean())
    unlike = _MOVES * speed / eyes + np.abs(held_open(library)[start:end] - 1).mean(1)
    costs = np.convolve(unlike, np.ones(count) / count, "valid")
    costs += _BEGINS_IN_A_BLINK * (blinks[: len(costs)] | blinks[count - 1 :])
    best = start + int(costs.argmin())
    return tuple(range(best, best + count))


def there_and_back(blinks: NDArray[np.bool_], count: int) -> list[int]:
    """`count` steps to and fro over frames: what is before a blink turns back, unless the last one is long enough ago.

    So a short recording with one blink in it does not blink all the time. Where little lies behind a blink the way turns
    in the middle of it, and where little lies before it, it is passed through.
    """
    numbered, _ = label(~blinks)
    room = np.append(np.bincount(numbered.ravel(), minlength=1)[numbered] * ~blinks, 0)
    turns = {(run.start + run.stop) // 2: run for (run,) in find_objects(label(blinks)[0])}
    at, way, since, out = 0, 1, _BLINKS_APART_FRAMES // 2, []
    for _ in range(count):
        out.append(at)
        since = 0 if blinks[at] else since + 1
        ahead = at + way
        too_soon = since < _BLINKS_APART_FRAMES and not blinks[at] and room[at] >= _ROOM_FRAMES
        behind = room[turns[at].stop if way > 0 else turns[at].start - 1] if at in turns else _ROOM_FRAMES
        if not 0 <= ahead < len(blinks) or (too_soon and blinks[ahead]) or behind < _ROOM_FRAMES:
            way = -way
        at = min(max(at + way, 0), len(blinks) - 1)
    return out


def closures(wanted: tuple[Moment, ...]) -> NDArray[np.float64]:
    """For each frame, how far the lips must be together: at p, b and m, less at f and v, and at rest between words."""
    said = np.array([_TOGETHER.get(m.now, 0.0) for m in wanted])
    return np.maximum(np.maximum(said, gaussian_filter1d(said, 0.7)), _rests(wanted))


def _rests(wanted: tuple[Moment, ...]) -> NDArray[np.float64]:
    """For each frame, how far the lips are at rest: they begin to close with the last sound and open before the first.

    In a pause of two frames they do not rest, in one of five they do wholly.
    """
    silent = np.array([m.now == SILENCE for m in wanted])
    edges = np.flatnonzero(np.diff(np.concatenate([[0], silent.astype(int), [0]])))
    at, rest = np.arange(len(wanted)), np.zeros(len(wanted))
    for begins, ends in edges.reshape(-1, 2):
        closes = np.interp(at - begins, _CLOSES_FROM + np.arange(len(_CLOSES)), _CLOSES)
        opens = np.interp(ends - at, _OPENS_FRAMES[::-1], (0.0, 1.0))
        inside = begins > 0 and ends < len(wanted)
        share = np.interp(ends - begins, _PAUSE_FRAMES, (0.0, 1.0)) if inside else 1.0
        closes = closes if begins else np.ones(len(wanted))
        opens = opens if ends < len(wanted) else np.ones(len(wanted))
        rest = np.maximum(rest, _AT_REST * share * np.minimum(closes, opens))
    return rest


def _sealed(shapes: NDArray[np.float64], wanted: tuple[Moment, ...]) -> NDArray[np.float64]:
    """Lips brought together where the line has p, b or m, and where nobody speaks: a closure that is missed is what
    people notice first.
    """
    closed = closures(wanted)[:, None]
    for lower, upper in _PAIRS:
        gap = shapes[:, upper] - shapes[:, lower]
        opening = np.maximum(gap[:, 1:2] - 0.02, 0) * closed
        shapes[:, lower, 1:2] += opening * 0.6
        shapes[:, upper, 1:2] -= opening * 0.4
    return shapes


def mouth_shapes(
    library: Library, path: tuple[int, ...], wanted: tuple[Moment, ...], acted: Acted | None = None
) -> NDArray[np.float64]:
    """The still face shape at each output frame, centimetres, smoothed over the cuts; lips close whatever is acted."""
    shapes = gaussian_filter1d(library.shapes[list(path)], 0.7, axis=0)
    return _sealed(shapes if acted is None else shapes + acted.moves, wanted)


def rewrite(library: Library, wanted: tuple[Moment, ...], manner: Manner = AS_FILMED) -> Iterator[Picture]:
    """Frames in which the performer's mouth makes the wanted moments, one for each, done in this manner."""
    path = choose(wanted, library)
    base = base_run(library, len(wanted))
    acted = act(library, base, path, manner)
    shapes = mouth_shapes(library, path, wanted, acted)
    share = mouth_share()[:, None]
    points = library.points
    shut = closures(wanted) > _NOT_MIXED
    donors = [
        ((at, 1.0),) if shut[index] else _donors(index, path, len(library)) for index, at in enumerate(path)
    ]
    pictures = library.pictures([*base, *(number for shares in donors for number, _ in shares)])
    for index, under in enumerate(base):
        painted = tuple((pictures[number], points[number], part) for number, part in donors[index])
        if acted is None or acted.still(index):
            shape = library.shapes[under] * (1 - share) + shapes[index] * share
            target = put_back(shape, library.places[under])
            yield with_mouth(pictures[under], points[under], target, painted)
        else:
            shape = (library.shapes[under] + acted.moves[index]) * (1 - share) + shapes[index] * share
            target = acted.put_back(index, shape, library, under)
            posed, moved = acted.posed(index, library, under, pictures[under])
            yield with_mouth(posed, moved, target, painted)


def _donors(index: int, path: tuple[int, ...], count: int) -> tuple[tuple[int, float], ...]:
    """The frames that a mouth is painted from, and their shares: at a cut the run before it fades out."""
    donor = path[index]
    before = path[index - 1] + 1 if index else donor
    if before == donor or before >= count:
        return ((donor, 1.0),)
    return ((donor, 1 - _CROSSFADE), (before, _CROSSFADE))
