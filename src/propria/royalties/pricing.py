"""What uses cost: by the unit, within minimum and cap, with the fees that fall due. Pure; shares nothing out.

The total charged for a clause is always `min(max(price * quantity, minimum), cap)` over all its uses so
far, each unit at the price of its step, rounded once. A licence's is the higher of its guarantee and the sum of what
recoups it (pay by use and by receipts), with fees and sums owed, and never below its minimum. A use is charged
the difference that it makes. So roundings never add up, a minimum is owed once, and the higher of rate and
minimum is paid whatever the order of the uses.

An amended licence is one licence. Its versions are counted together, laid end to end: a unit is paid at the price of the
version that it was reserved under, at the place that it has among all units of its act. So a day that was started is
paid once, step-ups go on, a fee, a guarantee and the least in all are owed once, and an amendment that changes no
rate changes nothing that is owed.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.rates import tiers
from propria.royalties.model import Basis, Compensation, Part, PriceLine, SoFar, Used

_NOTHING = Decimal(0)
_METERED = (Part.USE, Part.RECEIPTS)


def line_for(clause: str, compensation: Compensation) -> PriceLine:
    """The price line of a clause. Raises: Refused(`royalties.no_price`): an unpriced use is not free."""
    for line in compensation.lines:
        if line.clause == clause:
            return line
    raise Refused("royalties.no_price", f"The contract has no price for clause {clause}.", clause=clause)


def clause_total(line: PriceLine, quantity: Decimal, before: Decimal = _NOTHING) -> tuple[Money, Basis]:
    """All that a clause costs for `quantity` units that follow so many `before`, and what decided it; nothing used is free."""
    priced = _priced(line, before + quantity) - _priced(line, before)
    if not quantity:
        return priced, Basis.RATE
    if line.cap is not None and priced > line.cap:
        return line.cap, Basis.CAP
    if line.minimum is not None and priced < line.minimum:
        return line.minimum, Basis.MINIMUM
    return priced, Basis.RATE


def _priced(line: PriceLine, quantity: Decimal) -> Money:
    exact = tiers.exact(line.unit_price, line.tiers, line.due(quantity)) * line.factor
    return Money(line.unit_price.currency, 1).times(exact)


@dataclass(frozen=True)
class _Place:
    """Where a price line lies when all versions are laid end to end: what it counts, which price, from which day on."""

    counts: tuple[str, str]
    price: str
    order: tuple[int, int]


def _places(compensation: Compensation) -> dict[str, _Place]:
    """By clause. A step-up by days is a line of its own behind its price, and goes on counting from it."""
    found: dict[str, _Place] = {}
    for line in compensation.lines:
        named, _, act = line.clause.partition("/")
        price, counts = named.partition("+")[0], (act.partition("/")[0], line.unit)
        nth = sum((each.price, each.counts) == (price, counts) for each in found.values())
        found[line.clause] = _Place(counts, price, (nth, compensation.version))
    return found


def counted_before(clause: str, terms: Compensation, all_used: Iterable[Used]) -> Decimal:
    """How many units the clause goes on from: those that lie before it under these and the other versions.

    A version that counts the same units under other clauses alone is counted by those, once.
    """
    own, total = _places(terms)[clause], _NOTHING
    for used in all_used:
        sums: dict[str, Decimal] = {}
        for key, place in _places(used.compensation).items():
            if place.counts == own.counts and place.order < own.order:
                sums[place.price] = sums.get(place.price, _NOTHING) + used.quantities.get(key, _NOTHING)
        total += sums.get(own.price, max(sums.values(), default=_NOTHING))
    return total


def licence_total(all_used: Sequence[Used], currency: str) -> tuple[Money, frozenset[str]]:
    """All that a licence costs in a currency for what was used under its versions, and the fees, guarantee and minimum
    that count in it.
    """
    none = Money(currency, 0)
    mine = [used for used in all_used if _currency(used.compensation) == currency]
    parts = dict.fromkeys(Part, none)
    for used in mine:
        for line in used.compensation.lines:
            parts[line.part] += _of_line(line, used, all_used)
    parts[Part.RECEIPTS] = max([parts[Part.RECEIPTS], *_floors(mine)])
    fees = _fees(all_used)
    reasons = {clause for clause, amount in fees.items() if amount.currency == currency}
    earned, ahead = parts[Part.USE] + parts[Part.RECEIPTS], parts[Part.ADVANCE]
    if ahead.minor and earned <= ahead:
        reasons.add(Basis.RECOUPED)
    total = sum((fees[clause] for clause in reasons & fees.keys()), max(earned, ahead) + parts[Part.OWED])
    least = max((used.compensation.minimum or none for used in mine if _is_metered(used)), default=none)
    if total < least:
        return least, frozenset(reasons | {Basis.MINIMUM})
    return total, frozenset(reasons)


def _of_line(line: PriceLine, used: Used, all_used: Sequence[Used]) -> Money:
    quantity = used.quantities.get(line.clause, _NOTHING)
    if not quantity:
        return Money(line.unit_price.currency, 0)
    before = counted_before(line.clause, used.compensation, all_used)
    if line.part is Part.RECEIPTS:
        return _priced(line, before + quantity) - _priced(line, before)
    return clause_total(line, quantity, before)[0]


def _floors(all_used: Iterable[Used]) -> Iterator[Money]:
    """The least that a share of receipts comes to, once anything was metered under it."""
    for used in all_used:
        for line in used.compensation.lines if _is_metered(used) else ():
            if line.part is Part.RECEIPTS and line.minimum is not None:
                yield line.minimum


def _fees(all_used: Iterable[Used]) -> dict[str, Money]:
    """The fees that fell due, each once, at the sum of the version under which it did first."""
    found: dict[str, Money] = {}
    for used in sorted(all_used, key=lambda one: one.compensation.version):
        for fee in used.compensation.fees:
            if any(used.quantities.get(clause) for clause in fee.on):
                found.setdefault(fee.clause, fee.amount)
    return found


def _is_metered(used: Used) -> bool:
    return any(used.quantities.get(line.clause) for line in used.compensation.lines if line.part in _METERED)


def _currency(compensation: Compensation) -> str:
    return compensation.lines[0].unit_price.currency


def price(compensation: Compensation, clause: str, more: Decimal, so_far: SoFar) -> tuple[Money, Basis]:
    """What `more` units of a clause (below zero: fewer) change in the charge, and what decided it."""
    line, currency = line_for(clause, compensation), _currency(compensation)
    before = so_far.quantities.get(clause, _NOTHING)
    was = Used(compensation, so_far.quantities)
    now = Used(compensation, {**so_far.quantities, clause: before + more})
    total, reasons = licence_total((*so_far.others, now), currency)
    change = total - so_far.charged
    if not change.minor:
        return change, Basis.RECOUPED if Basis.RECOUPED in reasons else Basis.INCLUDED
    if line.part in (Part.ADVANCE, Part.OWED):
        return change, Basis.OWED
    if Basis.MINIMUM in reasons:
        return change, Basis.MINIMUM
    if reasons - {Basis.RECOUPED} - licence_total((*so_far.others, was), currency)[1]:
        return change, Basis.FEE
    gone = counted_before(clause, compensation, (*so_far.others, now))
    basis = clause_total(line, before + more, gone)[1]
    by_rate = _priced(line, gone + before + more) - _priced(line, gone + before)
    if basis is Basis.RATE and abs(change.minor - by_rate.minor) > 1:
        return change, Basis.REST
    stepped = line.tiers and line.due(gone + before + more) > line.tiers[0][0]
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
    if compensation.holdback is not None:
        yield ("holdback", compensation.holdback)
    if compensation.version != 1:
        yield ("version", compensation.version)
