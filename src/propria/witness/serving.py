"""The witness's own small web server: its key, the logs it follows, and their cosigned heads;

a log may hand in a new head at `/add-checkpoint`, which is held to the same as one that the witness fetched.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from propria.kernel.errors import PropriaError
from propria.kernel.time import Instant
from propria.proofs.witnessing import AddCheckpoint
from propria.witness.following import Behind, take
from propria.witness.memory import Memory

MOST_BYTES = 65_536


@contextmanager
def served(memory: Memory, host: str, port: int) -> Iterator[str]:
    """Serve while the block runs; gives the address. Port 0 takes a free one.

    Raises: OSError if the address is taken.
    """
    server = ThreadingHTTPServer((host, port), _handler(memory))
    thread = threading.Thread(target=server.serve_forever, name="witness-server", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(memory: Memory, path: str) -> tuple[int, str, str]:
    """(status, media type, text) of a GET: `/vkey`, `/logs`, `/NAME/checkpoint`."""
    try:
        logs = {log.name: log for log in memory.logs()}
        match path.strip("/").split("/"):
            case ["vkey"]:
                return 200, "text/plain; charset=utf-8", memory.signer().key().vkey() + "\n"
            case ["logs"]:
                rows = [
                    {
                        "name": name,
                        "origin": log.key.name,
                        "url": log.url,
                        "checkpoint": f"/{name}/checkpoint",
                    }
                    for name, log in logs.items()
                ]
                return 200, "application/json", json.dumps(rows, indent=2) + "\n"
            case [name, "checkpoint"] if name in logs and (note := memory.note(logs[name])) is not None:
                return 200, "text/plain; charset=utf-8", note
    except PropriaError as error:
        return 503, "text/plain; charset=utf-8", error.code + "\n"
    return 404, "text/plain; charset=utf-8", "There is no such file.\n"


SIZE = "text/x.tlog.size"
_STATUS = {
    "proofs.wrong_request": 400,
    "proofs.note_unsigned": 403,
    "witness.unknown_log": 404,
    "witness.other_size": 409,
    "witness.two_heads": 409,
}


def take_in(memory: Memory, body: bytes, *, now: Instant) -> tuple[int, str, str]:
    """(status, media type, text) of a POST to `/add-checkpoint`. Source: C2SP tlog-witness."""
    plain = "text/plain; charset=utf-8"
    try:
        return 200, plain, take(AddCheckpoint.from_text(body.decode()), memory, now=now)
    except UnicodeDecodeError:
        return 400, plain, "proofs.wrong_request\n"
    except Behind as error:
        return 409, SIZE, f"{error.facts['size']}\n"
    except PropriaError as error:
        return _STATUS.get(error.code, 422), plain, error.code + "\n"


def _handler(memory: Memory) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            self._answer(*answer(memory, self.path.partition("?")[0]))

        def do_POST(self) -> None:
            length = self.headers.get("content-length", "")
            if self.path != "/add-checkpoint" or not length.isdecimal() or int(length) > MOST_BYTES:
                self._answer(404, "text/plain; charset=utf-8", "There is nothing to post here.\n")
                return
            self._answer(*take_in(memory, self.rfile.read(int(length)), now=datetime.now(UTC)))

        def _answer(self, status: int, kind: str, text: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.send_header("cache-control", "no-cache")
            self.send_header("access-control-allow-origin", "*")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: the run's own lines say what happened."""

    return Handler
