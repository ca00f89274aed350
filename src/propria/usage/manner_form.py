"""The part of the studio's form that says how a line is done: feeling, strength, gaze, movement. Decides nothing."""

from collections.abc import Mapping

from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.words import Words
from propria.replicas.engine.manner import (
    AS_FILMED,
    MOST_PITCH_DEGREES,
    MOST_SEED,
    MOST_YAW_DEGREES,
    Feeling,
    Manner,
)
from propria.replicas.manner_words import FEELING_WORDS
from propria.web.typed_form import Reading, Typed

_BOUNDS: Mapping[str, tuple[int, int, int]] = {
    "strength_percent": (0, 100, AS_FILMED.strength_percent),
    "gaze_yaw_degrees": (-MOST_YAW_DEGREES, MOST_YAW_DEGREES, 0),
    "gaze_pitch_degrees": (-MOST_PITCH_DEGREES, MOST_PITCH_DEGREES, 0),
    "head_seed": (0, MOST_SEED, 0),
}
"""Name → least, most, and what it is where nothing is written."""


def manner_fields(typed: Typed, errors: Mapping[str, Words]) -> tuple[Field, ...]:
    """How a line is done; as the form opens it asks for nothing beside the footage."""

    def number(name: str, label: Words, hint: Words, kind: str = "number") -> Field:
        low, high, usual = _BOUNDS[name]
        value, error = typed.one(name, str(usual)), errors.get(name, "")
        return Field(name, label, kind=kind, value=value, hint=hint, error=error, least=low, most=high)

    feelings = tuple(Choice(feeling.value, words) for feeling, words in FEELING_WORDS.items())
    return (
        Field(
            "feeling",
            Words("神情", "Feeling on the face"),
            kind="select",
            value=typed.one("feeling", Feeling.NEUTRAL.value),
            options=feelings,
            hint=Words("只动面部，不改声音。", "It moves the face alone, not the voice."),
            error=errors.get("feeling", ""),
        ),
        number(
            "strength_percent",
            Words("神情强度", "How strong"),
            Words("自左至右：由无到全。", "From nothing at the left to all of it at the right."),
            "range",
        ),
        number(
            "gaze_yaw_degrees",
            Words("目光左右（度）", "Gaze sideways, degrees"),
            Words("正数朝演员本人的左侧。", "Above zero: to the performer’s own left."),
        ),
        number(
            "gaze_pitch_degrees",
            Words("目光上下（度）", "Gaze up or down, degrees"),
            Words("正数向上。", "Above zero: up."),
        ),
        number(
            "head_seed",
            Words("头部微动", "Small movement of the head"),
            Words(
                "0 为如录像原样；任一其他数字对应一种固定的微动。",
                "0: as filmed. Every other number is one movement, always the same.",
            ),
        ),
    )


def read_manner(reading: Reading) -> Manner:
    """The manner that was chosen; what is wrong is kept field by field, and then it is as filmed."""
    feeling = reading.typed.one("feeling") or Feeling.NEUTRAL.value
    if feeling not in {one.value for one in Feeling}:
        reading.errors["feeling"] = Words("请从列表中选择。", "Choose one of the list.")
    numbers = {name: _whole(name, reading) for name in _BOUNDS}
    return AS_FILMED if reading.errors else Manner(Feeling(feeling), **numbers)


def _whole(name: str, reading: Reading) -> int:
    low, high, usual = _BOUNDS[name]
    text = reading.typed.one(name).strip() or str(usual)
    if text.lstrip("-").isdecimal() and len(text) < 8 and text.count("-") < 2 and low <= int(text) <= high:
        return int(text)
    reading.errors[name] = Words(f"请写 {low} 至 {high} 的整数。", f"Write a whole number, {low} to {high}.")
    return usual
