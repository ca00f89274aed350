"""Otto loses or damages what the record derives: it is made anew from the log, byte for byte, or not at all."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from propria.kernel.errors import Refused
from propria.parties import actions as people
from propria.plumbing.migrate import load_every_table
from propria.plumbing.tables import metadata
from propria.proofs.tiles import TILE_WIDTH
from propria.record import log
from propria.record.notary import notary_of
from propria.record.rebuilding import Rebuilt, rebuild
from tests.cast import Stage
from tests.renders import filmed
from tests.stories.record.test_anyone_checks_a_bundle_offline import verify_offline
from tests.stories.record.test_fsck_finds_what_was_changed import found, rows, sql
from tests.terms import film_terms

NO_CHAIN = "update record_log_entry set chain_count = null, chain_head = null"
DAMAGE = {
    "everything derived is lost": [
        "delete from record_log_node",
        NO_CHAIN,
        "delete from record_map_node",
    ],
    "a subtree is another's": ["update record_log_node set hash = zeroblob(32) where level = 8"],
    "a subtree is lost": ["delete from record_log_node"],
    "a subtree has no entries": ["insert into record_log_node values (9, 9, zeroblob(32))"],
    "a chain is cut short": ["update record_log_entry set chain_count = 1, chain_head = zeroblob(32)"],
    "the map is garbled": ["update record_map_node set encoding = zeroblob(65)"],
}
THE_LOG = {
    "a statement is altered": "update record_statement set raw = cast(replace(cast(raw as text), 'film', 'game') as blob)",
    "an entry is altered": "update record_log_entry set data = zeroblob(40) where entry_index = 2",
    "the newest entry is lost": "delete from record_log_entry where entry_index = (select max(entry_index) from record_log_entry)",
    "an entry is moved to another subject": "update record_log_entry set subject = 'sub_x' where entry_index = 2",
    "a head is forged": "update record_checkpoint set root = zeroblob(32)",
}


def listed() -> dict[str, list[str]]:
    """What the page of rebuilding says of tables, by heading."""
    page = Path(__file__).resolve().parents[3] / "docs" / "runbooks" / "rebuild.md"
    parts = page.read_text("utf-8").split("\n## ")[1:]
    rows = {
        p.partition(":")[0].partition("\n")[0]: re.findall(r"^\| ([a-z_, ]+_[a-z_, ]+) \|", p, re.M)
        for p in parts
    }
    return {heading: ", ".join(found).split(", ") for heading, found in rows.items()}


def test_every_table_is_said_to_be_made_anew_or_why_not() -> None:
    load_every_table()
    told = [table for tables in listed().values() for table in tables]
    assert sorted(told) == sorted(name for name in metadata.tables if not name.startswith("port_"))


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a home."""
    command = [sys.executable, "-m", "propria", "rebuild", *words]
    environment = os.environ | {"PROPRIA_HOME": str(home)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def more_than_a_tile(stage: Stage) -> None:
    """Log so many facts that the root of a whole tile is kept."""
    facts = [("refusal", "sub_crowd", {"number": str(number)}) for number in range(TILE_WIDTH)]
    now = stage.now
    stage.propria.library.database.transact(lambda db: log.append_facts(facts, now=now, db=db))


def newest_map(home: Path) -> set[tuple[bytes, bytes]]:
    """(hash, encoding) of every node under the newest head's map root."""
    with closing(sqlite3.connect(home / "propria.db")) as database:
        kept = dict(database.execute("select hash, encoding from record_map_node").fetchall())
        head = "select map_root from record_checkpoint order by size desc limit 1"
        waiting, seen = [database.execute(head).fetchone()[0]], set()
    while waiting:
        node = waiting.pop()
        if node != bytes(32):
            seen.add((node, kept[node]))
            waiting += [kept[node][1:33], kept[node][33:]] if kept[node][:1] == b"\1" else []
    return seen


def all_but_the_map(home: Path) -> list[str]:
    """What the database holds beside map nodes, in any order of rows."""
    return sorted(line for line in rows(home) if 'INTO "record_map_node"' not in line)


def made(stage: Stage, *, write: bool = True) -> tuple[Rebuilt, ...]:
    """What the rebuild says, in one transaction of the library's own database."""
    library = stage.propria.library
    notary = notary_of(library.settings)
    within = library.database.transact if write else library.database.read
    return within(lambda db: rebuild(notary, resolve=people.resolver(db=db), write=write, db=db))


@pytest.mark.parametrize("what", DAMAGE)
def test_what_was_lost_or_damaged_is_byte_for_byte_what_it_was(
    stage: Stage, tmp_path: Path, what: str
) -> None:
    stage.open_performer("mina", film_terms())
    more_than_a_tile(stage)
    assert stage.main.get("/log/checkpoint").status_code == 200
    before, its_map = all_but_the_map(tmp_path), newest_map(tmp_path)
    stage.propria.library.database.transact(sql(*DAMAGE[what]))
    assert found(stage)

    damaged = rows(tmp_path)
    assert any(one.wrong or one.strays for one in made(stage, write=False))
    assert rows(tmp_path) == damaged

    made(stage)
    assert (all_but_the_map(tmp_path), newest_map(tmp_path)) == (before, its_map)
    assert found(stage) == set()
    stage.open_performer("wen", film_terms())
    assert stage.main.get("/log/checkpoint").status_code == 200
    assert found(stage) == set()


@pytest.mark.parametrize("what", THE_LOG)
def test_nothing_is_made_of_a_log_that_is_not_the_signed_one(stage: Stage, tmp_path: Path, what: str) -> None:
    stage.open_performer("mina", film_terms())
    assert stage.main.get("/log/checkpoint").status_code == 200
    stage.propria.library.database.transact(sql(*DAMAGE["everything derived is lost"], THE_LOG[what]))
    before = rows(tmp_path)
    with pytest.raises(Refused) as refused:
        made(stage)
    assert refused.value.code == "record.log_not_as_signed"
    assert rows(tmp_path) == before


def test_a_state_that_the_head_did_not_commit_is_not_made_true(stage: Stage) -> None:
    filmed(stage)
    assert stage.main.get("/log/checkpoint").status_code == 200
    raised = sql("update record_leaf_state set state = 'suspended' where thing like 'lic_%'")
    stage.propria.library.database.transact(raised)
    with pytest.raises(Refused) as refused:
        made(stage)
    assert refused.value.code == "record.map_not_as_signed"


def test_facts_newer_than_the_head_leave_the_map_to_the_next_head(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    assert stage.main.get("/log/checkpoint").status_code == 200
    stage.open_performer("wen", film_terms())
    tables = made(stage)
    assert [one.table for one in tables if one.waits] == ["record_map_node"]
    assert not any(one.wrong or one.strays for one in tables)


def test_the_command_brings_back_everything_derived_and_bundles_verify(stage: Stage, tmp_path: Path) -> None:
    stage.open_performer("mina", film_terms())
    more_than_a_tile(stage)
    assert stage.main.get("/log/checkpoint").status_code == 200
    stage.propria.library.database.transact(sql(*DAMAGE["everything derived is lost"]))
    dry = json.loads(run(tmp_path, "--dry-run", "--json").stdout)
    wrong = {one["table"] for one in dry["tables"] if one["wrong"]}
    assert (dry["written"], wrong) == (False, {"record_log_node", "record_log_entry", "record_map_node"})
    assert {one["table"] for one in dry["tables"]} == {*listed()["Made anew"], "record_log_entry"}
    assert found(stage)
    done = run(tmp_path)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "rebuild: written"), done.stderr
    bundle, trust = tmp_path / "open.bundle.json", tmp_path / "trust.json"
    bundle.write_bytes(stage.main.get("/counts/open/bundle").content)
    trust.write_bytes(stage.main.get("/log/trust").content)
    code, report = verify_offline(bundle, trust)
    assert (code, report["problems"]) == (0, [])
