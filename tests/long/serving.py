"""A real server process on a home of its own, that can be killed at any moment and started again."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

import propria
from propria.kernel.time import wire
from propria.proofs.statements import Statement
from tests.cast import STORY_BEGINS

START_SECONDS = 300
_CLIENT = httpx.Client(
    timeout=60, verify=False
)  # nothing here is TLS; loading its roots for each call is slow
MAIN, SIGNING = "localhost:8000", "sign.localhost:8000"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def of_home(home: Path) -> dict[str, str]:
    """The environment in which `python -m propria` works on this home, as durably as in earnest."""
    return os.environ | {
        "PYTHONPATH": str(Path(propria.__file__).parents[1]),
        "PROPRIA_HOME": str(home),
        "PROPRIA_DATABASE_URL": f"sqlite:///{home / 'propria.db'}",
    }


@dataclass
class Served:
    """One library served by `propria serve`; the story's clock runs on over every restart."""

    home: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0
    began: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        """Start the process and wait until it answers."""
        moment = STORY_BEGINS + timedelta(seconds=int(time.monotonic() - self.began) + 1)
        environment = of_home(self.home) | {"PROPRIA_STORY_START": wire(moment), "PROPRIA_LOG_LEVEL": "error"}
        command = [
            sys.executable,
            "-X",
            "faulthandler",
            "-m",
            "propria",
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        with (self.home / "server.log").open("ab") as told:
            self.process = subprocess.Popen(command, env=environment, stdout=told, stderr=told)
        patience = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > patience:
                self.process.send_signal(signal.SIGABRT)  # faulthandler then says where every thread stands
                self.process.wait()
                raise AssertionError((self.home / "server.log").read_text()[-6000:])
            time.sleep(0.05)

    def _answers(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return _CLIENT.get(
                f"http://127.0.0.1:{self.port}/api/v1/counts", headers={"host": MAIN}
            ).is_success
        return False

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.kills += 1


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """The library in `home`, served until the block ends; the end is a kill as well."""
    server = Served(home)
    server.start()
    try:
        yield server
    finally:
        if server.process and server.process.poll() is None:
            server.kill()


@dataclass
class Caller:
    """One person who talks to the server over HTTP with a token they had before it was killed."""

    server: Served
    token: str

    def _ask(self, method: str, path: str, host: str, json: Any) -> httpx.Response:
        headers = {"host": host, "authorization": f"Bearer {self.token}"}
        url = f"http://127.0.0.1:{self.server.port}{path}"
        return _CLIENT.request(method, url, headers=headers, json=json)

    def get(self, path: str, *, host: str = MAIN) -> httpx.Response:
        """GET."""
        return self._ask("GET", path, host, None)

    def post(self, path: str, json: Any = None, *, host: str = MAIN) -> httpx.Response:
        """POST."""
        return self._ask("POST", path, host, {} if json is None else json)

    def puts_into(self, capture: str, picture: bytes) -> httpx.Response:
        """Put a picture into the vault."""
        headers = {"host": MAIN, "authorization": f"Bearer {self.token}", "content-type": "image/jpeg"}
        url = f"http://127.0.0.1:{self.server.port}/api/v1/captures/{capture}/assets"
        return _CLIENT.post(url, params={"kind": "photo"}, content=picture, headers=headers)

    def signs(self, drafted: dict[str, str]) -> httpx.Response:
        """Sign what the signing page shows with the demo key."""
        where = f"/requests/{drafted['request_id']}"
        shown = self.get(where, host=SIGNING)
        if not shown.is_success:
            return shown
        digest = Statement.from_json(shown.json()["statement"]).digest().hex()
        return self.post(f"{where}/demo-signature", {"digest": digest}, host=SIGNING)
