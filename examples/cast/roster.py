"""The invented performers: the numbers that make their faces and voices."""

from __future__ import annotations

from dataclasses import dataclass, field

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Hair:
    """Hair on the head: lengths in units of 10 cm, melanin and redness 0..1, grey as a share of strands."""

    style: str  # bob, tied, swept, crop, coily
    melanin: float
    redness: float
    strands: int = 34_000
    grey: float = 0.0
    recede: float = 0.0
    part: float = 0.0
    wave: float = 0.012
    top: float = 0.4
    side: float = 0.15
    cut: float = 6.0
    thickness: float = 1.0


@dataclass(frozen=True)
class Look:
    """Everything visible about a performer; colours are linear RGB."""

    seed: int
    male: float
    age: int
    race: dict[str, float]
    weight: float
    skin: Rgb
    lip: Rgb
    iris: Rgb
    hair: Hair
    top: tuple[str, Rgb]  # neckline, colour
    shapes: dict[str, float] = field(default_factory=dict)
    freckle: float = 0.0
    blush: float = 0.5
    brow: float = 1.0
    beard: float = 0.0
    stubble: float = 0.0
    glasses: Rgb | None = None
    earrings: Rgb | None = None


@dataclass(frozen=True)
class Voice:
    """A blend of packaged Kokoro voices (name to weight), the pace, and the tuning of pitch and formants."""

    blend: dict[str, float]
    speed: float = 1.0
    tuning: float = 1.0


@dataclass(frozen=True)
class Performer:
    """One performer's look and, for some, voice; the words about them are in `<key>/profile.json`."""

    key: str
    look: Look
    voice: Voice | None = None


CAST: dict[str, Performer] = {}


def _add(performer: Performer) -> None:
    CAST[performer.key] = performer


