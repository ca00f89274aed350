"""How a line is done, as numbers: each feeling, a gaze and a small sway of the head become face units over time.

Tables and curves only; it draws nothing. The amounts are ours, by the Facial Action Coding System's descriptions, on the 52
ARKit-named face units. Source: Ekman, Friesen and Hager, FACS, 2002.
"""

import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine.face_points import BLENDSHAPES
from propria.replicas.engine.manner import Feeling, Manner

FEELINGS: dict[Feeling, str] = {
    Feeling.NEUTRAL: "",
    Feeling.WARM: "mouthSmile .45 cheekSquint .35 eyeSquint .2 browInnerUp .1 mouthDimple .1",
    Feeling.DELIGHTED: "mouthSmile .85 cheekSquint .7 eyeSquint .35 browOuterUp .45 browInnerUp .3",
    Feeling.SAD: "browInnerUp 1 mouthFrown 1 mouthShrugLower .6 eyeBlink .15 eyeLookDown .35",
    Feeling.ANGRY: "browDown .75 noseSneer .6 eyeSquint .55 mouthPress .4 mouthFrown .4 jawForward .2",
    Feeling.SURPRISED: "browInnerUp 1 browOuterUp 1 eyeWide 1 jawOpen .3",
    Feeling.AFRAID: "browInnerUp 1 browDown .25 eyeWide 1 mouthStretch .9 mouthFrown .3",
    Feeling.DISGUSTED: "noseSneer 1 mouthUpperUp 1 browDown .55 cheekSquint .6 eyeSquint .7 mouthShrugUpper .4 mouthFrown .4",
    Feeling.TIRED: "eyeBlink .42 eyeSquint .2 browInnerUp .3 mouthFrown .35 mouthShrugLower .15 eyeLookDown .3",
}
"""Feeling → face units and how much of each at full strength; a unit without a side is done on both."""

EASE_FRAMES = 10
FULL_LOOK_DEGREES = 30.0
_EYES = ("eyeWide", "eyeSquint", "eyeBlink", "eyeLook")
_SWAY_DEGREES = np.array([2.0, 1.4, 1.0])
_SWAY_HZ = ((0.17, 0.29, 0.53), (1.0, 0.6, 0.3))
_FRAMES_PER_SECOND = 25


def units_of(feeling: Feeling) -> NDArray[np.float64]:
    """The 52 amounts of a feeling at full strength, in the order of `BLENDSHAPES`."""
    words = FEELINGS[feeling].split()
    amounts = dict(zip(words[::2], map(float, words[1::2]), strict=True))
    return np.array(
        [amounts.get(name.removesuffix("Left").removesuffix("Right"), 0.0) for name in BLENDSHAPES]
    )


def looks(yaw_degrees: float, pitch_degrees: float) -> NDArray[np.float64]:
    """The 52 amounts of a gaze: yaw to the performer's own left, pitch upwards."""
    left, up = yaw_degrees / FULL_LOOK_DEGREES, pitch_degrees / FULL_LOOK_DEGREES
    amounts = {"OutLeft": left, "InRight": left, "InLeft": -left, "OutRight": -left}
    amounts |= {
        f"{way}{side}": amount for side in ("Left", "Right") for way, amount in (("Up", up), ("Down", -up))
    }
    return np.array([max(0.0, amounts.get(name.removeprefix("eyeLook"), 0.0)) for name in BLENDSHAPES])


def eased(count: int) -> NDArray[np.float64]:
    """0 to 1 and back over `count` frames: ten frames in, ten out, fewer where the line is short."""
    at = np.arange(count)
    near = np.minimum(at, count - 1 - at) / max(1, min(EASE_FRAMES, (count - 1) // 3))
    share = np.clip(near, 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def offsets(manner: Manner, made: NDArray[np.float64]) -> NDArray[np.float64]:
    """Frames × 52: what is added to the units that each frame makes already (`made`), so that none goes over one.

    Eyes that blink are left to blink.
    """
    asked = units_of(manner.feeling) * manner.strength_percent / 100
    asked = asked + looks(manner.gaze_yaw_degrees, manner.gaze_pitch_degrees)
    added = np.clip(made + asked * eased(len(made))[:, None], 0, np.maximum(made, 1)) - made
    lids = made[:, [BLENDSHAPES.index("eyeBlinkLeft"), BLENDSHAPES.index("eyeBlinkRight")]].mean(1)
    awake = 1 - np.clip((lids - np.median(lids)) / 0.3, 0, 1)
    eyes = np.array([name.startswith(_EYES) for name in BLENDSHAPES])
    return np.where(eyes, added * awake[:, None], added)


def gaze_of(added: NDArray[np.float64]) -> NDArray[np.float64]:
    """Frames × 2 eyes (the performer's right first) × 2: degrees to their left, and upwards."""

    def of(way: str, side: str) -> NDArray[np.float64]:
        return added[:, BLENDSHAPES.index(f"eyeLook{way}{side}")]

    right = np.stack([of("In", "Right") - of("Out", "Right"), of("Up", "Right") - of("Down", "Right")], 1)
    left = np.stack([of("Out", "Left") - of("In", "Left"), of("Up", "Left") - of("Down", "Left")], 1)
    return np.stack([right, left], 1) * FULL_LOOK_DEGREES


def sway(seed: int, count: int) -> NDArray[np.float64]:
    """Frames × 3: degrees that the head turns, nods and tilts beside how it was filmed; none for seed 0.

    The same seed gives the same movement; it starts and ends at rest.
    """
    if not seed:
        return np.zeros((count, 3))
    drawn, seconds = np.random.default_rng(seed), np.arange(count) / _FRAMES_PER_SECOND
    phases = drawn.uniform(0, 2 * np.pi, (3, len(_SWAY_HZ[0])))
    waves = np.sin(2 * np.pi * seconds[:, None, None] * np.array(_SWAY_HZ[0]) + phases) * np.array(
        _SWAY_HZ[1]
    )
    return np.asarray(waves.sum(2) / sum(_SWAY_HZ[1]) * _SWAY_DEGREES * eased(count)[:, None])
