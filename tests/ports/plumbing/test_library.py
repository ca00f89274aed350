"""All the parts together, as a server opens them: on a fresh machine, again, and while a key is rotated."""

from pathlib import Path

import pytest

from propria.kernel.errors import Refused, Unverified
from propria.plumbing.jobs_inline import InlineJobs
from propria.plumbing.keystore import KeyStore
from propria.plumbing.kms import LocalKms
from propria.plumbing.library import Library
from propria.plumbing.secret import make_secrets
from propria.plumbing.settings import Settings

OLD, NEW = "aa" * 32, "bb" * 32


def settings(folder: Path, **more: str) -> Settings:
    """A new installation in this folder."""
    named = {f"PROPRIA_{name.upper()}": value for name, value in more.items()}
    secrets = {} if named else make_secrets(folder / "secrets")
    return Settings.load({**secrets, **named, "PROPRIA_DATA_DIR": str(folder)})


def test_a_fresh_machine_is_set_up_and_found_again(tmp_path: Path) -> None:
    first = Library.open(settings(tmp_path), jobs=InlineJobs)
    key = first.keys.new_content_key("ast_1", ["sub_mina"])
    first.blobs.put("ast_1", b"sealed")
    first.close()
    again = Library.open(settings(tmp_path), jobs=InlineJobs)
    assert (again.keys.content_key("ast_1"), again.blobs.get("ast_1")) == (key, b"sealed")
    again.close()


def test_without_a_master_key_nothing_is_opened(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"settings\.secret_missing"):
        Library.open(settings(tmp_path, log_key=OLD), jobs=InlineJobs)
    assert list(tmp_path.iterdir()) == []


def test_the_master_key_is_rotated_by_naming_the_previous_one(tmp_path: Path) -> None:
    first = Library.open(settings(tmp_path, master_key=OLD), jobs=InlineJobs)
    key = first.keys.new_content_key("ast_1", ["sub_mina"])
    first.close()
    with pytest.raises(Unverified, match=r"plumbing\.master_key_wrong"):
        Library.open(settings(tmp_path, master_key=NEW), jobs=InlineJobs)
    rotating = settings(tmp_path, master_key=NEW, master_key_previous=OLD)
    for _ in range(2):
        opened = Library.open(rotating, jobs=InlineJobs)
        assert opened.keys.content_key("ast_1") == key
        opened.close()
    after = KeyStore.open(Path(rotating.keys_file), LocalKms(bytes.fromhex(NEW)))
    assert after.content_key("ast_1") == key
    after.close()
