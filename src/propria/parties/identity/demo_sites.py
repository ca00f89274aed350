"""The demo people's own web sites, `<name>.site.localhost`: real HTTP, real well-known file, invented holders."""

import threading

from litestar.types import Receive, Scope, Send

from propria.parties.identity.evidence import WELL_KNOWN

SITE_ENDING = ".site.localhost"


class DemoSites:
    """What each demo domain publishes, kept in memory and gone at exit; also the application that serves it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: dict[str, str] = {}

    def publish(self, domain: str, line: str) -> None:
        """The holder of the domain puts this line at its well-known address."""
        with self._lock:
            self._lines[domain.partition(":")[0]] = line

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the one file that a site has."""
        host = dict(scope.get("headers", [])).get(b"host", b"").decode("latin-1").partition(":")[0]
        with self._lock:
            line = self._lines.get(host)
        found = line is not None and scope.get("path") == WELL_KNOWN
        body = f"{line}\n".encode() if found else b"nothing here\n"
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200 if found else 404, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})
