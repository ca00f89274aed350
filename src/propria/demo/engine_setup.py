"""The replica engine's packages arrive while the first acts play; act five waits for them, and says so."""

import time
from pathlib import Path

from propria.demo.tellings import Story
from propria.plumbing.errors import Unavailable

PATIENCE_SECONDS = 1_800.0
TELL_EVERY_SECONDS = 10.0
WHAT_TO_DO = "run `./run setup replica`, then `./run demo` again"


def wait_for_engine(story: Story) -> None:
    """Return once the engine answers. Raises: Unavailable(`replicas.engine_missing`)."""
    status = story.engine_status
    if status is not None:
        with story.programme.does("the demo", "waits for the replica engine's packages (1.6 GB)") as out:
            out.append(_arrived(story, status))
    about = story.stage.propria.parts["engine_slot"].engine.about
    story.programme.tells(f"{about.name} {about.version}, on this machine; {about.retention}")


def _arrived(story: Story, status: Path) -> str:
    """Read the set-up's word until it is `ready`. Raises: Unavailable(`replicas.engine_missing`)."""
    began = time.monotonic()
    told = began
    while (word := _read(status)) != "ready":
        now = time.monotonic()
        if word == "failed" or now - began > PATIENCE_SECONDS:
            raise Unavailable(
                "replicas.engine_missing", f"The replica engine could not be installed: {WHAT_TO_DO}."
            )
        if now - told > TELL_EVERY_SECONDS:
            told = now
            story.programme.tells(f"still installing, {now - began:.0f} s")
        time.sleep(0.2)
    return "ready"


def _read(status: Path) -> str:
    return status.read_text("utf-8").strip() if status.exists() else ""
