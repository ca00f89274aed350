"""`propria serve`: the library on its two hosts, from the settings of PROPRIA_HOME."""

import argparse
import os
import threading
from pathlib import Path

from propria.cli.init import home
from propria.kernel.errors import Refused
from propria.plumbing.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("--host", help="address to listen on")
    parser.add_argument("--port", type=int, help="port to listen on")


def settings_of_home() -> Settings:
    """The settings of this installation. Raises: Refused(`cli.no_home`), Malformed(`settings.*`)."""
    file = home() / "propria.toml"
    if not file.exists():
        raise Refused("cli.no_home", f"There is no library in {home()}; make one with `propria init`.")
    return Settings.load(os.environ, Path(file))


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped. Raises: Refused(`cli.no_home`, `settings.secret_missing`)."""
    import uvicorn

    from propria.app import build
    from propria.casting.keeping import keeping
    from propria.journeys.rounds import keep_rounds
    from propria.opening import durable_jobs, make_whole, open_library
    from propria.plumbing.log import configure
    from propria.record.heads import head_keeper, kept
    from propria.record.notary import notary_of

    settings = settings_of_home()
    configure(settings.log_level)
    library = open_library(settings, jobs=durable_jobs(settings))
    make_whole(library)
    notary = notary_of(settings)
    application = build(library, notary)
    library.jobs.start()
    stopping = threading.Event()
    keep_rounds(library, application.parts["office"], stopping)
    try:
        with (
            kept(head_keeper(library.database, notary, settings), library.clock),
            keeping(library.database, library.clock),
        ):
            uvicorn.run(
                application,
                host=arguments.host or settings.listen_host,
                port=arguments.port or settings.listen_port,
                log_config=None,
                access_log=False,
            )
    finally:
        stopping.set()
        library.close()
    return 0
