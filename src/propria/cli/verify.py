"""`propria verify BUNDLE --trust FILE`: what a bundle proves, with no server and no network."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from propria.kernel.errors import Malformed
from propria.proofs.bundles import verify_bundle
from propria.proofs.report_words import render
from propria.proofs.trust import Trust


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("bundle", type=Path, help="the bundle, a JSON file")
    parser.add_argument("--trust", type=Path, help="your trust file; default: trust.json beside the bundle")
    parser.add_argument("--language", choices=("en", "zh"), default="en")
    parser.add_argument("--json", action="store_true", help="the facts as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the report; exit 0 when everything in it checks out, 1 otherwise.

    Raises: Malformed(`cli.no_file`, `proofs.*`).
    """
    trust = Trust.from_bytes(read(arguments.trust or arguments.bundle.parent / "trust.json"))
    report = verify_bundle(read(arguments.bundle), trust, now=datetime.now(UTC))
    if arguments.json:
        print(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
    else:
        print(render(report, arguments.language))
    return 1 if report.colour == "red" else 0


def read(file: Path) -> bytes:
    """A file's bytes. Raises: Malformed(`cli.no_file`)."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Malformed("cli.no_file", f"{file} cannot be read: {error.strerror}.") from error
