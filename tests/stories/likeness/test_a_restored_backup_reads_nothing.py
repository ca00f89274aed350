"""A backup holds rows, objects and the master key, and no key of a recording: what was shredded since stays unreadable in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from propria.kernel.errors import PropriaError
from propria.likeness import actions as likeness
from propria.likeness.model import AssetState
from propria.likeness.safe import Safe
from propria.plumbing.jobs_inline import InlineJobs
from propria.plumbing.library import Library
from tests.cast import Stage
from tests.replicas import approved

OBJECTS = ("vault", "replicas")


@contextmanager
def restored(stage: Stage, backup: Path, keys: Path) -> Iterator[Library]:
    """A library over the files of a backup, its master key, and this store of keys."""
    settings, was, now = stage.propria.library.settings, str(stage.home), str(backup)
    moved = replace(
        settings,
        data_dir=Path(str(settings.data_dir).replace(was, now)),
        database_url=settings.database_url.replace(was, now),
        blobs_url=settings.blobs_url.replace(was, now),
        keys_file=str(keys),
    )
    library = Library.open(moved, clock=stage.clock, jobs=InlineJobs)
    try:
        yield library
    finally:
        library.close()


def opened(library: Library) -> dict[str, str]:
    """Each object of recordings and replicas → `readable`, or why it is not."""
    safe, found = Safe(library.blobs, library.keys), {}
    for blob_key in (key for folder in OBJECTS for key in library.blobs.keys(folder)):
        try:
            found[blob_key] = (
                "readable" if b"".join(safe.read(blob_key, blob_key.rpartition("/")[2])) else "empty"
            )
        except PropriaError as error:
            found[blob_key] = error.code
    return found


def test_what_was_shredded_since_is_read_from_no_backup(
    stage: Stage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made, live = approved(stage), Path(stage.propria.library.settings.keys_file)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    backup = elsewhere / "backup"
    shutil.copytree(stage.home, backup, ignore=shutil.ignore_patterns(live.parent.name))
    assert not [file for file in backup.rglob("*") if file.name.startswith(live.name)]
    with restored(stage, backup, live) as before:
        objects = opened(before)
        assert set(objects.values()) == {"readable"}, "while nothing is shredded, the backup is one"
        assert {key.partition("/")[0] for key in objects} == set(OBJECTS)

    made.cancel()
    made.mina.signs(made.mina.asked("/api/v1/grants/withdraw", {"grant": made.session.consent}))
    with restored(stage, backup, live) as with_keys:
        rows = with_keys.database.read(lambda db: likeness.assets_of(made.mina.performer_id, db=db))
        assert {one.state for one in rows} == {AssetState.HELD}, "its rows say that the recording is there"
        assert opened(with_keys) == dict.fromkeys(objects, "plumbing.key_destroyed")
    with restored(stage, backup, elsewhere / "new" / "keys.db") as without:
        assert opened(without) == dict.fromkeys(objects, "plumbing.key_missing")
