"""Encrypted streams: AES-256-GCM in 64 KiB chunks (STREAM). It holds no keys and stores nothing.

Wire form: `PRP1`, 32 bytes of salt, 7 bytes of nonce prefix, then the chunks, each with its 16-byte tag.
The key of a stream is HKDF-SHA-256(key, salt, "propria/v1/stream" ‖ 0 ‖ object id), so a stream opens
only under the id it was written for. A chunk's nonce is prefix ‖ number (32 bits) ‖ 1 for the last
chunk, else 0, so chunks cannot be cut off, swapped, repeated or left out.

Source: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance" (2015), construction STREAM.
"""

import os
import struct
from collections.abc import Callable, Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from propria.kernel.errors import Malformed, Unverified

KEY_BYTES = 32
CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
MAGIC = b"PRP1"
SALT_BYTES = 32
PREFIX_BYTES = 7
HEADER_BYTES = len(MAGIC) + SALT_BYTES + PREFIX_BYTES
MOST_CHUNKS = 2**32

_SEALED_BYTES = CHUNK_BYTES + TAG_BYTES
_READ_CHUNKS = 17
"""Read at once: a mebibyte that begins within a chunk."""


def encrypt_stream(chunks: Iterable[bytes], *, key: bytes, object_id: str) -> Iterator[bytes]:
    """Encrypt what `chunks` yields, in pieces of any size, without holding more than one of them.

    Raises: ValueError if `key` is not 32 bytes.
    """
    salt, prefix = os.urandom(SALT_BYTES), os.urandom(PREFIX_BYTES)
    header = MAGIC + salt + prefix
    aead = _aead(key, salt, object_id)
    yield header
    for number, (piece, last) in enumerate(_pieces(chunks, CHUNK_BYTES)):
        yield aead.encrypt(_nonce(prefix, number, last=last), piece, header if number == 0 else None)


def decrypt_stream(chunks: Iterable[bytes], *, key: bytes, object_id: str) -> Iterator[bytes]:
    """Decrypt a stream piece by piece; every piece is authentic, and the end of the iterator proves the end.

    What was yielded before an error is a true beginning, but not the whole.

    Raises: Malformed(`plumbing.cipher_header`), Unverified(`plumbing.cipher_broken`) for a flipped bit,
    a missing, moved or repeated chunk, another key or another object id.
    """
    incoming = iter(chunks)
    header, rest = _header(incoming)
    aead, prefix = _opened(header, key, object_id)
    for number, (piece, last) in enumerate(_pieces(_chain(rest, incoming), _SEALED_BYTES)):
        yield _open(aead, prefix, header, number, piece, last=last)


def decrypt_range(
    read: Callable[[int, int], bytes], *, size_bytes: int, start: int, stop: int, key: bytes, object_id: str
) -> Iterator[bytes]:
    """Decrypt plain bytes `start` to `stop` (exclusive, cut to the end) without reading the rest.

    The sealed stream is `size_bytes` long; `read(offset, length)` fetches a part of it.

    Raises: as `decrypt_stream`, and ValueError for a range that starts outside.
    """
    plain = plain_size(size_bytes)
    stop = min(stop, plain)
    if not 0 <= start <= stop:
        raise ValueError("the range starts outside the object")
    header = read(0, HEADER_BYTES)
    aead, prefix = _opened(header, key, object_id)
    last_number, end = max(0, -(-plain // CHUNK_BYTES) - 1), -(-stop // CHUNK_BYTES)
    for first in range(start // CHUNK_BYTES, end, _READ_CHUNKS):
        offset, count = HEADER_BYTES + first * _SEALED_BYTES, min(_READ_CHUNKS, end - first)
        sealed = memoryview(read(offset, min(count * _SEALED_BYTES, size_bytes - offset)))
        for at in range(count):
            number, one = first + at, sealed[at * _SEALED_BYTES : (at + 1) * _SEALED_BYTES]
            piece = _open(aead, prefix, header, number, one, last=number == last_number)
            base = number * CHUNK_BYTES
            yield piece[max(0, start - base) : stop - base]


def sealed_size(plain_bytes: int) -> int:
    """How many bytes a plain object of `plain_bytes` takes when encrypted.

    >>> sealed_size(0), sealed_size(65536), sealed_size(65537)
    (59, 65595, 65612)
    """
    return HEADER_BYTES + plain_bytes + TAG_BYTES * max(1, -(-plain_bytes // CHUNK_BYTES))


def plain_size(sealed_bytes: int) -> int:
    """How many plain bytes are in a stream of `sealed_bytes`. Raises: Malformed(`plumbing.cipher_header`).

    >>> plain_size(sealed_size(200_000))
    200000
    """
    body = sealed_bytes - HEADER_BYTES
    chunks = -(-body // _SEALED_BYTES)
    if body < TAG_BYTES or body - (chunks - 1) * _SEALED_BYTES < TAG_BYTES:
        raise Malformed("plumbing.cipher_header", "This is too short to be an encrypted stream.")
    return body - chunks * TAG_BYTES


def _aead(key: bytes, salt: bytes, object_id: str) -> AESGCM:
    if len(key) != KEY_BYTES:
        raise ValueError("the key of a stream is 32 bytes")
    info = b"propria/v1/stream\0" + object_id.encode()
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, info).derive(key))


def _opened(header: bytes, key: bytes, object_id: str) -> tuple[AESGCM, bytes]:
    if len(header) != HEADER_BYTES or not header.startswith(MAGIC):
        raise Malformed("plumbing.cipher_header", "This is not an encrypted stream of a version known here.")
    salt = header[len(MAGIC) : len(MAGIC) + SALT_BYTES]
    return _aead(key, salt, object_id), header[-PREFIX_BYTES:]


def _open(
    aead: AESGCM, prefix: bytes, header: bytes, number: int, piece: bytes | memoryview, *, last: bool
) -> bytes:
    try:
        return aead.decrypt(_nonce(prefix, number, last=last), piece, header if number == 0 else None)
    except (InvalidTag, ValueError):
        raise Unverified(
            "plumbing.cipher_broken", "The stream was changed, cut, or is another's.", chunk=number
        ) from None


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    if number >= MOST_CHUNKS:
        raise ValueError("a stream holds at most 2^32 chunks")
    return prefix + struct.pack(">IB", number, last)


def _pieces(chunks: Iterable[bytes], size: int) -> Iterator[tuple[bytes | memoryview, bool]]:
    """Cut into pieces of `size`; the last one, perhaps empty or short, is marked."""
    held = b""
    for chunk in chunks:
        view = memoryview(held + chunk if held else chunk)
        start = 0
        while len(view) - start > size:
            yield view[start : start + size], False
            start += size
        held = bytes(view[start:])
    yield held, True


def _header(incoming: Iterator[bytes]) -> tuple[bytes, bytes]:
    held = b""
    while len(held) < HEADER_BYTES:
        more = next(incoming, None)
        if more is None:
            break
        held += bytes(more)
    return held[:HEADER_BYTES], held[HEADER_BYTES:]


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
