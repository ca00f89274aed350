"""A term sheet as a form, and back: titles, scope, prices, shares, guarantee, what happens at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from propria.casting.model import Brief
from propria.deals.exclusive_form import exclusive_part, read_exclusive, typed_exclusive
from propria.deals.model import Finished, TermSheet, WindDown
from propria.deals.pay_form import pay_part, read_card, typed_pay
from propria.deals.renewal_form import read_renewal, renewal_fields, typed_renewal
from propria.kernel.errors import Malformed
from propria.kernel.money import WHOLE_BASIS_POINTS
from propria.kernel.time import Instant
from propria.parties.model import Name
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.words import Words
from propria.rates import Basis, Minimum, PriceLine, RateCard
from propria.rulepacks import FACTS
from propria.web.scope_form import FormPart, read_scope, scope_parts, typed_scope
from propria.web.typed_form import (
    Notice,
    Pick,
    Reading,
    Typed,
    choices,
    currency_choices,
    major,
    midnight,
    notice_of,
)

USUAL_SHARE = "95"
FIRST_CLAUSE = 5
BASES: dict[Basis, Words] = {
    Basis.SECOND: Words("每秒成片", "a second on screen"),
    Basis.LINE: Words("每句台词", "a line"),
    Basis.TAKE: Words("每条", "a take"),
    Basis.TITLE: Words("每部", "a title"),
    Basis.DAY_EQUIVALENT: Words("每折算工日", "a day-equivalent"),
    Basis.FIXED: Words("一次性", "once"),
}
FINISHED: dict[Finished, Words] = {
    Finished.MAY_STAY: Words("已完成的成片可以继续展示", "Finished works may go on being shown"),
    Finished.UNTIL: Words("可展示至约定日期", "They may be shown until a date"),
    Finished.MUST_STOP: Words("须停止展示", "Showing them stops"),
}
NO_WIND_DOWN = Words("不约定（须另行商定或裁定）", "Nothing agreed: it takes agreement or a ruling")
_FACTS = Words("双方声明", "Both sides state")
_FACTS_HINT = Words(
    "未勾选即视为不是。据此得知哪些规则适用。",
    "What is not ticked is not so. It tells which rules reach the deal.",
)
_NO_FACT = Words("请从列表中选择。", "Choose from the list.")
_NO_PRICE = Words("至少写一个价格。", "Write one price at least.")


@dataclass(frozen=True)
class SheetParts:
    """The form of a term sheet: its words, its scope, its money, what is so, and what a refusal said."""

    words: tuple[Field, ...]
    scope: tuple[FormPart, ...]
    money: tuple[Field, ...]
    pay: FormPart
    end: tuple[Field, ...]
    facts: FormPart
    exclusive: FormPart
    notice: Notice | None = None


def sheet_parts(typed: Typed, errors: Mapping[str, Words], notice: Notice | None = None) -> SheetParts:
    """The form, filled with what was typed."""

    def field(name: str, zh: str, en: str, **more: Any) -> Field:
        return Field(name, Words(zh, en), value=typed.one(name), error=errors.get(name, ""), **more)

    words = (
        field("title_zh", "作品名（中文）", "Title, in Chinese"),
        field("title_en", "作品名（英文）", "Title, in English"),
        field("role_zh", "角色（中文）", "Role, in Chinese"),
        field("role_en", "角色（英文）", "Role, in English"),
        field("credit_zh", "署名（中文）", "Credit, in Chinese"),
        field("credit_en", "署名（英文）", "Credit, in English"),
    )
    bases = tuple(Choice(basis.value, said) for basis, said in BASES.items())
    prices: list[Field] = []
    for i in range(_lines_of(typed) + 1):
        extra = {"required": i == 0}
        prices.append(field(f"price_{i}", f"价格 {i + 1}", f"Price {i + 1}", **extra))
        prices.append(
            field(f"basis_{i}", f"价格 {i + 1} 计量", f"Price {i + 1} is for", kind="select", options=bases)
        )
    money = (
        field("currency", "币种", "Currency", kind="select", options=currency_choices()),
        *prices,
        field(
            "guarantee",
            "保底并托管",
            "Guaranteed, and held first",
            hint=Words("使用之前须托管的数额", "Held before anything is rendered"),
        ),
        field("minimum", "最低总酬金", "Least paid in all", required=False),
        field("share_performer", "演员所得百分比", "The performer’s share, in percent", required=False),
    )
    options = (Choice("", NO_WIND_DOWN), *(Choice(f.value, said) for f, said in FINISHED.items()))
    end = (
        field(
            "finished",
            "撤回或期满之后",
            "After withdrawal or the end",
            kind="select",
            options=options,
            required=False,
        ),
        field("until", "展示至", "Shown until", kind="date", required=False),
        field("in_flight_until", "在制内容可做至", "Work in flight may end by", kind="date", required=False),
        *renewal_fields(typed, errors),
    )
    stated = frozenset(typed.many("facts"))
    pick = Pick("facts", _FACTS, choices(FACTS), stated, hint=_FACTS_HINT, error=errors.get("facts", ""))
    facts = FormPart(Words("实际情况", "What is so"), (pick,), folded=True, opened=bool(stated))
    return SheetParts(
        words,
        scope_parts(typed, errors),
        money,
        pay_part(typed, errors, _lines_of(typed)),
        end,
        facts,
        exclusive_part(typed, errors),
        notice,
    )


def _lines_of(typed: Typed) -> int:
    count = 0
    while typed.one(f"price_{count}"):
        count += 1
    return count


def typed_sheet(sheet: TermSheet) -> Typed:
    """A term sheet as it would be typed, for a counter."""
    found = typed_scope(sheet.scope)
    for name in ("title", "role", "credit"):
        zh, en = getattr(sheet, name)
        found |= {f"{name}_zh": (zh,), f"{name}_en": (en,)}
    found |= {"currency": (sheet.card.currency,), "guarantee": (major(sheet.guarantee),)}
    for i, line in enumerate(sheet.card.lines):
        found |= {f"price_{i}": (major(line.price),), f"basis_{i}": (line.basis.value,)}
    if sheet.card.minimum and sheet.card.minimum.amount:
        found["minimum"] = (major(sheet.card.minimum.amount),)
    found |= typed_pay(sheet.card)
    points = dict(sheet.card.shares).get("performer", WHOLE_BASIS_POINTS if not sheet.card.shares else 0)
    found["share_performer"] = (f"{points / 100:g}",)
    if sheet.wind_down:
        found["finished"] = (sheet.wind_down.finished.value,)
        for name in ("until", "in_flight_until"):
            day: Instant | None = getattr(sheet.wind_down, name)
            found |= {name: (day.date().isoformat(),)} if day else {}
    found |= typed_renewal(sheet.renewal)
    found["facts"] = tuple(sorted(sheet.facts))
    return Typed(found | typed_exclusive(sheet))


def typed_offer(brief: Brief, name: Name | None) -> Typed:
    """What an offer starts with: the brief, its budget as the guarantee, spread over its seconds; `name`: where it may be told."""
    seconds = {q.unit: q.limit for q in brief.scope.volume} if isinstance(brief.scope.volume, tuple) else {}
    unit, count = (
        ("second", seconds["seconds"]) if seconds.get("seconds") else ("line", seconds.get("lines") or 1)
    )
    price = brief.budget.times(Fraction(1, count))
    found = typed_scope(brief.scope) | {
        "title_zh": (brief.title[0],),
        "title_en": (brief.title[1],),
        "role_zh": (brief.role,),
        "role_en": (brief.role,),
        "credit_zh": (f"数字表演：{name.zh if name else ''}",),
        "credit_en": (f"Digital performance by {name.en if name else ''}",),
        "currency": (brief.budget.currency,),
        "price_0": (major(price),),
        "basis_0": (unit,),
        "guarantee": (major(brief.budget),),
        "minimum": (major(brief.budget),),
        "share_performer": (USUAL_SHARE,),
        "finished": (Finished.MAY_STAY.value,),
        "lapses_days": ("14",),
    }
    return Typed(found)


def read_sheet_form(
    reading: Reading, *, project: str, roles: tuple[str, ...], before: TermSheet | None
) -> TermSheet | None:
    """The term sheet that was filled in, or None when `reading.errors` says what cannot be read.

    What the form does not show (multipliers other than for real time, which acts a price is for) stays as `before`.
    """
    words = {
        name: (reading.line(f"{name}_zh"), reading.line(f"{name}_en")) for name in ("title", "role", "credit")
    }
    scope = read_scope(reading, project=project, roles=roles)
    currency = reading.typed.one("currency", "CNY")
    guarantee = reading.money("guarantee", currency)
    card = _read_card(reading, currency, before)
    wind_down = read_wind_down(reading)
    facts = frozenset(reading.typed.many("facts"))
    if not facts <= FACTS.keys():
        reading.errors["facts"] = _NO_FACT
    exclusive, renewal = read_exclusive(reading), read_renewal(reading)
    if reading.errors or card is None:
        return None
    return TermSheet(
        project,
        words["title"],
        words["role"],
        scope,
        card,
        guarantee,
        wind_down,
        words["credit"],
        facts,
        exclusive,
        renewal,
    )


def _read_card(reading: Reading, currency: str, before: TermSheet | None) -> RateCard | None:
    old = before.card if before else None
    lines = []
    for i in range(_lines_of(reading.typed)):
        price = reading.money(f"price_{i}", currency)
        kept = old.lines[i] if old and i < len(old.lines) else None
        clause = kept.clause if kept else f"{FIRST_CLAUSE}.{i + 1}"
        basis = reading.typed.one(f"basis_{i}", Basis.SECOND.value)
        lines.append(
            PriceLine(
                clause,
                Basis(basis) if basis in {b.value for b in Basis} else Basis.SECOND,
                price,
                kept.acts if kept else frozenset(),
            )
        )
    if not lines:
        reading.errors["price_0"] = _NO_PRICE
        return None
    try:
        plain = RateCard(currency, tuple(lines), minimum=_read_minimum(reading, currency, old, len(lines)))
    except Malformed as error:
        reading.errors["price_0"] = notice_of(error).says
        return None
    return read_card(reading, currency, plain, old, FIRST_CLAUSE)


def _read_minimum(reading: Reading, currency: str, old: RateCard | None, lines: int) -> Minimum | None:
    if not reading.typed.one("minimum"):
        return old.minimum if old and old.minimum and old.minimum.amount is None else None
    clause = old.minimum.clause if old and old.minimum else f"{FIRST_CLAUSE}.{lines + 1}"
    return Minimum(clause, amount=reading.money("minimum", currency))


def read_wind_down(reading: Reading) -> WindDown | None:
    """What happens to finished works after the end; None where nothing is agreed."""
    chosen = reading.typed.one("finished")
    if chosen not in {f.value for f in Finished}:
        return None
    until = reading.day("until") if chosen == Finished.UNTIL.value else None
    flight = reading.day("in_flight_until") if reading.typed.one("in_flight_until") else None
    if chosen == Finished.UNTIL.value and until is None:
        return None
    return WindDown(
        Finished(chosen), midnight(until) if until else None, midnight(flight) if flight else None
    )


def lapse_after(reading: Reading, *, now: Instant) -> Instant:
    """When an offer lapses: so many days from now."""
    return now + timedelta(days=reading.whole("lapses_days", 14))
