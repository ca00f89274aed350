"""The ledger as people meet it: funds held, uses charged, corrected, settled, paid out, checked."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from tests.rules.royalties.sample import LICENCE, LINES, MINA, NOW, OTTO, PAY, RAFAEL, SAM, a_use

from propria.kernel.errors import NotFound, PropriaError, Refused
from propria.kernel.money import Money
from propria.plumbing.database import Database
from propria.royalties import actions, store
from propria.royalties.events import FundsHeld, UseCharged
from propria.royalties.model import OPERATOR, Account, AccountKind, Basis


def yuan(amount: str) -> Money:
    """An amount of CNY."""
    return Money("CNY", int(Decimal(amount) * 100))


def hold(database: Database, amount: str, reference: str = "bank-1") -> None:
    """Otto records that the studio's money arrived."""
    database.transact(
        lambda db: actions.hold_funds(OTTO, LICENCE, yuan(amount), reference=reference, now=NOW, db=db)
    )


def balance(database: Database, kind: AccountKind, owner: str) -> Money:
    """Credits less debits of an account."""
    return database.read(lambda db: store.balance(Account(kind, owner, "CNY"), db=db))


def post(database: Database, number: int, quantity: str, clause: str = LINES) -> None:
    """A use is metered and charged."""
    database.transact(
        lambda db: actions.post_use(a_use(number, quantity, clause=clause), PAY, now=NOW, db=db)
    )


def correct(database: Database, number: int, quantity: str, clause: str = LINES) -> None:
    """Otto sets a use right."""
    use_id = a_use(number, "0").id
    database.transact(
        lambda db: actions.correct_use(
            OTTO, use_id, clause, Decimal(quantity), reason="audit", now=NOW, db=db
        )
    )


def sound(database: Database) -> bool:
    """Whether the ledger adds up."""
    return database.read(lambda db: actions.fsck(db=db)) == ()


def test_a_use_is_paid_from_the_funds_that_are_held(database: Database) -> None:
    hold(database, "1000")
    post(database, 1, "10")
    assert balance(database, AccountKind.ESCROW, LICENCE) == yuan("199.90")
    assert balance(database, AccountKind.PAYABLE, MINA) == Money("CNY", 68_008)
    assert balance(database, AccountKind.PAYABLE, RAFAEL) == Money("CNY", 8_001)
    assert balance(database, AccountKind.FEE, OPERATOR) == Money("CNY", 4_001)
    assert sound(database)


def test_the_same_use_is_charged_once(database: Database) -> None:
    hold(database, "1000")
    use = a_use(1, "10", clause=LINES)
    first = database.transact(lambda db: actions.post_use(use, PAY, now=NOW, db=db))
    again = database.transact(lambda db: actions.post_use(use, PAY, now=NOW, db=db))
    assert again == first
    assert balance(database, AccountKind.ESCROW, LICENCE) == yuan("199.90")


def test_a_use_with_other_facts_is_refused(database: Database) -> None:
    hold(database, "1000")
    post(database, 1, "10")
    with pytest.raises(Refused) as refusal:
        post(database, 1, "11")
    assert refusal.value.code == "royalties.use_posted_differently"


def test_a_use_beyond_the_funds_is_owed_and_paid_to_nobody(database: Database) -> None:
    post(database, 1, "10")
    assert balance(database, AccountKind.AWAITING, MINA) == Money("CNY", 68_008)
    assert balance(database, AccountKind.PAYABLE, MINA) == yuan("0")
    assert database.read(lambda db: actions.owed_by(LICENCE, "CNY", db=db)) == yuan("800.10")
    with pytest.raises(Refused) as refusal:
        database.transact(
            lambda db: actions.pay_out(OTTO, MINA, yuan("1"), reference="pay-1", now=NOW, db=db)
        )
    assert refusal.value.code == "royalties.more_than_payable"
    assert sound(database)


