"""`propria demo`: play the whole story over HTTP, leave its artefacts, then serve the same library."""

import argparse
import signal
import threading
from pathlib import Path

from propria.cli.init import home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("--once", action="store_true", help="end after the story")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (passkeys need a host name)"
    )
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--out", type=Path, default=Path("out/demo"), help="where the artefacts go")


def run(arguments: argparse.Namespace) -> int:
    """Play the story; without --once, serve until stopped. Raises: Refused(`demo.port_taken`)."""
    from propria.demo.index import index_html
    from propria.demo.programme import Programme
    from propria.demo.stage import raised
    from propria.demo.story import ACTS, Story

    programme = Programme(arguments.out)
    with raised(home() / "demo", host=arguments.host, port=arguments.port) as stage:
        story = Story(stage, programme)
        for act in ACTS:
            act(story)
        programme.leaves("index.html", index_html(programme), "This page")
        print(
            f"\nThe story took {programme.seconds:.1f} s; {len(programme.artefacts)} files in {arguments.out}/"
        )
        if not arguments.once:
            print(
                f"Serving the same library on {stage.base_url} — one-click sign-in for every member of the cast."
            )
            _until_stopped()
    return 0


def _until_stopped() -> None:
    stopped = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: stopped.set())
    stopped.wait()
