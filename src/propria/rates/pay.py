"""What a use costs under a card, itemised, each line naming its clause; floors, shares and scenarios. Pure.

Exact fractions until the end of a line; each line is rounded once, half up; the total is their sum.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from propria.kernel.errors import Refused
from propria.kernel.money import WHOLE_BASIS_POINTS, Money
from propria.kernel.time import Instant
from propria.rates import tiers
from propria.rates.clauses import Due, Occasion, ReceiptsShare
from propria.rates.model import Basis, PriceLine, RateCard


@dataclass(frozen=True)
class PricedUse:
    """What is to be paid for: one act and its rendered units (whole, of scope's UNITS)."""

    act: str
    seconds: int = 0
    lines: int = 0
    takes: int = 0
    titles: int = 0

    def of(self, unit: str | None) -> int:
        """How many of a unit this is; of no unit, none."""
        return getattr(self, unit) if unit else 0


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


def quote(
    card: RateCard,
    uses: Sequence[PricedUse],
    *,
    already_paid: Money | None = None,
    before: Sequence[PricedUse] = (),
    receipts: Money | None = None,
    on: Instant | None = None,
) -> Quote:
    """What these uses cost together, once: fixed lines, then units act by act, the share of receipts, then what the
    guarantee and the minimum add.

    Uses of one act add up before anything is rounded. `already_paid` is what earlier bills under this card
    came to, fixed price and minimum included: it counts towards the minimum, and what is owed once is not due
    again. `before`: what was used already, which counts towards step-ups; `on`: when this is used, for those by days;
    `receipts`: what the work took in, in the card's currency.

    Raises: Refused(`rates.unpriced`) naming the acts that the card has no price for.
    """
    check_priced(card, uses)
    acts = tuple(dict.fromkeys(use.act for use in uses))
    is_first, none = already_paid is None, Money(card.currency, 0)
    fixed = [_fixed(line) for line in card.lines if is_first and _is_due(line, acts)]
    earned: list[QuoteLine] = []
    for act in acts:
        for line in card.lines:
            used, units = _units(card, line, act, before), _units(card, line, act, (*before, *uses))
            if units > used and line.is_for(act):
                earned += _priced(card, line, act, used, units - used, on)
    if card.receipts is not None and is_first:
        earned += _of_receipts(card.receipts, receipts or none)
    advance = card.due_on(Occasion.ACTIVATED) if is_first else None
    lines = fixed + earned + list(_recouped(advance, _sum(earned, none)))
    total = _sum(lines, none)
    made_up = _make_up(card, total, already_paid or none)
    if made_up is not None:
        lines.append(made_up)
        total += made_up.amount
    return Quote(tuple(lines), total)


def _units(card: RateCard, line: PriceLine, act: str, uses: Sequence[PricedUse]) -> Fraction:
    """How often a price is due for these uses of an act together: of days, each one that was started."""
    rendered = sum(use.of(card.unit_of(line)) for use in uses if use.act == act)
    return tiers.started(rendered, card.each(line))


def _sum(lines: Sequence[QuoteLine], none: Money) -> Money:
    return sum((line.amount for line in lines), none)


def _of_receipts(share: ReceiptsShare, receipts: Money) -> Iterator[QuoteLine]:
    part = Fraction(share.basis_points, WHOLE_BASIS_POINTS)
    amount, percent = receipts.times(part), f"{share.basis_points / 100:g}%"
    if share.floor is not None and amount < share.floor:
        zh, en = f"收入分成保底 {share.floor}", f"The floor of the share of receipts, {share.floor}"
        yield _once(share.clause, share.floor, zh, en)
    elif amount.minor:
        yield _once(
            share.clause, amount, f"收入 {receipts} 的 {percent}", f"{percent} of receipts of {receipts}"
        )


def _recouped(advance: Due | None, earned: Money) -> Iterator[QuoteLine]:
    """What the minimum guarantee adds to what was earned; what is earned recoups it."""
    if advance is None or earned >= advance.amount:
        return
    zh = f"最低保证金 {advance.amount}，以所得抵扣"
    en = f"The minimum guarantee of {advance.amount}, recouped from what is earned"
    yield _once(advance.clause, advance.amount - earned, zh, en)


def _once(clause: str, amount: Money, zh: str, en: str) -> QuoteLine:
    one = Fraction(1)
    return QuoteLine((clause,), None, None, one, amount, one, amount, zh, en)


def check_priced(card: RateCard, uses: Sequence[PricedUse]) -> None:
    """Nothing is free by oversight: every act has a line on the card.

    Raises: Refused(`rates.unpriced`) naming the acts.
    """
    bare = sorted({use.act for use in uses if not any(line.is_for(use.act) for line in card.lines)})
    if bare:
        raise Refused("rates.unpriced", "The card has no price for this.", acts=bare)


def check_days(card: RateCard) -> None:
    """A price for a day says how long a day is, or it would never be charged.

    Raises: Refused(`rates.day_unsaid`) with `missing` (zh, en, the clause to add).
    """
    if card.day is not None or card.day_rate() is None:
        return
    raise Refused(
        "rates.day_unsaid",
        "A price for a day does not say how much makes a day.",
        missing=[
            {
                "zh": "未写明多少成片折算一个工日，按日的价格便无从计收。",
                "en": "It does not say how much rendered work makes a day, so a price by the day charges nothing.",
                "clause_zh": "每 40 句台词折算一个工日，不足一日按一日计。",
                "clause_en": "Every 40 lines make a day-equivalent; a day that is started counts whole.",
            }
        ],
    )


def _is_due(line: PriceLine, acts: Sequence[str]) -> bool:
    return line.basis is Basis.FIXED and any(line.is_for(act) for act in acts)


def _fixed(line: PriceLine) -> QuoteLine:
    once = _once(line.clause, line.price, f"一次性酬金 {line.price}", f"Fixed fee, {line.price}")
    return replace(once, basis=Basis.FIXED)


def _priced(
    card: RateCard, line: PriceLine, act: str, used: Fraction, units: Fraction, on: Instant | None
) -> Iterator[QuoteLine]:
    """The units of one act under one price, a line for each step-up that they reach; the last one takes the rounding."""
    factors = [m for m in card.multipliers if act in m.acts]
    factor = Fraction(1)
    for multiplier in factors:
        factor *= multiplier.factor
    steps = card.steps_of(line.clause)
    by_day, by_units = tiers.step_at(steps, on), tiers.tiers_of(steps)
    price = line.price if by_day is None else by_day.price
    done, whole = _rounded(tiers.exact(price, by_units, used) * factor), used
    for much, each, clause in _after(tiers.pieces(price, by_units, used + units), used):
        whole += much
        so_far = _rounded(tiers.exact(price, by_units, whole) * factor)
        stepped = clause or (by_day.clause if by_day else None)
        clauses = (line.clause, *((stepped,) if stepped else ()), *(m.clause for m in factors))
        amount, done = Money(card.currency, so_far - done), so_far
        yield _counted(clauses, line.basis, act, much, each, factor, amount)


def _after(cut: Iterator[tiers.Piece], used: Fraction) -> Iterator[tiers.Piece]:
    """The pieces that lie beyond what was used already."""
    left = used
    for much, price, clause in cut:
        skipped = min(left, much)
        left -= skipped
        if much > skipped:
            yield much - skipped, price, clause


def _rounded(minor: Fraction) -> int:
    return (2 * minor.numerator + minor.denominator) // (2 * minor.denominator)


def _counted(
    clauses: tuple[str, ...],
    basis: Basis,
    act: str,
    units: Fraction,
    price: Money,
    factor: Fraction,
    amount: Money,
) -> QuoteLine:
    zh, en = UNIT_WORDS[basis]
    times_zh, times_en = (f"，{plain(factor)} 倍", f", × {plain(factor)}") if factor != 1 else ("", "")
    return QuoteLine(
        clauses,
        basis,
        act,
        units,
        price,
        factor,
        amount,
        f"{plain(units)} {zh}，每{zh} {price}{times_zh}",
        f"{plain(units)} {en if units == 1 else en + 's'} at {price}{times_en}",
    )


UNIT_WORDS: dict[Basis, tuple[str, str]] = {
    Basis.DAY_EQUIVALENT: ("折算工日", "day-equivalent"),
    Basis.SECOND: ("秒", "second"),
    Basis.LINE: ("句", "line"),
    Basis.TAKE: ("条", "take"),
    Basis.TITLE: ("部", "title"),
}


def plain(number: Fraction) -> str:
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
    minutes: Sequence[int] = SCENARIO_MINUTES,
) -> tuple[Scenario, ...]:
    """Pay for 1, 10 and 100 minutes of one act, so that nobody signs a card without seeing what it pays.

    `lines_a_minute` is how densely it is spoken, each line one take. One title throughout.

    Raises: Refused(`rates.unpriced`).
    """
    found = []
    for count in minutes:
        use = PricedUse(
            act,
            seconds=count * _SECONDS_A_MINUTE,
            lines=count * lines_a_minute,
            takes=count * lines_a_minute,
            titles=1,
        )
        bill = quote(card, [use])
        found.append(Scenario(count, bill, bill.total.times(Fraction(1, count))))
    return tuple(found)
