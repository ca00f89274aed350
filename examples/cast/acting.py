"""Turns a spoken take into a performance: a pose for every frame, with mouth, blinks and head turns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from voices import Sound, Take

FRAMES_PER_SECOND = 25


def _pair(**amounts: float) -> dict[str, float]:
    """The same amount left and right, for units that come in pairs; others as they are."""
    single = {
        "jawOpen",
        "mouthFunnel",
        "mouthPucker",
        "mouthRollLower",
        "mouthRollUpper",
        "mouthShrugUpper",
        "tongueOut",
        "browInnerUp",
    }
    units = {}
    for name, amount in amounts.items():
        units.update({name: amount} if name in single else {f"{name}Left": amount, f"{name}Right": amount})
    return units


REST: dict[str, float] = {}
VISEMES: dict[str, dict[str, float]] = {
    "PP": _pair(mouthPress=0.4, mouthRollLower=0.28, mouthRollUpper=0.24),
    "FF": _pair(mouthRollLower=0.55, jawOpen=0.08, mouthUpperUp=0.30),
    "TH": _pair(jawOpen=0.19, mouthLowerDown=0.18, tongueOut=0.22, mouthUpperUp=0.08),
    "DD": _pair(jawOpen=0.18, mouthStretch=0.12, mouthUpperUp=0.16, mouthLowerDown=0.14),
    "KK": _pair(jawOpen=0.25, mouthUpperUp=0.12, mouthLowerDown=0.1),
    "CH": _pair(jawOpen=0.13, mouthFunnel=0.5, mouthPucker=0.15, mouthUpperUp=0.12, mouthLowerDown=0.12),
    "SS": _pair(jawOpen=0.07, mouthStretch=0.25, mouthLowerDown=0.26, mouthUpperUp=0.2),
    "RR": _pair(jawOpen=0.18, mouthFunnel=0.3, mouthPucker=0.2),
    "AA": _pair(jawOpen=0.64, mouthLowerDown=0.18, mouthUpperUp=0.14),
    "AE": _pair(jawOpen=0.54, mouthStretch=0.22, mouthUpperUp=0.16, mouthLowerDown=0.16),
    "EE": _pair(jawOpen=0.38, mouthStretch=0.22, mouthUpperUp=0.14, mouthLowerDown=0.12),
    "SCHWA": _pair(jawOpen=0.29, mouthUpperUp=0.08, mouthLowerDown=0.08),
    "II": _pair(jawOpen=0.2, mouthSmile=0.28, mouthUpperUp=0.18, mouthLowerDown=0.16),
    "OO": _pair(jawOpen=0.44, mouthFunnel=0.45, mouthPucker=0.25),
    "UU": _pair(jawOpen=0.15, mouthPucker=0.62, mouthFunnel=0.3),
}
# each symbol of Kokoro's alphabet: the shapes it goes through
SHAPES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("pbm", ("PP",)),
    **dict.fromkeys("fv", ("FF",)),
    **dict.fromkeys("θð", ("TH",)),
    **dict.fromkeys("tdnlɾɲ", ("DD",)),
    **dict.fromkeys("kɡŋhxɣʔç", ("KK",)),
    **dict.fromkeys("ʧʤʃʒʂɻ", ("CH",)),
    **dict.fromkeys("szɕʨʦʣʈ", ("SS",)),
    **dict.fromkeys("ɹɜ", ("RR",)),
    **dict.fromkeys("ɑʌaɐ", ("AA",)),
    **dict.fromkeys("æ", ("AE",)),
    **dict.fromkeys("ɛe", ("EE",)),
    **dict.fromkeys("əɤᵊ", ("SCHWA",)),
    **dict.fromkeys("iɪjᵻɨ", ("II",)),
    **dict.fromkeys("ɔɒo", ("OO",)),
    **dict.fromkeys("uʊwyɥ", ("UU",)),
    "A": ("EE", "II"),
    "I": ("AA", "II"),
    "O": ("OO", "UU"),
    "Q": ("SCHWA", "UU"),
    "W": ("AA", "UU"),
    "Y": ("OO", "II"),
}
STRENGTH = {
    "FF": 2.2,
    "CH": 1.3,
    "UU": 1.4,
    "OO": 1.3,
    "AA": 1.2,
    "AE": 1.2,
    "DD": 0.6,
    "KK": 0.45,
    "SCHWA": 0.7,
}


@dataclass(frozen=True)
class Beat:
    """A moment of the performance: when, how the face feels, and where head and body are (degrees)."""

    at_seconds: float
    feeling: dict[str, float]
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    body: float = 7.0


@dataclass(frozen=True)
class Frame:
    """One frame's truth: face units by name and angles in degrees."""

    units: dict[str, float]
    yaw: float
    pitch: float
    roll: float
    body: float
    gaze: tuple[float, float]


