"""Any `port.Engine` behind HTTP, for one library: it keeps a job until it is fetched and forgotten, and in memory only."""

import hmac
import json
import secrets
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from propria.kernel.errors import PropriaError
from propria.replicas.elsewhere import messages
from propria.replicas.elsewhere.bell import HEADER, signature
from propria.replicas.engine import port

MOST_ASKED_BYTES = 3 << 30
MOST_WAIT_SECONDS = 30.0
MOST_JOBS = 16
RING_SECONDS = 10
Answer = tuple[int, str, bytes]
_JSON, _ZIP = "application/json", "application/zip"


class _Stopped(Exception):
    """The library wants it no longer."""


@dataclass
class _Job:
    status: dict[str, Any] = field(default_factory=lambda: {"state": "working", "step": port.Step.FIND_FACES})
    result: bytes = b""
    stopped: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, **status: Any) -> None:
        with self.changed:
            self.status = status
            self.changed.notify_all()

    def step(self, progress: port.Progress) -> None:
        if self.stopped:
            raise _Stopped
        self.tell(state="working", step=progress.step.value, done=progress.done, total=progress.total)

    def waited(self, seconds: float) -> dict[str, Any]:
        """How far it is, at the next change or after so many seconds."""
        with self.changed:
            if self.status["state"] == "working":
                self.changed.wait(seconds)
            return self.status


class Bench:
    """The jobs of one engine, one at a time."""

    def __init__(self, engine: port.Engine, token: str = "") -> None:
        self.engine = engine
        self._token = token
        self.jobs: dict[str, _Job] = {}
        self._worker = ThreadPoolExecutor(1, "engine")

    def begin(self, body: bytes, callback: str = "") -> str:
        """Take a job on; `callback` is where to ring when it ends. Raises: Malformed(`replicas.parcel_unreadable`)."""
        asked = messages.read_asked(messages.unpacked(body))
        name, job = secrets.token_urlsafe(16), _Job()
        self.jobs[name] = job
        self._worker.submit(self._do, job, asked)
        if callback:
            self._worker.submit(_ring, callback, name, self._token)
        return name

    def _do(self, job: _Job, asked: messages.Asked) -> None:
        try:
            job.step(port.Progress(port.Step.FIND_FACES))
            made = self._made(job, asked)
        except _Stopped:
            return
        except PropriaError as error:
            job.tell(state="refused", kind=type(error).__name__, code=error.code)
        except Exception as error:
            job.tell(state="failed", code=type(error).__name__)
        else:
            job.result = messages.packed(messages.answers(made, self.engine.about))
            job.tell(state="done")

    def _made(self, job: _Job, asked: messages.Asked) -> port.Artefacts | port.Rendered | port.Seen:
        match asked:
            case port.PerformerPack():
                return self.engine.fit(asked, job.step)
            case port.RenderRequest():
                return self.engine.render(asked, job.step)
            case port.PerformRequest():
                return self.engine.perform(asked, job.step)
            case port.Look():
                return self.engine.look(asked, job.step)

    def forget(self, name: str) -> None:
        """Stop it, and keep nothing of it."""
        job = self.jobs.pop(name, None)
        if job is not None:
            job.stopped = True

    def close(self) -> None:
        """Stop everything."""
        for name in list(self.jobs):
            self.forget(name)
        self._worker.shutdown(wait=False, cancel_futures=True)


def _ring(callback: str, job: str, token: str) -> None:
    """Say once that a job ended; who does not hear it asks by itself."""
    at, nonce = int(time.time()), secrets.token_urlsafe(12)
    said = {"job": job, "at": at, "nonce": nonce, "signature": signature(token, job, at, nonce)}
    asked = urllib.request.Request(
        callback, json.dumps(said).encode(), {"content-type": _JSON}, method="POST"
    )
    with suppress(OSError, ValueError), urllib.request.urlopen(asked, timeout=RING_SECONDS):
        pass


def answer(bench: Bench, method: str, target: str, body: bytes, callback: str = "") -> Answer:
    """(status, media type, body) of a request."""
    where = urlsplit(target)
    match method, where.path.strip("/").split("/"):
        case "GET", ["v1", "about"]:
            return 200, _JSON, messages.as_json(asdict(bench.engine.about))
        case "POST", ["v1", "jobs"]:
            return _begin(bench, body, callback)
        case "GET", ["v1", "jobs", name] if name in bench.jobs:
            asked = parse_qs(where.query).get("wait", ["0"])[0]
            wait = min(float(asked), MOST_WAIT_SECONDS) if asked.isdecimal() else 0.0
            return 200, _JSON, json.dumps(bench.jobs[name].waited(wait)).encode()
        case "GET", ["v1", "jobs", name, "result"] if name in bench.jobs and bench.jobs[name].result:
            return 200, _ZIP, bench.jobs[name].result
        case "DELETE", ["v1", "jobs", name]:
            bench.forget(name)
            return 204, _JSON, b""
    return 404, _JSON, b'{"code": "no_such_thing"}'


def _begin(bench: Bench, body: bytes, callback: str) -> Answer:
    if len(bench.jobs) >= MOST_JOBS:
        return 503, _JSON, b'{"code": "too_many_jobs"}'
    try:
        return 202, _JSON, json.dumps({"job": bench.begin(body, callback)}).encode()
    except PropriaError as error:
        return 400, _JSON, json.dumps({"code": error.code}).encode()


@contextmanager
def served(
    engine: port.Engine, host: str = "127.0.0.1", at_port: int = 0, *, token: str = ""
) -> Iterator[str]:
    """Serve while the block runs; gives the address. Port 0 takes a free one. Raises: OSError if it is taken."""
    bench = Bench(engine, token)
    server = ThreadingHTTPServer((host, at_port), _handler(bench, token))
    thread = threading.Thread(target=server.serve_forever, name="engine-server", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        bench.close()
        thread.join()


def _handler(bench: Bench, token: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 300

        def _serve(self) -> None:
            given = self.headers.get("authorization", "")
            if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
                self._say(401, _JSON, b'{"code": "no_token"}')
                return
            length = self.headers.get("content-length") or "0"
            if not length.isdecimal() or int(length) > MOST_ASKED_BYTES:
                self._say(413, _JSON, b'{"code": "too_large"}')
                return
            callback = self.headers.get(HEADER, "") if token else ""
            self._say(*answer(bench, self.command, self.path, self.rfile.read(int(length)), callback))

        do_GET = do_POST = do_DELETE = _serve

        def _say(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.send_header("cache-control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: a line of a log may hold a job's name."""

    return Handler
