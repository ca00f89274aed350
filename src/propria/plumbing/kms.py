"""Wrapping keys under a master key: the port, and the adapter whose master key comes from the settings."""

from typing import Protocol

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from propria.kernel.errors import Unverified

KEY_BYTES = 32


class Kms(Protocol):
    """Something that holds a master key and never lets it out."""

    def wrap(self, key: bytes, *, context: str) -> bytes:
        """`key` (32 bytes), readable only by `unwrap` with the same context."""
        ...

    def unwrap(self, wrapped: bytes, *, context: str) -> bytes:
        """The key. Raises: Unverified(`plumbing.key_unreadable`) under another master key or context."""
        ...


class LocalKms:
    """A master key in this process; each context has its own wrapping key, so that wraps cannot be swapped.

    Source: RFC 3394 (AES key wrap), RFC 5869 (HKDF).
    """

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != KEY_BYTES:
            raise ValueError("the master key is 32 bytes")
        self._master_key = master_key

    def wrap(self, key: bytes, *, context: str) -> bytes:
        """See `Kms.wrap`."""
        return wrap(key, under=self._master_key, context=context)

    def unwrap(self, wrapped: bytes, *, context: str) -> bytes:
        """See `Kms.unwrap`."""
        return unwrap(wrapped, under=self._master_key, context=context)


def wrap(key: bytes, *, under: bytes, context: str) -> bytes:
    """AES key wrap of `key` under a key derived from `under` for this context."""
    return aes_key_wrap(_derived(under, context), key)


def unwrap(wrapped: bytes, *, under: bytes, context: str) -> bytes:
    """Undo `wrap`. Raises: Unverified(`plumbing.key_unreadable`)."""
    try:
        return aes_key_unwrap(_derived(under, context), wrapped)
    except (InvalidUnwrap, ValueError):
        raise Unverified("plumbing.key_unreadable", "This key was wrapped by another master key.") from None


def _derived(under: bytes, context: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, None, b"propria/v1/wrap\0" + context.encode()).derive(under)
