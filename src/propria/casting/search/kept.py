"""The snapshots of a running library: where they lie, which of them holds, how one is written and how all are dropped.

A snapshot is a file of its own for each index (terms, profiles, calendars). It holds only where it was made by this very code
(casting, scope, and with them the hashes of the encoder's files) and where the database knows its token: another library's, one
from before the database was put back, one that an erasure dropped, are refused, and the index is made from the tables. What
changed since is in the log and in `casting_touched`.
"""

import fcntl
import logging
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from propria.casting import store_snapshots as store
from propria.casting.matching import snapshot
from propria.kernel.errors import Malformed
from propria.plumbing.database import Database, Session
from propria.plumbing.news import News

FOLDER = "casting"
"""Where snapshots lie in the data folder. They hold names and terms as the database does; leave them out of backups."""
_SOURCES = ("casting", "scope")
_READ = {".py", ".c", ".json", ".csv", ".tsv"}
_WRITING, _KEEPING = "writing.lock", "keeping.lock"
logger = logging.getLogger("propria.casting.snapshots")


@dataclass(frozen=True)
class Frozen:
    """An index as of a size of the log and a number of `casting_touched`; after how many changes. `make`: it as a plain value."""

    seen: int
    heard: int
    changes: int
    make: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Mapped:
    """What a snapshot holds, and as of what."""

    value: Mapping[str, Any]
    seen: int
    heard: int
    token: str


_FOLDERS: "WeakKeyDictionary[News, Path]" = WeakKeyDictionary()


def keep_in(folder: Path, news: News) -> None:
    """Say where the snapshots of a library lie; without a word nothing is kept."""
    _FOLDERS[news] = folder


def folder_of(news: News) -> Path | None:
    """Where they lie; None where nothing is kept."""
    return _FOLDERS.get(news)


@cache
def made_by() -> str:
    """The code that makes the indexes, as one hash."""
    root, found = Path(__file__).parents[2], sha256()
    for name in _SOURCES:
        for file in sorted((root / name).rglob("*")):
            if file.suffix in _READ:
                found.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def mapped(name: str, *, db: Session) -> Mapped | None:
    """The snapshot of this name, mapped; None where there is none that holds, and then the log says why."""
    folder = folder_of(db.news)
    if folder is None:
        return None
    if not _file(folder, name).exists():
        logger.info("casting.snapshot_absent", extra={"snapshot": name})
        return None
    try:
        about, value = snapshot.load(_file(folder, name))
    except Malformed as error:
        _refused(name, str(error.facts["why"]))
        return None
    if about["made_by"] != made_by():
        _refused(name, "made by other code")
        return None
    if not store.is_known(about["token"], db=db):
        _refused(name, "not known to this database")
        return None
    return Mapped(value, about["seen"], about["heard"], about["token"])


def _refused(name: str, why: str) -> None:
    logger.warning("casting.snapshot_refused", extra={"snapshot": name, "why": why})


def write(name: str, frozen: Frozen, *, folder: Path, database: Database) -> str:
    """Put a snapshot in place of the one before; its token, or nothing where an erasure came between.

    The database knows the token before the file stands and drops it with an erasure, so that no crash leaves a file that
    holds and should not. Raises: OSError.
    """
    with _locked(folder / _WRITING) as held:
        if not held:
            return ""
        token, file = secrets.token_hex(16), _file(folder, name)
        if not database.transact(lambda db: store.admit(token, frozen.heard, db=db)):
            return ""
        before = _token(file)
        about = {"token": token, "made_by": made_by(), "seen": frozen.seen, "heard": frozen.heard}
        size = snapshot.save(frozen.make(), file, about)
        if not database.transact(lambda db: store.replace(before, token, db=db)):
            file.unlink(missing_ok=True)
            return ""
    logger.info("casting.snapshot_written", extra={"snapshot": name, "size_bytes": size})
    return token


def drop(news: News, *, db: Session) -> None:
    """No snapshot holds any more from this transaction on; their files are gone before it is reported done."""
    store.drop_all(db=db)
    folder = folder_of(news)
    if folder is not None and folder.is_dir():
        db.after_commit(lambda: _clear(folder))


def _clear(folder: Path) -> None:
    """Delete every file, waiting for one that is being written."""
    with _locked(folder / _WRITING, waits=True):
        for file in (*folder.glob(f"*{snapshot.SUFFIX}"), *folder.glob(f"*{snapshot.ASIDE}")):
            file.unlink(missing_ok=True)


def sweep(folder: Path, *, database: Database) -> None:
    """Delete what does not hold: left by a crash, or dropped by an erasure on another machine."""
    with _locked(folder / _WRITING) as held:
        if held:
            for file in folder.glob(f"*{snapshot.ASIDE}"):
                file.unlink(missing_ok=True)
            for file in folder.glob(f"*{snapshot.SUFFIX}"):
                token = _token(file)
                if not database.read(lambda db, token=token: store.is_known(token, db=db)):  # type: ignore[misc]
                    file.unlink(missing_ok=True)


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether this process is the one that writes here; until the block ends no other is."""
    with _locked(folder / _KEEPING) as held:
        yield held


@contextmanager
def _locked(file: Path, *, waits: bool = False) -> Iterator[bool]:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}{snapshot.SUFFIX}"


def _token(file: Path) -> str:
    """The token of a file; nothing where it is no whole snapshot."""
    try:
        return str(snapshot.about(file)["token"])
    except (Malformed, KeyError):
        return ""
