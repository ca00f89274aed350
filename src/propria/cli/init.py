"""`propria init`: a data folder with fresh secrets and a settings file; an existing one is left as it is."""

import argparse
import os
from pathlib import Path


def home() -> Path:
    """The data folder: `PROPRIA_HOME`, else `propria-home` here."""
    return Path(os.environ.get("PROPRIA_HOME", "propria-home")).resolve()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("--log-origin", required=True, help="the log's name, such as log.example.org/propria")
    parser.add_argument("--base-url", required=True, help="where people reach the library")
    parser.add_argument("--signing-url", required=True, help="where people sign, its own host")


def run(arguments: argparse.Namespace) -> int:
    """Make it and say where."""
    from propria.opening import make_home  # the application with it, which most commands do without

    lines = {
        "log_origin": arguments.log_origin,
        "base_url": arguments.base_url.rstrip("/"),
        "signing_url": arguments.signing_url.rstrip("/"),
    }
    print(f"settings: {make_home(home(), lines)}")
    return 0
