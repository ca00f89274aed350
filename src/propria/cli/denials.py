"""`propria denials`: what waits for an answer or a ruling, by the clock; `--round` also does what is due now."""

import argparse
import json

from propria.cli.serve import settings_of_home
from propria.disputes import store
from propria.disputes.actions import Office
from propria.disputes.routes import denial_json
from propria.disputes.rules import OPEN
from propria.journeys.rounds import go_round
from propria.kernel.time import wire
from propria.opening import open_library
from propria.record.notary import notary_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("--json", action="store_true", help="one JSON object a denial")
    parser.add_argument(
        "--round", action="store_true", help="first hide what nobody answered, and send alerts"
    )


def run(arguments: argparse.Namespace) -> int:
    """List them; exit 1 when one is past its time. Raises: Refused(`cli.no_home`, `settings.secret_missing`)."""
    settings = settings_of_home()
    library = open_library(settings)
    try:
        if arguments.round:
            go_round(library, Office(notary_of(settings), settings.base_url))
        now = library.clock.now()
        found = library.database.read(lambda db: store.denials(*sorted(OPEN), db=db))
    finally:
        library.close()
    for one in found:
        line = f"{wire(one.due_at)}  {one.state.value:<10} {one.id}  {settings.base_url}/denials/{one.id}"
        print(json.dumps(denial_json(one)) if arguments.json else line)
    if not found and not arguments.json:
        print("no denial waits")
    return 1 if any(one.due_at <= now for one in found) else 0
