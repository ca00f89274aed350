"""What a card asks for beside its prices, clause by clause, in words that contract, page and diff share. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from propria.kernel.money import WHOLE_BASIS_POINTS
from propria.kernel.time import wire
from propria.rates.clauses import Due, Holdback, Occasion, ReceiptsShare, StepUp
from propria.rates.model import UNIT_OF, Basis, Minimum, Multiplier, RateCard
from propria.rates.pay import UNIT_WORDS, plain
from propria.scope.codes.doings import ACTS
from propria.scope.words import Said

_HEADS: dict[str, Said] = {
    "day": Said("折算工日", "Day-equivalent"),
    "step": Said("递增", "Step-up"),
    "multiplier": Said("倍数", "Multiplier"),
    "receipts": Said("收入分成", "Share of receipts"),
    "minimum": Said("最低总酬金", "Least paid in all"),
    Occasion.ACTIVATED.value: Said("最低保证金", "Minimum guarantee"),
    Occasion.RENEWED.value: Said("续期酬金", "Renewal fee"),
    Occasion.ENDED_EARLY.value: Said("终止补偿", "Kill fee"),
    "holdback": Said("暂留款", "Holdback"),
    "share": Said("分配", "Share"),
}
PAYEES: dict[str, Said] = {
    "performer": Said("演员", "the performer"),
    "representative": Said("代理", "the representative"),
    "guild": Said("工会", "the guild"),
    "estate": Said("遗产持有人", "the holders of the estate"),
    "operator": Said("运营方", "the operator"),
}
"""Who can have a share, in words."""
COUNTS_ON_HEAD = Said("累计", "Counting on")
COUNTS_ON = Said(
    "变更与续期延续同一授权：此前各版本下的用量与已计酬金继续累计，已起算的工日、递增的起点、一次性酬金、保证金与最低总额"
    "均不重新起算；每一单位按其准许时所依版本的单价计酬。变更另定递增起点或工日长度的，自该变更起以其为准，仍自首次使用累计",
    "An amendment or a renewal continues the same licence. What was used and charged under its earlier versions counts on: a day "
    "that was started, the points of step-ups, a one-off fee, a guarantee and the least in all do not begin anew, and each unit "
    "is paid at the price of the version under which it was permitted. An amendment that sets another point or another length of "
    "a day holds from then on, counted from the first use",
)
"""What becomes of counts and sums when other terms are signed for a licence that runs."""


@dataclass(frozen=True)
class Term:
    """One thing that a card asks for: `key` is the same in two versions; `worth` is higher the better it pays."""

    key: str
    clause: str
    head: Said
    says: Said
    worth: Fraction


def terms_of(card: RateCard) -> tuple[Term, ...]:
    """Everything beside the prices, in the order in which a contract says it; shares last."""
    return (*_asked(card), *_shares(card))


def asked(card: RateCard) -> tuple[Term, ...]:
    """The same without the shares, which a contract prints in a table of their own."""
    return tuple(_asked(card))


def steps_of(card: RateCard) -> tuple[Term, ...]:
    """The points from which a price is higher."""
    return tuple(_step(card, step) for step in card.steps)


def _asked(card: RateCard) -> Iterator[Term]:
    yield from days_of(card)
    yield from steps_of(card)
    yield from (_multiplier(each) for each in card.multipliers)
    if card.receipts is not None:
        yield _receipts(card.receipts)
    if card.minimum is not None:
        yield _minimum(card.minimum)
    yield from (_due(due) for due in card.dues)
    if card.holdback is not None:
        yield _holdback(card.holdback)


def _term(key: str, clause: str, zh: str, en: str, worth: Fraction | int) -> Term:
    return Term(key, clause, _HEADS[key.split()[0]], Said(zh, en), Fraction(worth))


def days_of(card: RateCard) -> Iterator[Term]:
    """How a price for a day is charged; the fewer units make a day, the better it pays."""
    if card.day is None:
        return
    unit, much = card.day.unit, card.day.limit
    zh, en = UNIT_WORDS[next(basis for basis, name in UNIT_OF.items() if name == unit)]
    clause = next(line.clause for line in card.lines if line.basis is Basis.DAY_EQUIVALENT)
    yield _term(
        f"day {unit}",
        clause,
        f"每 {much:,} {zh}成片折算一个工日；本授权各版本项下的全部使用按行为分别累计，不足一日按一日计",
        f"Every {much:,} rendered {en if much == 1 else unit} make a day-equivalent; all uses under this licence, in every "
        "version of it, add up, act by act, and a day that is started is paid whole",
        Fraction(1, much),
    )


def _step(card: RateCard, step: StepUp) -> Term:
    basis = next(line.basis for line in card.lines if line.clause == step.of)
    zh, en = UNIT_WORDS[basis]
    if step.since is None:
        from_zh, from_en = f"超过 {step.above:,} {zh}的部分", f"above {step.above:,} {en}s, act by act"
    else:
        from_zh, from_en = f"自 {wire(step.since)[:10]} 起", f"from {wire(step.since)[:10]} on"
    return _term(
        f"step {step.of} {step.point}",
        step.clause,
        f"第 {step.of} 条的单价，{from_zh}，每{zh} {step.price}",
        f"The price under clause {step.of} is {step.price} a {en} {from_en}",
        step.price.minor,
    )


def _multiplier(one: Multiplier) -> Term:
    acts = [ACTS[act] for act in sorted(one.acts)]
    zh, en = "、".join(zh for zh, _ in acts), ", ".join(en for _, en in acts)
    much = plain(one.factor)
    return _term(
        f"multiplier {' '.join(sorted(one.acts))}",
        one.clause,
        f"{zh}按 {much} 倍计酬",
        f"{en} is paid at {much} times",
        one.factor,
    )


def _receipts(one: ReceiptsShare) -> Term:
    percent = f"{one.basis_points / 100:g}%"
    floor_zh = f"；一经使用，不少于 {one.floor}" if one.floor else ""
    floor_en = f"; once anything is used, never less than {one.floor}" if one.floor else ""
    return _term(
        "receipts",
        one.clause,
        f"作品收入的 {percent}{floor_zh}",
        f"{percent} of what the work takes in{floor_en}",
        one.basis_points + Fraction(one.floor.minor if one.floor else 0, 10**15),
    )


def _minimum(one: Minimum) -> Term:
    days = one.day_equivalents
    zh, en = (
        (f"{days} 个折算工日", f"{days} day-equivalents") if one.amount is None else (str(one.amount),) * 2
    )
    worth = Fraction(days or 0) if one.amount is None else Fraction(one.amount.minor)
    return _term(
        "minimum",
        one.clause,
        f"一经使用，总额不少于 {zh}",
        f"Once anything is used, at least {en} in all",
        worth,
    )


_OWED: dict[Occasion, tuple[str, str]] = {
    Occasion.ACTIVATED: (
        "款项托管后即付 {}，以其后按使用与收入所得抵扣，不退还",
        "{} is owed once its funds are held, recouped from later pay by use and by receipts, and never paid back",
    ),
    Occasion.RENEWED: ("每次续期另付 {}", "{} is owed each time that the licence is renewed"),
    Occasion.ENDED_EARLY: (
        "制作方提前终止时另付 {}",
        "{} is owed beside everything else if the creator ends the licence early",
    ),
}


def _due(due: Due) -> Term:
    zh, en = (words.format(due.amount) for words in _OWED[due.occasion])
    return _term(due.occasion.value, due.clause, zh, en, due.amount.minor)


def _holdback(one: Holdback) -> Term:
    percent = f"{one.basis_points / 100:g}%"
    return _term(
        "holdback",
        one.clause,
        f"每笔所得的 {percent} 暂留 {one.days} 天后付",
        f"{percent} of each payment stays back and becomes payable {one.days} days after",
        -one.basis_points * one.days,
    )


def shares_in(card: RateCard) -> tuple[tuple[str, int], ...]:
    """Who has how many basis points of every payment; all of it the performer's where the card names nobody."""
    return card.shares or (("performer", WHOLE_BASIS_POINTS),)


def _shares(card: RateCard) -> Iterator[Term]:
    for who, points in shares_in(card):
        said = payee_words(who)
        much = f"{points / 100:g}%"
        worth = points if who != "operator" else -points
        yield _term(f"share {who}", "", f"{said.zh} {much}", f"{much} to {said.en}", worth)


def due_words(occasion: Occasion) -> Said:
    """What a sum that is owed on an occasion is called."""
    return _HEADS[occasion.value]


def payee_words(who: str) -> Said:
    """Who has a share, in words; what is no role is said as it is written.

    >>> payee_words("guild").en
    'the guild'
    """
    return PAYEES.get(who, Said(who, who))
