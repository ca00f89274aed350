"""Floors: the least that standing terms take, held against a card. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.rates.model import Basis, Floor, RateCard
from propria.rates.pay import minimum_of


@dataclass(frozen=True)
class BelowFloor:
    """One price under the floor that standing terms set: which, and by how much."""

    basis: Basis
    act: str
    least: Money
    offered: Money | None


def below_floors(card: RateCard, floors: Sequence[Floor], acts: Sequence[str]) -> tuple[BelowFloor, ...]:
    """Every floor that the card does not reach for the acts that are asked.

    A floor on a fixed fee is compared with the sum that is certain: the fixed lines, or the minimum if
    higher. A basis that the card does not price for an act is below the floor of that act.
    A floor in another currency is never reached: amounts are not converted here.
    """
    found = []
    for floor in floors:
        for act in acts:
            if floor.acts and act not in floor.acts:
                continue
            offered = _offered(card, floor.basis, act)
            if offered is None or offered.currency != floor.least.currency or offered < floor.least:
                found.append(BelowFloor(floor.basis, act, floor.least, offered))
    return tuple(found)


def _offered(card: RateCard, basis: Basis, act: str) -> Money | None:
    prices = [line.price for line in card.lines if line.basis is basis and line.is_for(act)]
    if basis is not Basis.FIXED:
        factor = Fraction(1)
        for multiplier in card.multipliers:
            factor *= multiplier.factor if act in multiplier.acts else 1
        return sum(prices[1:], prices[0]).times(factor) if prices else None
    certain = sum(prices, Money(card.currency, 0))
    least = minimum_of(card)
    best = max(certain, least) if least is not None else certain
    return best if prices or least is not None else None


def check_floors(card: RateCard, floors: Sequence[Floor], acts: Sequence[str]) -> None:
    """Refuse a card that pays less than the standing terms take.

    Raises: Refused(`rates.below_floor`) with each basis, act, floor and offer.
    """
    below = below_floors(card, floors, acts)
    if below:
        raise Refused(
            "rates.below_floor",
            "This pays less than the performer takes.",
            below=[
                {
                    "basis": b.basis.value,
                    "act": b.act,
                    "least": str(b.least),
                    "offered": None if b.offered is None else str(b.offered),
                }
                for b in below
            ],
        )
