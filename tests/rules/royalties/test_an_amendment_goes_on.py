"""An amended licence is one licence: what was used and charged counts on, and changing no rate changes nothing owed."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.rules.royalties.sample import a_use
from tests.rules.royalties.test_cards import ACTS, EVERYTHING, SHARES

from propria.kernel.money import Money
from propria.kernel.time import instant
from propria.rates import Basis, Due, Occasion, PricedUse, PriceLine, RateCard
from propria.rates.clauses import StepUp
from propria.royalties import audit, kept, pricing
from propria.royalties.cards import compensation_of, uses_of
from propria.royalties.model import Compensation, Posting, SoFar, Used
from propria.scope.measures import Quota

NOON = instant("2026-11-22T12:00:00Z")
DAYS = (instant("2026-10-01T00:00:00Z"), instant("2026-11-22T00:00:00Z"), instant("2027-12-01T00:00:00Z"))


@dataclass
class Ledger:
    """Uses charged one by one under this or that version of a licence, as the ledger does it."""

    versions: list[tuple[RateCard, Compensation]] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)

    def is_amended(self, card: RateCard) -> "Ledger":
        """Another version is signed."""
        self.versions.append((card, compensation_of(card, ACTS, SHARES, len(self.versions) + 1)))
        return self

    def adds(self, version: int, clause: str, quantity: Decimal | int, *, again: int | None = None) -> int:
        """The change in minor units; `again`: of this posting, whose quantity becomes another."""
        pay = self.versions[version - 1][1]
        more, name = Decimal(quantity), len(self.postings) if again is None else again
        if again is not None:
            more -= self.postings[again].use.quantity
        change, basis = pricing.price(pay, clause, more, self._so_far(pay))
        use = replace(a_use(name, "0"), clause=clause, quantity=Decimal(quantity))
        posting = Posting(use, 0, "", change, change, change, basis, NOON, pay, ())
        if again is None:
            self.postings.append(posting)
        else:
            amount = self.postings[again].amount + change
            self.postings[again] = replace(posting, amount=amount)
        return change.minor

    def meters(self, version: int, used: PricedUse, at: int) -> None:
        """One use on one of DAYS under every clause of its version that counts something of it."""
        template = replace(a_use(0, "0"), used_at=DAYS[at])
        for use in uses_of(template, self.versions[version - 1][0], used):
            self.adds(version, use.clause, use.quantity)

    def _so_far(self, pay: Compensation) -> SoFar:
        sums: dict[str, dict[str, Decimal]] = {pricing.terms_key(one): {} for _, one in self.versions}
        for each in self.postings:
            mine = sums[pricing.terms_key(each.compensation)]
            mine[each.use.clause] = mine.get(each.use.clause, Decimal(0)) + each.use.quantity
        used = [Used(one, sums[pricing.terms_key(one)]) for _, one in self.versions]
        own = next(one for one in used if one.compensation == pay)
        others = tuple(one for one in used if one is not own and one.quantities)
        return SoFar(own.quantities, Money("CNY", self.charged()), others)

    def charged(self) -> int:
        """All that was charged."""
        return sum(each.amount.minor for each in self.postings)

    def adds_up(self) -> bool:
        """Whether the library's own check finds nothing wrong with what was charged."""
        totals: dict[tuple[str, str, str], tuple[Decimal, int]] = {}
        for each in self.postings:
            key = (str(each.use.licence_id), pricing.terms_key(each.compensation), each.use.clause)
            known = totals.get(key, (Decimal(0), 0))
            totals[key] = (known[0] + each.use.quantity, known[1] + each.amount.minor)
        found = audit.findings((), self.postings, {}, totals, None)
        return {one.code for one in found} <= {"royalties.shares_wrong"}


measured = st.builds(
    PricedUse, act=st.sampled_from(ACTS), seconds=st.integers(0, 60), lines=st.integers(0, 40)
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("use"), st.integers(1, 3), measured, st.integers(0, 2)),
        st.tuples(st.just("amended")),
        st.tuples(st.just("receipts"), st.integers(1, 3), st.integers(0, 9_000_000)),
        st.tuples(st.just("corrected"), st.integers(0, 9), st.integers(0, 50)),
    ),
    max_size=9,
)


