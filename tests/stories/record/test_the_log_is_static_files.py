"""The log as a folder: a plain copy proves as much as the server does, whatever byte a crash came at."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from propria.cli.main import main
from propria.kernel.errors import Refused
from propria.proofs.merkle import leaf_hash, root_of
from propria.proofs.notes import Checkpoint, NoteSigner, open_checkpoint, sign_checkpoint
from propria.proofs.tiles import TileReader
from propria.record import log
from propria.record.exporting import Exported, export
from propria.record.heads import newest_head
from tests.cast import Stage


def exported(stage: Stage, folder: Path) -> Exported:
    """Sign a head and bring the folder to it."""
    library, notary = stage.propria.library, stage.propria.notary
    newest_head(library.database, notary, now=stage.now)
    return library.database.read(lambda db: export(folder, notary.signer.key(), db=db))


def grows(stage: Stage, count: int) -> None:
    """So many more entries."""
    facts = [("refusal", f"sub_{i}", {"number": str(i)}) for i in range(count)]
    stage.propria.library.database.transact(lambda db: log.append_facts(facts, now=stage.now, db=db))


def checked(folder: Path, stage: Stage) -> int:
    """Hold every file against the signed head, as anyone can; its size."""

    def read(path: str) -> bytes | None:
        return (folder / path).read_bytes() if (folder / path).is_file() else None

    head, _ = open_checkpoint((folder / "checkpoint").read_text(), stage.propria.notary.signer.key())
    reader = TileReader(read, head.size)
    assert root_of(head.size, reader.subtree) == head.root
    for index in range(head.size):
        assert leaf_hash(reader.entry(index)) == reader.subtree(0, index)
    return head.size


def test_the_folder_holds_what_the_server_serves(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    grows(stage, 300)
    done = exported(stage, folder)
    assert checked(folder, stage) == done.size == 301
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            served = stage.main.get(f"/log/{file.relative_to(folder)}")
            assert (served.status_code, served.content) == (200, file.read_bytes()), file
    assert exported(stage, folder) == Exported(301, 0, done.written - 2)
    grows(stage, 5)
    assert exported(stage, folder).size == 307
    assert checked(folder, stage) == 307


def test_whatever_byte_a_crash_came_at_the_next_export_makes_it_whole(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    grows(stage, 3)
    exported(stage, folder)
    files = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    for file, whole in files.items():
        for cut in range(len(whole)):
            file.write_bytes(whole[:cut])
            file.with_name(f".{file.name}.aside").write_bytes(whole[:cut])
            assert exported(stage, folder).written == 1, (file, cut)
            assert file.read_bytes() == whole
            assert not file.with_name(f".{file.name}.aside").exists()
    assert checked(folder, stage) == 4


def test_a_reader_never_meets_a_head_whose_files_are_missing(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    grows(stage, 3)
    exported(stage, folder)
    old = (folder / "checkpoint").read_bytes()
    grows(stage, 300)
    exported(stage, folder)
    (folder / "checkpoint").write_bytes(old)
    assert checked(folder, stage) == 4


def test_a_mirror_is_not_brought_back_to_a_restored_backup(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    grows(stage, 3)
    exported(stage, folder)
    live = stage.propria.library.settings.database_url.removeprefix("sqlite:///").partition("?")[0]
    with closing(sqlite3.connect(live)) as present, closing(sqlite3.connect(tmp_path / "old.db")) as copy:
        present.backup(copy)
    grows(stage, 3)
    exported(stage, folder)
    with closing(sqlite3.connect(tmp_path / "old.db")) as old, closing(sqlite3.connect(live)) as present:
        old.backup(present)
    with pytest.raises(Refused, match=r"record\.mirror_longer"):
        exported(stage, folder)
    grows(stage, 9)
    with pytest.raises(Refused, match=r"record\.mirror_differs"):
        exported(stage, folder)
    assert checked(folder, stage) == 8


def test_an_empty_log_has_no_head_to_export_and_a_stranger_s_head_is_no_head(
    stage: Stage, tmp_path: Path
) -> None:
    library, key = stage.propria.library, stage.propria.notary.signer.key()
    with pytest.raises(Refused, match=r"record\.no_checkpoint_yet"):
        library.database.read(lambda db: export(tmp_path / "public", key, db=db))
    stranger = NoteSigner(key.name, 1, bytes(32))
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "checkpoint").write_text(
        sign_checkpoint(Checkpoint(key.name, 99, bytes(32)), stranger)
    )
    assert exported(stage, tmp_path / "public").size == 1


def test_the_command_writes_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROPRIA_HOME", str(tmp_path / "home"))
    made = (
        "--log-origin",
        "log.example",
        "--base-url",
        "http://a.example",
        "--signing-url",
        "http://s.example",
    )
    assert main(["init", *made]) == 0
    monkeypatch.chdir(tmp_path)
    from propria.cli.serve import settings_of_home
    from propria.opening import open_library

    open_library(settings_of_home()).close()
    assert main(["log", "export", "public"]) == 0
    assert (tmp_path / "public" / "checkpoint").read_text().startswith("log.example\n1\n")
