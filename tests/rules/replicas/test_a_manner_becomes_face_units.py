"""A feeling, a gaze and a sway as numbers: known units, eased, never over one; lips close under every feeling."""

import numpy as np
import pytest

from propria.kernel.errors import Malformed
from propria.replicas.engine.acting import Acted
from propria.replicas.engine.face_points import BLENDSHAPES
from propria.replicas.engine.feelings import FEELINGS, eased, gaze_of, looks, offsets, sway, units_of
from propria.replicas.engine.library import Library
from propria.replicas.engine.manner import AS_FILMED, Feeling, Manner
from propria.replicas.engine.talking import mouth_shapes
from propria.replicas.engine.visemes import Moment

FRAMES = 60
UPPER, LOWER = 13, 14


def test_every_feeling_names_units_that_there_are_and_no_two_are_alike() -> None:
    sides = {name.removesuffix("Left").removesuffix("Right") for name in BLENDSHAPES}
    assert set(FEELINGS) == set(Feeling)
    assert all(set(said.split()[::2]) <= sides for said in FEELINGS.values())
    amounts = np.array([units_of(feeling) for feeling in Feeling])
    assert amounts.min() == 0
    assert amounts.max() <= 1
    assert len(np.unique(amounts, axis=0)) == len(Feeling)
    assert not units_of(Feeling.NEUTRAL).any()


def test_it_eases_in_and_out_follows_its_strength_and_goes_over_no_unit() -> None:
    at_rest = np.zeros((FRAMES, 52))
    full, half = (offsets(Manner(Feeling.ANGRY, percent), at_rest) for percent in (100, 50))
    assert not full[[0, -1]].any()
    assert np.abs(np.diff(full, axis=0)).max() < 0.2
    assert np.allclose(full[30], units_of(Feeling.ANGRY))
    assert np.allclose(half, full / 2)
    smiling = np.full((FRAMES, 52), 0.9)
    assert (smiling + offsets(Manner(Feeling.DELIGHTED), smiling)).max() <= 1
    assert eased(1).tolist() == [0]


def test_a_blink_stays_a_blink() -> None:
    made = np.zeros((FRAMES, 52))
    made[30, [BLENDSHAPES.index("eyeBlinkLeft"), BLENDSHAPES.index("eyeBlinkRight")]] = 0.9
    wide = offsets(Manner(Feeling.SURPRISED), made)[:, BLENDSHAPES.index("eyeWideLeft")]
    assert (wide[30], wide[29] > 0.7) == (0, True)


def test_a_gaze_turns_both_eyes_the_same_way() -> None:
    for yaw, pitch in ((12, 0), (-20, 5), (0, -12)):
        assert np.allclose(gaze_of(looks(yaw, pitch)[None])[0], [[yaw, pitch]] * 2)


def test_the_same_seed_moves_the_head_the_same_and_a_little() -> None:
    assert not sway(0, FRAMES).any()
    moved = sway(7, FRAMES)
    assert np.array_equal(moved, sway(7, FRAMES))
    assert not np.allclose(moved, sway(8, FRAMES))
    assert 0.2 < np.abs(moved).max() <= 2
    assert not moved[[0, -1]].any()


def test_lips_close_for_p_b_and_m_whatever_is_felt() -> None:
    shapes = np.zeros((FRAMES, 468, 3))
    shapes[:, UPPER, 1], shapes[:, LOWER, 1] = 0.2, -0.2
    moves = np.zeros_like(shapes)
    moves[:, UPPER, 1], moves[:, LOWER, 1] = 0.3, -0.3
    open_wide = Moment("aa", "aa", "aa", 0.5)
    wanted = tuple(Moment("aa", "PP", "aa", 0.5) if 28 <= at <= 31 else open_wide for at in range(FRAMES))
    acted = Acted(moves, np.zeros((FRAMES, 2, 2)), np.zeros((FRAMES, 3)), np.zeros((FRAMES, 478, 3)))
    mouth = mouth_shapes(Library((), shapes, ()), tuple(range(FRAMES)), wanted, acted)
    gap = mouth[:, UPPER, 1] - mouth[:, LOWER, 1]
    assert gap[29:31].max() < 0.03
    assert gap[10] == pytest.approx(1.0)


def test_a_manner_out_of_bounds_is_refused_and_no_feeling_is_as_filmed() -> None:
    assert Manner(Feeling.SAD, 0) == Manner(Feeling.NEUTRAL, 40) == AS_FILMED
    for wrong in (
        {"strength_percent": 101},
        {"gaze_yaw_degrees": 21},
        {"gaze_pitch_degrees": -13},
        {"head_seed": -1},
    ):
        with pytest.raises(Malformed, match="percent") as raised:
            Manner(Feeling.SAD, **wrong)
        assert raised.value.code == "replicas.manner_malformed"
    manner = Manner(Feeling.SAD, 40, -3, 2, 9)
    assert Manner.from_json(manner.to_json()) == manner
