"""Witnesses that are asked to cosign (C2SP tlog-witness): the port, and its HTTP adapter. It believes nothing."""

import urllib.error
import urllib.request
from typing import Protocol

from propria.plumbing.errors import Unavailable

TIMEOUT_SECONDS = 20
MOST_BYTES = 65_536
CONFLICT = 409


class OtherSize(Exception):
    """The witness cosigned another size last than it was told."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class Witness(Protocol):
    """Somebody who cosigns what continues the last head that they cosigned."""

    name: str

    def add_checkpoint(self, body: str) -> str:
        """The witness's signature lines. Raises: OtherSize, Unavailable(`plumbing.witness_failed`)."""
        ...


class HttpWitness:
    """A witness at an address such as `https://witness.example`."""

    def __init__(self, url: str) -> None:
        self.name = url.rstrip("/")

    def add_checkpoint(self, body: str) -> str:
        """See `Witness.add_checkpoint`."""
        headers = {"content-type": "text/plain; charset=utf-8", "user-agent": "propria"}
        try:
            url = f"{self.name}/add-checkpoint"
            asked = urllib.request.Request(url, body.encode(), headers, method="POST")
            with urllib.request.urlopen(asked, timeout=TIMEOUT_SECONDS) as answer:
                return str(answer.read(MOST_BYTES).decode())
        except urllib.error.HTTPError as error:
            said = error.read(MOST_BYTES).decode("utf-8", "replace").strip()
            error.close()
            if error.code == CONFLICT and said.isdecimal():
                raise OtherSize(int(said)) from error
            raise Unavailable(
                "plumbing.witness_failed", f"{self.name} cosigned nothing: {said[:80]}."
            ) from error
        except (OSError, ValueError) as error:
            raise Unavailable("plumbing.witness_failed", f"{self.name} does not answer.") from error
