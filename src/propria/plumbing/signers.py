"""A signing key that is held elsewhere: the adapter that asks a program in front of a key service or a hardware module.

The program is called as `COMMAND public`, and prints the public key as 64 hex digits; and as `COMMAND sign`, with the
message on its standard input, and prints the Ed25519 signature as 128 hex digits. It is started without a shell.
"""

import shlex
import subprocess
from dataclasses import dataclass, field
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from propria.plumbing.errors import Unavailable

KEY_BYTES, SIGNATURE_BYTES = 32, 64
TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class SeedKey:
    """A key whose seed (32 bytes) is in this process."""

    seed: bytes = field(repr=False)

    def public(self) -> bytes:
        """See `HeldKey.public`."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """See `HeldKey.sign`."""
        return self._key.sign(message)

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True)
class CommandSigner:
    """A key that a program signs with; each signature is held against the key before anybody sees it."""

    command: tuple[str, ...]
    key: bytes
    timeout_seconds: float = TIMEOUT_SECONDS

    @classmethod
    def open(cls, command: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> "CommandSigner":
        """Ask the program for its key, once in a process. Raises: Unavailable(`plumbing.signer_silent`)."""
        try:
            words = tuple(shlex.split(command))
        except ValueError as error:
            raise _silent() from error
        return cls(words, _key_of(words), timeout_seconds)

    def public(self) -> bytes:
        """See `HeldKey.public`."""
        return self.key

    def sign(self, message: bytes) -> bytes:
        """See `HeldKey.sign`. Raises: Unavailable(`plumbing.signer_silent`, `plumbing.signer_wrong`)."""
        made = _asked(self.command, "sign", message, SIGNATURE_BYTES, self.timeout_seconds)
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(made, message)
        except InvalidSignature as error:
            told = "What the program that holds this key returned is no signature by it."
            raise Unavailable("plumbing.signer_wrong", told) from error
        return made


@cache
def _key_of(command: tuple[str, ...]) -> bytes:
    return _asked(command, "public", b"", KEY_BYTES, TIMEOUT_SECONDS)


def _asked(
    command: tuple[str, ...], what: str, message: bytes, size_bytes: int, timeout_seconds: float
) -> bytes:
    try:
        done = subprocess.run(
            [*command, what], input=message, capture_output=True, timeout=timeout_seconds, check=True
        )
        answer = bytes.fromhex(done.stdout.decode("ascii").strip())
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise _silent() from error
    if len(answer) != size_bytes:
        raise _silent()
    return answer


def _silent() -> Unavailable:
    return Unavailable(
        "plumbing.signer_silent",
        "The program that holds this key, the log's or the operator's, does not answer.",
    )
