"""The witness's own small web server: its key, the logs it follows, and their cosigned heads. It only reads."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from propria.kernel.errors import PropriaError
from propria.witness.memory import Memory


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


def _handler(memory: Memory) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            status, kind, text = answer(memory, self.path.partition("?")[0])
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
