"""Time stamping authorities (RFC 3161): the port, and its HTTP adapter for any authority. It believes nothing."""

import secrets
import urllib.error
import urllib.request
from typing import Protocol

from asn1crypto import algos, tsp

from propria.plumbing.errors import Unavailable

TIMEOUT_SECONDS = 20
MOST_BYTES = 65_536
_GRANTED = ("granted", "granted_with_mods")


class TimeStampAuthority(Protocol):
    """Something that stamps its time over a hash."""

    name: str

    def stamp(self, digest: bytes) -> bytes:
        """A TimeStampToken (DER) over a SHA-256. Raises: Unavailable(`plumbing.tsa_failed`)."""
        ...


class HttpTimeStampAuthority:
    """An authority at an address, asked as RFC 3161 section 3.4 says."""

    def __init__(self, url: str) -> None:
        self.name = url

    def stamp(self, digest: bytes) -> bytes:
        """See `TimeStampAuthority.stamp`."""
        nonce = secrets.randbits(64)
        asked = tsp.TimeStampReq(
            {
                "version": "v1",
                "message_imprint": {
                    "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                    "hashed_message": digest,
                },
                "nonce": nonce,
                "cert_req": True,
            }
        )
        headers = {"content-type": "application/timestamp-query", "user-agent": "propria"}
        request = urllib.request.Request(self.name, asked.dump(), headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                found = tsp.TimeStampResp.load(answer.read(MOST_BYTES), strict=True)
            granted = found["status"]["status"].native in _GRANTED
            told = found["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
            is_ours = granted and told["nonce"].native == nonce
            is_ours = is_ours and told["message_imprint"]["hashed_message"].native == digest
        except (OSError, ValueError, TypeError, KeyError, urllib.error.URLError) as error:
            raise Unavailable("plumbing.tsa_failed", f"{self.name}: no time stamp.") from error
        if not is_ours:
            raise Unavailable("plumbing.tsa_failed", f"{self.name} did not stamp what it was asked to.")
        return bytes(found["time_stamp_token"].dump())
