"""What a viewer plays on a head: whole frames of movements, at rest where the face is."""

import base64
import json

import numpy as np

from propria.replicas.engine.face_points import BLENDSHAPES
from propria.replicas.engine.feelings import offsets
from propria.replicas.engine.manner import Feeling, Manner
from propria.replicas.engine.track import spoken, track_of

JAW, BLINK = BLENDSHAPES.index("jawOpen"), BLENDSHAPES.index("eyeBlinkLeft")


def test_the_head_rests_where_the_face_does_and_opens_as_far() -> None:
    seen = np.full((10, 52), 0.1)
    seen[6, JAW] = 1.0
    track = json.loads(track_of(seen))
    values = np.frombuffer(base64.b64decode(track["values"]), np.uint8).reshape(10, 52)
    assert (track["frames_per_second"], track["names"][JAW]) == (25, "jawOpen")
    assert values[6, JAW] == 255
    assert values.sum() == 255


def test_a_feeling_held_through_a_line_stays_on_the_head() -> None:
    made = np.full((60, 52), 0.1)
    track = json.loads(track_of(made, offsets(Manner(Feeling.SAD), made)))
    values = np.frombuffer(base64.b64decode(track["values"]), np.uint8).reshape(60, 52) / 255
    frown, smile = (BLENDSHAPES.index(name) for name in ("mouthFrownLeft", "mouthSmileLeft"))
    assert values[20:40, frown].min() > 0.85
    assert not values[[0, -1]].any()
    assert not values[:, smile].any()


def test_a_line_has_its_own_lips_and_the_footage_s_eyes() -> None:
    under, mouths = np.zeros((1, 52)), np.ones((1, 52))
    line = spoken(under, mouths)
    assert (line[0, JAW], line[0, BLINK]) == (1, 0)
