"""What a witness must never forget, in one folder: its key, the logs it follows, the last head it cosigned of each.

A file is written aside, flushed, and renamed, so that a crash leaves the old one or the new one. A file that is
damaged stops the witness: to begin again from nothing would be to forgive a rollback.
"""

import fcntl
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from propria.kernel.errors import Malformed, PropriaError, Refused
from propria.kernel.time import Instant, wire
from propria.plumbing.files import write_durably
from propria.proofs.notes import COSIGNATURE, Checkpoint, NoteKey, NoteSigner, open_checkpoint


@dataclass(frozen=True)
class Followed:
    """A log that the witness follows: where it is, and the key that it knows it by."""

    url: str
    key: NoteKey

    @property
    def name(self) -> str:
        """The folder that its cosigned head is served under, and its file's name."""
        return hashlib.sha256(self.key.vkey().encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Memory:
    """A witness's folder."""

    folder: Path
    turn: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    @classmethod
    def make(cls, folder: Path, signer: NoteSigner, logs: tuple[Followed, ...]) -> "Memory":
        """A new witness. Raises: Refused(`witness.already_made`) where there is one: its key is its name's."""
        made = cls(folder)
        if made._key_file.exists():
            raise Refused("witness.already_made", f"There is a witness in {folder} already.")
        made._seen.mkdir(parents=True, exist_ok=True)
        rows = [{"url": log.url, "vkey": log.key.vkey()} for log in logs]
        write_durably(folder / "logs.json", json.dumps(rows, indent=2).encode())
        write_durably(made._key_file, signer.skey().encode() + b"\n", mode=0o600)
        return made

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other process out: two with one key could cosign two histories.

        Raises: Refused(`witness.already_running`, `witness.not_made`).
        """
        if not self._key_file.exists():
            raise Refused("witness.not_made", f"There is no witness in {self.folder}; make one with `init`.")
        with (self.folder / "lock").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Refused("witness.already_running", "Another process runs this witness.") from error
            yield

    def signer(self) -> NoteSigner:
        """The witness's key. Raises: Malformed(`witness.memory_damaged`)."""
        try:
            signer = NoteSigner.from_skey(self._key_file.read_text("ascii").strip())
        except (OSError, ValueError, PropriaError) as error:
            raise _damaged(self._key_file) from error
        if signer.algorithm != COSIGNATURE:
            raise _damaged(self._key_file)
        return signer

    def logs(self) -> tuple[Followed, ...]:
        """The logs that it follows. Raises: Malformed(`witness.memory_damaged`)."""
        file = self.folder / "logs.json"
        try:
            rows = json.loads(file.read_bytes())
            return tuple(Followed(str(row["url"]), NoteKey.from_vkey(row["vkey"])) for row in rows)
        except (OSError, ValueError, KeyError, TypeError, PropriaError) as error:
            raise _damaged(file) from error

    def note(self, log: Followed) -> str | None:
        """The last checkpoint of this log that the witness cosigned, with its line; None the first time."""
        file = self._seen / f"{log.name}.note"
        try:
            return file.read_text("utf-8") if file.exists() else None
        except (OSError, ValueError) as error:
            raise _damaged(file) from error

    def last(self, log: Followed) -> Checkpoint | None:
        """The same as a checkpoint; both signatures must hold. Raises: Malformed(`witness.memory_damaged`)."""
        note = self.note(log)
        if note is None:
            return None
        try:
            checkpoint, cosigned = open_checkpoint(note, log.key, [self.signer().key()])
        except PropriaError as error:
            raise _damaged(self._seen / f"{log.name}.note") from error
        if not cosigned:
            raise _damaged(self._seen / f"{log.name}.note")
        return checkpoint

    def remember(self, log: Followed, note: str) -> None:
        """Keep the head that was cosigned; it is on disk when this returns."""
        write_durably(self._seen / f"{log.name}.note", note.encode())

    def accuse(self, log: Followed, code: str, evidence: dict[str, Any], *, now: Instant) -> Path:
        """Keep what a log was refused for, once: two heads with its own signature that cannot both be."""
        body = {"code": code, "log": log.key.vkey(), "url": log.url, **evidence}
        digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
        file = self.folder / "evidence" / f"{log.name}-{digest}.json"
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            write_durably(file, json.dumps({**body, "found_at": wire(now)}, indent=2).encode())
        return file

    @property
    def _key_file(self) -> Path:
        return self.folder / "witness.key"

    @property
    def _seen(self) -> Path:
        return self.folder / "seen"


def _damaged(file: Path) -> Malformed:
    return Malformed(
        "witness.memory_damaged",
        f"{file} is damaged. Put it back from a copy, or make a new witness with a new key.",
        file=str(file),
    )
