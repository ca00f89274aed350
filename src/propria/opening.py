"""Opening a library from its settings, and making the secrets and folders of a new one."""

import secrets
from collections.abc import Callable
from pathlib import Path

from propria.app import subscribe
from propria.casting.pictures import actions as pictures
from propria.casting.search.kept import FOLDER, keep_in
from propria.likeness import actions as likeness
from propria.likeness.safe import Safe
from propria.likeness.uploads import actions as uploads
from propria.plumbing.clock import Clock
from propria.plumbing.database import Database
from propria.plumbing.jobs import Jobs
from propria.plumbing.jobs_inline import InlineJobs
from propria.plumbing.library import Library
from propria.plumbing.settings import Settings
from propria.replicas import actions as replicas

SECRETS = ("master_key", "session_secret", "log_key", "token_key", "seal_key")


def make_home(home: Path, lines: dict[str, str]) -> Path:
    """Make a data folder with fresh secrets and its settings file; an existing one is left as it is."""
    folder = home / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in SECRETS:
        file = folder / name
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_hex(32))
    settings = home / "propria.toml"
    if not settings.exists():
        rows = {"data_dir": str(home / "data")} | lines
        rows |= {f"{name}_file": str(folder / name) for name in SECRETS}
        settings.write_text("".join(f'{name} = "{value}"\n' for name, value in rows.items()))
    return settings


def open_library(
    settings: Settings, *, clock: Clock | None = None, jobs: Callable[[Database], Jobs] = InlineJobs
) -> Library:
    """Open everything and let the contexts hear each other's news.

    Jobs run on the spot unless told otherwise; a server passes `durable_jobs(settings)`.

    Raises: Refused(`settings.secret_missing`), Unavailable.
    """
    library = Library.open(settings, clock=clock, jobs=jobs)
    subscribe(library.database.news, Safe(library.blobs, library.keys))
    keep_in(settings.data_dir / FOLDER, library.database.news)
    return library


def make_whole(library: Library) -> int:
    """Destroy what a crash left half stored or half destroyed, before a server starts; how many objects.

    On SQLite one process has the library to itself; on PostgreSQL another server may be storing something.
    """
    safe, alone = Safe(library.blobs, library.keys), library.settings.database_url.startswith("sqlite")
    return library.database.read(
        lambda db: (
            likeness.make_whole(safe, alone=alone, db=db)
            + ((uploads.sweep(safe, db=db) + pictures.sweep(safe, db=db)) if alone else 0)
            + replicas.make_whole(safe, now=library.clock.now(), db=db)
        )
    )


def durable_jobs(settings: Settings) -> Callable[[Database], Jobs]:
    """Jobs that survive the process; start them once their handlers are registered."""

    def make(database: Database) -> Jobs:
        from propria.plumbing.jobs_dbos import DbosJobs

        return DbosJobs(database, settings.jobs_url, executor=settings.executor_id)

    return make
