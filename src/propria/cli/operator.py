"""`propria operator --zh NAME --en NAME`: make an operator; there is no other way to become one."""

import argparse

from propria.cli.serve import settings_of_home
from propria.opening import open_library
from propria.parties import actions, sessions
from propria.parties.model import Role
from propria.plumbing.database import Session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("--zh", required=True)
    parser.add_argument("--en", required=True)


def run(arguments: argparse.Namespace) -> int:
    """Make the operator and print a secret that signs them in once on the API, to add a passkey with."""
    library = open_library(settings_of_home())
    try:
        now = library.clock.now()

        def work(db: Session) -> str:
            person = actions.join(arguments.zh, arguments.en, Role.OPERATOR, db=db)
            return sessions.open_session(person.id, now=now, db=db)

        print(library.database.transact(work))
    finally:
        library.close()
    return 0
