"""What was released is charged at once under its clause; statement, ledger and an independent reader agree."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from propria.demo.terms import MINIMUM
from propria.kernel.money import Money
from propria.kernel.time import wire
from tests.cast import Person, Stage
from tests.deals import sheet
from tests.renders import filmed, run_jobs_again


def paid(who: Person, payee: str) -> list[dict[str, str]]:
    """The lines of a pay statement."""
    year = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": wire(who.stage.now.replace(year=2027))}
    answer = who.get(f"/api/v1/statements/{payee}", params=year)
    assert answer.status_code == 200, answer.text
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return [row for row in rows if row.get("use_id", "").startswith("use_")]


def ledger(stage: Stage) -> str:
    """The whole ledger as a journal."""
    return str(stage.person("otto").get("/api/v1/ledger").text)


def test_the_performer_is_paid_price_times_seconds_by_clause(stage: Stage) -> None:
    story = filmed(stage)
    story.gets("shot-1", to_ms=2_000)
    story.gets("shot-2", from_ms=500, to_ms=1_500)
    lines = paid(story.made.mina, story.made.mina.performer_id)
    assert [(row["clause"], row["quantity"]) for row in lines] == [
        ("5.1/generate/second", "2"),
        ("5.1/generate/second", "1"),
    ]
    assert [row["earned"] for row in lines] == ["2280.00", "1140.00"]
    assert len({row["use_id"] for row in lines}) == 2


def test_a_job_that_is_carried_out_again_is_paid_once(stage: Stage) -> None:
    story = filmed(stage)
    story.gets("shot-1")
    before = ledger(stage)
    run_jobs_again(stage)
    assert ledger(stage) == before
    assert len(paid(story.made.mina, story.made.mina.performer_id)) == 1


def test_the_least_that_was_agreed_is_paid_with_the_first_use_and_no_more_with_the_next(stage: Stage) -> None:
    story = filmed(stage, sheet())
    story.gets("shot-1", to_ms=1_000)
    story.gets("shot-2", to_ms=1_000)
    lines = paid(story.made.mina, story.made.mina.performer_id)
    whole = MINIMUM.split({"performer": 9_500, "operator": 500})["performer"]
    assert Money("CNY", round(sum(float(row["earned"]) for row in lines) * 100)) == whole


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
def test_an_independent_program_finds_the_ledger_in_balance(stage: Stage, tmp_path: Path) -> None:
    story = filmed(stage)
    story.gets("shot-1")
    journal = tmp_path / "ledger.journal"
    journal.write_text(ledger(stage))
    run_hledger("check", "--strict", journal)
    balances = run_hledger("balance", "--flat", journal)
    assert f"liabilities:payable:{story.made.mina.performer_id}" in balances
    assert "-2280.00 CNY" in balances


def run_hledger(command: str, flag: str, journal: Path) -> str:
    """What hledger says."""
    asked = ["hledger", "-f", str(journal), command, flag]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout
