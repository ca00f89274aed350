"""One guarantee under several versions of the terms: what of it is recouped elsewhere, so that nothing is twice. Pure.

An amendment takes over what of a guarantee is not recouped yet. Work that was reserved before it is paid under the
terms of then, whenever it is charged: it recoups only what the later terms have left, and they recoup that no more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from propria.kernel.money import Money
from propria.royalties import pricing
from propria.royalties.model import Compensation, Posting


@dataclass(frozen=True)
class Terms:
    """One version's pay in the ledger: what was used under it, and what was charged for that."""

    compensation: Compensation
    quantities: dict[str, Decimal]
    charged: Money


@dataclass
class Book:
    """What was used and charged under each terms, by their key, in the order in which they were first used."""

    terms: dict[str, Terms] = field(default_factory=dict)
    standing: dict[tuple[str, str], Decimal] = field(default_factory=dict)

    def opens(self, compensation: Compensation) -> Terms:
        """These terms, new where nothing was used under them."""
        none = Money(compensation.lines[0].unit_price.currency, 0)
        return self.terms.setdefault(pricing.terms_key(compensation), Terms(compensation, {}, none))

    def adds(self, posting: Posting, change: Money) -> None:
        """One more posting, with what it changed in the charge."""
        use, known = posting.use, self.opens(posting.compensation)
        before = self.standing.get((use.id, use.clause), Decimal(0))
        self.standing[use.id, use.clause] = use.quantity
        sums = known.quantities.get(use.clause, Decimal(0)) + use.quantity - before
        quantities = {**known.quantities, use.clause: sums}
        key = pricing.terms_key(posting.compensation)
        self.terms[key] = replace(known, quantities=quantities, charged=known.charged + change)

    def beside(self, compensation: Compensation) -> Money:
        """What other versions' work recouped of the guarantee that these terms recoup too."""
        self.opens(compensation)
        key = pricing.terms_key(compensation)
        run = _sharing(self.terms, key)
        lates, lefts = _along([self.terms[one] for one in run])
        place = run.index(key)
        return lates[place] + lefts[place] - min(lefts[place:])


def book_of(postings: Iterable[Posting]) -> Book:
    """The book of a licence's postings as they were charged."""
    book = Book()
    for each in postings:
        book.adds(each, each.change)
    return book


def charged_again(postings: Iterable[Posting]) -> int:
    """What a licence's uses come to in minor units, charged again one by one; nothing where all was taken back."""
    book = Book()
    for each in postings:
        known = book.opens(each.compensation)
        book.adds(each, Money(known.charged.currency, 0))
        after = book.terms[pricing.terms_key(each.compensation)].quantities
        book.terms[pricing.terms_key(each.compensation)] = known
        aside = book.beside(each.compensation)
        total, _ = pricing.licence_total(each.compensation, after, aside)
        book.terms[pricing.terms_key(each.compensation)] = Terms(each.compensation, after, total)
    if not any(book.standing.values()):
        return 0
    return sum(terms.charged.minor for terms in book.terms.values())


def _sharing(terms: dict[str, Terms], key: str) -> list[str]:
    """The versions in a row that recoup one guarantee, these among them."""
    run: list[str] = []
    for one, found in terms.items():
        if found.compensation.recouping is None:
            if key in run:
                break
            run = []
        run.append(one)
    return run


def _along(run: Sequence[Terms]) -> tuple[list[Money], list[Money]]:
    """By version: what earlier ones' late work recouped since it began, and what it has left of the guarantee."""
    lates: list[Money] = []
    lefts: list[Money] = []
    for terms in run:
        taken, none = terms.compensation.recouping, Money(terms.charged.currency, 0)
        late = none if taken is None or not lefts else taken - min(taken, lefts[-1])
        lates.append(late)
        lefts.append(pricing.left_to_recoup(terms.compensation, terms.quantities, terms.charged, late))
    return lates, lefts
