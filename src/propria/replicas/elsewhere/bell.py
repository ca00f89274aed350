"""The bell that an engine elsewhere rings when a job ends: whoever waits for it asks the engine at once.

A ring is believed in nothing but that it is worth asking. It is signed with the token that both sides know, for one job,
once, within five minutes. Jobs are known in the process that waits for them; a ring that is lost only costs time.
"""

import hashlib
import hmac
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from propria.kernel.errors import NotFound, Refused, Unverified

HEADER = "propria-callback"
PATH = "/api/v1/engine/callbacks"
LONGEST_AGE_SECONDS = 300
FALLBACK_SECONDS = 20.0


def signature(token: str, job: str, at: int, nonce: str) -> str:
    """HMAC-SHA256 (hex) of a ring under the token; `at` is seconds since 1970."""
    said = f"propria/engine-callback/v1\n{job}\n{at}\n{nonce}".encode()
    return hmac.new(token.encode(), said, hashlib.sha256).hexdigest()


class Bell:
    """The rings of one engine; `url` is where it may ring, `fallback_seconds` after how long it is asked without one."""

    def __init__(
        self,
        token: str,
        url: str,
        *,
        fallback_seconds: float = FALLBACK_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not token:
            raise Refused(
                "replicas.callback_needs_token", "A callback is signed: set PROPRIA_ENGINE_TOKEN too."
            )
        self.url, self.fallback_seconds = url, fallback_seconds
        self._token, self._clock = token, clock
        self._waiting: dict[str, threading.Event] = {}
        self._seen: dict[str, int] = {}
        self._lock = threading.Lock()

    @contextmanager
    def heard(self, job: str) -> Iterator[Callable[[], None]]:
        """Wait for the job's rings while the block runs: the callable returns at the next one, or when it is time to ask."""
        event = self._waiting.setdefault(job, threading.Event())

        def wait() -> None:
            event.wait(self.fallback_seconds)
            event.clear()

        try:
            yield wait
        finally:
            self._waiting.pop(job, None)

    def ring(self, job: str, at: int, nonce: str, signed: str) -> None:
        """Somebody rings.

        Raises: Unverified(`replicas.callback_signature`), Refused(`replicas.callback_replayed`) for one that was heard
        before or is older than five minutes, NotFound(`replicas.callback_unknown`) for a job that nobody waits for here.
        """
        if not hmac.compare_digest(signature(self._token, job, at, nonce).encode(), signed.encode()):
            raise Unverified("replicas.callback_signature", "This callback is not signed by the engine.")
        now = self._clock()
        with self._lock:
            self._seen = {one: then for one, then in self._seen.items() if now - then <= LONGEST_AGE_SECONDS}
            if abs(now - at) > LONGEST_AGE_SECONDS or nonce in self._seen:
                raise Refused("replicas.callback_replayed", "This callback was heard before, or is too old.")
            self._seen[nonce] = at
        event = self._waiting.get(job)
        if event is None:
            raise NotFound("replicas.callback_unknown", "Nobody waits for this job here.")
        event.set()
