"""Builds and versions that are too much, stopped, another's or not what was stored are refused by code."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from propria.kernel.errors import PropriaError
from propria.replicas import making, rules, store, worker
from propria.replicas.model import VersionState
from tests.cast import Stage
from tests.deals import capture_consent
from tests.replicas import approved, build_of, recorded
from tests.rules.refusals.test_rules_name_what_is_wrong import code_of


def test_a_build_takes_so_many_recordings(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    session = recorded(stage)
    capture_consent(session.mina, "build")
    monkeypatch.setattr(rules, "MOST_SOURCE_BYTES", 10)
    assert build_of(session.mina, session.portrait).json()["code"] == "replicas.too_much"


def test_a_version_is_its_performer_s_and_what_was_signed_is_what_is_stored(stage: Stage) -> None:
    made, wen = approved(stage), stage.identified("wen")
    library, safe = stage.propria.library, stage.propria.parts["safe"]
    where = f"/api/v1/replicas/versions/{made.version}"
    assert wen.get(where).json()["code"] == "replicas.no_version"
    assert wen.post(f"/api/v1/replicas/{made.replica}/cancel").json()["code"] == "replicas.no_replica"
    version = library.database.read(lambda db: store.version(made.version, db=db))
    assert code_of(rules.signed_what_is_stored, version, version.digests()) == ""
    assert code_of(rules.signed_what_is_stored, version, {}) == "replicas.other_files"
    stored = version.artefacts[0]
    assert hashlib.sha256(making.contents(stored, safe)).hexdigest() == stored.digest
    other = replace(stored, digest="0" * 64)
    assert code_of(making.contents, other, safe) == "replicas.other_bytes"


def test_what_may_be_used_now(stage: Stage) -> None:
    made, later = approved(stage), stage.now + timedelta(days=1)
    version = stage.propria.library.database.read(lambda db: store.version(made.version, db=db))
    kept: Any = SimpleNamespace(is_cancelled=False)
    grant: Any = SimpleNamespace(is_in_force=lambda now: True)
    assert code_of(rules.usable, version, kept, grant, now=later) == ""
    tainted = replace(version, state=VersionState.TAINTED)
    assert code_of(rules.usable, tainted, kept, grant, now=later) == "replicas.tainted"
    assert code_of(rules.still_building, version) == "replicas.stopped"
    assert code_of(rules.still_building, replace(version, state=VersionState.BUILDING)) == ""


def test_an_engine_that_ends_early_or_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    with pytest.raises(PropriaError) as caught:
        _ = worker.WorkerEngine("CN").about
    assert caught.value.code == "replicas.engine_died"
    monkeypatch.setitem(__import__("sys").modules, "propria.replicas.engine.embedded", None)
    assert code_of(worker._engine, "CN") == "replicas.engine_missing"
