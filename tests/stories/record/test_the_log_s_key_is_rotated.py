"""Scenario 41: the log's key is rotated, in the log; whoever trusts either key checks what is made across it."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from propria.cli.main import main
from propria.cli.serve import settings_of_home
from propria.kernel.errors import Unverified
from propria.plumbing.database import Database
from propria.plumbing.errors import Unavailable
from propria.plumbing.files import write_durably
from propria.proofs.bundles import Bundle, verify_bundle
from propria.proofs.notes import ED25519, HeldSigner, NoteKey, NoteSigner
from propria.proofs.trust import Trust
from propria.record import actions as record
from propria.record import log, store
from propria.record.bundles import bundle_of, operator_trust
from propria.record.heads import newest_head, under_head
from propria.record.model import Head
from propria.record.notary import notary_of
from propria.record.rotation import ROTATED, follow
from tests.beginnings import migrated
from tests.ports.plumbing.test_signers import program

INIT = ("init", "--log-origin", "library.example/log", "--base-url", "https://library.example",
        "--signing-url", "https://sign.library.example")  # fmt: skip


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of one's own, its tables made."""
    monkeypatch.setenv("PROPRIA_HOME", str(tmp_path))
    assert main(INIT) == 0
    file = Path(settings_of_home().database_url.removeprefix("sqlite:///"))
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(migrated(), file)
    assert main(("operator", "--zh", "奥托", "--en", "Otto")) == 0
    return tmp_path


def bundle_of_the_rotation(now: Any) -> tuple[bytes, dict[str, Any]]:
    """(bundle, body) of the newest statement of a rotation, with the keys of now."""
    settings = settings_of_home()
    database, notary = Database.open(settings.database_url), notary_of(settings)

    def work(head: Head, db: Any) -> tuple[Bundle, dict[str, Any]]:
        said = record.statements_of_type(ROTATED, db=db)[-1]
        made = bundle_of([said.statement.id], head=head, resolve=lambda _: None, notary=notary, db=db)  # type: ignore[arg-type, return-value]
        return made, dict(said.statement.body)

    try:
        (made, body), head = under_head(database, notary, work, now=now)
        return replace(made, checkpoint=head.note).to_bytes(), body
    finally:
        database.close()