_add(
    Performer(
        key="mina-haldane",
        look=Look(
            seed=3,
            male=0,
            age=33,
            race={"caucasian": 0.88, "african": 0.12},
            weight=-0.1,
            skin=(0.62, 0.37, 0.27),
            lip=(0.50, 0.18, 0.16),
            iris=(0.09, 0.14, 0.10),
            freckle=0.55,
            blush=0.5,
            brow=0.85,
            shapes={
                "head/head-oval": 0.55,
                "nose/nose-scale-vert-decr": 0.2,
                "eyes/*-eye-scale-incr": 0.22,
                "mouth/mouth-upperlip-volume-incr": 0.3,
                "cheek/*-cheek-bones-incr": 0.3,
            },
            hair=Hair("bob", melanin=0.6, redness=0.6, cut=6.15, part=0.12, wave=0.05),
            top=("crew", (0.045, 0.11, 0.15)),
        ),
        voice=Voice(
            {"bf_emma": 0.25, "bf_lily": 0.25, "af_river": 0.2, "af_nicole": 0.15, "bf_isabella": 0.15},
            speed=1.06,
            tuning=0.94,
        ),
    )
)
_add(
    Performer(
        key="wen-zhuxi",
        look=Look(
            seed=29,
            male=1,
            age=45,
            race={"asian": 0.97, "caucasian": 0.03},
            weight=0.05,
            skin=(0.50, 0.295, 0.185),
            lip=(0.40, 0.15, 0.13),
            iris=(0.04, 0.02, 0.012),
            freckle=0.12,
            blush=0.45,
            stubble=0.3,
            shapes={
                "head/head-rectangular": 0.25,
                "cheek/*-cheek-bones-incr": 0.35,
                "nose/nose-scale-depth-incr": 0.15,
                "mouth/mouth-laugh-lines-in": 0.3,
            },
            hair=Hair(
                "swept", melanin=0.97, redness=0.1, grey=0.16, recede=0.06, top=0.42, side=0.13, part=0.28
            ),
            top=("turtle", (0.10, 0.115, 0.10)),
        ),
        voice=Voice({"hm_omega": 0.2, "am_michael": 0.3, "jm_kumo": 0.3, "bm_lewis": 0.2}, tuning=0.95),
    )
)
_add(
    Performer(
        key="ama-sefwood",
        look=Look(
            seed=61,
            male=0,
            age=60,
            race={"african": 0.97, "caucasian": 0.03},
            weight=0.25,
            skin=(0.17, 0.078, 0.045),
            lip=(0.22, 0.07, 0.06),
            iris=(0.04, 0.02, 0.011),
            blush=0.2,
            brow=0.75,
            shapes={"head/head-round": 0.25, "eyes/*-eye-bag-incr": 0.2, "mouth/mouth-laugh-lines-in": 0.3},
            hair=Hair(
                "coily",
                melanin=1.0,
                redness=0.15,
                strands=36_000,
                grey=0.5,
                top=0.14,
                side=0.07,
                thickness=0.8,
            ),
            top=("vneck", (0.32, 0.12, 0.02)),
            earrings=(0.75, 0.55, 0.22),
        ),
    )
)
_add(
    Performer(
        key="ivo-dragmar",
        look=Look(
            seed=31,
            male=1,
            age=70,
            race={"caucasian": 1.0},
            weight=0.08,
            skin=(0.58, 0.325, 0.235),
            lip=(0.42, 0.19, 0.165),
            iris=(0.12, 0.18, 0.24),
            freckle=0.35,
            blush=0.7,
            beard=0.055,
            shapes={
                "head/head-rectangular": 0.3,
                "nose/nose-hump-incr": 0.35,
                "nose/nose-scale-depth-incr": 0.2,
                "ears/*-ear-scale-incr": 0.25,
                "chin/chin-prominent-incr": 0.2,
                "head/head-age-incr": 0.9,
                "mouth/mouth-laugh-lines-in": 0.4,
                "eyes/*-eye-bag-incr": 0.35,
            },
            hair=Hair(
                "swept", melanin=0.26, redness=0.02, grey=0.95, recede=0.15, top=0.5, side=0.2, part=0.3
            ),
            top=("turtle", (0.035, 0.05, 0.085)),
        ),
    )
)
_add(
    Performer(
        key="qiao-lanting",
        look=Look(
            seed=82,
            male=0,
            age=25,
            race={"asian": 0.95, "caucasian": 0.05},
            weight=-0.2,
            skin=(0.64, 0.42, 0.31),
            lip=(0.50, 0.16, 0.15),
            iris=(0.045, 0.022, 0.013),
            blush=0.5,
            brow=0.8,
            shapes={"head/head-oval": 0.5, "eyes/*-eye-scale-incr": 0.3, "nose/nose-scale-horiz-decr": 0.2},
            hair=Hair("bob", melanin=0.98, redness=0.1, cut=5.55, part=-0.02, wave=0.015),
            top=("crew", (0.42, 0.40, 0.36)),
        ),
        voice=Voice({"jf_alpha": 0.25, "ff_siwis": 0.25, "bf_lily": 0.25, "af_river": 0.25}, tuning=1.05),
    )
)
_add(
    Performer(
        key="ishaan-velloor",
        look=Look(
            seed=47,
            male=1,
            age=30,
            race={"caucasian": 0.62, "asian": 0.18, "african": 0.2},
            weight=-0.2,
            skin=(0.31, 0.155, 0.088),
            lip=(0.28, 0.11, 0.09),
            iris=(0.05, 0.026, 0.013),
            blush=0.3,
            brow=1.1,
            stubble=0.75,
            shapes={
                "head/head-invertedtriangular": 0.3,
                "eyes/*-eye-scale-incr": 0.15,
                "cheek/*-cheek-bones-incr": 0.25,
            },
            hair=Hair("crop", melanin=0.96, redness=0.2, strands=36_000, top=0.42, side=0.12, part=-0.25),
            top=("crew", (0.30, 0.075, 0.05)),
        ),
    )
)
_add(
    Performer(
        key="noor-tahsiri",
        look=Look(
            seed=23,
            male=0,
            age=42,
            race={"caucasian": 0.85, "asian": 0.15},
            weight=0.02,
            skin=(0.52, 0.305, 0.20),
            lip=(0.44, 0.13, 0.12),
            iris=(0.07, 0.04, 0.016),
            blush=0.45,
            brow=1.15,
            shapes={"head/head-diamond": 0.3, "nose/nose-hump-incr": 0.2, "eyes/*-eye-scale-incr": 0.2},
            hair=Hair("tied", melanin=0.93, redness=0.25, grey=0.03, recede=-0.05, part=0.0),
            top=("vneck", (0.20, 0.035, 0.06)),
            glasses=(0.03, 0.018, 0.012),
        ),
    )
)
_add(
    Performer(
        key="obi-carrowell",
        look=Look(
            seed=11,
            male=1,
            age=38,
            race={"african": 0.9, "caucasian": 0.1},
            weight=0.2,
            skin=(0.125, 0.057, 0.033),
            lip=(0.15, 0.058, 0.048),
            iris=(0.035, 0.018, 0.010),
            blush=0.15,
            brow=1.05,
            beard=0.045,
            shapes={"head/head-square": 0.3, "chin/chin-width-incr": 0.2, "nose/nose-volume-decr": 0.2},
            hair=Hair("coily", melanin=1.0, redness=0.2, strands=36_000, top=0.12, side=0.04, thickness=0.85),
            top=("crew", (0.06, 0.12, 0.075)),
        ),
        voice=Voice({"bm_lewis": 0.4, "am_michael": 0.3, "bm_george": 0.15, "am_liam": 0.15}, tuning=0.91),
    )
)
