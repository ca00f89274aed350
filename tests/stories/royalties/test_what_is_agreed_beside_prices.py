"""A guarantee, step-ups, receipts, a holdback and shares are agreed, shown, charged, stated and paid, to the last unit."""

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from propria.demo.terms import card
from propria.journeys.rounds import Round, go_round
from propria.kernel.errors import Malformed
from propria.kernel.money import Money
from propria.rates import Due, Holdback, Multiplier, Occasion, RateCard, ReceiptsShare, StepUp
from propria.royalties import actions as royalties
from propria.royalties import store
from propria.royalties.currencies import read_rates
from propria.royalties.funds import ByFiles
from propria.royalties.model import Account, AccountKind
from tests.cast import Person, Stage
from tests.deals import Licensed, capture_consent, hold_funds, sheet, signed_licence, token_for
from tests.renders import Filmed, recorded
from tests.stories.deals.test_a_running_licence_changes import UNTIL_2026, signed_change, signed_in_again
from tests.stories.pages.reader import Reader
from tests.stories.royalties.test_a_released_use_is_paid import ledger, run_hledger
from tests.terms import series_scope

GUARANTEE = Money("CNY", 11_040_000)
AHEAD = Money("CNY", 500_000)
HEAD = "reference,licence,direction,currency,amount\r\n"


def rich_card() -> RateCard:
    """A second at 1,200, above three of them at 1,500; 2.5% of receipts; 5,000 ahead; a tenth held back for 30 days."""
    shares = (("performer", 8_001), ("guild", 250), ("representative", 1_000), ("operator", 749))
    return replace(
        card(),
        minimum=None,
        shares=shares,
        multipliers=(Multiplier("5.3", frozenset({"real_time"}), Fraction(15, 2)),),
        steps=(StepUp("5.4", "5.1", Money("CNY", 150_000), above=3),),
        receipts=ReceiptsShare("5.5", 250, Money("CNY", 1_000)),
        dues=(
            Due("5.6", Occasion.ACTIVATED, AHEAD),
            Due("5.7", Occasion.RENEWED, Money("CNY", 30_000)),
            Due("5.8", Occasion.ENDED_EARLY, Money("CNY", 20_000)),
        ),
        holdback=Holdback("5.9", 1_000, 30),
    )


def lines_of(mina: Person) -> list[dict[str, str]]:
    """Her statement over two years, line by line."""
    span = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2030-01-01T00:00:00Z"}
    answer = mina.get(f"/api/v1/statements/{mina.performer_id}", params=span)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@dataclass
class Kept:
    """A licence whose money is kept by somebody who exchanges files."""

    stage: Stage
    made: Licensed
    folder: Path

    def goes_round(self) -> Round:
        """The server's round, the keeper's files read and written."""
        library = self.stage.propria.library
        settings = replace(library.settings, funds_dir=str(self.folder))
        return go_round(replace(library, settings=settings), self.stage.propria.parts["office"])

    def moves(self, name: str, *rows: str) -> None:
        """The keeper tells what moved; the server reads it, as often as it likes."""
        (self.folder / "moved").mkdir(exist_ok=True)
        (self.folder / "moved" / name).write_text(HEAD + "".join(f"{row}\r\n" for row in rows))
        self.goes_round()
        self.goes_round()

    def orders(self) -> list[str]:
        """What the keeper is asked to give back."""
        return (self.folder / "orders.csv").read_text().splitlines()[1:]

    def reports(self, who: Person, currency: str, minor: int, until: str) -> Any:
        """What the work took in since the first of November."""
        form = {
            "amount": Money(currency, minor).to_json(),
            "starts_at": "2026-11-01T00:00:00Z",
            "ends_at": until,
        }
        return who.post(f"/api/v1/licences/{self.made.licence}/receipts", form).json()


