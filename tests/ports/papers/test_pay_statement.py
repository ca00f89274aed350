"""The pay statement, printed and as CSV: every line explains itself, the totals are the ledger's."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.ports.papers.test_contract_file import text_of
from tests.rules.royalties.sample import LICENCE, LINES, MINA, NOW, OTTO, PAY, SAM, a_use

from propria.deals.papers.press import Press
from propria.kernel.errors import NotFound
from propria.kernel.money import Money
from propria.kernel.time import DAY
from propria.parties.model import Name
from propria.plumbing.database import Database
from propria.royalties import actions, statements, store
from propria.royalties.model import Account, AccountKind, PayStatement
from propria.royalties.papers.statement import statement_pdf

NAME = Name("米娜·霍尔丹", "Mina Haldane")


@pytest.fixture
def ledger() -> Iterator[Database]:
    """A month of uses: charged, corrected, paid; the last one waits for funds."""
    opened = Database.open("sqlite://?synchronous=off")
    opened.create_all()

    def work(db: object) -> None:
        at = {"now": NOW, "db": db}
        actions.hold_funds(OTTO, LICENCE, Money("CNY", 5_000_000), reference="in-1", **at)
        actions.post_use(a_use(1, "12.48"), PAY, **at)
        actions.post_use(a_use(2, "8"), PAY, **at)
        actions.post_use(a_use(3, "64", clause=LINES), PAY, **at)
        later = {"now": NOW + DAY, "db": db}
        actions.correct_use(OTTO, a_use(3, "0").id, LINES, Decimal(60), reason="audit", **later)
        actions.pay_out(OTTO, MINA, Money("CNY", 1_000_000), reference="2026-11", **later)
        actions.post_use(a_use(4, "100"), PAY, **later)

    opened.transact(work)
    yield opened
    opened.close()


def month(ledger: Database, starts: timedelta, ends: timedelta) -> PayStatement:
    """Mina's statement for a period counted from the first use."""
    return ledger.read(
        lambda db: actions.statement(
            OTTO, MINA, NAME, "CNY", starts_at=NOW + starts, ends_at=NOW + ends, now=NOW + ends, db=db
        )
    )


def test_totals_are_the_ledgers(ledger: Database) -> None:
    whole = month(ledger, -DAY, 30 * DAY)
    accounts = {
        kind: ledger.read(lambda db, k=kind: store.balance(Account(k, MINA, "CNY"), db=db))
        for kind in AccountKind
    }
    assert whole.closing == accounts[AccountKind.PAYABLE] + accounts[AccountKind.AWAITING]
    assert whole.awaiting == accounts[AccountKind.AWAITING]
    assert whole.paid == accounts[AccountKind.PAID] == Money("CNY", 1_000_000)
    assert whole.earned.minor == sum(line.earned.minor for line in whole.lines)


def test_each_period_opens_where_the_last_one_closed(ledger: Database) -> None:
    first, second = month(ledger, -DAY, DAY), month(ledger, DAY, 30 * DAY)
    whole = month(ledger, -DAY, 30 * DAY)
    assert first.closing == second.opening
    assert second.closing == whole.closing
    assert first.lines + second.lines == whole.lines
    assert [line.revision for line in second.lines] == [1, 0]
    assert second.lines[0].earned.minor < 0


def test_every_line_says_what_it_is_for(ledger: Database) -> None:
    for line in month(ledger, -DAY, 30 * DAY).lines:
        share = Decimal(line.amount.minor) * line.share_basis_points / 10_000
        assert abs(line.earned.minor - share) <= 1
        assert (line.project_id, line.licence_id) == ("prj_north-shore-light", LICENCE)


def test_a_stranger_has_no_statement_to_see(ledger: Database) -> None:
    with pytest.raises(NotFound) as refusal:
        ledger.read(
            lambda db: actions.statement(
                SAM, MINA, NAME, "CNY", starts_at=NOW, ends_at=NOW + DAY, now=NOW, db=db
            )
        )
    assert refusal.value.code == "royalties.no_account"


def test_the_csv_adds_up_and_reads_back(ledger: Database) -> None:
    whole = month(ledger, -DAY, 30 * DAY)
    data = statements.to_csv(whole)
    assert data.count(b"\r\n") == len(whole.lines) + 1
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert [row["use_id"] for row in rows] == [line.use_id for line in whole.lines]
    assert sum(Decimal(row["earned"]) for row in rows) == Decimal(whole.earned.minor) / 100
    assert rows[0]["quantity"] == "12.48"


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_no_cell_of_the_csv_is_a_formula(ledger: Database, words: str) -> None:
    whole = month(ledger, -DAY, 30 * DAY)
    line = replace(whole.lines[0], project_zh=words, project_en=words, project_id=words, unit=words)
    data = statements.to_csv(replace(whole, lines=(line,)))
    (row,) = csv.DictReader(io.StringIO(data.decode(), newline=""))
    for column in ("project_zh", "project_en", "project_id", "unit"):
        assert row[column] == f"'{words}"


def test_the_printed_statement_holds_every_use_and_total(
    ledger: Database, press: Press, tmp_path: Path
) -> None:
    whole = month(ledger, -DAY, 30 * DAY)
    pdf = statement_pdf(whole, press)
    assert pdf == statement_pdf(whole, press)
    assert b"pdfaid:conformance>A<" in pdf
    printed = "".join(text_of(pdf, tmp_path).split())
    for line in whole.lines:
        assert line.use_id in printed
        assert f"{line.earned.minor / 100:,.2f}" in printed
    for money in (whole.opening, whole.earned, whole.paid, whole.closing, whole.awaiting):
        assert f"{money.minor / 100:,.2f}" in printed
    assert "米娜·霍尔丹" in printed


def test_a_period_without_uses_is_a_statement_too(ledger: Database, press: Press, tmp_path: Path) -> None:
    empty = month(ledger, 40 * DAY, 50 * DAY)
    assert empty.lines == ()
    assert empty.opening == empty.closing
    assert "本期没有使用" in text_of(statement_pdf(empty, press), tmp_path)