CALM = _pair(mouthSmile=0.10, browInnerUp=0.10, eyeWide=0.16)
WARM = _pair(mouthSmile=0.36, cheekSquint=0.22, browInnerUp=0.12, eyeWide=0.08)
AMUSED = _pair(mouthSmile=0.30, cheekSquint=0.2, browOuterUp=0.35, eyeWide=0.10)
WONDER = _pair(browInnerUp=0.5, browOuterUp=0.4, eyeWide=0.3)
EARNEST = _pair(browDown=0.25, eyeSquint=0.08, browInnerUp=0.2)
SMILE = _pair(
    mouthSmile=0.62, cheekSquint=0.5, eyeSquint=0.22, mouthUpperUp=0.34, mouthLowerDown=0.1, jawOpen=0.06
)


def beats(seconds: float) -> list[Beat]:
    """The course of a clip: it opens frontal and calm, turns both ways, changes mood and ends in a smile."""
    shares = (
        (0.0, CALM, -6, 0, 0),
        (0.12, WARM, -9, 2, 1),
        (0.24, CALM, -2, -1, -1),
        (0.36, AMUSED, -16, 1, 3),
        (0.48, CALM, -5, 2, 0),
        (0.58, WONDER, 5, -3, -2),
        (0.70, EARNEST, -3, 3, 0),
        (0.80, EARNEST, -9, 1, 2),
        (0.88, WARM, -5, 0, 0),
        (0.945, SMILE, 6, -1, -2),
        (1.0, SMILE, -7, 0, 1),
    )
    return [Beat(share * seconds, *rest) for share, *rest in shares]


def perform(take: Take, course: Sequence[Beat], *, seed: int) -> list[Frame]:
    """Every frame of the clip at 25 frames a second; the same seed gives the same performance."""
    count = math.ceil(take.seconds * FRAMES_PER_SECOND)
    times = (np.arange(count) + 0.5) / FRAMES_PER_SECOND
    rng = np.random.default_rng(seed)
    sounds = [sound for word in take.words for sound in word.sounds]
    names = sorted({unit for shape in VISEMES.values() for unit in shape})
    mouth, speaking = _mouth(sounds, times, names)
    angles, moods = _course(course, times, rng)
    blinks = _blinks(times, rng)
    gaze = _gaze(times, angles, rng)
    frames = []
    for i in range(count):
        # a feeling leaves most of the mouth to speech while somebody speaks
        units = {
            n: x * (1 - 0.6 * speaking[i] if n.startswith(("mouth", "jaw")) else 1)
            for n, x in moods[i].items()
        }
        for name, x in zip(names, mouth[i], strict=True):
            units[name] = units.get(name, 0.0) + float(x)
        units["eyeBlinkLeft"] = units["eyeBlinkRight"] = float(blinks[i])
        tidy = {name: round(min(1.0, x), 3) for name, x in units.items() if x > 0.004}
        yaw, pitch, roll, body = (round(float(a), 2) for a in angles[i])
        frames.append(
            Frame(tidy, yaw, pitch, roll, body, (round(float(gaze[i, 0]), 2), round(float(gaze[i, 1]), 2)))
        )
    return frames


