"""Charging use by use under a rate card comes to what the card's own bill says for all of them."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.royalties.sample import SHARES, a_use

from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.kernel.time import instant
from propria.rates.clauses import Due, Occasion, ReceiptsShare, StepUp
from propria.rates.model import UNIT_OF, Basis, Minimum, Multiplier, PriceLine, RateCard
from propria.rates.pay import PricedUse, quote
from propria.royalties import model, pricing, rules
from propria.royalties.cards import compensation_of, uses_of
from propria.royalties.model import SoFar
from propria.scope.measures import Quota

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
    day=Quota("lines", 7),
)
measured = st.builds(
    PricedUse,
    act=st.sampled_from(ACTS),
    seconds=st.integers(1, 100),
    lines=st.integers(1, 50),
)


EVERYTHING = replace(
    CARD,
    steps=(
        StepUp("5.5", "5.1", Money("CNY", 15_000), above=20),
        StepUp("5.6", "5.1", Money("CNY", 20_001), above=90),
        StepUp("5.7", "5.2", Money("CNY", 9_999), since=instant("2026-11-01T00:00:00Z")),
        StepUp("5.8", "5.2", Money("CNY", 99_999), since=instant("2027-11-01T00:00:00Z")),
        StepUp("5.9", "5.4", Money("CNY", 800_000), above=3),
    ),
    receipts=ReceiptsShare("6.2", 333, Money("CNY", 50_000)),
    dues=(Due("6.3", Occasion.ACTIVATED, Money("CNY", 2_500_000)),),
)


class Ledger:
    """What is charged under a card, use by use, as the ledger does it."""

    def __init__(self, card: RateCard) -> None:
        self.card, self.pay = card, compensation_of(card, ACTS, SHARES)
        self.quantities: dict[str, Decimal] = {}
        self.charged = Money("CNY", 0)

    def adds(self, clause: str, quantity: Decimal) -> tuple[Money, model.Basis]:
        """One charge, and what decided it."""
        change, basis = pricing.price(self.pay, clause, quantity, SoFar(self.quantities, self.charged))
        self.quantities[clause] = self.quantities.get(clause, Decimal(0)) + quantity
        self.charged += change
        return change, basis

    def meters(self, number: int, each: PricedUse) -> None:
        """One use, under every clause that counts something of it."""
        for use in uses_of(a_use(number, "0"), self.card, each):
            self.adds(use.clause, use.quantity)


@settings(max_examples=60, deadline=None)
@given(st.lists(measured, min_size=1, max_size=8), st.integers(0, 90_000_000), st.booleans())
def test_the_ledger_and_the_bill_agree_to_the_minor_unit(
    uses: list[PricedUse], receipts: int, first: bool
) -> None:
    """With step-ups, receipts and a guarantee too, whatever comes first; and every charge is shared whole."""
    plain, rich = Ledger(CARD), Ledger(EVERYTHING)
    ahead, _ = rich.adds("6.3//activated", Decimal(1))
    for number, each in enumerate(uses):
        if number == (0 if first else len(uses) - 1):
            rich.adds("6.2//receipts", Decimal(receipts).scaleb(-2))
        plain.meters(number, each)
        rich.meters(number, each)
    assert ahead == Money("CNY", 2_500_000)
    assert plain.charged == quote(CARD, uses).total
    bill = quote(EVERYTHING, uses, receipts=Money("CNY", receipts), on=a_use(0, "0").used_at)
    assert rich.charged == bill.total == sum((line.amount for line in bill.lines), Money("CNY", 0))
    assert sum(part.minor for part in rules.shared(rich.charged, SHARES).values()) == rich.charged.minor


@pytest.mark.parametrize("basis", UNIT_OF, ids=lambda basis: basis.value)
def test_each_unit_is_charged_at_its_own_price_and_no_other_is(basis: Basis) -> None:
    card = RateCard("CNY", (PriceLine("5.1", basis, Money("CNY", 700)),))
    counts = {"seconds": 2, "lines": 3, "takes": 5, "titles": 7}
    uses = [PricedUse("dub", **counts), PricedUse("dub", **{UNIT_OF[basis]: 1})]
    ledger = Ledger(card)
    for number, each in enumerate(uses):
        ledger.meters(number, each)
    assert ledger.charged == quote(card, uses).total == Money("CNY", 700 * (counts[UNIT_OF[basis]] + 1))


def test_what_is_earned_recoups_the_guarantee_and_is_paid_beyond_it() -> None:
    card = RateCard(
        "CNY",
        (PriceLine("5.1", Basis.LINE, Money("CNY", 1_000)), PriceLine("5.2", Basis.FIXED, Money("CNY", 700))),
        dues=(
            Due("5.3", Occasion.ACTIVATED, Money("CNY", 10_000)),
            Due("5.4", Occasion.RENEWED, Money("CNY", 50)),
        ),
    )
    ledger = Ledger(card)
    key = "5.1/dub/line"
    steps = [
        ("5.3//activated", 1, 10_000, model.Basis.OWED, "the guarantee, whole"),
        (key, 4, 700, model.Basis.FEE, "the fixed fee is beside it; what was earned is recouped"),
        (key, 5, 0, model.Basis.RECOUPED, "nine of ten recouped"),
        (key, 3, 2_000, model.Basis.REST, "two beyond it"),
        ("5.4//renewed", 1, 50, model.Basis.OWED, "a renewal recoups nothing"),
        (key, -12, -2_700, model.Basis.REST, "taken back with the fee; the guarantee stays"),
    ]
    for clause, quantity, minor, basis, why in steps:
        change, decided = ledger.adds(clause, Decimal(quantity))
        assert (change.minor, decided) == (minor, basis), why


def test_the_length_of_a_day_tells_one_compensation_from_another() -> None:
    pay = compensation_of(EVERYTHING, ACTS, SHARES)
    (line,) = (one for one in pay.lines if one.clause == "5.4/generate/day_equivalent")
    assert (line.unit, line.each, line.tiers[0][0]) == ("line", 7, 3)
    longer = replace(EVERYTHING, day=Quota("lines", 8))
    assert pricing.terms_key(compensation_of(longer, ACTS, SHARES)) != pricing.terms_key(pay)


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
