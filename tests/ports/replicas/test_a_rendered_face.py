"""A line over real pictures, followed again as a stranger's camera would: lips meet at p, b and m, eyes open after a blink."""

from itertools import islice

import numpy as np
import pytest
from numpy.typing import NDArray

from propria.replicas.engine.acting import act
from propria.replicas.engine.articulation import lips_measured
from propria.replicas.engine.footage import frames_of
from propria.replicas.engine.landmarks import Tracker
from propria.replicas.engine.library import Library, assemble, shape_of, take_from
from propria.replicas.engine.lids import blinking, openness
from propria.replicas.engine.manner import AS_FILMED, Feeling, Manner
from propria.replicas.engine.talking import base_run, rewrite
from propria.replicas.engine.visemes import SILENCE, Moment

FIRST, COUNT = 262, 64
"""Mina wonders, blinks, then frowns: her eyes are a tenth narrower from the blink on."""
SAID = (*["aa"] * 6, *["PP"] * 2, *["I"] * 5, "PP", *["aa"] * 4, *["PP"] * 3)
PICTURE_SECONDS = 1 / 25


def at(viseme: str) -> Moment:
    """A mouth in the middle of something."""
    return Moment(viseme, viseme, viseme, 0.5)


@pytest.fixture(scope="module")
def library(footage_file: bytes) -> Library:
    """A stretch of the performer's footage; what is said in it is told by how open the lips are."""
    frames, tracker = list(islice(frames_of(footage_file), FIRST, FIRST + COUNT)), Tracker()
    seen = [tracker.follow(frame) for frame in frames]
    silent = assemble((take_from(footage_file, frames, seen, (at(SILENCE),) * COUNT),))
    opened = lips_measured(silent.shapes)[:, 0]
    said = tuple(at("aa" if gap > 1.2 else "I" if gap > 0.6 else SILENCE) for gap in opened)
    return assemble((take_from(footage_file, frames, seen, said),))


WANTED = tuple(at(viseme) for viseme in SAID * 4)[:COUNT]


@pytest.fixture(scope="module")
def rendered(library: Library) -> NDArray[np.float64]:
    """The face in each picture of a line: still shapes (n × 468 × 3)."""
    tracker = Tracker()
    seen = [tracker.follow(frame) for frame in rewrite(library, WANTED)]
    return np.array([shape_of(one.points)[0] for one in seen if one is not None])


def test_lips_meet_at_every_p_b_and_m_and_open_for_vowels(rendered: NDArray[np.float64]) -> None:
    assert len(rendered) == COUNT
    gaps = lips_measured(rendered)[:, 0]
    said = np.array([moment.now for moment in WANTED])
    assert gaps[said == "PP"].max() < 0.5
    assert gaps[said == "aa"].max() > 1


def test_eyes_open_again_to_their_usual_after_a_blink(
    library: Library, rendered: NDArray[np.float64]
) -> None:
    usual = np.median(openness(library.shapes)[~blinking(library)], axis=0)
    opened = (openness(rendered) / usual).mean(1)
    shut = np.flatnonzero(opened < 0.5)
    assert len(shut), "there is a blink in it"
    assert 0.15 <= (shut[-1] - shut[0] + 2) * PICTURE_SECONDS <= 0.4
    assert opened[shut[-1] + 4 :].mean() > 0.95
    assert opened[shut[-1] + 4 :].min() > 0.9
    assert opened[: shut[0] - 1].min() > 0.9


def test_only_lids_that_droop_are_lifted_and_every_other_picture_is_as_filmed(library: Library) -> None:
    frames = tuple(range(COUNT))
    acted = act(library, frames, frames, AS_FILMED)
    assert acted is not None
    still = np.array([acted.still(index) for index in frames])
    for index, lifts in ((int(still.argmax()), False), (int(still.argmin()), True)):
        picture, points = library.picture(index), library.points[index]
        posed, moved = acted.posed(index, library, index, picture)
        nose, redrawn = int(points[1, 1]), (posed != picture).any(-1)
        assert redrawn[:nose].any() == lifts
        assert not redrawn[nose:].any()
        assert np.allclose(moved, points[:468]) != lifts


def test_a_line_is_spoken_over_open_eyes_and_neither_begins_nor_ends_in_a_blink(library: Library) -> None:
    run, blinks = base_run(library, 30), blinking(library)
    assert run == tuple(range(run[0], run[0] + 30))
    assert not blinks[[run[0], run[-1]]].any()
    assert openness(library.shapes)[list(run)].min() > 0.9 * np.median(openness(library.shapes))


def test_every_two_feelings_move_some_point_half_a_centimetre_apart(library: Library) -> None:
    frames = tuple(range(30))
    acted = [act(library, frames, frames, Manner(feeling)) for feeling in Feeling]
    moved = np.array([one.moves[15] if one is not None else np.zeros((468, 3)) for one in acted])
    apart = np.linalg.norm(moved[:, None] - moved[None], axis=-1).max(-1)
    assert apart[~np.eye(len(Feeling), dtype=bool)].min() > 0.5