def test_from_the_guarantee_to_the_money_that_goes_back(stage: Stage, tmp_path: Path) -> None:
    """Scenario 32: nothing before the keeper holds the funds; then each sum names its clause, and what is left goes back."""
    made = signed_licence(stage, sheet(card=rich_card().to_json()))
    capture_consent(made.mina)
    story = Kept(stage, made, tmp_path)
    assert made.cleo.get("/api/v1/licences").json()[0]["waits_for"] == ["funds_not_held"]
    row = f"BANK-1,{made.licence},in,CNY,110400.00"
    story.moves("day-1.csv", row, row, "NONE,lic_x,in,CNY,1")
    assert made.cleo.get("/api/v1/licences").json()[0]["state"] == "active", "read four times, held once"
    assert story.orders() == []

    capture, take = recorded(stage, made)
    filmed = Filmed(stage, made, capture, take, token_for(made.cleo, made.licence))
    filmed.gets("shot-1", to_ms=3_000)
    filmed.gets("shot-2", to_ms=2_000)
    (tmp_path / "rates.csv").write_text("Date,USD,CNY,XAU,\n2026-11-20,1.25,8.75,N/A,\n")
    stage.propria.parts["rates"] = read_rates(tmp_path / "rates.csv", base="EUR", source="The bank’s rates")
    stage.passes(days=1)
    _receipts_are_reported(story)
    charged = _each_sum_names_its_clause(made.mina)
    _a_tenth_stays_back_for_thirty_days(story, charged)
    _what_is_left_goes_back(story, charged)
    assert stage.propria.library.database.read(lambda db: royalties.fsck(db=db)) == ()
    if shutil.which("hledger"):
        (tmp_path / "ledger.journal").write_text(ledger(stage))
        run_hledger("check", "--strict", tmp_path / "ledger.journal")


def _receipts_are_reported(story: Kept) -> None:
    mina, cleo = story.made.mina, story.made.cleo
    told = story.reports(cleo, "USD", 1_000_000, "2026-11-22T00:00:00Z")
    assert (told["converted"]["rate"], told["converted"]["on"]) == ("7", "2026-11-20")
    refused = [
        story.reports(cleo, "CNY", 1, "2026-11-22T00:00:00Z"),
        story.reports(cleo, "CNY", 1, "2027-11-22T00:00:00Z"),
        story.reports(cleo, "GBP", 1, "2026-11-21T00:00:00Z"),
        story.reports(mina, "CNY", 1, "2026-11-21T00:00:00Z"),
    ]
    assert [answer["code"] for answer in refused] == [
        "royalties.use_posted_differently",
        "royalties.bad_receipts",
        "royalties.no_rate",
        "licences.no_licence",
    ]


def _each_sum_names_its_clause(mina: Person) -> list[int]:
    lines = lines_of(mina)
    said = {(row["clause"], row["quantity"], row["basis"], row["amount"]) for row in lines}
    assert said == {
        ("5.6//activated", "1", "owed", "5000.00"),
        ("5.1/generate/second", "3", "recouped", "0.00"),
        ("5.1/generate/second", "2", "rest", "1610.00"),
        ("5.5//receipts", "70000", "rest", "1740.00"),
    }, "3,600 and 3,000 by use, ten of floor, 1,750 of receipts: 8,350 in all"
    (line,) = (row for row in lines if row["rate"])
    assert (line["converted_from"], line["rate"], line["rate_on"]) == ("10000.00 USD", "7", "2026-11-20")
    assert line["rate_source"] == "The bank’s rates"
    charged = [500_000, 161_000, 174_000]
    parts = [Money("CNY", m).split({"mina": 9_251, "operator": 749})["mina"] for m in charged]
    earned = [row["earned"] for row in lines if row["amount"] != "0.00"]
    assert earned == [f"{part.minor / 100:.2f}" for part in parts], (
        "no guild and no agent: their parts are hers"
    )
    return [part.minor for part in parts]


