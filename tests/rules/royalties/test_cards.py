"""Charging use by use under a rate card comes to what the card's own bill says for all of them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.royalties.sample import SHARES, a_use

from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.rates.model import Basis, Minimum, Multiplier, PriceLine, RateCard
from propria.rates.pay import PricedUse, quote
from propria.royalties import pricing
from propria.royalties.cards import compensation_of, uses_of
from propria.royalties.model import SoFar

ACTS = ("dub", "generate", "real_time")
CARD = RateCard(
    "CNY",
    (
        PriceLine("5.1", Basis.SECOND, Money("CNY", 12_345), frozenset({"generate", "real_time"})),
        PriceLine("5.2", Basis.LINE, Money("CNY", 8_001), frozenset({"dub"})),
        PriceLine("5.3", Basis.FIXED, Money("CNY", 100_000), frozenset({"dub", "generate"})),
        PriceLine("5.4", Basis.DAY_EQUIVALENT, Money("CNY", 700_000), frozenset({"generate"})),
    ),
    (Multiplier("6.1", frozenset({"real_time"}), Fraction(15, 2)),),
    Minimum("7.1", day_equivalents=3),
)
measured = st.builds(
    PricedUse,
    act=st.sampled_from(ACTS),
    seconds=st.integers(1, 100),
    lines=st.integers(1, 50),
    day_equivalents=st.integers(0, 16).map(lambda eighths: Fraction(eighths, 8)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(measured, min_size=1, max_size=8))
def test_the_ledger_and_the_bill_agree_to_the_minor_unit(uses: list[PricedUse]) -> None:
    pay = compensation_of(CARD, ACTS, SHARES)
    quantities: dict[str, Decimal] = {}
    charged = Money("CNY", 0)
    for number, each in enumerate(uses):
        for use in uses_of(a_use(number, "0"), CARD, each):
            change, _ = pricing.price(pay, use.clause, use.quantity, SoFar(quantities, charged))
            quantities[use.clause] = quantities.get(use.clause, Decimal(0)) + use.quantity
            charged += change
    assert charged == quote(CARD, uses).total


def test_an_act_that_only_has_a_fixed_fee_is_charged_it_once() -> None:
    card = RateCard("CNY", (PriceLine("5.3", Basis.FIXED, Money("CNY", 100_000)),))
    pay = compensation_of(card, ACTS, SHARES)
    (use,) = uses_of(a_use(1, "0"), card, PricedUse("dub", lines=3))
    first, _ = pricing.price(pay, use.clause, use.quantity, SoFar({}, Money("CNY", 0)))
    again, _ = pricing.price(pay, use.clause, use.quantity, SoFar({use.clause: use.quantity}, first))
    assert (first, again) == (Money("CNY", 100_000), Money("CNY", 0))


def test_an_act_that_the_card_does_not_price_is_refused() -> None:
    assert uses_of(a_use(1, "0"), CARD, PricedUse("dub", lines=3))
    with pytest.raises(Refused) as refusal:
        uses_of(a_use(1, "0"), CARD, PricedUse("train", seconds=3))
    assert refusal.value.code == "royalties.no_price"
