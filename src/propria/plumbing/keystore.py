"""The key store: a key per subject and per asset, in a file of its own that is never backed up.

An asset's content key is wrapped under the keys of *every* subject in it together: it opens only while
each of them has a key. Destroying one subject's key therefore closes every asset that shows them. What
is destroyed leaves a mark without a key, so that its id is never used again.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from propria.kernel.errors import NotFound, Refused, Unverified
from propria.plumbing.errors import Unavailable
from propria.plumbing.kms import KEY_BYTES, Kms, unwrap, wrap

BUSY_SECONDS = 10
ZEROS = b"\0" * (1 << 16)

_SCHEMA = """
create table if not exists master (name text primary key, wrapped blob not null) without rowid;
create table if not exists subject (id text primary key, wrapped blob) without rowid;
create table if not exists asset (id text primary key, wrapped blob, subjects text not null) without rowid;
create table if not exists part (subject_id text, asset_id text, primary key (subject_id, asset_id))
    without rowid;
"""


class KeyStore:
    """Content keys, each as readable as all of its subjects allow."""

    def __init__(self, connection: sqlite3.Connection, file: Path, kms: Kms) -> None:
        self._connection = connection
        self._file = file
        self._kms = kms
        self._lock = threading.RLock()

    @classmethod
    def open(cls, file: Path, kms: Kms) -> "KeyStore":
        """Open the store at `file`, made for its owner only if it is not there yet.

        Raises: Unverified(`plumbing.master_key_wrong`), Unavailable(`plumbing.keys_failed`).
        """
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in ("journal_mode=persist", "synchronous=extra", "secure_delete=on", "temp_store=memory"):
            connection.execute(f"pragma {pragma}")
        store = cls(connection, file, kms)
        with store._transaction():
            for statement in filter(str.strip, _SCHEMA.split(";")):
                connection.execute(statement)
            store._check_master()
            unfinished = connection.execute("select 1 from master where name = 'scrub'").fetchone()
        if unfinished:
            store._scrub()
        return store

    @classmethod
    def open_to_read(cls, file: Path, kms: Kms) -> "KeyStore":
        """Open an existing store without writing a byte of it. Raises: Unavailable(`plumbing.keys_failed`)."""
        with _errors():
            connection = sqlite3.connect(
                f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS, check_same_thread=False
            )
        return cls(connection, file, kms)

    def new_content_key(self, asset_id: str, subject_ids: Iterable[str]) -> bytes:
        """Make the key of a new asset, which shows these subjects; a new subject gets a key of their own.

        Raises: Refused(`plumbing.key_exists`, `plumbing.key_destroyed`), ValueError without a subject.
        """
        subjects = sorted(set(subject_ids))
        if not subjects:
            raise ValueError("an asset has at least one subject")
        key = os.urandom(KEY_BYTES)
        with self._transaction() as run:
            if run("select 1 from asset where id = ?", (asset_id,)).fetchone():
                raise Refused("plumbing.key_exists", "This asset has, or had, a key.", asset_id=asset_id)
            under = self._joint([self._subject_key(subject, make=True) for subject in subjects])
            wrapped = wrap(key, under=under, context=f"asset {asset_id}")
            run("insert into asset values (?, ?, ?)", (asset_id, wrapped, json.dumps(subjects)))
            for subject in subjects:
                run("insert into part values (?, ?)", (subject, asset_id))
        return key

    def content_key(self, asset_id: str) -> bytes:
        """The key of an asset.

        Raises: NotFound(`plumbing.key_missing`), Refused(`plumbing.key_destroyed`),
        Unverified(`plumbing.key_unreadable`).
        """
        with self._transaction():
            wrapped, subjects = self._asset(asset_id)
            under = self._joint([self._subject_key(subject) for subject in subjects])
            return unwrap(wrapped, under=under, context=f"asset {asset_id}")

    def holds(self, asset_id: str) -> bool:
        """Whether the key of this asset is there and was not destroyed."""
        with self._lock, _errors():
            found = self._connection.execute("select wrapped from asset where id = ?", (asset_id,)).fetchone()
            return found is not None and found[0] is not None

    def subjects_of(self, asset_id: str) -> tuple[str, ...]:
        """Whom an asset shows. Raises: as `content_key`."""
        with self._transaction():
            return tuple(self._asset(asset_id)[1])

    def destroy_asset(self, asset_id: str) -> None:
        """Destroy an asset's key, and every trace of it in this file; doing it twice is doing it once."""
        with self._transaction() as run:
            run("delete from part where asset_id = ?", (asset_id,))
            run("update asset set wrapped = null, subjects = '[]' where id = ?", (asset_id,))
            self._owe_scrub()
        self._scrub()

    def destroy_subject(self, subject_id: str) -> tuple[str, ...]:
        """Destroy a subject's key and those of all assets that show them; returns the assets' ids.

        The ids are those whose stored objects can now be deleted: nothing can read them again. The
        mark that stays says that this subject's key is gone for good.
        """
        with self._transaction() as run:
            rows = run("select asset_id from part where subject_id = ?", (subject_id,)).fetchall()
            assets = tuple(sorted(row[0] for row in rows))
            for asset_id in assets:
                run("delete from part where asset_id = ?", (asset_id,))
                run("update asset set wrapped = null, subjects = '[]' where id = ?", (asset_id,))
            run("replace into subject values (?, null)", (subject_id,))
            self._owe_scrub()
        self._scrub()
        return assets

    def rotate_subject(self, subject_id: str) -> None:
        """Give a subject a new key and wrap their assets anew; copies of the old key open nothing new.

        Raises: NotFound(`plumbing.key_missing`), Refused(`plumbing.key_destroyed`).
        """
        with self._transaction() as run:
            self._subject_key(subject_id)
            rows = run("select asset_id from part where subject_id = ?", (subject_id,)).fetchall()
            keys = {row[0]: self.content_key(row[0]) for row in rows}
            fresh = os.urandom(KEY_BYTES)
            self._save_subject(subject_id, fresh)
            for asset_id, key in keys.items():
                under = self._joint([self._subject_key(s) for s in self._asset(asset_id)[1]])
                wrapped = wrap(key, under=under, context=f"asset {asset_id}")
                run("update asset set wrapped = ? where id = ?", (wrapped, asset_id))
            self._owe_scrub()
        self._scrub()

    def rotate_master(self, kms: Kms) -> None:
        """Wrap every subject's key under another master key, all or none, and use it from now on."""
        with self._transaction() as run:
            rows = run("select id, wrapped from subject where wrapped is not null").fetchall()
            for subject_id, wrapped in rows:
                key = self._kms.unwrap(wrapped, context=f"subject {subject_id}")
                again = kms.wrap(key, context=f"subject {subject_id}")
                run("update subject set wrapped = ? where id = ?", (again, subject_id))
            mark = kms.wrap(os.urandom(KEY_BYTES), context="master")
            run("update master set wrapped = ? where name = 'check'", (mark,))
            self._owe_scrub()
        self._kms = kms
        self._scrub()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _check_master(self) -> None:
        row = self._connection.execute("select wrapped from master where name = 'check'").fetchone()
        if row is None:
            mark = self._kms.wrap(os.urandom(KEY_BYTES), context="master")
            self._connection.execute("insert into master values ('check', ?)", (mark,))
            return
        try:
            self._kms.unwrap(row[0], context="master")
        except Unverified:
            raise Unverified(
                "plumbing.master_key_wrong", "These keys belong to another master key."
            ) from None

    def _asset(self, asset_id: str) -> tuple[bytes, list[str]]:
        found = self._connection.execute("select wrapped, subjects from asset where id = ?", (asset_id,))
        row = found.fetchone()
        if row is None:
            raise NotFound("plumbing.key_missing", "There is no such key.", asset_id=asset_id)
        if row[0] is None:
            raise Refused("plumbing.key_destroyed", "This key was destroyed.", asset_id=asset_id)
        return row[0], json.loads(row[1])

    def _subject_key(self, subject_id: str, *, make: bool = False) -> bytes:
        found = self._connection.execute("select wrapped from subject where id = ?", (subject_id,))
        row = found.fetchone()
        if row is None and make:
            return self._save_subject(subject_id, os.urandom(KEY_BYTES))
        if row is None:
            raise NotFound("plumbing.key_missing", "There is no such key.", subject_id=subject_id)
        if row[0] is None:
            raise Refused("plumbing.key_destroyed", "This key was destroyed.", subject_id=subject_id)
        return self._kms.unwrap(row[0], context=f"subject {subject_id}")

    def _save_subject(self, subject_id: str, key: bytes) -> bytes:
        wrapped = self._kms.wrap(key, context=f"subject {subject_id}")
        self._connection.execute("replace into subject values (?, ?)", (subject_id, wrapped))
        return key

    @staticmethod
    def _joint(keys: list[bytes]) -> bytes:
        """One key out of those of all subjects, in the order of their ids."""
        return b"".join(keys)

    @contextmanager
    def _transaction(self) -> Iterator[Callable[..., sqlite3.Cursor]]:
        """One transaction; inside another it is part of that one."""
        with self._lock, _errors():
            if self._connection.in_transaction:
                yield self._connection.execute
                return
            self._connection.execute("begin immediate")
            try:
                yield self._connection.execute
            except BaseException:
                self._connection.execute("rollback")
                raise
            self._connection.execute("commit")

    def _owe_scrub(self) -> None:
        """Note, in the same transaction, that old keys are still in the journal."""
        self._connection.execute("replace into master values ('scrub', x'')")

    def _scrub(self) -> None:
        """Rewrite the file without its free pages, and overwrite the journal that held the old ones."""
        with self._lock, _errors():
            self._connection.execute("vacuum")
            self._connection.execute("begin exclusive")
            try:
                _overwrite(self._file.with_name(self._file.name + "-journal"))
            finally:
                self._connection.execute("rollback")
            self._connection.execute("delete from master where name = 'scrub'")


def _overwrite(journal: Path) -> None:
    """Zeros over every byte of the file, on disk when this returns."""
    with journal.open("r+b") as out:
        left = journal.stat().st_size
        while left > 0:
            left -= out.write(ZEROS[:left])
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise Unavailable("plumbing.keys_failed") from error
