"""Reading a log's static files and handing over cosignatures, over HTTP. It verifies nothing."""

import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from propria.kernel.errors import PropriaError

TIMEOUT_SECONDS = 20
MOST_BYTES = 1_000_000
TAKES_NONE = (404, 405, 501)
KNOWS_NOBODY = 403


class LogUnreachable(PropriaError):
    """The log did not answer, or not with a file; this says nothing about its honesty."""

    status = 503


class LogFiles(Protocol):
    """A log as whoever follows it needs it."""

    def read(self, path: str) -> bytes | None:
        """The bytes of one file below the log's address, None where there is none.

        Raises: LogUnreachable(`witness.log_unreachable`).
        """
        ...

    def hand_over(self, note: str) -> None:
        """Give the log its cosigned checkpoint; one that is only files takes none, and that is no error.

        Raises: LogUnreachable(`witness.log_unreachable`, `witness.not_known`).
        """
        ...


@dataclass(frozen=True)
class HttpLog:
    """A log at an address such as `https://library.example/log`, served by whatever serves files."""

    url: str

    def read(self, path: str) -> bytes | None:
        """See `LogFiles.read`."""
        try:
            return self._ask(urllib.request.Request(f"{self.url}/{path}"))
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (404, 410):
                return None
            raise self._unreachable(f"it answered {error.code}") from error

    def hand_over(self, note: str) -> None:
        """See `LogFiles.hand_over`."""
        headers = {"content-type": "text/plain; charset=utf-8"}
        asked = urllib.request.Request(f"{self.url}/cosignatures", note.encode(), headers, method="POST")
        try:
            self._ask(asked)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == KNOWS_NOBODY:
                told = f"{self.url} does not know this witness yet: give its operator the key that `witness init` printed."
                raise LogUnreachable("witness.not_known", told, url=self.url) from error
            if error.code not in TAKES_NONE:
                raise self._unreachable(f"it answered {error.code}") from error

    def _ask(self, asked: urllib.request.Request) -> bytes:
        try:
            with urllib.request.urlopen(asked, timeout=TIMEOUT_SECONDS) as answer:
                found: bytes = answer.read(MOST_BYTES + 1)
        except urllib.error.HTTPError:
            raise
        except (OSError, ValueError) as error:
            raise self._unreachable(str(error)) from error
        if len(found) > MOST_BYTES:
            raise self._unreachable("the file is larger than any of a log's")
        return found

    def _unreachable(self, why: str) -> LogUnreachable:
        return LogUnreachable("witness.log_unreachable", f"{self.url}: {why}.", url=self.url)


Open = Callable[[str], LogFiles]
"""address → the log there."""
