"""What a card asks for beside its prices, as a form and back: step-ups, receipts, sums owed, a holdback, shares."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from propria.kernel.errors import Malformed
from propria.kernel.money import WHOLE_BASIS_POINTS
from propria.kernel.time import Instant
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.words import Words
from propria.rates import (
    UNIT_OF,
    Basis,
    Due,
    Holdback,
    Multiplier,
    Occasion,
    PriceLine,
    RateCard,
    ReceiptsShare,
    StepUp,
)
from propria.scope.measures import Quota
from propria.web.scope_form import FormPart
from propria.web.typed_form import Reading, Typed, major, midnight, notice_of

_HEADING = Words("更多酬金条款", "More on pay")
_REAL_TIME = frozenset({"real_time"})
_PERCENT = Words(
    "请写 0 至 100 的百分数，至多两位小数。", "Write a percentage from 0 to 100, two decimals at most."
)
_TOO_MUCH = Words("各方合计不能超过 100%。", "Together that is more than 100%.")
_NO_FACTOR = Words("请写大于零的倍数，如 7.5。", "Write a number above zero, such as 7.5.")
_NO_POINT = Words(
    "写明从第几个单位起，或从哪一天起，二选一。", "Say above how many units, or from which day: one of them."
)
_NO_PRICE = Words("从价格 1 起按序号选。", "Choose one of the prices by its number.")
_OWED: dict[Occasion, Words] = {
    Occasion.ACTIVATED: Words(
        "最低保证金（托管后即付，以后续所得抵扣）", "Minimum guarantee, paid once held and recouped later"
    ),
    Occasion.RENEWED: Words("每次续期另付", "Renewal fee, each time"),
    Occasion.ENDED_EARLY: Words("制作方提前终止另付", "Kill fee, if the creator ends it early"),
}
DAY_UNITS: dict[str, Words] = {
    "seconds": Words("秒", "seconds"),
    "lines": Words("句", "lines"),
    "takes": Words("条", "takes"),
    "titles": Words("部", "titles"),
}
ROLES: dict[str, Words] = {
    "representative": Words("代理所得百分比", "The representative’s share, in percent"),
    "guild": Words("工会所得百分比", "The guild’s share, in percent"),
}


def pay_part(typed: Typed, errors: Mapping[str, Words], prices: int) -> FormPart:
    """The fields, folded until something is asked for."""

    def field(name: str, label: Words, kind: str = "text", **more: Words | tuple[Choice, ...]) -> Field:
        hint, options = more.get("hint", ""), more.get("options", ())
        return Field(
            name,
            label,
            kind=kind,
            value=typed.one(name),
            hint=hint if isinstance(hint, Words) else "",
            error=errors.get(name, ""),
            required=False,
            options=options if isinstance(options, tuple) else (),
        )

    numbers = tuple(Choice(str(n), Words(f"价格 {n}", f"price {n}")) for n in range(1, max(prices, 1) + 1))
    steps: list[Field] = []
    for i in range(_rows(typed, "step_price") + 1):
        nth_zh, nth = f"递增 {i + 1}：", f"Step-up {i + 1}: "
        steps += (
            field(f"step_of_{i}", Words(f"{nth_zh}哪个价格", f"{nth}which price"), "select", options=numbers),
            field(f"step_above_{i}", Words(f"{nth_zh}超过多少单位", f"{nth}above how many units")),
            field(f"step_since_{i}", Words(f"{nth_zh}或自哪天", f"{nth}or from which day"), "date"),
            field(f"step_price_{i}", Words(f"{nth_zh}价格", f"{nth}the price")),
        )
    holders = [
        one
        for i in range(_rows(typed, "holder") + 1)
        for one in (
            field(f"holder_{i}", Words(f"遗产持有人 {i + 1} 的编号", f"Holder of the estate {i + 1}, by id")),
            field(
                f"holder_share_{i}",
                Words(f"持有人 {i + 1} 所得百分比", f"Holder {i + 1}’s share, in percent"),
            ),
        )
    ]
    units = tuple(Choice(unit, DAY_UNITS[unit]) for unit in UNIT_OF.values())
    parts = (
        field("day_count", Words("折算一个工日：多少单位成片", "A day-equivalent: how many rendered units")),
        field("day_unit", Words("折算工日的单位", "A day-equivalent: units of"), "select", options=units),
        field("real_time_times", Words("实时倍数", "Real time is paid at how many times")),
        *steps,
        field("receipts_percent", Words("作品收入分成百分比", "Share of receipts, in percent")),
        field("receipts_floor", Words("收入分成保底", "Never less of the receipts than")),
        *(field(f"owed_{occasion.value}", label) for occasion, label in _OWED.items()),
        field("holdback_percent", Words("暂留百分比", "Held back of each payment, in percent")),
        field("holdback_days", Words("暂留天数", "Held back for how many days")),
        *(field(f"share_{who}", label) for who, label in ROLES.items()),
        *holders,
    )
    opened = any((part.value and part.kind != "select") or part.error for part in parts)
    return FormPart(_HEADING, parts, folded=True, opened=opened)


def _rows(typed: Typed, name: str) -> int:
    count = 0
    while typed.one(f"{name}_{count}"):
        count += 1
    return count


def typed_pay(card: RateCard) -> dict[str, tuple[str, ...]]:
    """What a card asks for beside its prices, as it would be typed."""
    found: dict[str, str] = {}
    if card.day is not None:
        found |= {"day_count": str(card.day.limit), "day_unit": card.day.unit}
    for one in card.multipliers:
        if one.acts == _REAL_TIME:
            found["real_time_times"] = _percent(one.factor * 100)
    places = {line.clause: str(n) for n, line in enumerate(card.lines, 1)}
    for i, step in enumerate(card.steps):
        found |= {f"step_of_{i}": places[step.of], f"step_price_{i}": major(step.price)}
        found[f"step_above_{i}"] = "" if step.above is None else str(step.above)
        found[f"step_since_{i}"] = "" if step.since is None else step.since.date().isoformat()
    if card.receipts is not None:
        found["receipts_percent"] = _percent(card.receipts.basis_points)
        found["receipts_floor"] = major(card.receipts.floor) if card.receipts.floor else ""
    found |= {f"owed_{due.occasion.value}": major(due.amount) for due in card.dues}
    if card.holdback is not None:
        found["holdback_percent"] = _percent(card.holdback.basis_points)
        found["holdback_days"] = str(card.holdback.days)
    found |= {f"share_{who}": _percent(points) for who, points in card.shares if who in ROLES}
    named = [(who, points) for who, points in card.shares if who not in {"performer", "operator", *ROLES}]
    for i, (who, points) in enumerate(named):
        found |= {f"holder_{i}": who, f"holder_share_{i}": _percent(points)}
    return {name: (value,) for name, value in found.items() if value}


def _percent(points: Fraction | int) -> str:
    return f"{float(points) / 100:g}"


def read_card(
    reading: Reading, currency: str, plain: RateCard, old: RateCard | None, first_clause: int
) -> RateCard | None:
    """The card of the prices (`plain`) with everything else that was asked for; None when it cannot be read.

    A clause that stands in `old` keeps its number; a new one gets the next that is free.
    """
    used = {line.clause for line in plain.lines} | ({plain.minimum.clause} if plain.minimum else set())
    numbers = _free(first_clause, used | _numbers_of(old))
    try:
        return RateCard(
            currency,
            plain.lines,
            _multipliers(reading, old, numbers),
            plain.minimum,
            read_shares(reading),
            tuple(_steps(reading, currency, plain.lines, old, numbers)),
            _receipts(reading, currency, old, numbers),
            tuple(_dues(reading, currency, old, numbers)),
            _holdback(reading, old, numbers),
            _day(reading, plain),
        )
    except Malformed as error:
        reading.errors.setdefault("price_0", notice_of(error).says)
        return None


def _numbers_of(card: RateCard | None) -> set[str]:
    if card is None:
        return set()
    parts = (
        *card.lines,
        *card.multipliers,
        *card.steps,
        *card.dues,
        card.minimum,
        card.receipts,
        card.holdback,
    )
    return {part.clause for part in parts if part is not None}


def _free(first_clause: int, used: set[str]) -> Iterator[str]:
    number = 1
    while True:
        clause = f"{first_clause}.{number}"
        if clause not in used:
            yield clause
        number += 1


def _points(reading: Reading, name: str, *, most: int = WHOLE_BASIS_POINTS) -> int:
    """Basis points of a percentage; nothing typed is 0."""
    text = reading.typed.one(name)
    if not text:
        return 0
    try:
        exact = Fraction(text) * 100
    except (ValueError, ZeroDivisionError):
        exact = Fraction(-1)
    if exact.denominator != 1 or not 0 <= exact <= most:
        reading.errors[name] = _PERCENT
        return 0
    return int(exact)


def _multipliers(reading: Reading, old: RateCard | None, numbers: Iterator[str]) -> tuple[Multiplier, ...]:
    others = tuple(one for one in old.multipliers if one.acts != _REAL_TIME) if old else ()
    text = reading.typed.one("real_time_times")
    if not text:
        return others
    try:
        factor = Fraction(text)
    except (ValueError, ZeroDivisionError):
        factor = Fraction(0)
    if factor <= 0:
        reading.errors["real_time_times"] = _NO_FACTOR
        return others
    known = next((one.clause for one in old.multipliers if one.acts == _REAL_TIME), None) if old else None
    return (*others, Multiplier(known or next(numbers), _REAL_TIME, factor))


def _day(reading: Reading, plain: RateCard) -> Quota | None:
    """What makes a day-equivalent; nothing where no price is for one."""
    count, unit = reading.whole("day_count"), reading.typed.one("day_unit")
    return Quota(unit, count) if count and plain.day_rate() is not None else None


def _steps(
    reading: Reading,
    currency: str,
    prices: tuple[PriceLine, ...],
    old: RateCard | None,
    numbers: Iterator[str],
) -> Iterator[StepUp]:
    for i in range(_rows(reading.typed, "step_price")):
        place = reading.whole(f"step_of_{i}", 1)
        above = reading.whole(f"step_above_{i}") or None
        since = _since(reading, f"step_since_{i}")
        if not 0 < place <= len(prices) or prices[place - 1].basis is Basis.FIXED:
            reading.errors[f"step_of_{i}"] = _NO_PRICE
        elif (above is None) == (since is None):
            reading.errors[f"step_above_{i}"] = _NO_POINT
        else:
            price = reading.money(f"step_price_{i}", currency)
            known = old.steps[i].clause if old and i < len(old.steps) else None
            yield StepUp(known or next(numbers), prices[place - 1].clause, price, above, since)


def _since(reading: Reading, name: str) -> Instant | None:
    day = reading.day(name) if reading.typed.one(name) else None
    return midnight(day) if day else None


def _receipts(
    reading: Reading, currency: str, old: RateCard | None, numbers: Iterator[str]
) -> ReceiptsShare | None:
    points = _points(reading, "receipts_percent")
    if not points:
        return None
    floor = reading.money("receipts_floor", currency) if reading.typed.one("receipts_floor") else None
    known = old.receipts.clause if old and old.receipts else None
    return ReceiptsShare(known or next(numbers), points, floor)


def _dues(reading: Reading, currency: str, old: RateCard | None, numbers: Iterator[str]) -> Iterator[Due]:
    for occasion in _OWED:
        name = f"owed_{occasion.value}"
        if reading.typed.one(name):
            amount = reading.money(name, currency)
            known = old.due_on(occasion) if old else None
            if amount.minor:
                yield Due(known.clause if known else next(numbers), occasion, amount)


def _holdback(reading: Reading, old: RateCard | None, numbers: Iterator[str]) -> Holdback | None:
    points, days = _points(reading, "holdback_percent"), reading.whole("holdback_days")
    if not points:
        return None
    known = old.holdback.clause if old and old.holdback else None
    return Holdback(known or next(numbers), points, days)


def read_shares(reading: Reading) -> tuple[tuple[str, int], ...]:
    """Who has how many basis points; what nobody was given is the operator's."""
    performer = "share_performer" if reading.typed.one("share_performer") else ""
    points = {"performer": _points(reading, performer) if performer else WHOLE_BASIS_POINTS}
    points |= {who: _points(reading, f"share_{who}") for who in ROLES}
    for i in range(_rows(reading.typed, "holder")):
        who = reading.typed.one(f"holder_{i}")
        points[who] = points.get(who, 0) + _points(reading, f"holder_share_{i}")
    rest = WHOLE_BASIS_POINTS - sum(points.values())
    if rest < 0:
        reading.errors["share_performer"] = _TOO_MUCH
        return ()
    return tuple((who, part) for who, part in (points | {"operator": rest}).items() if part)
