"""What a performer is told of what the camera sees, and when a pose or an expression is reached; pure."""

from collections.abc import Callable

from propria.likeness import rules_quality
from propria.likeness.coaching.model import Glimpse

MOST_BYTES = 65_536
MOST_SIDE_PX = 320
_Tests = dict[str, Callable[[Glimpse], bool]]

_STANDS: _Tests = {
    "several": lambda g: g.faces > 1,
    "far": lambda g: g.box[2] < 0.25,
    "near": lambda g: g.box[2] > 0.7,
    "aside": lambda g: max(abs(g.box[0] + g.box[2] / 2 - 0.5), abs(g.box[1] + g.box[3] / 2 - 0.5)) > 0.18,
}
_FACES: _Tests = {
    "turn_left": lambda g: g.facing_degrees[0] < -12,
    "turn_right": lambda g: g.facing_degrees[0] > 12,
    "raise": lambda g: g.facing_degrees[1] < -15,
    "lower": lambda g: g.facing_degrees[1] > 15,
    "upright": lambda g: abs(g.facing_degrees[2]) > 10,
}
POSES: _Tests = {
    "left": lambda g: g.facing_degrees[0] > 25,
    "right": lambda g: g.facing_degrees[0] < -25,
    "up": lambda g: g.facing_degrees[1] > 18,
    "down": lambda g: g.facing_degrees[1] < -18,
}
"""Poses of the head turn. Left and right together are more than the quality report asks of footage."""


def advice(glimpse: Glimpse) -> tuple[str, ...]:
    """Codes of what to change before a picture from the front is taken; the light is judged as a recording's is.

    >>> advice(Glimpse(0, (0, 0, 0, 0), (), (0, 0, 0), {}, ()))
    ('no_face',)
    """
    if not glimpse.faces:
        return ("no_face",)
    told = [code for code, is_so in (_STANDS | _FACES).items() if is_so(glimpse)]
    return (*told, *rules_quality.light_faults(glimpse.light))


def reached(glimpse: Glimpse) -> tuple[str, ...]:
    """Which poses and expressions the picture shows."""
    if not glimpse.faces:
        return ()
    return (*(code for code, is_so in POSES.items() if is_so(glimpse)), *glimpse.expressions)
