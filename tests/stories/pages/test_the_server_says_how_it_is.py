"""Whoever runs the server asks whether it can work, and how much it does; neither tells of anybody."""

import pytest

from propria.plumbing import health
from tests.cast import Stage
from tests.terms import film_terms


def test_a_server_that_works_says_so_and_one_that_cannot_says_why(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = stage.main.get("/health")
    assert (well.status_code, well.json()) == (200, {"ready": True, "database": "ok", "disk": "ok"})

    full = type("Usage", (), {"free": 0})
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: full)
    ill = stage.main.get("/health")
    assert (ill.status_code, ill.json()["disk"]) == (503, "plumbing.disk_full")


def test_the_operator_alone_reads_counts_and_they_name_nobody(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    stage.main.get("/names?q=Nobody")
    told = stage.person("otto").get("/api/v1/metrics")
    assert told.status_code == 200
    assert 'propria_answers_total{method="GET",status="2xx"}' in told.text
    assert mina.performer_id not in told.text
    refused = mina.get("/api/v1/metrics")
    assert (refused.status_code, refused.json()["code"]) == (403, "api.operator_only")
    assert stage.main.get("/api/v1/metrics").status_code == 401
