"""How long the demo's story takes, act by act, and what it holds in memory, against its budget.

Run it from the repository: `python benchmarks/demo.py [--json]`. The whole story plays over HTTP with the embedded
engine, in a folder that is deleted afterwards. Memory is the peak resident size: of this process, which is server and
story in one, and of the largest engine process that it started. Asserts no times.
"""

import contextlib
import json
import resource
import socket
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from propria.demo.programme import Programme  # noqa: E402
from propria.demo.stage import raised  # noqa: E402
from propria.demo.story import ACTS, Story  # noqa: E402

BUDGET_SECONDS = 120
BUILD_BUDGET_SECONDS = 90


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def megabytes(who):
    """Peak resident size; Linux counts it in KiB."""
    return round(resource.getrusage(who).ru_maxrss / 1024)


def measured():
    """Play the story once, its own words on standard error."""
    acts = {}
    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(sys.stderr):
        place = Path(name)
        with raised(place / "demo", host="127.0.0.1", port=free_port(), keeps=False) as stage:
            story = Story(stage, Programme(place / "out"))
            for act in ACTS:
                began = time.perf_counter()
                act(story)
                acts[act.__name__] = round(time.perf_counter() - began, 2)
            build = next(row.seconds for row in story.programme.rows if "replica built" in row.what)
    total = round(sum(acts.values()), 2)
    return {
        "acts_seconds": acts,
        "story_seconds": total,
        "story_to_budget": round(total / BUDGET_SECONDS, 3),
        "build_seconds": round(build, 2),
        "build_to_budget": round(build / BUILD_BUDGET_SECONDS, 3),
        "server_peak_mb": megabytes(resource.RUSAGE_SELF),
        "engine_peak_mb": megabytes(resource.RUSAGE_CHILDREN),
    }


def main(words):
    """Measure and print."""
    found = measured()
    if "--json" in words:
        print(json.dumps(found))
        return
    for act, seconds in found["acts_seconds"].items():
        print(f"{act:<24}{seconds:>8.2f} s")
    print(
        f"{'story':<24}{found['story_seconds']:>8.2f} s  {found['story_to_budget']:.2f} of {BUDGET_SECONDS} s"
    )
    print(
        f"{'build':<24}{found['build_seconds']:>8.2f} s  {found['build_to_budget']:.2f} of {BUILD_BUDGET_SECONDS} s"
    )
    print(f"{'server, peak':<24}{found['server_peak_mb']:>8} MB")
    print(f"{'engine, peak':<24}{found['engine_peak_mb']:>8} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
