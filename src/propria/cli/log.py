"""`propria log export FOLDER`: the log as static files that any web server or bucket can mirror."""

import argparse
import time
from datetime import UTC, datetime
from pathlib import Path

from propria.cli.serve import settings_of_home
from propria.plumbing.database import Database
from propria.record import log
from propria.record.exporting import Exported, export
from propria.record.model import Notary
from propria.record.notary import notary_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    words = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    out = words.add_parser("export", help="bring a folder of static files to the newest signed head")
    out.add_argument("folder", type=Path, help="checkpoint, vkey and tile/ are written here")
    out.add_argument("--every", type=float, help="go on, with so many seconds between two exports")


def run(arguments: argparse.Namespace) -> int:
    """Export once or again and again. Raises: Refused(`record.mirror_longer`, `record.mirror_differs`, `cli.no_home`)."""
    settings = settings_of_home()
    database, notary = Database.open(settings.database_url), notary_of(settings)
    try:
        while True:
            done = _export(arguments.folder, database, notary)
            print(f"{arguments.folder}: {done.size} entries, {done.written} files written", flush=True)
            if arguments.every is None:
                return 0
            time.sleep(arguments.every)
    except KeyboardInterrupt:
        return 0
    finally:
        database.close()


def _export(folder: Path, database: Database, notary: Notary) -> Exported:
    now = datetime.now(UTC)
    database.transact(lambda db: log.make_checkpoint(notary, now=now, db=db))
    return database.read(lambda db: export(folder, notary.signer.key(), db=db))