def _mouth(sounds: list[Sound], times: np.ndarray, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Mouth units (frames, names) and how much of each frame is speech; lips shut wholly on p, b and m."""
    targets, centres, widths, strengths = _targets(sounds, times[-1], names)
    pull = np.exp(-(((times[:, None] - centres) / widths) ** 2)) * strengths + 1e-6
    curve = pull @ targets / pull.sum(1, keepdims=True)
    shut = np.zeros(len(times))
    lips = np.array([VISEMES["PP"].get(name, 0.0) for name in names])
    for sound in sounds:
        if sound.symbol in "pbm":
            shut = np.maximum(shut, _closure(sound, times))
    curve = curve * (1 - shut[:, None]) + shut[:, None] * lips
    spoken = np.array([any(s.start_seconds - 0.08 < t < s.end_seconds + 0.08 for s in sounds) for t in times])
    return curve, np.convolve(spoken, np.ones(5) / 5, "same")


def _targets(sounds: list[Sound], end: float, names: list[str]) -> tuple[np.ndarray, ...]:
    rows: list[tuple[str, float, float, float]] = []
    silences = []
    previous = 0.0
    for sound in sounds:
        if sound.start_seconds - previous > 0.09:
            silences.append((previous, sound.start_seconds - 0.02))
        shapes = SHAPES.get(sound.symbol, ())
        length = sound.end_seconds - sound.start_seconds
        for place, shape in enumerate(shapes):
            # the mouth leads the sound by about a frame
            centre = sound.start_seconds + length * (place + 0.5) / len(shapes) - 0.03
            rows.append((shape, centre, max(0.04, 0.52 * length / len(shapes)), STRENGTH.get(shape, 1.0)))
        previous = sound.end_seconds if shapes else previous
    silences.append((previous, end + 1.0))
    for start, stop in silences:
        for centre in np.arange(start + 0.05, stop, 0.08):
            rows.append(("", float(centre), 0.06, 0.9))
    table = [[VISEMES.get(shape, REST).get(name, 0.0) for name in names] for shape, *_ in rows]
    centres, widths, strengths = (np.array([row[k] for row in rows]) for k in (1, 2, 3))
    return np.array(table), centres, widths, strengths


def _closure(sound: Sound, times: np.ndarray) -> np.ndarray:
    """1 while the lips are shut, with a ramp of a frame; at least one frame is shut wholly."""
    begin, finish = sound.start_seconds - 0.03, sound.end_seconds - 0.02
    outside = np.maximum(np.maximum(begin - times, times - finish), 0)
    shut = np.clip(1 - outside / 0.045, 0, 1)
    shut[np.abs(times - (begin + finish) / 2).argmin()] = 1.0
    return shut


def _course(
    course: Sequence[Beat], times: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, list[dict[str, float]]]:
    marks = np.array([beat.at_seconds for beat in course])
    keys = np.array([[beat.yaw, beat.pitch, beat.roll, beat.body] for beat in course], float)
    after = np.clip(np.searchsorted(marks, times, "right"), 1, len(course) - 1)
    share = np.clip((times - marks[after - 1]) / (marks[after] - marks[after - 1]), 0, 1)
    ease = share * share * (3 - 2 * share)
    angles = keys[after - 1] * (1 - ease[:, None]) + keys[after] * ease[:, None]
    for column, (size, speed) in enumerate(((1.4, 0.45), (1.3, 0.7), (0.8, 0.4))):
        angles[:, column] += size * np.sin(2 * math.pi * speed * times + rng.uniform(0, 6))
        angles[:, column] += 0.4 * size * np.sin(2 * math.pi * 2.3 * speed * times + rng.uniform(0, 6))
    moods = []
    for i, e in zip(after, ease, strict=True):
        before, now = course[i - 1].feeling, course[i].feeling
        quick = min(1.0, e * 1.6)
        moods.append({n: before.get(n, 0) * (1 - quick) + now.get(n, 0) * quick for n in {*before, *now}})
    return angles, moods


def _blinks(times: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Blinks of five frames, two and a half to four seconds apart."""
    shut, at = np.zeros(len(times)), 1.3
    while at < times[-1] - 0.4:
        first = int(at * FRAMES_PER_SECOND)
        shape = (0.45, 1.0, 1.0, 0.55, 0.15)[: len(times) - first]
        shut[first : first + len(shape)] = shape
        at += rng.uniform(2.2, 3.6)
    return shut


def _gaze(times: np.ndarray, angles: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Eyes stay on the camera while the head turns, with small jumps."""
    jump, at = np.zeros((len(times), 2)), 0.0
    while at < times[-1]:
        jump[times >= at] = rng.normal(size=2) * (0.7, 0.4)
        at += rng.uniform(0.5, 1.4)
    across = -(angles[:, 0] + angles[:, 3]) + jump[:, 0]
    return np.stack([np.clip(across, -24, 24), np.clip(angles[:, 1] * 0.8 + jump[:, 1], -12, 12)], 1)
