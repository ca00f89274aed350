"""Scenario 41: the key of the operator's statements is rotated, in the log; whoever trusts either key reads across it."""

import importlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine, delete

from propria.cli.main import main
from propria.cli.serve import settings_of_home
from propria.kernel.errors import Refused
from propria.plumbing.database import Database
from propria.plumbing.errors import Unavailable
from propria.proofs.bundles import Bundle, verify_bundle
from propria.proofs.reports import Report
from propria.proofs.trust import Trust
from propria.record import signing_page
from propria.record.actions import sign_as_operator
from propria.record.bundles import bundle_of, bundled, operator_trust
from propria.record.model import Draft, Notary
from propria.record.notary import notary_of
from propria.record.store import log_size
from propria.record.tables import leaf_state
from tests.ports.plumbing.test_signers import program
from tests.stories.record.test_the_log_s_key_is_rotated import at_home, stopped_after

__all__ = ["at_home"]


def in_library(work: Callable[[Database], Any]) -> Any:
    """What `work` finds in the library at home."""
    database = Database.open(settings_of_home().database_url)
    try:
        return work(database)
    finally:
        database.close()


def says(notary: Notary, digest: int) -> str:
    """The operator says what its signing page is, under these keys; the statement's id."""
    words = Draft(
        signing_page.PUBLISHED,
        signing_page.library_subject(notary.origin),
        {"sha256": f"{digest:064x}"},
        "签署页。",
        "The signing page.",
    )
    work = lambda db: sign_as_operator(words, notary, now=datetime.now(UTC), db=db)[0].statement.id  # noqa: E731
    return str(in_library(lambda database: database.transact(work)))


def bundle(*statements: str) -> Bundle:
    """The bundle of these statements as the library gives it."""
    notary, now = notary_of(settings_of_home()), datetime.now(UTC)

    def nobody(key_id: str) -> Any:
        raise AssertionError(f"{key_id} is a key of the operator's")

    def work(head: Any, db: Any) -> Any:
        return bundle_of(statements, head=head, resolve=nobody, notary=notary, db=db)

    return cast(Bundle, in_library(lambda database: bundled(database, notary, work, now=now)))


def report(trust: Trust, *statements: str, made: Bundle | None = None) -> Report:
    """What somebody with this trust file reads of these statements, or of another bundle `made` of them."""
    return verify_bundle((made or bundle(*statements)).to_bytes(), trust, now=datetime.now(UTC))


