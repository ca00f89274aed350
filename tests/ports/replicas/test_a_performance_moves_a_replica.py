"""Another person's real performance in a performer's own frames: the lips and the lids go as the stand-in's do."""

from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine.footage import frames_of
from propria.replicas.engine.landmarks import Landmarks, Tracker
from propria.replicas.engine.library import Library, assemble, take_from
from propria.replicas.engine.performing import followed, held, mouths, perform
from propria.replicas.engine.visemes import SILENCE, Moment

FRAMES = 50


def seen_in(clip: bytes) -> tuple[list[NDArray[np.uint8]], list[Landmarks | None]]:
    """The first two seconds, and the face in each frame."""
    frames, tracker = list(islice(frames_of(clip), FRAMES)), Tracker()
    return frames, [tracker.follow(frame) for frame in frames]


def library_of(clip: bytes) -> Library:
    """The frames of one clip, silent as far as anybody knows: a performance asks for no words."""
    frames, seen = seen_in(clip)
    silence = Moment(SILENCE, SILENCE, SILENCE, 0.5)
    return assemble((take_from(clip, frames, seen, (silence,) * len(frames)),))


def opening(seen: list[Landmarks | None]) -> NDArray[np.float64]:
    """How far the lips are apart in each frame, in eye distances."""
    known = [one for one in seen if one is not None]
    assert len(known) == len(seen)
    return np.array(
        [np.linalg.norm(one.points[13, :2] - one.points[14, :2]) / one.eye_distance_px for one in known]
    )


def test_lips_open_when_the_stand_in_s_do(given_clips: tuple[Path, Path]) -> None:
    own, other = (clip.read_bytes() for clip in given_clips)
    library, (_, acted) = library_of(own), seen_in(other)
    wanted, tracker = followed(acted), Tracker()
    frames = list(perform(library, wanted))
    assert len(frames) == len(acted)
    again = opening([tracker.follow(frame) for frame in frames])
    assert np.corrcoef(again, opening(acted))[0, 1] > 0.6
    assert len(set(mouths(wanted, held(library), library.starts))) > FRAMES // 5
