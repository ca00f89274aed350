"""The demo's stage: one library in a folder of its own, its people joined, served over real HTTP on this machine."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from propria.app import Propria, build
from propria.demo.people import STUDIO, Player, company
from propria.journeys.rounds import promise_signing_page
from propria.kernel.errors import Refused
from propria.opening import durable_jobs, make_home, open_library
from propria.parties import actions as parties
from propria.parties.model import Role
from propria.plumbing.database import Session
from propria.plumbing.settings import Settings
from propria.record.heads import head_keeper, kept
from propria.record.notary import notary_of
from propria.replicas.slots import EngineSlot

LOG_ORIGIN = "demo.propria.localhost/log"
START_SECONDS = 60


@dataclass(frozen=True)
class Stage:
    """A running demo library and where it answers."""

    propria: Propria
    host: str
    port: int
    home: Path

    @property
    def base_url(self) -> str:
        """The main host, as people type it."""
        return f"http://localhost:{self.port}"


def demo_settings(home: Path, port: int) -> Settings:
    """The settings of a demo in this folder; whatever an earlier demo left there is gone."""
    deleted(home)
    lines = {
        "log_origin": LOG_ORIGIN,
        "base_url": f"http://localhost:{port}",
        "signing_url": f"http://sign.localhost:{port}",
        "log_level": "warning",
    }
    return Settings.load({}, make_home(home, lines))


def deleted(home: Path) -> None:
    """Nothing of a demo is kept: keys, recordings and records go with the folder, a visitor's too."""
    if home.exists():
        shutil.rmtree(home)


@contextmanager
def raised(
    home: Path, *, host: str, port: int, keeps: bool = True, engine: EngineSlot | None = None
) -> Iterator[Stage]:
    """Open a fresh demo library and serve it until the block ends; unless it `keeps`, it is deleted then.

    Raises: Refused(`demo.port_taken`).
    """
    if not _is_free(host, port):
        raise Refused("demo.port_taken", f"Port {port} is in use; choose another with --port.")
    settings = demo_settings(home, port)
    library = open_library(settings, jobs=durable_jobs(settings))
    library.database.transact(lambda db: _join(company(), db))
    notary = notary_of(settings)
    application = build(library, notary, engine=engine)
    promise_signing_page(library, notary)
    library.jobs.start()
    server = uvicorn.Server(
        uvicorn.Config(application, host=host, port=port, log_config=None, access_log=False)
    )
    thread = threading.Thread(target=server.run, name="demo-server", daemon=True)
    thread.start()
    _wait(server, thread)
    try:
        with kept(head_keeper(library.database, notary, settings), library.clock):
            yield Stage(application, host, port, home)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        library.close()
        if not keeps:
            deleted(home)


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    patience = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > patience:
            raise Refused("demo.not_started", "The library did not start; see the messages above.")
        time.sleep(0.05)


def _join(players: list[Player], db: Session) -> None:
    for player in players:
        person = parties.join(player.zh, player.en, player.role, demo_name=player.short, db=db)
        if player.role is Role.CREATOR:
            actor = parties.actor_of(person.id, db=db)
            parties.found_creator(actor, *STUDIO, db=db)
