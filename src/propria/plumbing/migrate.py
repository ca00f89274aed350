"""Bring a database's schema to the present, and tell whether it is there. It changes no data by itself."""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, event, make_url

import propria
from propria.plumbing import tables

REVISION_TABLE = "plumbing_revision"
SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database_url: str) -> tuple[str, ...]:
    """Apply what is pending, all of it or nothing; returns the revisions applied, oldest first."""
    with _connection(database_url) as connection:
        waiting = _pending(connection)
        if waiting:
            command.upgrade(_config(connection), "head")
    return waiting


def pending(database_url: str) -> tuple[str, ...]:
    """The revisions that are not applied yet, oldest first."""
    with _connection(database_url) as connection:
        return _pending(connection)


def check(database_url: str) -> tuple[str, ...]:
    """What differs between the database and the declared tables; empty when the migrations made them all."""
    load_every_table()
    with _connection(database_url) as connection:
        seen = MigrationContext.configure(
            connection, opts={"version_table": REVISION_TABLE, "compare_type": True}
        )
        return tuple(str(difference) for difference in compare_metadata(seen, tables.metadata))


def autogenerate(message: str, database_url: str = "sqlite://") -> Path:
    """Write the next revision: what takes the present migrations to the declared tables.

    `database_url` is a scratch database, brought up to date first. Read what was written: new CHECK
    constraints are not found.
    """
    load_every_table()
    with _connection(database_url) as connection:
        config = _config(connection)
        command.upgrade(config, "head")
        count = len(list(ScriptDirectory.from_config(config).walk_revisions()))
        script = command.revision(config, message, autogenerate=True, rev_id=f"{count + 1:04d}")
    assert script is not None
    assert not isinstance(script, list)
    for tidy in (["check", "-q", "--fix-only", "--select", "I"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, script.path], check=False)
    return Path(script.path)


def load_every_table() -> None:
    """Import the `tables` module of every context, so that the metadata knows them all."""
    for context in pkgutil.iter_modules(propria.__path__, "propria."):
        if not context.ispkg:
            continue
        package = importlib.import_module(context.name)
        if any(room.name == "tables" for room in pkgutil.iter_modules(package.__path__)):
            importlib.import_module(f"{context.name}.tables")


def _pending(connection: Connection) -> tuple[str, ...]:
    seen = MigrationContext.configure(connection, opts={"version_table": REVISION_TABLE})
    waiting = _scripts().iterate_revisions("heads", seen.get_current_heads() or None)
    return tuple(reversed([script.revision for script in waiting]))


def _scripts() -> ScriptDirectory:
    """The revisions, read once in a process as long as there are no others."""
    return _scripts_of(SCRIPTS, frozenset(file.name for file in (SCRIPTS / "versions").glob("*.py")))


@cache
def _scripts_of(_place: Path, _names: frozenset[str]) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connection(database_url: str) -> Iterator[Connection]:
    """One connection in one transaction that holds the schema for itself."""
    url = make_url(database_url).difference_update_query(["synchronous"])
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    if url.get_backend_name() == "sqlite":
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _by_hand)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _by_hand(driver: object, _record: object) -> None:
    """Let our BEGIN be the only one, so that schema changes are part of the transaction."""
    driver.isolation_level = None  # type: ignore[attr-defined]