def test_the_old_key_signs_the_new_and_both_are_trusted_across_it(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = operator_trust(notary_of(settings_of_home()))
    assert main(("log", "rotate-key")) == 0
    after = operator_trust(notary_of(settings_of_home()))
    assert before.logs[0].key != after.logs[0].key

    now = datetime.now(UTC)
    data, body = bundle_of_the_rotation(now)
    for trust in (before, after):
        assert verify_bundle(data, trust, now=now).problems == ()
    assert follow(before.logs[0].key, body["note"]) == after.logs[0].key

    stranger: NoteKey = replace(before.logs[0].key, public=bytes(32))
    with pytest.raises(Unverified, match="keys you trust"):
        follow(stranger, body["note"])
    assert main(("log", "rotate-key")) == 1, "one at a time"
    assert "cli.rotation_runs" in capsys.readouterr().err


def test_after_it_ends_the_old_key_counts_no_more_and_followers_know_the_new(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = operator_trust(notary_of(settings_of_home()))
    assert main(("log", "end-rotation")) == 1, "there is none to end"
    assert "cli.no_rotation" in capsys.readouterr().err
    assert main(("log", "rotate-key")) == 0
    assert main(("log", "end-rotation")) == 0
    assert not (at_home / "secrets" / "log_key_previous").exists()

    now = datetime.now(UTC)
    data, body = bundle_of_the_rotation(now)
    old = before.logs[0]
    followed = Trust((replace(old, key=follow(old.key, body["note"])),), one_machine=True)
    assert verify_bundle(data, followed, now=now).problems == ()
    report = verify_bundle(data, before, now=now)
    assert (report.problems, report.checkpoint and report.checkpoint.followed) == (
        (),
        (followed.logs[0].key.vkey(),),
    )
    unled = replace(Bundle.from_bytes(data), rotations=()).to_bytes()
    assert {p.code for p in verify_bundle(unled, before, now=now).problems} == {"proofs.note_unsigned"}
    assert verify_bundle(unled, followed, now=now).problems == ()


def test_a_note_that_names_no_next_key_is_followed_nowhere(at_home: Path) -> None:
    signer = notary_of(settings_of_home()).signer
    text = f"propria/v1/log-key-rotation\n{signer.name}\n{signer.key().vkey()}\n"
    with pytest.raises(Unverified) as refused:
        follow(signer.key(), text + "\n" + signer.sign(text))
    assert refused.value.code == "record.not_a_rotation"


def test_heads_of_both_keys_are_found_right_and_the_newest_has_the_new_one(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(("log", "rotate-key")) == 0
    settings = settings_of_home()
    database = Database.open(settings.database_url)
    now, under_old = datetime.now(UTC), replace(notary_of(settings), previous=None)
    assert under_old.previous is None
    try:
        old = NoteSigner(settings.log_origin, ED25519, settings.secret_bytes("log_key_previous"))
        newest_head(database, replace(under_old, signer=old), now=now)
        note = newest_head(database, notary_of(settings), now=now).note
    finally:
        database.close()
    assert note.count("— library.example/log") == 2
    assert main(("fsck", "--json")) == 0, capsys.readouterr().out


def stopped_after(written: int, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """The command ends with the disk full when it has written so many files."""
    left = iter([True] * written + [False])

    def fails_then(file: Path, data: bytes, **mode: int) -> None:
        if not next(left):
            raise OSError("no space left on device")
        write_durably(file, data, **mode)

    with monkeypatch.context() as broken:
        broken.setattr("propria.cli.log.write_durably", fails_then)
        with pytest.raises(OSError, match="no space"):
            main(words)


@pytest.mark.parametrize("written", range(5), ids=["next", "operator", "previous", "key", "settings"])
def test_a_rotation_that_stops_anywhere_is_ended_by_running_it_again(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], written: int
) -> None:
    """The disk fails at each of the five files; the next key is never lost, and the log names it once."""
    before = operator_trust(notary_of(settings_of_home())).logs[0].key
    stopped_after(written, ("log", "rotate-key"), monkeypatch)
    if 0 < written < 4:
        assert main(("fsck",)) == 1, "the log names a key that is not in use"
        assert "record.log_key_not_announced" in capsys.readouterr().out
    assert main(("log", "rotate-key")) == 0
    body = bundle_of_the_rotation(datetime.now(UTC))[1]
    assert follow(before, body["note"]) == operator_trust(notary_of(settings_of_home())).logs[0].key
    assert body["old"] == before.vkey()
    assert not (at_home / "secrets" / "log_key_next").exists()
    assert main(("fsck",)) == 0, capsys.readouterr().out
    assert main(("log", "end-rotation")) == 0


def test_a_key_that_the_log_never_named_is_found(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Scenario 41: somebody puts another key in place; the file is right by its form, and fsck names it."""
    assert main(("log", "rotate-key")) == 0
    assert main(("fsck",)) == 0
    (at_home / "secrets" / "log_key").write_text("17" * 32)
    capsys.readouterr()
    assert main(("fsck",)) == 1
    assert "record.log_key_not_announced" in capsys.readouterr().out


def test_a_rotation_that_the_key_before_did_not_sign_is_found(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(("log", "rotate-key")) == 0
    with closing(sqlite3.connect(settings_of_home().database_url.removeprefix("sqlite:///"))) as database:
        (raw,) = database.execute("select raw from record_statement where type = ?", [ROTATED]).fetchone()
        forged = bytes(raw).replace(b"log-key-rotation", b"log-key-rotatiom")
        database.execute("update record_statement set raw = ? where type = ?", [forged, ROTATED])
        database.commit()
    capsys.readouterr()
    assert main(("fsck",)) == 1
    assert "record.rotation_wrong" in capsys.readouterr().out


def test_the_next_key_is_held_by_a_program_which_the_old_one_signs_and_another_follows(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scenario 41: from a file to a program, to a second program and back to a file; stopped in between, it is ended."""
    trusted, secrets = operator_trust(notary_of(settings_of_home())), at_home / "secrets"
    first, second = program(at_home, "a"), program(at_home, "b")
    for words, written in ((("--to", first), 3), (("--to", second), 2), ((), 3)):
        before = trusted.logs[0]
        stopped_after(written, ("log", "rotate-key", *words), monkeypatch)
        assert operator_trust(notary_of(settings_of_home())).logs[0].key == before.key, (
            "the old key still signs"
        )
        assert main(("log", "rotate-key")) == 0
        assert not (secrets / "log_key_next").exists()
        assert (secrets / "log_key").exists() == (not words)
        data, body = bundle_of_the_rotation(now := datetime.now(UTC))
        followed = replace(before, key=follow(before.key, body["note"]))
        for log_key in (before, followed):
            assert verify_bundle(data, Trust((log_key,), one_machine=True), now=now).problems == ()
        assert main(("log", "end-rotation")) == 0
        trusted = operator_trust(notary_of(settings_of_home()))
        assert trusted.logs == (followed,)
    assert main(("fsck",)) == 0, capsys.readouterr().out


def test_a_program_that_fails_loses_nothing_and_is_asked_outside_of_every_transaction(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """While it is silent, what is logged stays logged; the next who asks has the same head signed, once."""
    assert main(("log", "rotate-key", "--to", str(at_home / "nothing"))) == 1
    assert "plumbing.signer_silent" in capsys.readouterr().err
    assert main(("log", "rotate-key", "--to", program(at_home, "a"))) == 0
    settings = settings_of_home()
    database, notary = Database.open(settings.database_url), notary_of(settings)
    asked: list[bytes] = []

    def writes_meanwhile(message: bytes) -> bytes:
        asked.append(message)
        database.transact(lambda db: log.append_fact("refusal", "sub_1", {"n": "1"}, now=now, db=db))
        return Ed25519PrivateKey.from_private_bytes(b"a" * 32).sign(message)

    now, working = (
        datetime.now(UTC),
        HeldSigner(notary.origin, Held(notary.signer.key().public, writes_meanwhile)),
    )
    try:
        before = database.read(lambda db: store.log_size(db=db))
        (at_home / "holds_a.py").write_text("import sys; print('00' * 64)")
        for _ in range(2):
            with pytest.raises(Unavailable) as refused:
                newest_head(database, notary, now=now)
            assert refused.value.code == "plumbing.signer_wrong"
        head = newest_head(database, replace(notary, signer=working), now=now)
        assert (head.size, len(asked)) == (before + 1, 1), "the map entry that waited, and no other"
        assert database.read(lambda db: store.log_size(db=db)) == before + 2
    finally:
        database.close()
    assert main(("fsck",)) == 0, capsys.readouterr().out


class Held(NamedTuple):
    """A key that is held here, and signs as the test says."""

    key: bytes
    signs: Callable[[bytes], bytes]

    def public(self) -> bytes:
        """The key."""
        return self.key

    def sign(self, message: bytes) -> bytes:
        """As the test says."""
        return self.signs(message)
