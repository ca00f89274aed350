"""What uses cost: by the unit, within minimum and cap, with the fees that fall due. Pure; shares nothing out.

The total charged for a clause is always `min(max(price * quantity, minimum), cap)` over all its uses so
far, rounded once; a licence's is their sum with its fees, and never below its own minimum. A use is charged
the difference that it makes. So roundings never add up, a minimum is owed once, and the higher of rate and
minimum is paid whatever the order of the uses.
"""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.royalties.model import Basis, Compensation, PriceLine, SoFar


def line_for(clause: str, compensation: Compensation) -> PriceLine:
    """The price line of a clause. Raises: Refused(`royalties.no_price`): an unpriced use is not free."""
    for line in compensation.lines:
        if line.clause == clause:
            return line
    raise Refused("royalties.no_price", f"The contract has no price for clause {clause}.", clause=clause)


def clause_total(line: PriceLine, quantity: Decimal) -> tuple[Money, Basis]:
    """All that a clause costs for `quantity` units together, and what decided it; nothing used is free."""
    priced = line.unit_price.times(Fraction(quantity) * line.factor)
    if not quantity:
        return Money(priced.currency, 0), Basis.RATE
    if line.cap is not None and priced > line.cap:
        return line.cap, Basis.CAP
    if line.minimum is not None and priced < line.minimum:
        return line.minimum, Basis.MINIMUM
    return priced, Basis.RATE


def licence_total(
    compensation: Compensation, quantities: Mapping[str, Decimal]
) -> tuple[Money, frozenset[str]]:
    """All that a licence costs for what was used, and the fees and minimum that count in it."""
    used = {clause for clause, quantity in quantities.items() if quantity}
    total = Money(compensation.lines[0].unit_price.currency, 0)
    for clause in sorted(used):
        total += clause_total(line_for(clause, compensation), quantities[clause])[0]
    owed = [fee for fee in compensation.fees if fee.on & used]
    for fee in owed:
        total += fee.amount
    reasons = {fee.clause for fee in owed}
    if used and compensation.minimum is not None and total < compensation.minimum:
        return compensation.minimum, frozenset(reasons | {Basis.MINIMUM})
    return total, frozenset(reasons)


def price(compensation: Compensation, clause: str, more: Decimal, so_far: SoFar) -> tuple[Money, Basis]:
    """What `more` units of a clause (below zero: fewer) change in the charge, and what decided it."""
    before = so_far.quantities.get(clause, Decimal(0))
    after = {**so_far.quantities, clause: before + more}
    total, reasons = licence_total(compensation, after)
    change = total - so_far.charged
    if not change.minor:
        return change, Basis.INCLUDED
    if Basis.MINIMUM in reasons:
        return change, Basis.MINIMUM
    if reasons - licence_total(compensation, so_far.quantities)[1]:
        return change, Basis.FEE
    line = line_for(clause, compensation)
    basis = clause_total(line, after[clause])[1]
    by_rate = line.unit_price.times(Fraction(more) * line.factor)
    is_rest = basis is Basis.RATE and abs(change.minor - by_rate.minor) > 1
    return change, Basis.REST if is_rest else basis


def terms_key(compensation: Compensation) -> str:
    """What tells one compensation from another: an amended price never re-prices what was used before it."""
    return hashlib.sha256(repr(compensation_facts(compensation)).encode()).hexdigest()[:32]


def compensation_facts(compensation: Compensation) -> tuple[object, ...]:
    """Everything in a compensation, in an order that does not depend on the run."""
    fees = [(fee.clause, fee.amount, tuple(sorted(fee.on))) for fee in compensation.fees]
    return (compensation.lines, compensation.shares, tuple(fees), compensation.minimum)