def test_new_funds_settle_what_was_owed_first(database: Database) -> None:
    post(database, 1, "10")
    post(database, 2, "10")
    hold(database, "1000")
    assert balance(database, AccountKind.PAYABLE, MINA) == Money("CNY", 68_008)
    assert balance(database, AccountKind.AWAITING, MINA) == Money("CNY", 68_008)
    assert balance(database, AccountKind.ESCROW, LICENCE) == yuan("199.90")
    hold(database, "600.20", "bank-2")
    assert balance(database, AccountKind.AWAITING, MINA) == yuan("0")
    assert balance(database, AccountKind.ESCROW, LICENCE) == yuan("0")
    assert sound(database)


def test_a_correction_pays_the_higher_and_leaves_the_first_charge_as_it_was(database: Database) -> None:
    hold(database, "10000")
    post(database, 1, "10")
    before = database.read(lambda db: store.transfers(db=db))
    correct(database, 1, "64")
    rows = database.read(lambda db: store.transfers(db=db))
    assert rows[: len(before)] == before
    assert balance(database, AccountKind.ESCROW, LICENCE) == yuan("4879.36")
    assert {row.reverses for row in rows[len(before) :]} <= {row.id for row in before}
    assert sound(database)


def test_a_correction_takes_back_what_was_too_much(database: Database) -> None:
    hold(database, "10000")
    post(database, 1, "64")
    correct(database, 1, "10")
    assert balance(database, AccountKind.ESCROW, LICENCE) == yuan("9199.90")
    assert balance(database, AccountKind.PAYABLE, MINA) == Money("CNY", 68_008)
    correct(database, 1, "0")
    assert balance(database, AccountKind.ESCROW, LICENCE) == yuan("10000")
    assert balance(database, AccountKind.FEE, OPERATOR) == yuan("0")
    assert sound(database)


def test_what_was_already_paid_out_is_made_up_by_later_uses(database: Database) -> None:
    hold(database, "10000")
    post(database, 1, "10")
    database.transact(
        lambda db: actions.pay_out(OTTO, MINA, Money("CNY", 68_008), reference="pay-1", now=NOW, db=db)
    )
    correct(database, 1, "0")
    assert balance(database, AccountKind.PAYABLE, MINA) == Money("CNY", -68_008)
    post(database, 2, "20")
    assert balance(database, AccountKind.PAYABLE, MINA) == Money("CNY", 68_009)
    assert sound(database)


def test_a_payment_with_the_same_reference_is_one_payment(database: Database) -> None:
    hold(database, "1000")
    hold(database, "1000")
    assert balance(database, AccountKind.ESCROW, LICENCE) == yuan("1000")
    with pytest.raises(Refused) as refusal:
        hold(database, "999")
    assert refusal.value.code == "royalties.reference_in_use"


def test_funds_that_are_not_held_cannot_go_back(database: Database) -> None:
    hold(database, "1000")

    def release(amount: str) -> None:
        database.transact(
            lambda db: actions.release_hold(OTTO, LICENCE, yuan(amount), reference="back", now=NOW, db=db)
        )

    with pytest.raises(Refused) as refusal:
        release("1000.01")
    assert refusal.value.code == "royalties.funds_not_held"
    release("1000")
    assert balance(database, AccountKind.ESCROW, LICENCE) == yuan("0")
    assert balance(database, AccountKind.BANK, OPERATOR) == yuan("0")


def test_only_the_operator_moves_money_and_a_stranger_sees_none(database: Database) -> None:
    hold(database, "1000")
    for attempt in (
        lambda db: actions.hold_funds(SAM, LICENCE, yuan("1"), reference="x", now=NOW, db=db),
        lambda db: actions.release_hold(SAM, LICENCE, yuan("1"), reference="x", now=NOW, db=db),
        lambda db: actions.pay_out(SAM, MINA, yuan("1"), reference="x", now=NOW, db=db),
        lambda db: actions.payable_to(SAM, MINA, "CNY", now=NOW, db=db),
    ):
        with pytest.raises(NotFound) as refusal:
            database.transact(attempt)
        assert refusal.value.code == "royalties.no_account"
    assert database.read(lambda db: actions.payable_to(OTTO, MINA, "CNY", now=NOW, db=db)) == yuan("0")


