"""Another person's performance in the performer's own frames: the stand-in is followed, the replica moves with them.

Mouths are chosen from the performer's own frames by the stand-in's lips, each about its own rest; the frames under them
are walked forwards, backwards or held, so that eyes close and the head turns when the stand-in's do, as far as the
footage holds it. No picture is invented.

Honest limits: near-frontal heads; brows and gaze stay the footage's; a turn that the performer never made is not made.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.distance import cdist

from propria.kernel.errors import Refused
from propria.replicas.engine.face_points import BLENDSHAPES, INNER_LIPS, OUTER_LIPS
from propria.replicas.engine.geometry import Similarity
from propria.replicas.engine.landmarks import Landmarks
from propria.replicas.engine.library import Library, put_back, shape_of
from propria.replicas.engine.lips import mouth_share, with_mouth
from propria.replicas.engine.paths import cheapest, jumps_between, traced
from propria.replicas.engine.pictures import Picture, Points
from propria.replicas.engine.talking import base_take

_LEAST_SEEN = 0.8
_REST_SHARE = 0.1
_CROSSFADE = 0.5
_STEPS = {1: 0.0, 0: 0.15, -1: 0.25, 2: 0.3}
_BLINK, _TURN_PER_DEGREE = 3.0, 0.06
_LIPS = np.concatenate([OUTER_LIPS, INNER_LIPS])
_LIDS = [BLENDSHAPES.index(name) for name in ("eyeBlinkLeft", "eyeBlinkRight")]
_OPEN = [BLENDSHAPES.index(name) for name in ("jawOpen", "mouthSmileLeft", "mouthSmileRight", "mouthPucker", "mouthFunnel")]  # fmt: skip


class Performed:
    """A face followed through frames: still shapes (n × 468 × 3, cm), blendshapes (n × 52) and head turns (n × 2, degrees)."""

    def __init__(
        self, shapes: NDArray[np.float64], blendshapes: NDArray[np.float64], places: Sequence[Similarity]
    ) -> None:
        self.shapes, self.blendshapes = shapes, blendshapes
        self.turns = np.array([_turn(place) for place in places])
        self.lids = blendshapes[:, _LIDS].mean(1)
        effort = blendshapes[:, _OPEN].sum(1)
        calm = np.argsort(effort, kind="stable")[: max(3, round(len(effort) * _REST_SHARE))]
        self.rest = np.median(shapes[calm], axis=0)
        self.awake = float(np.median(self.lids))
        self.ahead = np.median(self.turns, axis=0)

    def __len__(self) -> int:
        return len(self.shapes)

    @property
    def moves(self) -> NDArray[np.float64]:
        """How far each point is from this face's own rest, cm."""
        return self.shapes - self.rest


def _turn(place: Similarity) -> tuple[float, float]:
    r = place.rotation
    return float(np.degrees(np.arctan2(r[0, 2], r[2, 2]))), float(
        np.degrees(np.arcsin(np.clip(-r[1, 2], -1, 1)))
    )


def followed(seen: Sequence[Landmarks | None]) -> Performed:
    """The stand-in's performance, frame by frame; a frame without a face holds the last one.

    Raises: Refused(`replicas.no_face`) where a face is confirmed in less than four frames of five.
    """
    if not seen or sum(one is not None for one in seen) < _LEAST_SEEN * len(seen):
        raise Refused("replicas.no_face", "no face is seen in this recording")
    last = next(one for one in seen if one is not None)
    kept: list[Landmarks] = []
    for one in seen:
        last = one or last
        kept.append(last)
    still = [shape_of(one.points) for one in kept]
    shapes = gaussian_filter1d(np.array([shape for shape, _ in still]), 0.7, axis=0)
    return Performed(shapes, np.array([one.blendshapes for one in kept]), [place for _, place in still])


def held(library: Library) -> Performed:
    """The performer's own frames, seen the same way."""
    return Performed(library.shapes, library.blendshapes, library.places)


def mouths(wanted: Performed, own: Performed, starts: Sequence[int]) -> tuple[int, ...]:
    """One of the performer's frames for each of the stand-in's: the cheapest whole path by how the lips are about rest."""
    features = own.moves[:, _LIPS].reshape(len(own), -1)
    asked = (wanted.moves * _reach(wanted, own))[:, _LIPS].reshape(len(wanted), -1)
    cost = cdist(asked, features)
    cost /= max(float(np.median(cost)), 1e-9)
    return cheapest(cost, jumps_between(features, starts))


def _reach(wanted: Performed, own: Performed) -> float:
    """How much larger the performer's lips move than the stand-in's, between a half and one and a half."""
    spread = [float(np.linalg.norm(one.moves[:, _LIPS], axis=2).std()) for one in (own, wanted)]
    return float(np.clip(spread[0] / max(spread[1], 1e-6), 0.67, 1.5))


def under(wanted: Performed, own: Performed, take: tuple[int, int]) -> tuple[int, ...]:
    """Which frames the mouths are put on: this take's, walked so that lids and turns follow the stand-in's."""
    run = np.arange(*take)
    lids = np.abs((wanted.lids - wanted.awake)[:, None] - (own.lids[run] - own.awake)[None])
    turns = cdist(wanted.turns - wanted.ahead, own.turns[run] - own.ahead)
    cost = _BLINK * lids + _TURN_PER_DEGREE * turns
    total, back = cost[0], []
    for row in cost[1:]:
        reached = np.full((len(_STEPS), len(run)), np.inf)
        for number, (step, price) in enumerate(_STEPS.items()):
            into = slice(max(step, 0), len(run) + min(step, 0))
            reached[number, into] = total[max(-step, 0) : len(run) - max(step, 0)] + price
        chosen = reached.argmin(0)
        back.append(np.arange(len(run)) - np.array(list(_STEPS))[chosen])
        total = reached[chosen, np.arange(len(run))] + row
    return tuple(take[0] + at for at in traced(total, back))


def perform(library: Library, wanted: Performed) -> Iterator[Picture]:
    """Frames in which the performer's face does what the stand-in's did, one for each."""
    own = held(library)
    path, base = mouths(wanted, own, library.starts), under(wanted, own, base_take(library))
    shapes = own.rest + wanted.moves * _reach(wanted, own)
    share, points = mouth_share()[:, None], library.points
    donors = [_donors(index, path, len(library)) for index in range(len(path))]
    pictures = library.pictures([*base, *(number for shares in donors for number, _ in shares)])
    for index, below in enumerate(base):
        target: Points = put_back(
            library.shapes[below] * (1 - share) + shapes[index] * share, library.places[below]
        )
        painted = tuple((pictures[number], points[number], part) for number, part in donors[index])
        yield with_mouth(pictures[below], points[below], target, painted)


def _donors(index: int, path: tuple[int, ...], count: int) -> tuple[tuple[int, float], ...]:
    """The frames that a mouth is painted from, and their shares: at a cut the run before it fades out."""
    donor = path[index]
    before = path[index - 1] + 1 if index else donor
    return ((donor, 1.0),) if before in (donor, count) else ((donor, 1 - _CROSSFADE), (before, _CROSSFADE))
