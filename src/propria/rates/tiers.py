"""How a price steps up: so many units at which price, exactly. Pure; nothing is rounded here."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.rates.clauses import StepUp

Piece = tuple[Fraction, Money, str | None]
"""So many units at a price, and the clause of the step-up that it rests on (None: of no step-up)."""


def step_at(steps: Iterable[StepUp], at: Instant | None) -> StepUp | None:
    """The step-up by days that holds at an instant; None before the first one, or for no instant."""
    held = [step for step in steps if step.since is not None and at is not None and step.since <= at]
    return held[-1] if held else None


def pieces(price: Money, tiers: Sequence[tuple[int, Money, str]], units: Fraction) -> Iterator[Piece]:
    """`units` from the first one on, cut where a tier begins; `tiers` are (above, price, clause), rising.

    >>> cut = pieces(Money("CNY", 100), [(10, Money("CNY", 150), "5.2")], Fraction(25, 2))
    >>> [(str(much), each.minor, clause) for much, each, clause in cut]
    [('10', 100, None), ('5/2', 150, '5.2')]
    """
    starts = [(Fraction(0), price, None), *((Fraction(above), each, clause) for above, each, clause in tiers)]
    for place, (start, each, clause) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else units
        much = min(units, end) - start
        if much > 0:
            yield much, each, clause


def exact(price: Money, tiers: Sequence[tuple[int, Money, str]], units: Fraction) -> Fraction:
    """What `units` come to in minor units, before it is rounded."""
    return sum((each.minor * much for much, each, _ in pieces(price, tiers, units)), Fraction(0))


def started(rendered: Fraction | int, each: int) -> Fraction:
    """How often a price is due: for every rendered unit, or for each so many of them that was started.

    >>> [int(started(rendered, 40)) for rendered in (0, 1, 40, 41)], started(Fraction(5, 2), 1)
    ([0, 1, 1, 2], Fraction(5, 2))
    """
    return Fraction(rendered) if each == 1 else Fraction(-(-rendered // each))


def tiers_of(steps: Iterable[StepUp]) -> tuple[tuple[int, Money, str], ...]:
    """The step-ups by units as tiers."""
    return tuple((step.above, step.price, step.clause) for step in steps if step.above is not None)
