"""`propria handover`: the library is sold, insolvent or closes, so that every consent rests until it is given anew.

Without `--confirm` it only prints what would be said and of how many.
"""

import argparse

from propria.cli.serve import settings_of_home
from propria.consent import handover
from propria.consent.model import HandoverKind
from propria.kernel.time import wire
from propria.opening import open_library
from propria.record.notary import notary_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("kind", choices=[one.value for one in HandoverKind])
    parser.add_argument("--zh", default="", help="who has the library then, in Chinese")
    parser.add_argument("--en", default="", help="the same in English")
    parser.add_argument(
        "--days", type=int, default=60, help="until when performers may consent anew (30 to 180)"
    )
    parser.add_argument(
        "--confirm", default="", metavar="ORIGIN", help="the log's name: announce it now, for good"
    )


def run(arguments: argparse.Namespace) -> int:
    """Say it, or print what would be said. Raises: Refused(`consent.handover_days`, `consent.handover_successor`)."""
    settings = settings_of_home()
    library = open_library(settings)
    try:
        notary, now = notary_of(settings), library.clock.now()
        kind, successor, days = HandoverKind(arguments.kind), (arguments.zh, arguments.en), arguments.days
        if arguments.confirm == notary.origin:
            said = library.database.transact(
                lambda db: handover.hand_over(kind, successor, days, notary, now=now, db=db)
            )
            print(f"log entry {said.entry_index}; consents may be given anew until {wire(said.anew_by)}")
            return 0
        resting = library.database.read(lambda db: handover.in_force(db=db))
        for words in handover.would_say(kind, successor, days, now=now):
            print(words)
        print(f"{resting} consents would rest. Nothing is said yet; add: --confirm {notary.origin}")
        return 2
    finally:
        library.close()
