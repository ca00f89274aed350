"""Times one build and one clip of the embedded engine, in this process: build seconds a second of footage (less is
better), and seconds of clip a second of work (more is better; above 1 the clip is made faster than it plays).

Run: `python benchmarks/clip.py [FOOTAGE.mp4] [--script "what is said in it"] [--line "what to say"] [--json]`;
without footage it takes that of the cast's Mina Haldane.
"""

import argparse
import json
import resource
import time
from pathlib import Path
from typing import Any

from propria.replicas.engine.embedded import EmbeddedEngine
from propria.replicas.engine.port import Clip, PerformerPack, Progress, RenderRequest

FOOTAGE = Path(__file__).resolve().parent.parent / "examples" / "cast" / "mina-haldane" / "footage.mp4"
LINE = "I said yes to this scene, and only to this scene."


class Stopwatch:
    """Adds up how long each step takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._step, self._since = "start", time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        """A step is told; the time since the last one belongs to that one."""
        now = time.perf_counter()
        self.seconds[self._step] = self.seconds.get(self._step, 0.0) + now - self._since
        self._step, self._since = progress.step.value, now

    def stop(self) -> dict[str, float]:
        """All steps' seconds."""
        now = time.perf_counter()
        self.seconds[self._step] = self.seconds.get(self._step, 0.0) + now - self._since
        return {step: round(seconds, 2) for step, seconds in self.seconds.items()}


def main() -> None:
    """Print the two ratios, each with its steps; the second render shows the engine warm."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("footage", type=Path, nargs="?", default=FOOTAGE)
    parser.add_argument("--script")
    parser.add_argument("--line", default=LINE)
    parser.add_argument("--height", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="one object instead of the table")
    given = parser.parse_args()
    figures = measured(given)
    if given.json:
        print(json.dumps(figures))
        return
    build = figures["build"]
    print(f"peak: {figures['peak_mb']} MB")
    print(
        f"build: {build['seconds']} s for {build['footage_seconds']} s of footage, "
        f"{build['seconds_per_second']} s per second"
    )
    print(f"  {build['cpu_seconds_per_second']} processor seconds per second; steps: {build['steps']}")
    for state in ("cold", "warm"):
        clip = figures[state]
        print(
            f"clip ({state}): {clip['clip_seconds']} s at {clip['size']} in {clip['seconds']} s, "
            f"{clip['x_realtime']} × real time (more is faster), {clip['x_realtime_by_cpu']} by processor seconds"
        )
        print(f"  steps: {clip['steps']}")
        print(f"  {clip['voice']} voice, likeness {clip['voice_likeness']}, word error {clip['word_error']}")


def measured(given: argparse.Namespace) -> dict[str, Any]:
    """Build once, then render the line twice; every figure of both."""
    engine, watch = EmbeddedEngine(), Stopwatch()
    pack = PerformerPack(footage=(Clip(given.footage.read_bytes(), given.script),))
    started, used = time.perf_counter(), time.process_time()
    built = engine.fit(pack, watch)
    spent = time.perf_counter() - started
    footage_seconds = built.card["given"]["footage_seconds"]
    figures: dict[str, Any] = {
        "build": {
            "seconds": round(spent, 1),
            "footage_seconds": footage_seconds,
            "seconds_per_second": round(spent / footage_seconds, 2),
            "cpu_seconds_per_second": round((time.process_time() - used) / footage_seconds, 2),
            "steps": watch.stop(),
        }
    }
    for state in ("cold", "warm"):
        watch, started, used = Stopwatch(), time.perf_counter(), time.process_time()
        request = RenderRequest(built.files, given.line, height_px=given.height)
        report = engine.render(request, watch).report
        spent = time.perf_counter() - started
        figures[state] = {
            "clip_seconds": report["seconds"],
            "size": f"{report['width']}x{report['height']}",
            "seconds": round(spent, 1),
            "x_realtime": round(report["seconds"] / spent, 2),
            "x_realtime_by_cpu": round(report["seconds"] / (time.process_time() - used), 2),
            "steps": watch.stop(),
        } | {name: report[name] for name in ("voice", "voice_likeness", "word_error")}
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures


if __name__ == "__main__":
    main()
