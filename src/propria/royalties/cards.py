"""A signed rate card in the ledger's terms: its prices as a compensation, its uses clause by clause. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.rates.model import Basis, PriceLine, RateCard
from propria.rates.pay import PricedUse, minimum_of
from propria.royalties import model
from propria.royalties.model import Compensation, Fee, Share, Use


def clause_key(line: PriceLine, act: str) -> str:
    """The clause as the ledger names it: the card's clause, the act, and what is counted."""
    return f"{line.clause}/{act}/{line.basis.value}"


def compensation_of(card: RateCard, acts: Collection[str], shares: tuple[Share, ...]) -> Compensation:
    """What the card asks for these acts, with the payees by id (the card's own shares only name them).

    Charging every use under it comes to the same as one `rates.pay.quote` over all of them.
    """
    lines, fees = [], []
    for line in card.lines:
        priced = [act for act in sorted(acts) if line.is_for(act)]
        if line.basis is Basis.FIXED and priced:
            on = frozenset(clause_key(each, act) for act in priced for each in card.lines if each.is_for(act))
            fees.append(Fee(line.clause, line.price, on))
        price = Money(card.currency, 0) if line.basis is Basis.FIXED else line.price
        lines += [
            model.PriceLine(clause_key(line, act), line.basis.value, price, factor=_factor(card, act))
            for act in priced
        ]
    return Compensation(tuple(lines), shares, tuple(fees), minimum_of(card))


def after_earlier(compensation: Compensation, charged: Money, settled: Collection[str]) -> Compensation:
    """The same pay for a later version of the terms: what was charged before counts towards the least in all, and a
    fee that was owed once (`settled`: its clause) is not owed again.
    """
    least = compensation.minimum
    if least is not None and least.currency == charged.currency:
        least = least - charged if least > charged else None
    fees = tuple(fee for fee in compensation.fees if not (charged.minor and fee.clause in settled))
    return replace(compensation, minimum=least, fees=fees)


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
        units = measured.units(line.basis)
        if units and line.is_for(measured.act):
            quantity = Decimal(units.numerator) / Decimal(units.denominator)
            exact = quantity.quantize(model.QUANTITY_STEP)
            yield replace(template, clause=clause_key(line, measured.act), quantity=exact)


def _factor(card: RateCard, act: str) -> Fraction:
    factor = Fraction(1)
    for multiplier in card.multipliers:
        factor *= multiplier.factor if act in multiplier.acts else 1
    return factor