def test_news_is_told_of_funds_and_of_charges(database: Database) -> None:
    heard: list[object] = []
    database.news.subscribe(FundsHeld, lambda event, *, db: heard.append(event))
    database.news.subscribe(UseCharged, lambda event, *, db: heard.append(event))
    hold(database, "1000")
    post(database, 1, "10")
    post(database, 2, "100")
    assert heard[0] == FundsHeld(LICENCE, yuan("1000"), NOW)
    assert [each.funded for each in heard[1:] if isinstance(each, UseCharged)] == [True, False]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE royalties_transfer SET amount_minor = 1",
        "DELETE FROM royalties_transfer",
        "UPDATE royalties_use SET amount_minor = 1",
        "DELETE FROM royalties_use",
        "UPDATE royalties_account SET credits_minor = 0",
        "INSERT INTO royalties_transfer (id, kind, debit, credit, currency, amount_minor, at) "
        "VALUES ('x', 'hold', 'bank:operator:CNY', 'escrow:x:CNY', 'CNY', 0, 'now')",
        "INSERT INTO royalties_transfer (id, kind, debit, credit, currency, amount_minor, at) "
        "VALUES ('x', 'hold', 'bank:operator:CNY', 'bank:operator:CNY', 'CNY', 5, 'now')",
    ],
)
def test_the_database_itself_refuses_to_rewrite_money(database: Database, statement: str) -> None:
    hold(database, "1000")
    post(database, 1, "10")
    with pytest.raises(PropriaError) as refusal:
        database.transact(lambda db: db.execute(text(statement)) and None)
    assert refusal.value.code == "plumbing.constraint_broken"
    assert sound(database)


def test_fsck_finds_a_running_total_that_was_edited(database: Database) -> None:
    hold(database, "1000")
    post(database, 1, "10")
    edit = text("UPDATE royalties_account SET credits_minor = credits_minor + 1 WHERE id LIKE 'payable:prf%'")
    database.transact(lambda db: db.execute(edit) and None)
    found = database.read(lambda db: actions.fsck(db=db))
    assert [each.code for each in found] == ["royalties.running_total_wrong"]


def test_fsck_finds_a_transfer_that_has_no_use(database: Database) -> None:
    hold(database, "1000")
    forged = text(
        "INSERT INTO royalties_transfer "
        "(id, kind, debit, credit, currency, amount_minor, at, use_id, revision) "
        f"VALUES ('trf_x', 'charge', 'escrow:{LICENCE}:CNY', 'payable:per_sam:CNY', 'CNY', 5, "
        "'2026-11-22T10:04:00.000000Z', 'use_x', 0)"
    )
    database.transact(lambda db: db.execute(forged) and None)
    codes = {each.code for each in database.read(lambda db: actions.fsck(db=db))}
    assert codes == {"royalties.posting_without_use", "royalties.running_total_wrong"}


def test_fsck_finds_uses_that_were_not_charged_and_charges_that_were_not_used(database: Database) -> None:
    post(database, 1, "10")
    metered = [a_use(2, "1").id]
    found = database.read(lambda db: actions.fsck(uses=metered, db=db))
    assert [(each.code, each.where) for each in found] == [
        ("royalties.use_not_charged", a_use(2, "1").id),
        ("royalties.charge_without_use", a_use(1, "1").id),
    ]


def test_the_basis_of_each_charge_is_kept(database: Database) -> None:
    hold(database, "1000000")
    for number, quantity in enumerate(("3", "3", "20", "600"), start=1):
        post(database, number, quantity, clause="5.1")
    kept = database.read(lambda db: store.all_uses(db=db))
    assert [each.basis for each in kept] == [Basis.MINIMUM, Basis.INCLUDED, Basis.REST, Basis.CAP]
    assert sum(each.amount.minor for each in kept) == 72_000_000
    assert sound(database)
