"""What a use costs and who gets it."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.royalties.sample import LINES, MINA, NOW, PAY, RAFAEL, SECONDS, SHARES, a_use

from propria.kernel.errors import Refused
from propria.kernel.ids import is_id
from propria.kernel.money import Money
from propria.royalties import pricing, rules
from propria.royalties.model import (
    AccountKind,
    Basis,
    Compensation,
    PayeeRole,
    PriceLine,
    Share,
    SoFar,
    TransferKind,
)

NOTHING_YET = SoFar({}, Money("CNY", 0))
PLENTY = Money("CNY", 10**12)


def test_the_higher_of_rate_and_minimum_is_paid() -> None:
    assert pricing.price(PAY, SECONDS, Decimal(3), NOTHING_YET) == (Money("CNY", 1_840_000), Basis.MINIMUM)
    assert pricing.price(PAY, SECONDS, Decimal(30), NOTHING_YET) == (Money("CNY", 3_600_000), Basis.RATE)


def test_the_minimum_is_owed_once() -> None:
    so_far = SoFar({SECONDS: Decimal(3)}, Money("CNY", 1_840_000))
    assert pricing.price(PAY, SECONDS, Decimal(3), so_far) == (Money("CNY", 0), Basis.INCLUDED)
    assert pricing.price(PAY, SECONDS, Decimal(13), so_far) == (Money("CNY", 80_000), Basis.REST)


def test_no_more_than_the_cap_is_paid() -> None:
    assert pricing.price(PAY, SECONDS, Decimal(601), NOTHING_YET) == (Money("CNY", 72_000_000), Basis.CAP)
    so_far = SoFar({SECONDS: Decimal(600)}, Money("CNY", 72_000_000))
    assert pricing.price(PAY, SECONDS, Decimal(1), so_far) == (Money("CNY", 0), Basis.INCLUDED)


def test_nothing_used_costs_nothing() -> None:
    assert pricing.price(PAY, SECONDS, Decimal(0), NOTHING_YET)[0] == Money("CNY", 0)


def test_a_use_without_a_price_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        rules.charge_for(a_use(1, "1", clause="9.9"), PAY, so_far=NOTHING_YET, held=PLENTY, now=NOW)
    assert refusal.value.code == "royalties.no_price"
    assert rules.charge_for(a_use(1, "1"), PAY, so_far=NOTHING_YET, held=PLENTY, now=NOW).transfers


def test_a_charge_is_shared_by_basis_points() -> None:
    posting = rules.charge_for(a_use(1, "1", clause=LINES), PAY, so_far=NOTHING_YET, held=PLENTY, now=NOW)
    assert {row.credit.owner: row.amount.minor for row in posting.transfers} == {
        MINA: 6_801,
        RAFAEL: 800,
        "operator": 400,
    }
    assert {row.credit.kind for row in posting.transfers} == {AccountKind.PAYABLE, AccountKind.FEE}
    assert all(row.debit.kind is AccountKind.ESCROW for row in posting.transfers)


def test_a_use_beyond_the_funds_is_owed_whole() -> None:
    short = Money("CNY", 8_000)
    posting = rules.charge_for(a_use(1, "1", clause=LINES), PAY, so_far=NOTHING_YET, held=short, now=NOW)
    assert {row.kind for row in posting.transfers} == {TransferKind.ACCRUAL}
    assert {row.debit.kind for row in posting.transfers} == {AccountKind.DUE}
    assert {row.credit.kind for row in posting.transfers} == {AccountKind.AWAITING}


def test_the_same_use_gives_the_same_transfer_ids() -> None:
    first = rules.charge_for(a_use(1, "7"), PAY, so_far=NOTHING_YET, held=PLENTY, now=NOW)
    again = rules.charge_for(a_use(1, "7"), PAY, so_far=NOTHING_YET, held=PLENTY, now=NOW)
    other = rules.charge_for(a_use(2, "7"), PAY, so_far=NOTHING_YET, held=PLENTY, now=NOW)
    assert [row.id for row in first.transfers] == [row.id for row in again.transfers]
    assert not {row.id for row in first.transfers} & {row.id for row in other.transfers}
    assert all(is_id("transfer", row.id) for row in first.transfers)


@pytest.mark.parametrize(
    "shares", [SHARES[:2], (*SHARES[:2], SHARES[0]), (Share(MINA, PayeeRole.PERFORMER, 0),)]
)
def test_shares_that_do_not_make_the_whole_are_refused(shares: tuple[Share, ...]) -> None:
    with pytest.raises(ValueError, match="share"):
        Compensation(PAY.lines, shares)


amounts = st.integers(0, 10**9)
quantities = st.lists(st.decimals(0, 10_000, places=6), min_size=1, max_size=12)


@st.composite
def price_lines(draw: st.DrawFn) -> PriceLine:
    """Any price line: with or without a minimum and a cap."""
    minimum = draw(st.none() | amounts)
    cap = draw(st.none() | st.integers(minimum or 0, 2 * 10**9))
    return PriceLine(
        "5.1",
        "second",
        Money("CNY", draw(amounts)),
        None if minimum is None else Money("CNY", minimum),
        None if cap is None else Money("CNY", cap),
    )


@given(price_lines(), quantities, st.randoms())
def test_the_order_of_uses_never_changes_what_a_clause_costs(
    line: PriceLine, uses: list[Decimal], dice: object
) -> None:
    pay = Compensation((line,), SHARES)

    def charged_for(order: list[Decimal]) -> Money:
        together, charged = Decimal(0), Money("CNY", 0)
        for quantity in order:
            change, _ = pricing.price(pay, line.clause, quantity, SoFar({line.clause: together}, charged))
            assert change.minor >= 0
            together, charged = together + quantity, charged + change
        return charged

    total = charged_for(uses)
    assert total == charged_for(list(reversed(uses))) == pricing.clause_total(line, sum(uses, Decimal(0)))[0]
    if line.cap is not None:
        assert total <= line.cap


@given(st.integers(1, 10**12), st.lists(st.integers(1, 9_999), min_size=1, max_size=6, unique=True))
def test_no_minor_unit_is_lost_in_sharing(minor: int, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 10_000]
    shares = tuple(
        Share(f"prf_{n}", PayeeRole.PERFORMER, high - low) for n, (low, high) in enumerate(pairwise(edges))
    )
    parts = rules.shared(Money("CNY", minor), shares)
    assert sum(part.minor for part in parts.values()) == minor
    for share in shares:
        assert abs(parts[share.payee].minor - minor * share.basis_points / 10_000) < 1
