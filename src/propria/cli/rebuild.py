"""`propria rebuild`: make anew what the log and its signed statements alone determine; the log itself is never touched.

It holds the log's lock while it writes, so a running server waits for it. docs/runbooks/rebuild.md says of every table
whether it is made here, and why not where it is not; `propria fsck` names the rows that are not as signed.
"""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict

from propria.cli.fsck import Progress
from propria.cli.serve import settings_of_home
from propria.consent.rebuilding import rebuild as consent
from propria.parties import actions as people
from propria.parties.rebuilding import rebuild as parties
from propria.plumbing.database import Database, Session
from propria.record.notary import notary_of
from propria.record.rebuilding import Rebuilt, rebuild


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")
    parser.add_argument("--json", action="store_true", help="the tables as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Rebuild, or say what would be. Raises: Refused(`record.log_not_as_signed`, `record.map_not_as_signed`, `cli.no_home`)."""
    settings = settings_of_home()
    database, notary = Database.open(settings.database_url), notary_of(settings)
    write, progress = not arguments.dry_run, Progress()

    def work(db: Session) -> tuple[Rebuilt, ...]:
        done = rebuild(notary, resolve=people.resolver(db=db), write=write, tell=progress.tell, db=db)
        return (*done, *parties(write=write, db=db), *consent(write=write, db=db))

    try:
        done = database.transact(work) if write else database.read(work)
    finally:
        database.close()
    print(_as_json(done, written=write) if arguments.json else _as_table(done, written=write))
    return 0


def _as_json(done: Iterable[Rebuilt], *, written: bool) -> str:
    return json.dumps({"written": written, "tables": [asdict(one) for one in done]})


def _as_table(done: Iterable[Rebuilt], *, written: bool) -> str:
    lines = []
    for one in done:
        said = f"{one.rows:>9} rows  {one.wrong:>7} wrong or missing  {one.strays:>7} too many"
        lines.append(f"{one.table:<22}{'waits for the next signed head' if one.waits else said}")
    return "\n".join([*lines, "rebuild: written" if written else "rebuild: nothing was written"])
