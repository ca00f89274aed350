"""One chain of schema changes for both engines: found, applied whole, checked against the tables."""

import importlib.util
import re
import shutil
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from propria.kernel.time import instant
from propria.plumbing import migrate, tables
from propria.plumbing.database import Database
from propria.proofs.entries import Chain
from propria.proofs.merkle import Levels
from propria.record import log, store

A_LINE_OF_MONEY = (
    "INSERT INTO royalties_transfer (id, kind, debit, credit, currency, amount_minor, at) "
    "VALUES ('trf_1', 'hold', 'bank:operator:CNY', 'escrow:lic_1:CNY', 'CNY', 5, '2026-11-22T10:00:00.000000Z')",
    "INSERT INTO royalties_use (use_id, clause, revision, licence_id, performer_id, creator_id, project_id, "
    "project_zh, project_en, unit, quantity_micro, used_at, currency, unit_price_minor, change_minor, "
    "amount_minor, basis, compensation, posted_at) VALUES ('use_1', '5.1', 0, 'lic_1', 'prf_1', 'crt_1', 'p', "
    "'p', 'p', 'second', 1, '2026-11-22T10:00:00.000000Z', 'CNY', 1, 1, 1, 'second', '{}', "
    "'2026-11-22T10:00:00.000000Z')",
)


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
    migrate.migrate(database_url)
    assert [line for line in migrate.check(database_url) if "port_" not in line] == []


def test_the_tree_that_was_kept_whole_is_thinned_to_its_tiles_and_back(database_url: str) -> None:
    migrate.load_every_table()
    migrate.migrate(database_url)
    database = Database.open(database_url)
    facts = [("refusal", "sub_0", {"number": str(number)}) for number in range(300)]
    database.transact(lambda db: log.append_facts(facts, now=instant("2026-11-22T10:00:00Z"), db=db))
    leaves = [entry.leaf_hash for entry in database.read(lambda db: store.entries(db=db))]
    levels = Levels(leaves)
    whole = {(level, i): levels.subtree(level, i) for level in range(9) for i in range(300 >> level)}
    tiles = {(8, 0): whole[8, 0]}
    for to, kept in (("head", tiles), ("0031", whole), ("head", tiles)):
        with migrate._connection(database_url) as connection:
            (command.downgrade if to == "0031" else command.upgrade)(migrate._config(connection), to)
        assert database.read(lambda db: store.nodes(db=db)) == kept
        if to == "0031":
            edge = database.read(
                lambda db: db.execute(text("select size, frontier from record_log_head")).one()
            )
            assert (edge.size, bytes(edge.frontier)) == (300, b"".join(levels.frontier.hashes))
        else:
            assert database.read(lambda db: store.chain("sub_0", db=db)) == Chain.over("sub_0", leaves)
    database.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE royalties_transfer SET amount_minor = 1", "DELETE FROM royalties_use"]
)
def test_a_migrated_database_refuses_to_rewrite_money(database_url: str, statement: str) -> None:
    migrate.migrate(database_url)
    engine = create_engine(make_url(database_url))
    with engine.begin() as db:
        for insertion in A_LINE_OF_MONEY:
            db.execute(text(insertion))
    with pytest.raises(DBAPIError, match="append only"), engine.begin() as db:
        db.execute(text(statement))
    engine.dispose()


def test_migrations_and_declared_tables_make_the_same_schema(tmp_path: Path) -> None:
    """Checks and triggers too, which `migrate.check` does not see."""
    migrate.load_every_table()
    migrated, declared = (f"sqlite:///{tmp_path / name}.db" for name in ("migrated", "declared"))
    migrate.migrate(migrated)
    engine = create_engine(declared)
    tables.metadata.create_all(engine)
    engine.dispose()
    assert schema(migrated) == schema(declared)


ADDED = re.compile(r", (?=\w+ [A-Z]{3,})")


def schema(url: str) -> dict[str, list[str]]:
    """Every table, index and trigger of the product with its lines, in no order; SQLite adds a column on a line that is there."""
    engine = create_engine(url)
    with engine.connect() as db:
        rows = db.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    engine.dispose()
    kept = [row for row in rows if "port_" not in row.name and row.name != migrate.REVISION_TABLE]
    return {
        row.name: sorted(
            line.strip(" \t,")
            for line in ADDED.sub(",\n", row.sql.replace("IF NOT EXISTS ", "")).splitlines()
        )
        for row in kept
    }


def test_every_context_with_tables_is_found() -> None:
    migrate.load_every_table()
    for room in Path(tables.__file__).parents[1].glob("*/tables.py"):
        assert importlib.util.find_spec(f"propria.{room.parent.name}.tables") is not None
    assert {"plumbing_job", "plumbing_job_step", "plumbing_rate_bucket"} <= product_tables()
