"""`propria demo`: play the whole story over HTTP, leave its artefacts, then serve the same library."""

import argparse
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from propria.cli.init import home
from propria.plumbing.errors import Unavailable

if TYPE_CHECKING:
    from propria.demo.stage import Stage
    from propria.demo.story import Story


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("--once", action="store_true", help="end after the story")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (passkeys need a host name)"
    )
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument(
        "--engine-status",
        type=Path,
        help="a file that will say `ready` or `failed` once the engine's packages are installed",
    )
    parser.add_argument("--out", type=Path, default=Path("out/demo"), help="where the artefacts go")


def run(arguments: argparse.Namespace) -> int:
    """Play the story; without --once, serve until stopped. Raises: Refused(`demo.port_taken`)."""
    from propria.demo.index import index_html
    from propria.demo.programme import Programme
    from propria.demo.stage import raised
    from propria.demo.story import ACTS, Story

    programme = Programme(arguments.out)
    keeps = arguments.once
    with raised(home() / "demo", host=arguments.host, port=arguments.port, keeps=keeps) as stage:
        story = Story(stage, programme, engine_status=arguments.engine_status)
        print(f"The first page is there: {stage.base_url}", flush=True)
        missing = _play(ACTS, story)
        programme.leaves("index.html", index_html(programme), "This page")
        print(
            f"\nThe story took {programme.seconds:.1f} s; {len(programme.artefacts)} files in {arguments.out}/"
        )
        if not arguments.once:
            print(
                f"Serving the same library on {stage.base_url} — one-click sign-in for every member of the cast."
            )
            print("Whoever joins and records here is gone when it stops: the whole demo library is deleted.")
            _until_stopped(stage)
    if not keeps:
        print(
            "The demo library is deleted: keys, recordings, records. What the story left stays in its folder."
        )
    return 1 if missing else 0


def _play(acts: "tuple[Callable[[Story], None], ...]", story: "Story") -> bool:
    """Play every act; whether one could not be played because the replica engine is not there."""
    missing = False
    for act in acts:
        try:
            act(story)
        except Unavailable as error:
            missing = True
            story.programme.tells(f"NOT PLAYED ({error.code}): {error.sentence}")
    return missing


def _until_stopped(stage: "Stage") -> None:
    """Serve, and keep the clocks as any server does."""
    from propria.journeys.rounds import keep_rounds

    stopped = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: stopped.set())
    rounds = keep_rounds(stage.propria.library, stage.propria.parts["office"], stopped)
    stopped.wait()
    rounds.join(timeout=10)
