"""A signed rate card in the ledger's terms: its prices as a compensation, its uses clause by clause. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from propria.kernel.errors import Refused
from propria.kernel.money import MINOR_DIGITS, WHOLE_BASIS_POINTS, Money
from propria.rates import tiers
from propria.rates.clauses import Due, Occasion, ReceiptsShare, StepUp
from propria.rates.model import UNIT_OF, Basis, PriceLine, RateCard
from propria.rates.pay import PricedUse, minimum_of
from propria.royalties import model
from propria.royalties.model import Compensation, Fee, Part, Share, Use

RECEIPTS, OCCASION, GUARANTEE = "receipts", "occasion", "guarantee"
UNMETERED = frozenset({RECEIPTS, OCCASION, GUARANTEE})
"""Units of what is charged though no render metered it."""
_UNITS = {unit: basis for basis, unit in UNIT_OF.items()}


def clause_key(line: PriceLine, act: str, step: StepUp | None = None) -> str:
    """The clause as the ledger names it: the card's clause (and the step-up by days), the act, and what is counted."""
    clause = line.clause if step is None else f"{line.clause}+{step.clause}"
    return f"{clause}/{act}/{line.basis.value}"


def receipts_key(share: ReceiptsShare) -> str:
    """The clause of a share of receipts as the ledger names it."""
    return f"{share.clause}//{RECEIPTS}"


def due_key(due: Due) -> str:
    """The clause of a sum that is owed on an occasion, as the ledger names it."""
    return f"{due.clause}//{due.occasion.value}"


def whole(currency: str) -> Money:
    """One whole unit of a currency: what receipts and sums are counted in."""
    return Money(currency, 10 ** MINOR_DIGITS[currency])


def compensation_of(
    card: RateCard, acts: Collection[str], shares: tuple[Share, ...], version: int = 1
) -> Compensation:
    """What the card asks for these acts, with the payees by id (the card's own shares only name them).

    Charging every use under it comes to the same as one `rates.pay.quote` over all of them.
    """
    lines, fees = [], []
    for line in card.lines:
        priced = [act for act in sorted(acts) if line.is_for(act)]
        if line.basis is Basis.FIXED and priced:
            on = frozenset(key for act in priced for each in card.lines for key in _keys(card, each, act))
            fees.append(Fee(line.clause, line.price, on))
        lines += [one for act in priced for one in _lines_for(card, line, act)]
    if card.receipts is not None:
        lines.append(_of_receipts(card.receipts, card.currency))
    lines += [_of_due(due) for due in card.dues]
    return Compensation(tuple(lines), shares, tuple(fees), minimum_of(card), card.holdback, version)


def _keys(card: RateCard, line: PriceLine, act: str) -> Iterator[str]:
    if line.is_for(act):
        yield clause_key(line, act)
        for step in card.steps_of(line.clause):
            if step.since is not None:
                yield clause_key(line, act, step)


def _lines_for(card: RateCard, line: PriceLine, act: str) -> Iterator[model.PriceLine]:
    """A price for one act; each step-up by days is a line of its own, those by units are tiers of the one line."""
    factor, steps = _factor(card, act), card.steps_of(line.clause)
    unit, each = _UNITS.get(card.unit_of(line) or "", line.basis).value, card.each(line)
    price = Money(card.currency, 0) if line.basis is Basis.FIXED else line.price
    by_units = tiers.tiers_of(steps)
    yield model.PriceLine(clause_key(line, act), unit, price, factor=factor, tiers=by_units, each=each)
    for step in steps:
        if step.since is not None:
            yield model.PriceLine(clause_key(line, act, step), unit, step.price, factor=factor, each=each)


def _of_receipts(share: ReceiptsShare, currency: str) -> model.PriceLine:
    part = Fraction(share.basis_points, WHOLE_BASIS_POINTS)
    key, unit = receipts_key(share), whole(currency)
    return model.PriceLine(key, RECEIPTS, unit, share.floor, factor=part, part=Part.RECEIPTS)


def _of_due(due: Due) -> model.PriceLine:
    part = Part.ADVANCE if due.occasion is Occasion.ACTIVATED else Part.OWED
    return model.PriceLine(due_key(due), OCCASION, due.amount, part=part)


def of_guarantee(currency: str, shares: tuple[Share, ...]) -> Compensation:
    """What makes a licence up to the sum that was guaranteed, in whole units of the currency."""
    line = model.PriceLine(f"{GUARANTEE}//ended", GUARANTEE, whole(currency), part=Part.OWED)
    return Compensation((line,), shares)


def uses_of(template: Use, card: RateCard, measured: PricedUse) -> tuple[Use, ...]:
    """One metered use as the card charges it: once under each clause that counts something of it.

    `template` gives id, licence, project and time; its clause and quantity are replaced.
    Raises: Refused(`royalties.no_price`) when the card has no line for the act.
    """
    counted = tuple(_counted(template, card, measured))
    if counted:
        return counted
    for line in card.lines:
        if line.is_for(measured.act) and line.basis is Basis.FIXED:
            return (replace(template, clause=clause_key(line, measured.act), quantity=Decimal(1)),)
    if any(line.is_for(measured.act) for line in card.lines):
        return ()
    raise Refused("royalties.no_price", "The card has no price for this act.", act=measured.act)


def _counted(template: Use, card: RateCard, measured: PricedUse) -> Iterator[Use]:
    for line in card.lines:
        rendered = measured.of(card.unit_of(line))
        if rendered and line.is_for(measured.act):
            step = tiers.step_at(card.steps_of(line.clause), template.used_at)
            yield replace(template, clause=clause_key(line, measured.act, step), quantity=Decimal(rendered))


def _factor(card: RateCard, act: str) -> Fraction:
    factor = Fraction(1)
    for multiplier in card.multipliers:
        factor *= multiplier.factor if act in multiplier.acts else 1
    return factor
