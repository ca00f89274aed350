"""Whoever is in front leaves the backdrop with their own rim: nothing of what was behind shows before another colour."""

import cv2
import numpy as np

from propria.replicas.engine.matte import GREEN, matted

SIDE = 160
BACKDROP, SKIN = np.array([40.0, 150.0, 190.0]), np.array([190.0, 140.0, 110.0])


def test_rims_before_white_and_black_are_what_they_would_have_been() -> None:
    drawn = cv2.circle(np.zeros((SIDE, SIDE), np.float32), (80, 80), 45, 1.0, -1)
    alpha = cv2.GaussianBlur(drawn, (0, 0), 1.2)[..., None]
    seen = np.round(SKIN * alpha + BACKDROP * (1 - alpha)).astype(np.uint8)
    rough = cv2.circle(np.zeros((SIDE, SIDE), np.float32), (81, 80), 46, 1.0, -1)
    cut = matted(seen, rough)
    assert np.abs(cut.alpha - alpha[..., 0]).max() < 0.12
    for colour in ((255, 255, 255), (0, 0, 0), GREEN):
        would_be = SKIN * alpha + np.array(colour) * (1 - alpha)
        off = np.abs(cut.over(colour) - would_be)
        assert off.mean() < 1
        assert off.max() < 40
    assert tuple(cut.over(GREEN)[0, 0]) == GREEN
