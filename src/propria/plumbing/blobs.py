"""Objects by key in a folder, an S3 bucket or memory, whole or not at all. It does not encrypt them."""

import os
import re
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import obstore
from obstore import exceptions
from obstore.store import LocalStore, MemoryStore, S3Store

from propria.kernel.errors import Malformed, NotFound, Refused
from propria.plumbing.errors import Unavailable
from propria.plumbing.secret import Secret

LONGEST_KEY = 512
WHOLE_BYTES = 32 << 20
PART_BYTES = 8 << 20
STREAM_BYTES = 1 << 20
TIMEOUT = "60s"
INCOMING = ".incoming"

_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")


class Blobs:
    """One store of objects. A key is `[A-Za-z0-9_.-]` in parts joined by `/`; no part starts with a dot."""

    def __init__(self, store: LocalStore | MemoryStore | S3Store, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def open(
        cls,
        url: str,
        *,
        endpoint: str = "",
        region: str = "us-east-1",
        access_key: str = "",
        secret_key: Secret | None = None,
    ) -> "Blobs":
        """Open `file:///folder`, `s3://bucket/prefix` or `memory:`; the rest is for S3 only.

        Raises: Malformed(`plumbing.blob_url`).
        """
        parts = urlsplit(url)
        match parts.scheme:
            case "memory":
                return cls(MemoryStore())
            case "file" if parts.path:
                folder = Path(unquote(parts.path))
                return cls(LocalStore(folder, mkdir=True), folder)
            case "s3" if parts.netloc:
                return cls(_s3(parts.netloc, parts.path.strip("/"), endpoint, region, access_key, secret_key))
            case _:
                raise Malformed("plumbing.blob_url", "A store is file:///…, s3://… or memory:.")

    def put(self, key: str, body: bytes | Iterable[bytes], *, if_absent: bool = True) -> None:
        """Store `body` under `key`, durably and all at once; a body that fails half-way leaves nothing.

        Of several that put the same key at once, one wins. Above 32 MiB on S3 that is the server's own
        promise (a conditional end of a multipart upload), which not every server keeps; up to there it
        is a single conditional request.

        Raises: Refused(`plumbing.blob_exists`) when `if_absent` and it does,
        Malformed(`plumbing.blob_key`), Unavailable(`plumbing.blob_store_failed`).
        """
        path = _checked(key)
        most = sys.maxsize if isinstance(self._store, MemoryStore) else WHOLE_BYTES
        with _errors(key):
            whole, pieces = _read_ahead(body, most)
            if whole is not None:
                mode: Literal["create", "overwrite"] = "create" if if_absent else "overwrite"
                obstore.put(self._store, path, whole, mode=mode, use_multipart=False)
            else:
                self._put_stream(path, pieces, if_absent=if_absent)
            self._settle(path)

    def get(self, key: str) -> bytes:
        """The whole object. Raises: NotFound(`plumbing.blob_missing`) and as `put`."""
        with _errors(key):
            return obstore.get(self._store, _checked(key)).bytes().to_bytes()

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """`length` bytes from `start`, fewer at the end. Raises: as `get`."""
        if length == 0:
            return b""
        with _errors(key):
            return obstore.get_range(self._store, _checked(key), start=start, length=length).to_bytes()

    def stream(self, key: str) -> Iterator[bytes]:
        """The object in pieces of about a mebibyte. Raises: as `get`, at the first piece."""
        with _errors(key):
            for piece in obstore.get(self._store, _checked(key)).stream(STREAM_BYTES):
                view = memoryview(piece)
                for start in range(0, len(view), STREAM_BYTES):
                    yield bytes(view[start : start + STREAM_BYTES])

    def delete(self, key: str) -> None:
        """Remove the object; removing what is not there is no error. Raises: as `put`."""
        try:
            with _errors(key):
                obstore.delete(self._store, _checked(key))
        except NotFound:
            return

    def size_bytes(self, key: str) -> int:
        """How large the object is. Raises: as `get`."""
        with _errors(key):
            return int(obstore.head(self._store, _checked(key))["size"])

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key whose first parts are `prefix`, in no order; for fsck and clearing up."""
        with _errors(prefix):
            for page in obstore.list(self._store, _checked(prefix) if prefix else None):
                yield from (item["path"] for item in page if not item["path"].startswith(INCOMING))

    def _put_stream(self, path: str, body: Iterable[bytes], *, if_absent: bool) -> None:
        """Write aside, then move into place in one step."""
        if if_absent and self._there(path):
            raise exceptions.AlreadyExistsError(path)
        aside = f"{INCOMING}/{secrets.token_hex(16)}"
        try:
            obstore.put(self._store, aside, _pieces(body), chunk_size=PART_BYTES, use_multipart=True)
            obstore.copy(self._store, aside, path, overwrite=not if_absent)
        finally:
            with suppress(FileNotFoundError):
                obstore.delete(self._store, aside)

    def _there(self, path: str) -> bool:
        try:
            obstore.head(self._store, path)
        except FileNotFoundError:
            return False
        return True

    def _settle(self, path: str) -> None:
        """Make a file, and its name in the folder, survive a power cut."""
        if self._folder is None:
            return
        file = self._folder / path
        folders = file.parents[: len(file.relative_to(self._folder).parts)]
        for place in (file, *folders):
            descriptor = os.open(place, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _s3(
    bucket: str, prefix: str, endpoint: str, region: str, access_key: str, secret_key: Secret | None
) -> S3Store:
    options: dict[str, str] = {"region": region, "copy_if_not_exists": "multipart"}
    if endpoint:
        options["endpoint"] = endpoint
    if access_key and secret_key:
        options |= {"access_key_id": access_key, "secret_access_key": secret_key.reveal()}
    return S3Store(
        bucket,
        prefix=prefix or None,
        config=options,  # type: ignore[arg-type]
        client_options={"timeout": TIMEOUT, "allow_http": endpoint.startswith("http://")},
    )


def _checked(key: str) -> str:
    """The key itself. Raises: Malformed(`plumbing.blob_key`) for anything that could climb out."""
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise Malformed("plumbing.blob_key", "A key is letters, digits, _ . - in parts joined by /.")
    return key


def _read_ahead(body: bytes | Iterable[bytes], most: int) -> tuple[bytes | None, Iterator[bytes]]:
    """The whole body if it is at most `most` bytes, else None and all its pieces."""
    if isinstance(body, bytes):
        return body, iter(())
    pieces = iter(body)
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) > most:
            return None, chain([bytes(held)], pieces)
    return bytes(held), iter(())


def _pieces(body: Iterable[bytes]) -> Iterator[bytes]:
    """Join small pieces into parts, so that each upload request is worth its while."""
    held = bytearray()
    for piece in body:
        held += piece
        if len(held) >= PART_BYTES:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


@contextmanager
def _errors(key: str) -> Iterator[None]:
    """Turn the store's errors into codes."""
    try:
        yield
    except (exceptions.AlreadyExistsError, exceptions.PreconditionError, FileExistsError) as error:
        raise Refused("plumbing.blob_exists", "There is an object by this key already.", key=key) from error
    except (exceptions.NotFoundError, FileNotFoundError) as error:
        raise NotFound("plumbing.blob_missing", "There is no object by this key.", key=key) from error
    except (exceptions.BaseError, OSError) as error:
        raise Unavailable("plumbing.blob_store_failed", key=key) from error
