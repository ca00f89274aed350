"""What lips should do for what is said: general truths of speech, fitted to a performer's own range."""

import numpy as np
import pytest

from propria.replicas.engine.articulation import articulation, unlikeness
from propria.replicas.engine.visemes import SILENCE, VISEMES, Moment


def saying(*visemes: str, each: int = 6) -> tuple[Moment, ...]:
    """Frames that hold each viseme for a while."""
    return tuple(Moment(SILENCE, viseme, SILENCE, 0.5) for viseme in visemes for _ in range(each))


def test_every_viseme_has_lips() -> None:
    assert articulation(saying(*VISEMES)).shape == (6 * len(VISEMES), 4)
    assert articulation(()).shape == (0, 4)


def test_an_open_vowel_is_open_and_p_is_closed_and_their_neighbours_lie_between() -> None:
    opened = articulation(saying("PP", "aa", "PP"))[:, 0]
    assert opened[2] < 0.1
    assert opened.max() == pytest.approx(0.9, abs=0.1)
    assert opened[2] < opened[6] < opened.max()


def test_a_frame_of_a_shape_that_was_never_labelled_is_found_by_its_lips() -> None:
    held = articulation(saying("PP", "aa", "I", "SS"))
    lips = held[:, :2] * [2.0, 1.0] + [0.1, 4.0]
    wanted = articulation(saying("O"))
    away = unlikeness(wanted, held, lips)
    assert away.shape == (6, 24)
    best = lips[away[3].argmin()]
    assert best[0] > np.median(lips[:, 0])
