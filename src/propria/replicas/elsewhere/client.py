"""`port.Engine` at an address: jobs are handed in, waited for, fetched and forgotten there. It believes nothing.

Recordings go to that address and nowhere else: no redirect is followed, and nothing is sent in the clear to another
machine. Whether they may go there at all is for consents and scopes, which hold what the operator declared.
"""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any
from urllib.parse import urlsplit

from propria.kernel.errors import Refused
from propria.plumbing.errors import Unavailable
from propria.replicas.elsewhere import answers, messages
from propria.replicas.elsewhere.bell import HEADER, Bell
from propria.replicas.elsewhere.messages import Parcel
from propria.replicas.engine import port
from propria.replicas.model import ProviderConditions

MOST_SMALL_BYTES = 1 << 18
MOST_RESULT_BYTES = 1 << 30
LONGEST_JOB_SECONDS = 4 * 3600
WAIT_SECONDS = 20
ANSWER_SECONDS = 120
_CHUNK = 1 << 20
_HERE = {"localhost", "127.0.0.1", "::1"}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Nowhere else."""


def checked_address(url: str) -> str:
    """The address without a slash at its end: HTTPS, or this machine. Raises: Refused(`replicas.engine_address`)."""
    parts = urlsplit(url)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    if not safe or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise Refused(
            "replicas.engine_address", "An engine elsewhere is asked over https, by a plain address."
        )
    return url.rstrip("/")


class HttpEngine:
    """An engine behind HTTP (docs/protocol/engine.md); `declared` is what the operator says of it."""

    def __init__(
        self,
        url: str,
        declared: ProviderConditions,
        *,
        token: str = "",
        bell: Bell | None = None,
        longest_seconds: float = LONGEST_JOB_SECONDS,
    ) -> None:
        self._url, self._declared, self._longest = checked_address(url), declared, longest_seconds
        self._headers = {"user-agent": "propria"} | ({"authorization": f"Bearer {token}"} if token else {})
        self.bell = bell
        self._opener = urllib.request.build_opener(_NoRedirect)
        self._about: port.About | None = None

    @property
    def about(self) -> port.About:
        """What it says of itself, asked once. Raises: as `answers.about_of`, Unavailable(`replicas.engine_unreachable`)."""
        if self._about is None:
            said = answers.decoded(self._ask("GET", "/v1/about"), Any)
            self._about = answers.about_of(said, self._declared)
        return self._about

    def fit(self, pack: port.PerformerPack, on_step: port.OnStep) -> port.Artefacts:
        """See `port.Engine.fit`; also raises Unavailable(`replicas.engine_*`)."""
        return answers.artefacts_of(self._done(messages.asks_fit(pack), on_step), pack.licence)

    def render(self, request: port.RenderRequest, on_step: port.OnStep) -> port.Rendered:
        """See `port.Engine.render`; also raises Unavailable(`replicas.engine_*`)."""
        return answers.rendered_of(
            self._done(messages.asks_render(request), on_step), self.about, request.form
        )

    def perform(self, request: port.PerformRequest, on_step: port.OnStep) -> port.Rendered:
        """See `port.Engine.perform`; also raises Unavailable(`replicas.engine_*`)."""
        done = self._done(messages.asks_perform(request), on_step)
        return answers.rendered_of(done, self.about, request.form)

    def look(self, look: port.Look, on_step: port.OnStep) -> port.Seen:
        """See `port.Engine.look`; also raises Unavailable(`replicas.engine_*`)."""
        return answers.seen_of(self._done(messages.asks_look(look), on_step))

    def _done(self, asked: Parcel, on_step: port.OnStep) -> Parcel:
        about = self.about
        rings = {HEADER: self.bell.url} if self.bell else {}
        job = answers.job_of(self._ask("POST", "/v1/jobs", messages.packed(asked), headers=rings))
        with self._forgotten(job), self._heard(job) as wait:
            self._wait(job, on_step, wait)
            result = self._ask("GET", f"/v1/jobs/{job}/result", most_bytes=MOST_RESULT_BYTES)
        try:
            return answers.parcel_of(result, about, self._declared)
        except Unavailable:
            self._about = None
            raise

    def _heard(self, job: str) -> AbstractContextManager[Callable[[], None] | None]:
        return self.bell.heard(job) if self.bell else nullcontext()

    def _wait(self, job: str, on_step: port.OnStep, wait: Callable[[], None] | None) -> None:
        seconds = 0 if wait else WAIT_SECONDS
        until = time.monotonic() + self._longest
        on_step(port.Progress(port.Step.FIND_FACES))
        while time.monotonic() < until:
            status = answers.status_of(self._ask("GET", f"/v1/jobs/{job}?wait={seconds}"))
            if status.state == "done":
                return
            on_step(port.Progress(port.Step(status.step), status.done, status.total))
            if wait:
                wait()
        raise Unavailable("replicas.engine_too_slow", "The engine was not done in the time it is given.")

    @contextmanager
    def _forgotten(self, job: str) -> Iterator[None]:
        """Whatever happens, the engine is told to stop and to keep nothing of it."""
        try:
            yield
        finally:
            with suppress(Unavailable):
                self._ask("DELETE", f"/v1/jobs/{job}")

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        most_bytes: int = MOST_SMALL_BYTES,
    ) -> bytes:
        sent = self._headers | dict(headers or {})
        sent |= {"content-type": "application/zip"} if body is not None else {}
        asked = urllib.request.Request(self._url + path, body, sent, method=method)
        try:
            with self._opener.open(asked, timeout=ANSWER_SECONDS) as answer:
                return _read(answer, most_bytes)
        except urllib.error.HTTPError as error:
            status = error.code
            error.close()
            raise Unavailable("replicas.engine_unreachable", f"The engine answers {status}.") from None
        except (OSError, ValueError) as error:
            raise Unavailable("replicas.engine_unreachable", "The engine does not answer.") from error


def _read(answer: Any, most_bytes: int) -> bytes:
    found = bytearray()
    while piece := answer.read(_CHUNK):
        found += piece
        if len(found) > most_bytes:
            raise Unavailable("replicas.engine_answers_too_much", "The engine sends more than is taken.")
    return bytes(found)
