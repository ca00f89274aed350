"""Whoever changes the database behind the library's back is found, by name of what they changed."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from propria.cli.fsck import check_all, checks_of
from propria.cli.main import main
from propria.kernel.time import wire
from propria.likeness.safe import Safe
from propria.record.notary import notary_of
from tests.beginnings import played_once
from tests.cast import Stage
from tests.renders import Filmed, filmed
from tests.stories.likeness.test_what_is_recorded_stays_the_performers import a_voice_line, upload
from tests.terms import film_terms


def found(stage: Stage, *, deep: bool = False) -> set[str]:
    """The codes that the whole check finds."""
    library = stage.propria.library
    checks = checks_of(notary_of(library.settings), Safe(library.blobs, library.keys), deep=deep)
    return {f.code for _, findings, _ in check_all(checks, library.database) for f in findings}


@pytest.fixture
def story(stage: Stage) -> Filmed:
    """The library before anybody changes it."""
    return undamaged(stage)


@played_once
def undamaged(stage: Stage) -> Filmed:
    """Signed, licensed, recorded, one output released and paid; a checkpoint over it."""
    told = filmed(stage)
    told.gets("shot-1", to_ms=1_000)
    assert stage.main.get("/log/checkpoint").status_code == 200
    assert found(stage) == set()
    return told


def sql(*lines: str) -> Callable[[Any], None]:
    """A change that a database administrator makes."""

    def work(db: Any) -> None:
        for line in lines:
            db.execute(text(line))

    return work


DAMAGE = {
    "a licence's scope is widened": (
        sql("update licences_licence set scope = json_set(scope, '$.language', json('[\"fr\"]'))"),
        {"licences.version_altered"},
    ),
    "a version of a licence is widened": (
        sql("update licences_version set scope = json_set(scope, '$.language', json('[\"fr\"]'))"),
        {"licences.scope_altered", "licences.version_altered", "licences.permit_beyond"},
    ),
    "a contract is made to replace another": (
        sql("update deals_deal set base_id = 'ctr_none'"),
        {"deals.change_altered"},
    ),
    "a step is said to be a founder's who is none": (
        sql(
            "update deals_step set person_id = (select person_id from parties_performer limit 1) where act = 'offer'"
        ),
        {"deals.step_altered"},
    ),
    "a step is said to rest on a mandate that nobody gave": (
        sql("update deals_step set standing = 'mandate', mandate_id = 'mdt_none' where act = 'agree'"),
        {"deals.step_altered"},
    ),
    "a step of the performer's is said to be a colleague's": (
        sql("update deals_step set standing = 'colleague' where act = 'make_contract'"),
        {"deals.step_beyond_rights"},
    ),
    "a step loses its taker": (
        sql("update deals_step set person_id = null, standing = null where act = 'agree'"),
        {"deals.step_altered"},
    ),
    "a hand is said to be another person's": (
        sql("update deals_hand set person_id = (select person_id from parties_creator limit 1)"),
        {"deals.hand_altered", "deals.signature_altered"},
    ),
    "the standing terms are widened": (
        sql("update consent_openness set floor_minor = 1"),
        {"consent.openness_altered"},
    ),
    "an entry is deleted": (
        sql(
            "pragma defer_foreign_keys = on",
            "delete from record_statement where entry_index = 3",
            "delete from record_log_entry where entry_index = 3",
        ),
        {"record.entry_missing"},
    ),
    "a byte of a statement is flipped": (
        sql(
            "update record_statement set raw = cast(replace(cast(raw as text), 'contract.signed', "
            "'contract.signex') as blob) where type = 'contract.signed'"
        ),
        {"record.commitment_broken", "record.statement_unverified"},
    ),
    "the signature under a checkpoint is another's": (
        sql(
            "update record_checkpoint set note = substr(note, 1, length(note) - 9) || 'AAAAAA==' || char(10) "
            "where size = (select max(size) from record_checkpoint)"
        ),
        {"record.checkpoint_unsigned"},
    ),
    "a checkpoint is given another size": (
        sql(
            "update record_checkpoint set size = size + 1 where size = (select max(size) from record_checkpoint)"
        ),
        {"record.checkpoint_wrong"},
    ),
    "a contract is given another hash": (
        sql("update deals_contract set pdf_digest = '00'"),
        {"deals.contract_altered", "deals.file_missing"},
    ),
    "a state in the map is raised": (
        sql("update record_leaf_state set state = 'suspended' where thing like 'lic_%'"),
        {"record.map_leaf_wrong"},
    ),
    "a posting is dropped": (
        sql("drop trigger royalties_use_refuse_delete", "delete from royalties_use"),
        {"royalties.use_not_charged", "royalties.posting_without_use"},
    ),
    "a counter is set back": (
        sql("update licences_used set amount = 0"),
        {"licences.counter_wrong"},
    ),
    "a passport points at another file": (
        sql("update provenance_passport set sha256 = 'ff'"),
        {"usage.passport_altered"},
    ),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_what_is_changed_behind_its_back_is_found_by_name(stage: Stage, story: Filmed, what: str) -> None:
    change, codes = DAMAGE[what]
    stage.propria.library.database.transact(change)
    assert codes <= found(stage)


def test_a_recording_that_is_gone_and_one_that_nobody_knows_are_found(stage: Stage, story: Filmed) -> None:
    blobs = stage.propria.library.blobs
    blobs.delete(f"vault/{story.take}")
    blobs.put("vault/ast_unknown", b"x")
    assert found(stage) == {"likeness.recording_missing", "likeness.orphan"}


def test_a_contract_file_that_is_gone_or_another_is_found(stage: Stage, story: Filmed) -> None:
    blobs = stage.propria.library.blobs
    file = next(iter(blobs.keys("contracts")))
    blobs.put(file, b"%PDF-1.7 another text", if_absent=False)
    assert found(stage) == {"deals.file_altered"}
    blobs.delete(file)
    assert found(stage) == {"deals.file_missing"}


def test_media_that_is_not_what_was_stored_is_found_by_the_deep_check(stage: Stage, story: Filmed) -> None:
    blobs, place = stage.propria.library.blobs, f"vault/{story.take}"
    output = next(iter(blobs.keys("outputs")))
    assert found(stage, deep=True) == set()
    for file in (place, output):
        body = bytearray(blobs.get(file))
        body[-20] ^= 1
        blobs.put(file, bytes(body), if_absent=False)
    assert found(stage) == set()
    assert found(stage, deep=True) == {"likeness.recording_altered", "usage.output_altered"}


def mandate(stage: Stage) -> None:
    """Mina gives Rafael a power, and takes it back."""
    mina, rafael = stage.person("mina"), stage.keyed("rafael")
    form = {
        "representative": rafael.id,
        "powers": ["negotiate"],
        "scopes": [film_terms()["clauses"][0]],
        "starts_at": wire(stage.now),
        "ends_at": wire(stage.now + timedelta(days=365)),
    }
    drafted = mina.asked("/api/v1/mandates", form)
    given = stage.signing.get(f"/requests/{drafted['request_id']}").json()["statement"]["body"]["mandate"]
    mina.signs(drafted)
    mina.signs(mina.asked("/api/v1/mandates/withdraw", {"mandate": given}))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            'update parties_mandate set powers = json(\'["negotiate","sign_contract"]\')',
            "parties.mandate_altered",
        ),
        ("update parties_mandate set ends_at = replace(ends_at, '2027', '2037')", "parties.mandate_altered"),
        ("update parties_mandate set revoked_at_entry = null", "parties.mandate_end_wrong"),
        ("delete from parties_mandate", "parties.mandate_altered"),
    ],
)
def test_a_mandate_that_was_widened_revived_or_dropped_is_found(stage: Stage, change: str, code: str) -> None:
    stage.open_performer("mina", film_terms())
    mandate(stage)
    assert found(stage) == set()
    stage.propria.library.database.transact(sql(change))
    assert found(stage) == {code}


def test_a_key_that_should_have_been_destroyed_is_found(stage: Stage, story: Filmed) -> None:
    shredded = sql("update likeness_asset set state = 'shredded'")
    stage.propria.library.database.transact(shredded)
    assert "likeness.not_shredded" in found(stage)


def test_a_spoken_consent_bound_to_other_words_is_found(stage: Stage, story: Filmed) -> None:
    mina = story.made.mina
    words = upload(mina, story.capture, b"?", "spoken_consent", "audio/wav").json()["facts"]
    kept = upload(mina, story.capture, a_voice_line(), "spoken_consent", "audio/wav", words["en"])
    assert kept.status_code == 201, kept.text
    assert found(stage) == set()
    other = sql("update likeness_asset set statement_digest = 'ff' where kind = 'spoken_consent'")
    stage.propria.library.database.transact(other)
    assert found(stage) == {"likeness.spoken_consent_unbound"}


def test_the_command_prints_every_check_and_ends_with_its_verdict(
    stage: Stage,
    story: Filmed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = rows(tmp_path)
    done = fsck(tmp_path, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["clean"]) == (0, True), done.stdout + done.stderr
    assert len(told["checks"]) == 21
    assert rows(tmp_path) == before
    stage.propria.library.database.transact(sql("update licences_used set amount = 0"))
    monkeypatch.setenv("PROPRIA_HOME", str(tmp_path))
    assert main(["fsck"]) == 1
    told_here = capsys.readouterr().out
    assert "licences.counter_wrong" in told_here
    assert told_here.endswith("fsck: 2 found\n")


def rows(home: Path) -> list[str]:
    """Everything that the database holds."""
    with closing(sqlite3.connect(home / "propria.db")) as database:
        return list(database.iterdump())


def fsck(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a home."""
    environment = os.environ | {"PROPRIA_HOME": str(home)}
    command = [sys.executable, "-m", "propria", "fsck", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
