"""What lips should do for what is said: general truths of speech, fitted to a performer's own range."""

import numpy as np
import pytest

from propria.replicas.engine.articulation import articulation, unlikeness
from propria.replicas.engine.choice import choose
from propria.replicas.engine.landmarks import canonical_face
from propria.replicas.engine.library import Library, Take
from propria.replicas.engine.talking import closures, there_and_back
from propria.replicas.engine.visemes import SILENCE, VISEMES, Moment, Phone, Timing, moments


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
    away = unlikeness(articulation(saying("O")), held, lips, np.ones(24, bool))
    assert away.shape == (6, 24)
    assert lips[away[3].argmin(), 0] > np.median(lips[:, 0])


def test_a_mouth_that_is_open_before_the_first_word_does_not_turn_speech_round() -> None:
    said = saying(SILENCE, "PP", "aa", "PP")
    held = articulation(said)
    lips = np.stack([np.where(np.arange(24) < 6, 2.0, 1.5 * held[:, 0]), np.full(24, 4.0) + held[:, 1]], 1)
    speaks = np.array([moment.now != SILENCE for moment in said])
    away = unlikeness(articulation(saying("PP", each=12)), held, lips, speaks)
    assert lips[away[6].argmin(), 0] < 0.4


def test_a_mouth_that_speaks_does_not_stand_still_on_one_frame() -> None:
    said = saying(SILENCE, "PP", "aa", "I", "SS", "aa", SILENCE, each=8)
    count, wobble = len(said), np.random.default_rng(2).normal(0, 0.05, len(said))
    shapes = np.repeat(canonical_face().points[None, :468], count, axis=0)
    shapes[:, [14, 17, 84, 314, 87, 317], 1] -= 2 * articulation(said)[:, :1] + wobble[:, None]
    take = Take(b"", (), tuple(range(count)), np.zeros((count, 478, 3)), np.zeros((count, 52)), said)
    path = choose(saying(SILENCE, "SS", "I", "SS", "aa", each=7), Library((take,), shapes, ()))
    assert {said[at].now for at in path[14:21]} == {"I"}
    assert (np.diff(path) == 0).mean() < 0.2


def test_lips_meet_at_p_and_at_rest_and_open_in_time_for_a_word() -> None:
    closed = closures((*saying("PP"), *saying("aa"), *saying(SILENCE, each=12)))
    assert closed[2] == pytest.approx(1, abs=0.01)
    assert closed[9] < 0.05
    assert closed[11] < closed[12] < closed[13] < closed[16] == pytest.approx(0.9)
    assert closures(saying(SILENCE)).min() == pytest.approx(0.9)
    before = closures((*saying(SILENCE, each=12), *saying("aa")))
    assert before[6] == pytest.approx(0.9)
    assert before[11] < 0.05
    short = closures((*saying("aa"), *saying(SILENCE, each=2), *saying("aa")))
    assert short.max() < 0.05


def test_a_diphthong_goes_through_two_shapes_and_a_short_closure_is_seen() -> None:
    phones = (Phone("AW", 0.0, 0.4, "aa"), Phone("B", 0.405, 0.43, "PP"), Phone("IY", 0.43, 0.6, "I"))
    shapes = [moment.now for moment in moments(Timing((), phones), 16, 25)]
    assert list(dict.fromkeys(shapes)) == ["aa", "U", "PP", "I", SILENCE]
    assert shapes.count("PP") == 1


@pytest.mark.parametrize(("length", "furthest"), [(60, 59), (42, 27), (30, 27)])
def test_a_short_recording_with_a_blink_in_it_does_not_blink_all_the_time(length: int, furthest: int) -> None:
    blinks = np.zeros(length, bool)
    blinks[25:30] = True
    run = there_and_back(blinks, 400)
    assert set(np.abs(np.diff(run))) == {1}
    shut = blinks[run]
    begun = np.flatnonzero(shut[1:] & ~shut[:-1])
    assert len(begun) >= 3
    assert np.diff(begun).min() >= 75
    assert max(run) == furthest


def test_where_there_is_no_room_between_blinks_they_are_passed_through() -> None:
    cramped = np.tile([True, True, False, False, False], 10)
    run = there_and_back(cramped, 100)
    assert set(np.abs(np.diff(run))) == {1}
    assert there_and_back(np.zeros(1, bool), 3) == [0, 0, 0]