@settings(max_examples=100, deadline=None)
@given(steps)
@example(
    [
        ("use", 1, PricedUse("generate", lines=10), 1),
        ("amended",),
        ("use", 2, PricedUse("generate", lines=3), 1),
    ]
)
@example([("amended",), ("use", 2, PricedUse("dub", lines=1), 1), ("use", 1, PricedUse("dub", lines=2), 1)])
def test_an_amendment_that_changes_no_rate_never_changes_what_is_owed(taken: list[tuple]) -> None:  # type: ignore[type-arg]
    """With days, step-ups, a fee, receipts, a guarantee and a least in all; late work, corrections, in any order."""
    plain, amended = Ledger().is_amended(EVERYTHING), Ledger().is_amended(EVERYTHING)
    for ledger in (plain, amended):
        ledger.adds(1, "6.3//activated", 1)
    for kind, *of_it in taken:
        newest = len(amended.versions)
        match kind:
            case "amended":
                amended.is_amended(EVERYTHING)
            case "use":
                version, used, at = of_it
                plain.meters(1, used, at)
                amended.meters(min(version, newest), used, at)
            case "receipts":
                plain.adds(1, "6.2//receipts", Decimal(of_it[1]).scaleb(-2))
                amended.adds(min(of_it[0], newest), "6.2//receipts", Decimal(of_it[1]).scaleb(-2))
            case "corrected":
                place = 1 + of_it[0]
                if place < len(plain.postings):
                    one = amended.postings[place]
                    plain.adds(1, one.use.clause, of_it[1], again=place)
                    amended.adds(one.compensation.version, one.use.clause, of_it[1], again=place)
        assert amended.charged() == plain.charged(), kind
    assert amended.adds_up()
    assert [each.use.clause for each in amended.postings] == [each.use.clause for each in plain.postings]


def by_the_day(price: int, lines: int = 40, clause: str = "5.1", step: int | None = 2) -> RateCard:
    """Paid by the day, and dearer from the third day on."""
    price_line = PriceLine(clause, Basis.DAY_EQUIVALENT, Money("CNY", price))
    steps = (StepUp("5.2", clause, Money("CNY", price * 2), above=step),) if step else ()
    return RateCard("CNY", (price_line,), steps=steps, day=Quota("lines", lines))


@pytest.mark.parametrize(
    ("later", "rest_of_the_day", "next_day", "day_after", "why"),
    [
        (by_the_day(100), 0, 100, 200, "nothing changed"),
        (by_the_day(300), 0, 300, 600, "a new price, for days that begin under it"),
        (by_the_day(100, step=5), 0, 100, 100, "a later point, counted from the first day"),
        (by_the_day(100, lines=20), 100, 400, 400, "a shorter day, counted from the first line"),
        (by_the_day(100, clause="7.7"), 0, 100, 200, "another number for the same price begins nothing anew"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_days_and_step_ups_count_on_under_changed_rates(
    later: RateCard, rest_of_the_day: int, next_day: int, day_after: int, why: str
) -> None:
    ledger = Ledger().is_amended(by_the_day(100)).is_amended(later)
    key = f"{later.lines[0].clause}/dub/day_equivalent"
    assert ledger.adds(1, "5.1/dub/day_equivalent", 10) == 100
    assert [ledger.adds(2, key, lines) for lines in (30, 40, 40)] == [rest_of_the_day, next_day, day_after], (
        why
    )
    assert ledger.adds_up()
    assert kept.from_json(kept.to_json(ledger.versions[1][1])) == ledger.versions[1][1]


def test_a_guarantee_is_recouped_once_whichever_versions_work_is_charged_first() -> None:
    card = RateCard(
        "CNY",
        (PriceLine("5.1", Basis.LINE, Money("CNY", 100)),),
        dues=(Due("5.3", Occasion.ACTIVATED, Money("CNY", 10_000)),),
    )
    dearer = replace(card, lines=(PriceLine("5.1", Basis.LINE, Money("CNY", 150)),))
    ledger, key = Ledger().is_amended(card), "5.1/dub/line"
    assert (ledger.adds(1, "5.3//activated", 1), ledger.adds(1, key, 30)) == (10_000, 0)
    ledger.is_amended(dearer)
    assert ledger.adds(1, key, 40) == 0, "late, and three of ten thousand are left"
    assert ledger.adds(2, key, 30) == 1_500, "two beyond the seven, at the new price: 4,500 less 3,000"
    assert ledger.adds(1, key, 10) == 1_000, "nothing is left"


def test_what_a_lower_guarantee_of_pay_leaves_of_an_earlier_one_stays_owed_and_all_taken_back_owes_nothing() -> (
    None
):
    least = replace(by_the_day(100, step=None), minimum=EVERYTHING.minimum)
    ledger = Ledger().is_amended(least).is_amended(by_the_day(250, step=None))
    assert ledger.adds(1, "5.1/dub/day_equivalent", 1) == 300, "the least in all, three days"
    assert ledger.adds(2, "5.1/dub/day_equivalent", 40) == 50, (
        "a day at each price is more than the least by fifty"
    )
    assert ledger.adds(1, "5.1/dub/day_equivalent", 0, again=0) == -100, "its day is the later version's now"
    assert ledger.adds(2, "5.1/dub/day_equivalent", 0, again=1) == -250
    assert ledger.charged() == 0
