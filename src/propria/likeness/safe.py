"""The safe: recordings as ciphertext in blobs, each under its own key. It knows nobody and asks nothing."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from propria.kernel.errors import NotFound, PropriaError, Refused
from propria.kernel.ranged import Ranged
from propria.plumbing.blobs import Blobs
from propria.plumbing.cipher import HEADER_BYTES, decrypt_range, decrypt_stream, encrypt_stream, plain_size
from propria.plumbing.keystore import KeyStore


@dataclass(frozen=True)
class Written:
    """What went in: SHA-256 of the plaintext in hex, and its size."""

    digest: str
    size_bytes: int


@dataclass(frozen=True)
class Safe:
    """Blobs and keys together; neither alone is readable."""

    blobs: Blobs
    keys: KeyStore

    def write(
        self,
        blob_key: str,
        asset_id: str,
        subjects: Iterable[str],
        chunks: Iterable[bytes],
        *,
        most_bytes: int,
        again: bool = False,
    ) -> Written:
        """Encrypt a stream into the safe without a plaintext byte on disk; what fails half-way leaves nothing.

        `again` is for work that may have been killed half-way: what it left under this id is replaced,
        under the same key, since every stream has a salt of its own.

        Raises: Refused(`likeness.too_large`, `likeness.empty`, `plumbing.key_exists`), and what the stream raises.
        """
        hashed, counted = hashlib.sha256(), [0]

        def counting() -> Iterator[bytes]:
            for chunk in chunks:
                counted[0] += len(chunk)
                if counted[0] > most_bytes:
                    raise Refused("likeness.too_large", "This file is too large.", most_bytes=most_bytes)
                hashed.update(chunk)
                yield chunk
            if counted[0] == 0:
                raise Refused("likeness.empty", "This file is empty.")

        known = again and self.keys.holds(asset_id)
        if known:
            self._delete(blob_key)
        key = self.keys.content_key(asset_id) if known else self.keys.new_content_key(asset_id, subjects)
        try:
            self.blobs.put(blob_key, encrypt_stream(counting(), key=key, object_id=asset_id))
        except BaseException:
            self.keys.destroy_asset(asset_id)
            raise
        return Written(hashed.hexdigest(), counted[0])

    def write_beside(self, blob_key: str, asset_id: str, data: bytes) -> None:
        """Keep something that is read off an asset under the asset's own key: it goes when the asset goes.

        What lay there before is replaced. Raises: Refused(`plumbing.key_destroyed`).
        """
        key = self.keys.content_key(asset_id)
        self._delete(blob_key)
        self.blobs.put(blob_key, encrypt_stream([data], key=key, object_id=f"{asset_id}/{blob_key}"))

    def read_beside(self, blob_key: str, asset_id: str) -> bytes:
        """What `write_beside` kept. Raises: as `read`."""
        key = self.keys.content_key(asset_id)
        return b"".join(
            decrypt_stream(self.blobs.stream(blob_key), key=key, object_id=f"{asset_id}/{blob_key}")
        )

    def read(self, blob_key: str, asset_id: str) -> Iterator[bytes]:
        """Decrypt.

        Raises: Refused(`plumbing.key_destroyed`), NotFound(`plumbing.blob_missing`), Unverified(`plumbing.cipher_broken`).
        """
        key = self.keys.content_key(asset_id)
        return decrypt_stream(self.blobs.stream(blob_key), key=key, object_id=asset_id)

    def ranged(self, blob_key: str, asset_id: str) -> Ranged:
        """The same read in parts, each part authentic and none of it kept: for files larger than memory.

        Raises: as `read`, also while it is read.
        """
        key, size_bytes = self.keys.content_key(asset_id), self.blobs.size_bytes(blob_key)
        header = self.blobs.get_range(blob_key, 0, HEADER_BYTES)

        def sealed(start: int, length: int) -> bytes:
            return self.blobs.get_range(blob_key, start, length) if start else header

        def fetch(start: int, stop: int) -> bytes:
            parts = decrypt_range(
                sealed, size_bytes=size_bytes, start=start, stop=stop, key=key, object_id=asset_id
            )
            return b"".join(parts)

        return Ranged(plain_size(size_bytes), fetch)

    def is_whole(self, blob_key: str, asset_id: str, *, digest: str) -> bool:
        """Whether the object decrypts to the plaintext of this SHA-256, in hex; reads all of it."""
        hashed = hashlib.sha256()
        try:
            for chunk in self.read(blob_key, asset_id):
                hashed.update(chunk)
        except PropriaError:
            return False
        return hashed.hexdigest() == digest

    def destroy(self, objects: Iterable[tuple[str, str]]) -> None:
        """Destroy the keys of (blob key, asset id), then the ciphertext; doing it again changes nothing."""
        for blob_key, asset_id in objects:
            self.keys.destroy_asset(asset_id)
            self._delete(blob_key)

    def _delete(self, blob_key: str) -> None:
        with suppress(NotFound):
            self.blobs.delete(blob_key)