def test_whoever_trusts_either_key_reads_what_both_signed_in_their_time(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scenario 41: the old key signs the next one and the next one the old; a server that still has the old one signs nothing."""
    old = notary_of(settings_of_home())
    early = says(old, 1)
    assert main(("log", "rotate-operator-key")) == 0
    new = notary_of(settings_of_home())
    assert old.operator_key != new.operator_key
    assert old.signer.key() == new.signer.key(), "the log's own key is another matter"

    with pytest.raises(Refused) as refused:
        says(old, 2)
    assert refused.value.code == "record.operator_key_replaced"
    late = says(new, 3)
    assert main(("log", "rotate-operator-key")) == 0, "and again"
    newest = notary_of(settings_of_home())
    latest = says(newest, 4)

    for notary in (old, new, newest):
        seen = report(operator_trust(notary), early, late, latest)
        assert seen.problems == ()
        assert {s.binding.role for s in seen.statements} == {"operator"}
        assert {s.id for s in seen.statements} >= {early, late, latest}
        assert [s.type for s in seen.statements].count("operator.key_rotated") == 4
    assert main(("fsck", "--json")) == 0, capsys.readouterr().out


def test_what_a_thief_has_signed_with_the_old_key_afterwards_is_red_for_everybody(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scenario 41: even with the database in hand, the library's own check out of the way, and the rotation left out."""
    old = notary_of(settings_of_home())
    assert main(("log", "rotate-operator-key")) == 0
    new = notary_of(settings_of_home())
    with monkeypatch.context() as thief:
        thief.setattr("propria.record.operator_keys.check_newest", lambda notary, *, db: None)
        forged = says(old, 5)
    for notary in (old, new):
        seen = report(operator_trust(notary), forged)
        assert [(p.code, p.where) for p in seen.problems] == [("proofs.key_revoked", f"statement {forged}")]

    whole = bundle(forged)
    said = [e for e in whole.envelopes if e.unverified.unverified_words().id == forged]
    quiet = replace(whole, envelopes=tuple(said), subjects=())
    seen = report(operator_trust(old), made=quiet)
    assert [(p.code, p.where) for p in seen.problems] == [
        ("proofs.rotation_left_out", f"key {old.operator_key.key_id}")
    ], "the map says it where the bundle is silent"
    unsaid = report(operator_trust(old), made=replace(quiet, operator=None))
    assert (unsaid.colour, unsaid.problems) == ("amber", ())
    assert "operator_keys_not_shown" in unsaid.reservations


def test_a_library_that_rotated_before_says_it_in_its_map_from_the_migration_on(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scenario 41: fsck tells a state that is missing; the migration reads it from the rotation's words."""
    old = notary_of(settings_of_home())
    assert main(("log", "rotate-operator-key")) == 0
    in_library(lambda database: database.transact(lambda db: db.execute(delete(leaf_state))))
    capsys.readouterr()
    main(("fsck", "--json"))
    checks = json.loads(capsys.readouterr().out)["checks"]
    found = {(f["code"], f["where"]) for check in checks for f in check["findings"]}
    assert ("record.state_raised", old.operator_key.key_id) in found

    step = importlib.import_module("propria.plumbing.migrations.versions.0052_replaced_keys")
    engine = create_engine(settings_of_home().database_url)
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        step.upgrade()
    assert main(("fsck",)) == 0, capsys.readouterr().out


def test_a_rotation_of_the_operator_s_key_that_stops_is_ended_by_running_it_again(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The disk fails at the first of three files, then at the second; the log names the next key once, and fsck tells."""
    old = notary_of(settings_of_home())
    for written in (0, 1):
        stopped_after(written, ("log", "rotate-operator-key"), monkeypatch)
    capsys.readouterr()
    main(("fsck", "--json"))
    checks = json.loads(capsys.readouterr().out)["checks"]
    codes = {found["code"] for check in checks for found in check["findings"]}
    assert codes == {"record.operator_key_not_announced"}
    assert main(("log", "rotate-operator-key")) == 0
    new = notary_of(settings_of_home())
    assert main(("fsck",)) == 0, capsys.readouterr().out
    seen = report(operator_trust(old), says(new, 6))
    assert [s.type for s in seen.statements].count("operator.key_rotated") == 2
    assert seen.problems == ()


def test_the_next_key_is_held_by_a_program_which_signs_and_is_followed_by_a_file_again(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No seed is left on the server; stopped half-way it goes on; what the program signs wrongly is logged by nobody."""
    old = notary_of(settings_of_home())
    assert main(("log", "rotate-operator-key", "--to", f"{at_home}/nothing")) == 1
    assert "plumbing.signer_silent" in capsys.readouterr().err
    stopped_after(1, ("log", "rotate-operator-key", "--to", program(at_home, "o")), monkeypatch)
    assert main(("log", "rotate-operator-key")) == 0
    settings = settings_of_home()
    assert (settings.operator_key, settings.operator_signer) == (None, program(at_home, "o"))
    assert not (at_home / "secrets" / "operator_key").exists()
    held = notary_of(settings)
    early = says(held, 7)

    program(at_home, "o", "'00' * 64")
    size = in_library(lambda database: database.read(lambda db: log_size(db=db)))
    with pytest.raises(Unavailable) as refused:
        says(held, 8)
    assert refused.value.code == "plumbing.signer_wrong"
    assert in_library(lambda database: database.read(lambda db: log_size(db=db))) == size
    program(at_home, "o")

    assert main(("log", "rotate-operator-key")) == 0
    newest = notary_of(settings_of_home())
    assert settings_of_home().operator_signer == ""
    for notary in (old, held, newest):
        seen = report(operator_trust(notary), early, says(newest, 9))
        assert seen.problems == ()
    assert main(("fsck",)) == 0, capsys.readouterr().out
