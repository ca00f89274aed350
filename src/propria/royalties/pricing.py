"""What uses cost: by the unit, within minimum and cap, with the fees that fall due. Pure; shares nothing out.

The total charged for a clause is always `min(max(price * quantity, minimum), cap)` over all its uses so
far, each unit at the price of its step, rounded once. A licence's is the higher of its guarantee and the sum of what
recoups it (pay by use and by receipts), with fees and sums owed, and never below its minimum. A use is charged
the difference that it makes. So roundings never add up, a minimum is owed once, and the higher of rate and
minimum is paid whatever the order of the uses.
"""

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal

from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.rates import tiers
from propria.royalties.model import Basis, Compensation, Part, PriceLine, SoFar


def line_for(clause: str, compensation: Compensation) -> PriceLine:
    """The price line of a clause. Raises: Refused(`royalties.no_price`): an unpriced use is not free."""
    for line in compensation.lines:
        if line.clause == clause:
            return line
    raise Refused("royalties.no_price", f"The contract has no price for clause {clause}.", clause=clause)


def clause_total(line: PriceLine, quantity: Decimal) -> tuple[Money, Basis]:
    """All that a clause costs for `quantity` units together, and what decided it; nothing used is free."""
    priced = _priced(line, quantity)
    if not quantity:
        return Money(priced.currency, 0), Basis.RATE
    if line.cap is not None and priced > line.cap:
        return line.cap, Basis.CAP
    if line.minimum is not None and priced < line.minimum:
        return line.minimum, Basis.MINIMUM
    return priced, Basis.RATE


def _priced(line: PriceLine, quantity: Decimal) -> Money:
    exact = tiers.exact(line.unit_price, line.tiers, line.due(quantity)) * line.factor
    return Money(line.unit_price.currency, 1).times(exact)


def licence_total(
    compensation: Compensation, quantities: Mapping[str, Decimal], beside: Money | None = None
) -> tuple[Money, frozenset[str]]:
    """All that a licence costs for what was used, and the fees, guarantee and minimum that count in it.

    `beside`: what other versions' work recouped of the same guarantee; it covers these uses no more.
    """
    none = Money(compensation.lines[0].unit_price.currency, 0)
    used = {clause for clause, quantity in quantities.items() if quantity}
    metered = any(line_for(clause, compensation).part in _METERED for clause in used)
    parts = _by_part(compensation, quantities, metered=metered)
    owed = [fee for fee in compensation.fees if fee.on & used]
    reasons = {fee.clause for fee in owed}
    earned = parts[Part.USE] + parts[Part.RECEIPTS]
    paid_ahead = parts[Part.ADVANCE] + (compensation.recouping or none)
    recouped = earned + (beside or none)
    if paid_ahead.minor and recouped <= paid_ahead:
        reasons.add(Basis.RECOUPED)
    total = (
        max(recouped if paid_ahead.minor else earned, paid_ahead)
        - (compensation.recouping or none)
        + parts[Part.OWED]
    )
    total = sum((fee.amount for fee in owed), total)
    if metered and compensation.minimum is not None and total < compensation.minimum:
        return compensation.minimum, frozenset(reasons | {Basis.MINIMUM})
    return total, frozenset(reasons)


_METERED = (Part.USE, Part.RECEIPTS)


def _by_part(
    compensation: Compensation, quantities: Mapping[str, Decimal], *, metered: bool
) -> dict[Part, Money]:
    """What the lines come to, part by part; a share of receipts has its floor once anything was metered."""
    parts = dict.fromkeys(Part, Money(compensation.lines[0].unit_price.currency, 0))
    for line in compensation.lines:
        quantity = quantities.get(line.clause, Decimal(0))
        floor = line.minimum if line.part is Part.RECEIPTS and metered and not quantity else None
        parts[line.part] += floor or clause_total(line, quantity)[0]
    return parts


def unrecouped(
    compensation: Compensation, quantities: Mapping[str, Decimal], beside: Money | None = None
) -> Money:
    """What of a guarantee that was paid ahead is not recouped by what was used, or `beside` it."""
    none = Money(compensation.lines[0].unit_price.currency, 0)
    used = (line.part in _METERED for line in compensation.lines if quantities.get(line.clause))
    parts = _by_part(compensation, quantities, metered=any(used))
    ahead = parts[Part.ADVANCE] + (compensation.recouping or none)
    return max(ahead - parts[Part.USE] - parts[Part.RECEIPTS] - (beside or none), none)


def left_to_recoup(
    compensation: Compensation, quantities: Mapping[str, Decimal], charged: Money, beside: Money
) -> Money:
    """What is left of a guarantee, with what its uses were charged for because others had recouped it first."""
    total, reasons = licence_total(compensation, quantities, beside)
    extra = 0 if Basis.MINIMUM in reasons else max(0, charged.minor - total.minor)
    return unrecouped(compensation, quantities, beside) + Money(charged.currency, extra)


def price(compensation: Compensation, clause: str, more: Decimal, so_far: SoFar) -> tuple[Money, Basis]:
    """What `more` units of a clause (below zero: fewer) change in the charge, and what decided it."""
    before = so_far.quantities.get(clause, Decimal(0))
    after = {**so_far.quantities, clause: before + more}
    total, reasons = licence_total(compensation, after, so_far.beside)
    change, line = total - so_far.charged, line_for(clause, compensation)
    if not change.minor:
        return change, Basis.RECOUPED if Basis.RECOUPED in reasons else Basis.INCLUDED
    if line.part in (Part.ADVANCE, Part.OWED):
        return change, Basis.OWED
    if Basis.MINIMUM in reasons:
        return change, Basis.MINIMUM
    if reasons - {Basis.RECOUPED} - licence_total(compensation, so_far.quantities, so_far.beside)[1]:
        return change, Basis.FEE
    basis = clause_total(line, after[clause])[1]
    by_rate = _priced(line, after[clause]) - _priced(line, before)
    if basis is Basis.RATE and abs(change.minor - by_rate.minor) > 1:
        return change, Basis.REST
    stepped = line.tiers and line.due(after[clause]) > line.tiers[0][0]
    return change, Basis.STEP if basis is Basis.RATE and stepped else basis


def terms_key(compensation: Compensation) -> str:
    """What tells one compensation from another: an amended price never re-prices what was used before it."""
    return hashlib.sha256(repr(compensation_facts(compensation)).encode()).hexdigest()[:32]


def compensation_facts(compensation: Compensation) -> tuple[object, ...]:
    """Everything in a compensation, in an order that does not depend on the run."""
    fees = [(fee.clause, fee.amount, tuple(sorted(fee.on))) for fee in compensation.fees]
    facts = (compensation.lines, compensation.shares, tuple(fees), compensation.minimum)
    return facts + tuple(_grown(compensation))


def _grown(compensation: Compensation) -> Iterator[object]:
    """What later versions of the software added; nothing where a compensation has none, so that its key stays."""
    for line in compensation.lines:
        if line.tiers or line.part is not Part.USE:
            yield (line.clause, line.tiers, line.part.value)
        if line.each != 1:
            yield (line.clause, "each", line.each)
    if compensation.recouping is not None:
        yield ("recouping", compensation.recouping)
    if compensation.holdback is not None:
        yield ("holdback", compensation.holdback)
