"""One chain of schema changes for both engines: found, applied whole, checked against the tables."""

import importlib.util
import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from propria.plumbing import migrate, tables


@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A chain of the test's own, empty, for the tables of the product."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        shutil.copy(migrate.SCRIPTS / name, folder / name)
    monkeypatch.setattr(migrate, "SCRIPTS", folder)
    migrate.load_every_table()
    return folder


def product_tables() -> set[str]:
    """The names of the tables that contexts declare, without those of other suites."""
    return {name for name in tables.metadata.tables if not name.startswith("port_")}


def test_a_revision_is_found_applied_and_complete(chain: Path, database_url: str) -> None:
    written = migrate.autogenerate("First tables")
    assert written.parent == chain / "versions"
    assert migrate.pending(database_url) == ("0001",)
    assert migrate.migrate(database_url) == ("0001",)
    assert (migrate.pending(database_url), migrate.migrate(database_url)) == ((), ())
    assert migrate.check(database_url) == ()


def test_what_the_migrations_forgot_is_named(chain: Path, database_url: str) -> None:
    migrate.autogenerate("First tables")
    migrate.migrate(database_url)
    engine = create_engine(make_url(database_url))
    with engine.begin() as connection:
        connection.execute(text("drop table plumbing_rate_bucket"))
        connection.execute(text("alter table plumbing_job drop column total"))
    engine.dispose()
    found = migrate.check(database_url)
    assert len(found) == 2
    assert "plumbing_rate_bucket" in found[0] + found[1]
    assert "total" in found[0] + found[1]


def test_a_migration_that_breaks_leaves_the_schema_as_it_was(chain: Path, database_url: str) -> None:
    written = migrate.autogenerate("First tables")
    whole = written.read_text()
    written.write_text(
        whole.replace("\n\n\ndef downgrade", '\n    op.execute("select 1 from nothing")\n\n\ndef downgrade')
    )
    with pytest.raises(Exception, match="nothing"):
        migrate.migrate(database_url)
    engine = create_engine(make_url(database_url))
    assert set(inspect(engine).get_table_names()) <= {migrate.REVISION_TABLE}
    engine.dispose()
    written.write_text(whole)
    assert migrate.migrate(database_url) == ("0001",)


def test_the_product_s_own_chain_makes_its_tables(database_url: str) -> None:
    migrate.load_every_table()
    if not list((migrate.SCRIPTS / "versions").glob("0*.py")):
        pytest.skip("the first revision is written once every context has its tables")
    migrate.migrate(database_url)
    assert [line for line in migrate.check(database_url) if "port_" not in line] == []


def test_every_context_with_tables_is_found() -> None:
    migrate.load_every_table()
    for room in Path(tables.__file__).parents[1].glob("*/tables.py"):
        assert importlib.util.find_spec(f"propria.{room.parent.name}.tables") is not None
    assert {"plumbing_job", "plumbing_job_step", "plumbing_rate_bucket"} <= product_tables()
