"""The ledger on SQLite and PostgreSQL: it adds up under concurrent charges; neither engine rewrites it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from tests.rules.royalties.sample import LICENCE, LINES, MINA, NOW, OTTO, PAY, a_use

from propria.kernel.errors import PropriaError
from propria.kernel.money import Money
from propria.plumbing.database import Database
from propria.plumbing.errors import Unavailable
from propria.royalties import actions, store
from propria.royalties.model import Account, AccountKind


def hold(database: Database, minor: int) -> None:
    """Money arrives for the licence."""
    database.transact(
        lambda db: actions.hold_funds(OTTO, LICENCE, Money("CNY", minor), reference="in-1", now=NOW, db=db)
    )


def post(database: Database, number: int) -> None:
    """Three lines are used; told that too many others want the same rows, the caller asks again."""
    use = a_use(number, "3", clause=LINES)
    for _ in range(20):
        try:
            database.transact(lambda db: actions.post_use(use, PAY, now=NOW, db=db))
        except Unavailable:
            continue
        return
    pytest.fail("no charge went through in twenty attempts")


def test_concurrent_charges_add_up_and_a_use_reported_twice_is_charged_once(database: Database) -> None:
    hold(database, 24_003 * 20 + 24_002)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda number: post(database, number), sorted([*range(24), *range(24)])))
    assert database.read(lambda db: actions.fsck(uses=[a_use(n, "0").id for n in range(24)], db=db)) == ()
    held = database.read(lambda db: actions.held_for(LICENCE, "CNY", db=db))
    owed = database.read(lambda db: actions.owed_by(LICENCE, "CNY", db=db))
    assert (held, owed) == (Money("CNY", 24_002), Money("CNY", 24_003 * 4))


def test_two_payouts_at_once_never_pay_more_than_is_payable(database: Database) -> None:
    hold(database, 10_000_000)
    post(database, 1)
    payable = database.read(lambda db: store.balance(Account(AccountKind.PAYABLE, MINA, "CNY"), db=db))

    def pay(number: int) -> str:
        try:
            database.transact(
                lambda db: actions.pay_out(OTTO, MINA, payable, reference=f"out-{number}", now=NOW, db=db)
            )
        except PropriaError as refusal:
            return refusal.code
        return "paid"

    with ThreadPoolExecutor(2) as threads:
        said = sorted(threads.map(pay, range(4)))
    assert said.count("paid") == 1
    assert set(said) <= {"paid", "royalties.more_than_payable", "plumbing.conflict"}
    assert database.read(lambda db: actions.payable_to(OTTO, MINA, "CNY", now=NOW, db=db)).minor == 0


@pytest.mark.parametrize("table", ["royalties_transfer", "royalties_use"])
def test_rows_can_be_added_and_never_changed(database: Database, table: str) -> None:
    hold(database, 10_000_000)
    post(database, 1)
    before = database.read(lambda db: store.transfers(db=db))
    for statement in (f"UPDATE {table} SET amount_minor = 1", f"DELETE FROM {table}"):
        with pytest.raises(PropriaError):
            database.transact(lambda db, words=statement: db.execute(text(words)) and None)
    assert database.read(lambda db: store.transfers(db=db)) == before
    post(database, 2)
    assert len(database.read(lambda db: store.transfers(db=db))) > len(before)


def test_the_table_of_transfers_cannot_be_emptied(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    database.create_all()
    hold(database, 100)
    with pytest.raises(PropriaError):
        database.transact(lambda db: db.execute(text("TRUNCATE royalties_transfer")) and None)
    assert database.read(lambda db: actions.held_for(LICENCE, "CNY", db=db)) == Money("CNY", 100)
    assert len(database.read(lambda db: store.transfers(db=db))) == 1
    database.close()
