"""A host's own keeping of an offline lease: decide, use, split, all from files and without a server.

A chain is kept as one record a line and is on the disk before its use is answered with yes. Two hosts with one
key are two chains: the library finds that when their records come back, and bills both.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from propria.kernel.errors import Malformed
from propria.kernel.time import Instant
from propria.proofs.canonical import canonical_bytes, from_b64, read_json, to_b64
from propria.proofs.lease_chains import LeaseVerdict, decide, left, read_chain, split, write_use
from propria.proofs.leases import Lease, Record, public_of, read_held
from propria.scope import Scope, Use

NONCE_BYTES = 16


@dataclass(frozen=True)
class OfflineLease:
    """A lease in `folder`: `key` (the host's secret, mode 600), `lease.json`, `records.jsonl`. `public`: the library's
    token key, 32 bytes, as `/gate` shows it."""

    folder: Path
    public: bytes

    def lease(self) -> Lease:
        """The lease, checked up to the library's key. Raises: Malformed(`client.no_file`, …), Unverified(`proofs.lease_*`)."""
        return read_held(read_json(_read(self.folder / "lease.json")), public=self.public)

    def records(self) -> tuple[Record, ...]:
        """The chain so far. Raises: Unverified(`proofs.lease_chain_broken`, `proofs.lease_wrong_signature`)."""
        return read_chain(self.lease(), self._raw())

    def _raw(self) -> list[Any]:
        path = self.folder / "records.jsonl"
        return [read_json(line) for line in path.read_bytes().splitlines()] if path.exists() else []

    def left(self) -> dict[str, int]:
        """Unit → what this chain leaves of the lease."""
        return left(self.lease(), self.records())

    def decide(self, use: Use) -> LeaseVerdict:
        """May this use be made at its own instant? Writes nothing."""
        return decide(self.lease(), self.records(), use)

    def use(self, use: Use, *, output: str = "") -> Record:
        """Write one use down, durably, before it is made; `output` is the SHA-256 of what was made, where it is known.

        Raises: Refused(`proofs.lease_denied`) with every reason.
        """
        with self._appending() as file:
            lease, records, seed = self.lease(), self.records(), self._seed()
            record = write_use(lease, records, use, output=output, nonce=_nonce(), seed=seed)
            return _kept(record, file)

    def split(self, public_key: bytes, scope: Scope, *, expires_at: Instant, at: Instant) -> dict[str, Any]:
        """Give a part of the lease to another key: what its host is handed as `lease.json`.

        Raises: Unverified(`proofs.lease_widened`), Refused(`proofs.lease_denied`).
        """
        with self._appending() as file:
            lease, seed = self.lease(), self._seed()
            record = split(
                lease,
                self.records(),
                public_key,
                scope,
                expires_at=expires_at,
                at=at,
                nonce=_nonce(),
                seed=seed,
            )
            _kept(record, file)
        handed: dict[str, Any] = read_json(_read(self.folder / "lease.json"))
        return handed | {"splits": [*handed["splits"], record.to_json()]}

    def to_report(self) -> list[dict[str, Any]]:
        """The records as `Library.report_lease` takes them."""
        return [record.to_json() for record in self.records()]

    def _seed(self) -> bytes:
        return from_b64(_read(self.folder / "key").decode("ascii").strip(), size=32)

    @contextmanager
    def _appending(self) -> Iterator[TextIO]:
        """The chain's file, for one writer at a time."""
        with (self.folder / "records.jsonl").open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file


def _nonce() -> str:
    return secrets.token_hex(NONCE_BYTES)


def make_key(folder: Path) -> bytes:
    """A key for a host, in `folder/key`; its public part, 32 bytes. Raises: Malformed(`client.key_there`)."""
    folder.mkdir(parents=True, exist_ok=True)
    seed = secrets.token_bytes(32)
    try:
        handle = os.open(folder / "key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Malformed("client.key_there", "This folder has a key already.") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(to_b64(seed) + "\n")
    return public_of(seed)


def keep_lease(folder: Path, document: dict[str, Any]) -> None:
    """Save what the library, or a parent's host, handed out."""
    (folder / "lease.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")


def _kept(record: Record, file: TextIO) -> Record:
    file.write(canonical_bytes(record.to_json()).decode() + "\n")
    file.flush()
    os.fsync(file.fileno())
    return record


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Malformed("client.no_file", "This file cannot be read.", file=str(path)) from None
