"""What the key store promises: keys open what they should, and destroyed is destroyed, in every byte."""

import stat
from pathlib import Path

import pytest

from propria.kernel.errors import NotFound, Refused, Unverified
from propria.plumbing.keystore import KeyStore
from propria.plumbing.kms import LocalKms

MASTER = LocalKms(b"m" * 32)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the keys are."""
    return tmp_path / "keys" / "keys.db"


@pytest.fixture
def keys(file: Path) -> "object":
    """An open key store."""
    opened = KeyStore.open(file, MASTER)
    yield opened
    opened.close()


def wrapped(keys: KeyStore, table: str, row_id: str) -> bytes:
    """The stored form of a key."""
    found = keys._connection.execute(f"select wrapped from {table} where id = ?", (row_id,)).fetchone()
    return bytes(found[0])


def left(file: Path, *secrets: bytes) -> list[bytes]:
    """Those of these bytes that are in any file of the folder."""
    return [s for s in secrets if any(s in part.read_bytes() for part in file.parent.iterdir())]


def test_a_key_is_kept_and_each_asset_has_its_own(keys: KeyStore, file: Path) -> None:
    first, second = (keys.new_content_key(asset, ["sub_mina"]) for asset in ("ast_1", "ast_2"))
    assert first != second
    keys.close()
    again = KeyStore.open(file, MASTER)
    assert (again.content_key("ast_1"), again.content_key("ast_2")) == (first, second)
    again.close()


def test_an_asset_gets_a_key_only_once(keys: KeyStore) -> None:
    key = keys.new_content_key("ast_1", ["sub_mina"])
    with pytest.raises(Refused, match=r"plumbing\.key_exists"):
        keys.new_content_key("ast_1", ["sub_cleo"])
    assert keys.content_key("ast_1") == key


def test_what_nobody_made_is_missing(keys: KeyStore) -> None:
    with pytest.raises(NotFound, match=r"plumbing\.key_missing"):
        keys.content_key("ast_1")


def test_destroying_one_subject_closes_everything_that_shows_them(keys: KeyStore) -> None:
    keys.new_content_key("ast_both", ["sub_mina", "sub_other"])
    keys.new_content_key("ast_mina", ["sub_mina"])
    other = keys.new_content_key("ast_other", ["sub_other"])
    assert keys.subjects_of("ast_both") == ("sub_mina", "sub_other")
    assert keys.destroy_subject("sub_mina") == ("ast_both", "ast_mina")
    for asset in ("ast_both", "ast_mina"):
        with pytest.raises(Refused, match=r"plumbing\.key_destroyed"):
            keys.content_key(asset)
    assert keys.content_key("ast_other") == other


def test_a_destroyed_subject_never_gets_another_key(keys: KeyStore) -> None:
    keys.new_content_key("ast_1", ["sub_mina"])
    keys.destroy_subject("sub_mina")
    with pytest.raises(Refused, match=r"plumbing\.key_destroyed"):
        keys.new_content_key("ast_2", ["sub_mina"])
    assert keys.destroy_subject("sub_mina") == ()


def test_destroying_an_asset_leaves_its_subjects_others(keys: KeyStore) -> None:
    keys.new_content_key("ast_1", ["sub_mina"])
    second = keys.new_content_key("ast_2", ["sub_mina"])
    keys.destroy_asset("ast_1")
    keys.destroy_asset("ast_1")
    with pytest.raises(Refused, match=r"plumbing\.key_destroyed"):
        keys.content_key("ast_1")
    with pytest.raises(Refused, match=r"plumbing\.key_exists"):
        keys.new_content_key("ast_1", ["sub_mina"])
    assert keys.content_key("ast_2") == second


def test_no_byte_of_a_destroyed_key_is_left_in_any_file(keys: KeyStore, file: Path) -> None:
    for number in range(60):
        keys.new_content_key(f"ast_{number}", ["sub_mina"])
    gone = [wrapped(keys, "asset", f"ast_{number}") for number in range(60)]
    gone.append(wrapped(keys, "subject", "sub_mina"))
    assert left(file, *gone) == gone
    keys.destroy_subject("sub_mina")
    assert left(file, *gone) == []


def test_what_a_crash_left_behind_is_wiped_at_the_next_start(keys: KeyStore, file: Path) -> None:
    keys.new_content_key("ast_1", ["sub_mina"])
    gone = wrapped(keys, "asset", "ast_1")
    keys._scrub = lambda: None  # type: ignore[method-assign]
    keys.destroy_asset("ast_1")
    keys.close()
    assert left(file, gone) == [gone]
    KeyStore.open(file, MASTER).close()
    assert left(file, gone) == []


def test_another_master_key_opens_nothing(keys: KeyStore, file: Path) -> None:
    key = keys.new_content_key("ast_1", ["sub_mina"])
    with pytest.raises(Unverified, match=r"plumbing\.master_key_wrong"):
        KeyStore.open(file, LocalKms(b"n" * 32))
    assert keys.content_key("ast_1") == key


def test_after_rotation_only_the_new_master_key_opens(keys: KeyStore, file: Path) -> None:
    key = keys.new_content_key("ast_1", ["sub_mina"])
    old = wrapped(keys, "subject", "sub_mina")
    keys.rotate_master(LocalKms(b"n" * 32))
    assert keys.content_key("ast_1") == key
    assert left(file, old) == []
    keys.close()
    with pytest.raises(Unverified, match=r"plumbing\.master_key_wrong"):
        KeyStore.open(file, MASTER)
    again = KeyStore.open(file, LocalKms(b"n" * 32))
    assert again.content_key("ast_1") == key
    again.close()


def test_a_rotation_that_breaks_changes_nothing(keys: KeyStore) -> None:
    class Breaking(LocalKms):
        def wrap(self, key: bytes, *, context: str) -> bytes:
            if context == "master":
                raise RuntimeError("the power went")
            return super().wrap(key, context=context)

    key = keys.new_content_key("ast_1", ["sub_mina"])
    with pytest.raises(RuntimeError, match="the power went"):
        keys.rotate_master(Breaking(b"n" * 32))
    assert keys.content_key("ast_1") == key


def test_a_subject_gets_a_new_key_and_keeps_every_asset(keys: KeyStore, file: Path) -> None:
    one = keys.new_content_key("ast_1", ["sub_mina"])
    both = keys.new_content_key("ast_2", ["sub_mina", "sub_other"])
    old = [wrapped(keys, "subject", "sub_mina"), wrapped(keys, "asset", "ast_1")]
    keys.rotate_subject("sub_mina")
    assert (keys.content_key("ast_1"), keys.content_key("ast_2")) == (one, both)
    assert left(file, *old) == []


def test_keys_swapped_between_rows_do_not_open(keys: KeyStore) -> None:
    keys.new_content_key("ast_1", ["sub_mina"])
    keys.new_content_key("ast_2", ["sub_mina"])
    keys._connection.execute(
        "update asset set wrapped = (select wrapped from asset where id = 'ast_2') where id = 'ast_1'"
    )
    with pytest.raises(Unverified, match=r"plumbing\.key_unreadable"):
        keys.content_key("ast_1")


def test_only_the_owner_can_read_the_file(keys: KeyStore, file: Path) -> None:
    keys.new_content_key("ast_1", ["sub_mina"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_no_key_is_stored_in_the_clear(keys: KeyStore, file: Path) -> None:
    key = keys.new_content_key("ast_1", ["sub_mina"])
    assert left(file, key, b"m" * 32) == []


def test_an_asset_without_a_subject_is_a_mistake_of_ours(keys: KeyStore) -> None:
    with pytest.raises(ValueError, match="at least one subject"):
        keys.new_content_key("ast_1", [])