def _a_tenth_stays_back_for_thirty_days(story: Kept, earned: list[int]) -> None:
    stage, mina = story.stage, story.made.mina
    kept = [Money("CNY", minor).times(Fraction(1, 10)).minor for minor in earned]
    assert payable(stage, mina) == sum(earned) - sum(kept)
    assert "Held back" in Reader(stage).signs_in("mina").get("/money").text
    stage.passes(days=31)
    assert story.goes_round().payments_freed == 3
    assert payable(stage, mina) == sum(earned)


def _what_is_left_goes_back(story: Kept, earned: list[int]) -> None:
    """Whoever withdraws is paid what was used; the rest goes back to whoever paid it in."""
    made = story.made
    for person in (made.mina, made.cleo, story.stage.person("otto")):
        signed_in_again(person)
    made.mina.signs(made.mina.asked(f"/api/v1/licences/{made.licence}/withdraw"))
    story.goes_round()
    left = f"{(GUARANTEE.minor - 835_000) / 100:.2f}"
    assert story.orders() == [f"{made.licence},CNY,{left},licence_ended"]
    story.moves("day-2.csv", f"BANK-2,{made.licence},out,CNY,{left}")
    assert story.orders() == []
    assert payable(story.stage, made.mina) == sum(earned)


def payable(stage: Stage, mina: Person) -> int:
    """What could be paid out to her now, in minor units."""
    account = Account(AccountKind.PAYABLE, mina.performer_id, "CNY")
    return stage.propria.library.database.read(lambda db: store.balance(account, db=db)).minor


def test_the_guarantee_is_the_least_in_all_and_a_kill_fee_comes_beside_it(stage: Stage) -> None:
    """Scenario 32: a licence that nobody used pays its guarantee at its end; ended early by its creator, the fee too."""
    made = signed_licence(stage, sheet(card=rich_card().to_json()))
    capture_consent(made.mina)
    hold_funds(stage, made.licence)
    (renewal,) = (d for d in made.cleo.get("/api/v1/me/calendar").json() if d["kind"] == "renewal")
    assert (renewal["at"], "300.00 CNY" in renewal["en"]) == ("2028-10-02T00:00:00Z", True)
    signed_change(made, "termination", sheet(series_scope(term=UNTIL_2026), card=rich_card().to_json()))
    stage.passes(days=90)
    library, office = stage.propria.library, stage.propria.parts["office"]
    assert go_round(library, office).licences_settled == 1
    assert go_round(library, office).licences_settled == 0
    signed_in_again(made.mina)
    said = [(row["clause"], row["amount"]) for row in lines_of(made.mina)]
    assert said == [
        ("5.6//activated", "5000.00"),
        ("5.8//ended_early", "200.00"),
        ("guarantee//ended", "105200.00"),
    ]
    otto = stage.person("otto")
    signed_in_again(otto)
    assert otto.get("/api/v1/funds/orders").json() == []
    assert made.mina.get("/api/v1/funds/orders").json()["code"] == "royalties.no_account"
    page = Reader(stage).signs_in("mina").get("/money").text
    assert all(words in page for words in ("Kill fee", "Minimum guarantee"))


def test_rates_and_movements_that_cannot_be_read_name_their_line(tmp_path: Path) -> None:
    (tmp_path / "moved").mkdir()
    (tmp_path / "moved" / "bad.csv").write_text(f"{HEAD}R-1,lic_x,sideways,CNY,1\r\n")
    (tmp_path / "rates.csv").write_text("Date,USD\n2026-11-20,1\nlater,1\n")
    reads: list[tuple[str, int, Callable[[], Any]]] = [
        ("royalties.movements_unreadable", 2, lambda: list(ByFiles(tmp_path).moved())),
        ("royalties.rates_unreadable", 3, lambda: read_rates(tmp_path / "rates.csv", base="EUR", source="x")),
    ]
    for code, line, read in reads:
        with pytest.raises(Malformed) as refused:
            read()
        assert (refused.value.code, refused.value.facts["line"]) == (code, line)
