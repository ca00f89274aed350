"""The nouns of the coach."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Glimpse:
    """What one small picture of a camera shows; kept nowhere.

    `box` (left, top, width, height) and `points` (x, y) are shares of the picture's width and height; `facing_degrees` are
    turn to the performer's left, nod up and tilt to their left; `light` holds the measures of a recording's own light.
    """

    faces: int
    box: tuple[float, float, float, float]
    points: tuple[tuple[float, float], ...]
    facing_degrees: tuple[float, float, float]
    light: dict[str, float]
    expressions: tuple[str, ...]
