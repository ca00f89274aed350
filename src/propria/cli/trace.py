"""`propria trace FILE`: which handed-out copy of a recording a file comes from, by its mark. Evidence, and no proof."""

import argparse
import json
from pathlib import Path

from propria.cli.serve import settings_of_home
from propria.kernel.errors import Malformed
from propria.kernel.time import wire
from propria.likeness.exports import actions as exports
from propria.likeness.exports.marks import SURE
from propria.likeness.exports.model import Traced
from propria.likeness.exports.routes import traced_json
from propria.opening import open_library


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("file", type=Path, help="a picture, clip or sound that turned up")
    parser.add_argument("--json", action="store_true", help="one JSON object a copy")


def run(arguments: argparse.Namespace) -> int:
    """Print each copy that the file may come from, the surest first; exit 1 when it carries the mark of none.

    Raises: Malformed(`cli.no_file`), Malformed(`likeness.not_a_recording`), Refused(`cli.no_home`, `settings.secret_missing`).
    """
    if not arguments.file.is_file():
        raise Malformed("cli.no_file", f"There is no file {arguments.file}.")
    library = open_library(settings_of_home())
    try:
        out = library.database.read(lambda db: exports.handed_out(db=db))
        found = exports.trace(arguments.file, out)
    finally:
        library.close()
    for one in found:
        print(json.dumps(traced_json(one)) if arguments.json else _line(one))
    if not found and not arguments.json:
        print(f"the mark of none of {len(out)} copies; a mark can be lost, so this proves nothing")
    return 0 if found else 1


def _line(one: Traced) -> str:
    by = [
        name
        for name, is_so in (
            ("same bytes", one.is_same_bytes),
            ("names the export", one.is_named),
            (f"seen {one.seen:.1f} spreads", one.seen >= SURE),
            (f"heard {one.heard:.1f} spreads", one.heard >= SURE),
        )
        if is_so
    ]
    when = wire(one.export.ended_at) if one.export.ended_at else "-"
    return f"{one.export.id}  {when}  {one.export.recipient}  ({', '.join(by)}; sure from {SURE:.0f} spreads)"
