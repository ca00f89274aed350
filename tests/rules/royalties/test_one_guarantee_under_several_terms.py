"""A guarantee that an amendment takes over is recouped once, whichever version's work is charged first."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.rules.royalties.sample import a_use

from propria.kernel.money import Money
from propria.kernel.time import instant
from propria.rates import Basis, Due, Occasion, PriceLine, RateCard
from propria.royalties import pricing, recouping
from propria.royalties.cards import after_earlier, compensation_of
from propria.royalties.model import PayeeRole, Posting, Share, SoFar

KEY, AHEAD = "5.1/dub/line", 10_000
NOON = instant("2026-11-22T12:00:00Z")
FIRST = compensation_of(
    RateCard(
        "CNY",
        (PriceLine("5.1", Basis.LINE, Money("CNY", 100)),),
        dues=(Due("5.3", Occasion.ACTIVATED, Money("CNY", AHEAD)),),
    ),
    ("dub",),
    (Share("mina", PayeeRole.PERFORMER, 10_000),),
)


class Ledger:
    """Uses charged one by one under this or that version of the terms, as the ledger does it."""

    def __init__(self) -> None:
        self.postings: list[Posting] = []
        self.versions = [FIRST]
        self.adds(0, "5.3//activated", 1)

    def adds(self, version: int, clause: str, quantity: int) -> int:
        """The change in minor units."""
        pay, book = self.versions[version], recouping.book_of(self.postings)
        so_far = book.opens(pay)
        known = SoFar(so_far.quantities, so_far.charged, book.beside(pay))
        change, basis = pricing.price(pay, clause, Decimal(quantity), known)
        use = replace(a_use(len(self.postings), str(quantity)), clause=clause)
        self.postings.append(Posting(use, 0, "line", change, change, change, basis, NOON, pay, ()))
        return change.minor

    def is_amended(self) -> None:
        """What is not recouped yet goes over to new terms."""
        last = self.versions[-1]
        book = recouping.book_of(self.postings)
        left = pricing.unrecouped(last, book.opens(last).quantities, book.beside(last))
        none = Money("CNY", 0)
        plain = replace(FIRST, lines=tuple(line for line in FIRST.lines if line.clause == KEY))
        # A fee that cannot fall due tells the versions apart.
        marked = replace(plain, shares=(Share(f"mina {len(self.versions)}", PayeeRole.PERFORMER, 10_000),))
        self.versions.append(after_earlier(marked, none, (), recouping=left))

    def charged(self) -> int:
        """All that was charged."""
        return sum(each.change.minor for each in self.postings)


def test_work_reserved_before_an_amendment_recoups_what_the_later_terms_do_not() -> None:
    ledger = Ledger()
    assert ledger.adds(0, KEY, 30) == 0
    ledger.is_amended()
    assert ledger.adds(0, KEY, 40) == 0, "late, and there is something left"
    assert ledger.adds(1, KEY, 70) == 4_000, "three of ten thousand were left, not seven"
    assert ledger.adds(0, KEY, 10) == 1_000, "nothing is left"
    assert ledger.charged() == 15_000


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 80)), max_size=12))
@example([(0, 30), (3, 0), (1, 50), (0, 40), (1, 1)])
def test_all_work_together_comes_to_the_higher_of_what_is_earned_and_the_guarantee(
    steps: list[tuple[int, int]],
) -> None:
    """Whatever the order of uses and amendments, as long as the guarantee was not recouped before the first of them."""
    ledger, earned = Ledger(), 0
    for version, quantity in steps:
        if version == 3:
            if len(ledger.versions) < 3 and earned < AHEAD:
                ledger.is_amended()
        else:
            ledger.adds(min(version, len(ledger.versions) - 1), KEY, quantity)
            earned += quantity * 100
    assert ledger.charged() == max(earned, AHEAD)
    assert recouping.charged_again(ledger.postings) == ledger.charged()
