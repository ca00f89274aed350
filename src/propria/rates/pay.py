"""What a use costs under a card, itemised, each line naming its clause; floors, shares and scenarios. Pure.

Exact fractions until the end of a line; each line is rounded once, half up; the total is their sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from propria.kernel.errors import Refused
from propria.kernel.money import WHOLE_BASIS_POINTS, Money
from propria.rates.model import UNIT_OF, Basis, Floor, PriceLine, RateCard


@dataclass(frozen=True)
class PricedUse:
    """What is to be paid for: one act, its units (whole, of scope's UNITS), and the days it would have taken.

    `day_equivalents` may be a fraction; it is stated by the contract's estimate, never by this module.
    """

    act: str
    seconds: int = 0
    lines: int = 0
    takes: int = 0
    titles: int = 0
    day_equivalents: Fraction = Fraction(0)

    def units(self, basis: Basis) -> Fraction:
        """How many of `basis` this is; a fixed price counts once for the whole quote, not here."""
        match basis:
            case Basis.FIXED:
                return Fraction(0)
            case Basis.DAY_EQUIVALENT:
                return Fraction(self.day_equivalents)
            case Basis.SECOND | Basis.LINE | Basis.TAKE | Basis.TITLE:
                return Fraction(getattr(self, UNIT_OF[basis]))


@dataclass(frozen=True)
class QuoteLine:
    """One line of a bill: the clauses it rests on, how many units at which price and factor, and the sum."""

    clauses: tuple[str, ...]
    basis: Basis | None
    act: str | None
    units: Fraction
    price: Money
    factor: Fraction
    amount: Money
    zh: str
    en: str


@dataclass(frozen=True)
class Quote:
    """An itemised bill: `total` is the sum of its lines, minimum made up included."""

    lines: tuple[QuoteLine, ...]
    total: Money


def quote(card: RateCard, uses: Sequence[PricedUse], *, already_paid: Money | None = None) -> Quote:
    """What these uses cost together, once: fixed lines, then units act by act, then what the minimum adds.

    Uses of one act add up before anything is rounded. `already_paid` is what earlier bills under this card
    came to, fixed price and minimum included: it counts towards the minimum, and a fixed price is not due
    again.

    Raises: Refused(`rates.unpriced`) naming the acts that the card has no price for.
    """
    check_priced(card, uses)
    acts = tuple(dict.fromkeys(use.act for use in uses))
    lines = [] if already_paid is not None else [_fixed(line) for line in card.lines if _is_due(line, acts)]
    for act in acts:
        for line in card.lines:
            units = sum((use.units(line.basis) for use in uses if use.act == act), Fraction(0))
            if units and line.is_for(act):
                lines.append(_priced(card, line, act, units))
    total = sum((line.amount for line in lines), Money(card.currency, 0))
    made_up = _make_up(card, total, already_paid or Money(card.currency, 0))
    if made_up is not None:
        lines.append(made_up)
        total += made_up.amount
    return Quote(tuple(lines), total)


def check_priced(card: RateCard, uses: Sequence[PricedUse]) -> None:
    """Nothing is free by oversight: every act has a line on the card.

    Raises: Refused(`rates.unpriced`) naming the acts.
    """
    bare = sorted({use.act for use in uses if not any(line.is_for(use.act) for line in card.lines)})
    if bare:
        raise Refused("rates.unpriced", "The card has no price for this.", acts=bare)


def _is_due(line: PriceLine, acts: Sequence[str]) -> bool:
    return line.basis is Basis.FIXED and any(line.is_for(act) for act in acts)


def _fixed(line: PriceLine) -> QuoteLine:
    one = Fraction(1)
    return QuoteLine(
        (line.clause,),
        Basis.FIXED,
        None,
        one,
        line.price,
        one,
        line.price,
        f"一次性酬金 {line.price}",
        f"Fixed fee, {line.price}",
    )


def _priced(card: RateCard, line: PriceLine, act: str, units: Fraction) -> QuoteLine:
    factors = [m for m in card.multipliers if act in m.acts]
    factor = Fraction(1)
    for multiplier in factors:
        factor *= multiplier.factor
    amount = line.price.times(units * factor)
    zh, en = _UNIT_WORDS[line.basis]
    times_zh, times_en = (f"，{_plain(factor)} 倍", f", × {_plain(factor)}") if factor != 1 else ("", "")
    return QuoteLine(
        (line.clause, *(m.clause for m in factors)),
        line.basis,
        act,
        units,
        line.price,
        factor,
        amount,
        f"{_plain(units)} {zh}，每{zh} {line.price}{times_zh}",
        f"{_plain(units)} {en if units == 1 else en + 's'} at {line.price}{times_en}",
    )


_UNIT_WORDS: dict[Basis, tuple[str, str]] = {
    Basis.DAY_EQUIVALENT: ("折算工日", "day-equivalent"),
    Basis.SECOND: ("秒", "second"),
    Basis.LINE: ("句", "line"),
    Basis.TAKE: ("条", "take"),
    Basis.TITLE: ("部", "title"),
}


def _plain(number: Fraction) -> str:
    """A number as people write it: `640`, `7.5`, `1/3`."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    decimal = f"{float(number):g}"
    return decimal if Fraction(decimal) == number else str(number)


def minimum_of(card: RateCard) -> Money | None:
    """The least that is paid in all under a card, in money."""
    if card.minimum is None:
        return None
    if card.minimum.amount is not None:
        return card.minimum.amount
    rate = card.day_rate()
    return None if rate is None else rate.times(card.minimum.day_equivalents or 0)


def _make_up(card: RateCard, total: Money, paid: Money) -> QuoteLine | None:
    least = minimum_of(card)
    if card.minimum is None or least is None or (paid + total).minor >= least.minor:
        return None
    short, one = least - paid - total, Fraction(1)
    return QuoteLine(
        (card.minimum.clause,),
        None,
        None,
        one,
        short,
        one,
        short,
        f"补足保底 {least}",
        f"Made up to the minimum of {least}",
    )


def funds_to_hold(card: RateCard, at_most: Sequence[PricedUse]) -> Money:
    """What must be held before anything is rendered: the most that the licence can come to.

    Raises: Refused(`rates.unpriced`).
    """
    return quote(card, at_most).total


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


def share_out(card: RateCard, amount: Money) -> dict[str, Money]:
    """Who gets what of an amount, nothing lost; all of it to `performer` where the card names nobody.

    >>> lines = (PriceLine("1", Basis.LINE, Money("CNY", 3)),)
    >>> card = RateCard("CNY", lines, shares=(("agent", 1000), ("mina", 9000)))
    >>> {who: money.minor for who, money in share_out(card, Money("CNY", 101)).items()}
    {'agent': 10, 'mina': 91}
    """
    return amount.split(dict(card.shares) or {"performer": WHOLE_BASIS_POINTS})


SCENARIO_MINUTES = (1, 10, 100)
_SECONDS_A_MINUTE = 60


@dataclass(frozen=True)
class Scenario:
    """What one length of output would pay: minutes on screen, the bill, and the price of a minute."""

    minutes: int
    quote: Quote
    a_minute: Money


def scenarios(
    card: RateCard,
    act: str,
    *,
    lines_a_minute: int,
    minutes_a_day: int,
    minutes: Sequence[int] = SCENARIO_MINUTES,
) -> tuple[Scenario, ...]:
    """Pay for 1, 10 and 100 minutes of one act, so that nobody signs a card without seeing what it pays.

    `lines_a_minute` is how densely it is spoken; `minutes_a_day` how many finished minutes a day on set would
    have given, part days counted in proportion. One title throughout.

    Raises: Refused(`rates.unpriced`).
    """
    found = []
    for count in minutes:
        use = PricedUse(
            act,
            seconds=count * _SECONDS_A_MINUTE,
            lines=count * lines_a_minute,
            titles=1,
            day_equivalents=Fraction(count, minutes_a_day),
        )
        bill = quote(card, [use])
        found.append(Scenario(count, bill, bill.total.times(Fraction(1, count))))
    return tuple(found)
