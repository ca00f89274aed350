"""Times one build and one clip of the embedded engine: build seconds per footage second, clip seconds per
second.

Run: `python benchmarks/clip.py FOOTAGE.mp4 [--script "what is said in it"] [--line "what to say"]`.
"""

import argparse
import time
from pathlib import Path

from propria.replicas.engine.embedded import EmbeddedEngine
from propria.replicas.engine.port import Clip, PerformerPack, Progress, RenderRequest

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
    parser.add_argument("footage", type=Path)
    parser.add_argument("--script")
    parser.add_argument("--line", default=LINE)
    parser.add_argument("--height", type=int, default=0)
    given = parser.parse_args()
    engine, watch = EmbeddedEngine(), Stopwatch()
    pack = PerformerPack(footage=(Clip(given.footage.read_bytes(), given.script),))
    started = time.perf_counter()
    built = engine.fit(pack, watch)
    spent = time.perf_counter() - started
    footage_seconds = built.card["given"]["footage_seconds"]
    print(
        f"build: {spent:.1f} s for {footage_seconds} s of footage, {spent / footage_seconds:.2f} s per second"
    )
    print(f"  steps: {watch.stop()}")
    for state in ("cold", "warm"):
        watch, started = Stopwatch(), time.perf_counter()
        request = RenderRequest(built.files, given.line, height_px=given.height)
        report = engine.render(request, watch).report
        spent = time.perf_counter() - started
        ratio = report["seconds"] / spent
        print(
            f"clip ({state}): {report['seconds']} s at {report['width']}x{report['height']} "
            f"in {spent:.1f} s, {ratio:.2f} of real time"
        )
        print(f"  steps: {watch.stop()}")
        print(
            f"  {report['voice']} voice, likeness {report['voice_likeness']}, "
            f"word error {report['word_error']}"
        )


if __name__ == "__main__":
    main()
