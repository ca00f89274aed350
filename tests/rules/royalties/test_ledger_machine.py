"""Whatever is done to the ledger in whatever order, it adds up, and an independent reader agrees."""

import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.rules.royalties.sample import LICENCE, LINES, MINA, NOW, OTTO, PAY, RAFAEL, SECONDS, a_use

from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.plumbing.database import Database
from propria.royalties import actions, store
from propria.royalties.export import journal, journal_name
from propria.royalties.model import SIDES, Account, AccountKind, Side
from propria.royalties.pricing import terms_key
from propria.royalties.rules import totals

pytestmark = pytest.mark.thorough

quantities = st.decimals(0, 700, places=2)
amounts = st.integers(1, 100_000_000)


def refused(code: str, attempt: Callable[[], None]) -> None:
    """The attempt is refused with this code."""
    with pytest.raises(Refused) as refusal:
        attempt()
    assert refusal.value.code == code


class Ledger(RuleBasedStateMachine):
    """Random deposits, uses, corrections, returns and payouts against a plain model of what they mean."""

    @initialize()
    def open(self) -> None:
        self.database = Database.open("sqlite://?synchronous=off")
        self.database.create_all()
        self.quantities: dict[int, tuple[str, Decimal]] = {}
        self.deposited = 0
        self.left_the_bank = 0
        self.paid: dict[str, int] = {}
        self.count = 0

    def teardown(self) -> None:
        self.database.close()

    @rule(minor=amounts)
    def funds_arrive(self, minor: int) -> None:
        self.count += 1
        money, reference = Money("CNY", minor), f"in-{self.count}"
        for _ in range(2):
            self.database.transact(
                lambda db: actions.hold_funds(OTTO, LICENCE, money, reference=reference, now=NOW, db=db)
            )
        self.deposited += minor

    @rule(quantity=quantities, clause=st.sampled_from([SECONDS, LINES]))
    def a_use_is_charged(self, quantity: Decimal, clause: str) -> None:
        self.count += 1
        use = a_use(self.count, str(quantity), clause=clause)
        for _ in range(2):
            self.database.transact(lambda db: actions.post_use(use, PAY, now=NOW, db=db))
        self.quantities[self.count] = (clause, quantity)

    @precondition(lambda self: self.quantities)
    @rule(data=st.data(), quantity=quantities)
    def a_use_is_corrected(self, data: st.DataObject, quantity: Decimal) -> None:
        number = data.draw(st.sampled_from(sorted(self.quantities)))
        clause, before = self.quantities[number]
        use_id = a_use(number, "0").id

        def correct() -> None:
            self.database.transact(
                lambda db: actions.correct_use(OTTO, use_id, clause, quantity, reason="audit", now=NOW, db=db)
            )

        if quantity == before:
            refused("royalties.nothing_to_correct", correct)
            return
        correct()
        self.quantities[number] = (clause, quantity)

    @rule(minor=amounts)
    def funds_go_back(self, minor: int) -> None:
        self.count += 1
        money, reference = Money("CNY", minor), f"back-{self.count}"
        held = self.database.read(lambda db: actions.held_for(LICENCE, "CNY", db=db))

        def release() -> None:
            self.database.transact(
                lambda db: actions.release_hold(OTTO, LICENCE, money, reference=reference, now=NOW, db=db)
            )

        if money > held:
            refused("royalties.funds_not_held", release)
            return
        release()
        self.left_the_bank += minor

    @rule(payee=st.sampled_from([MINA, RAFAEL]), minor=amounts)
    def somebody_is_paid(self, payee: str, minor: int) -> None:
        self.count += 1
        money, reference = Money("CNY", minor), f"out-{self.count}"
        payable = self.database.read(lambda db: actions.payable_to(OTTO, payee, "CNY", now=NOW, db=db))

        def pay() -> None:
            self.database.transact(
                lambda db: actions.pay_out(OTTO, payee, money, reference=reference, now=NOW, db=db)
            )

        if money > payable:
            refused("royalties.more_than_payable", pay)
            return
        pay()
        self.paid[payee] = self.paid.get(payee, 0) + minor

    @invariant()
    def it_adds_up(self) -> None:
        used = [a_use(number, "0").id for number in self.quantities]
        assert self.database.read(lambda db: actions.fsck(uses=used, db=db)) == ()

    @invariant()
    def the_bank_holds_what_came_and_did_not_leave(self) -> None:
        sums = self.database.read(lambda db: store.balances(db=db))
        bank = sums.get(Account(AccountKind.BANK, "operator", "CNY"), (0, 0))
        assert bank[0] - bank[1] == self.deposited - self.left_the_bank
        for payee, minor in self.paid.items():
            assert sums[Account(AccountKind.PAID, payee, "CNY")] == (0, minor)

    @invariant()
    def every_clause_costs_what_its_price_says(self) -> None:
        kept = self.database.read(lambda db: store.clause_totals(db=db))
        for clause in {clause for clause, _ in self.quantities.values()}:
            together = sum((q for c, q in self.quantities.values() if c == clause), Decimal(0))
            price = next(line for line in PAY.lines if line.clause == clause)
            exact = int((price.unit_price.minor * together).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
            least = price.minimum.minor if price.minimum else 0
            most = price.cap.minor if price.cap else exact
            assert kept[LICENCE, terms_key(PAY), clause] == (
                together,
                min(max(exact, least), most) if together else 0,
            )


Ledger.TestCase.settings = settings(
    max_examples=18, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLedger = Ledger.TestCase


@pytest.fixture
def busy_ledger(database: Database) -> Database:
    """A ledger in which everything has happened."""

    def work(db: object) -> None:
        hold, post, at = actions.hold_funds, actions.post_use, {"now": NOW, "db": db}
        post(a_use(1, "12.48"), PAY, **at)
        hold(OTTO, LICENCE, Money("CNY", 5_000_000), reference="in-1", **at)
        post(a_use(2, "30"), PAY, **at)
        post(a_use(3, "64", clause=LINES), PAY, **at)
        post(a_use(4, "100"), PAY, **at)
        actions.correct_use(OTTO, a_use(3, "0").id, LINES, Decimal(60), reason="audit", **at)
        actions.pay_out(OTTO, MINA, Money("CNY", 1_000_001), reference="out-1", **at)
        actions.release_hold(OTTO, LICENCE, Money("CNY", 77), reference="back-1", **at)

    database.transact(work)
    return database


def hledger(journal_file: Path, *arguments: str) -> str:
    """What hledger says of a journal."""
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not installed")
    command = ["hledger", "-f", str(journal_file), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_an_independent_ledger_reads_the_same_balances(busy_ledger: Database, tmp_path: Path) -> None:
    rows = busy_ledger.read(lambda db: store.transfers(db=db))
    (tmp_path / "ledger.journal").write_text(journal(rows))
    hledger(tmp_path / "ledger.journal", "check", "--strict")
    said = hledger(
        tmp_path / "ledger.journal", "balance", "--flat", "--no-total", "--output-format", "csv", "--empty"
    )
    theirs = {}
    for line in said.splitlines()[1:]:
        name, amount = line.strip('"').split('","')
        theirs[name] = int(Decimal(amount.split()[0]).scaleb(2))
    ours = {journal_name(account): debits - credits for account, (debits, credits) in totals(rows).items()}
    assert theirs == ours
    assert len(ours) >= 9
    assert sum(ours.values()) == 0


def test_an_independent_ledger_finds_a_changed_amount(busy_ledger: Database, tmp_path: Path) -> None:
    text = journal(busy_ledger.read(lambda db: store.transfers(db=db)))
    (tmp_path / "ledger.journal").write_text(text.replace("10000.01", "10000.02", 1))
    with pytest.raises(AssertionError, match="balance"):
        hledger(tmp_path / "ledger.journal", "check", "--strict")


def test_no_account_that_must_not_is_ever_on_the_wrong_side(busy_ledger: Database) -> None:
    for account, (debits, credits) in busy_ledger.read(lambda db: store.balances(db=db)).items():
        match SIDES[account.kind]:
            case Side.DEBIT:
                assert debits >= credits
            case Side.CREDIT:
                assert credits >= debits
            case Side.EITHER:
                assert debits >= 0
