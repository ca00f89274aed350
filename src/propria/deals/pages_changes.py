"""What the forms of a change say: an amendment is the whole term sheet, a renewal and an early end a few lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from propria.deals.model import Kind, TermSheet
from propria.deals.pages import SheetForm
from propria.deals.panels import title_of
from propria.deals.sheet_form import sheet_parts
from propria.plumbing.web.components import Field
from propria.plumbing.web.formats import day
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice, Typed

KIND_WORDS: dict[Kind, Words] = {
    Kind.LICENCE: Words("授权", "licence"),
    Kind.AMENDMENT: Words("变更", "amendment"),
    Kind.RENEWAL: Words("续期", "renewal"),
    Kind.TERMINATION: Words("提前终止", "early end"),
}
_UNTIL_SIGNED = Words(
    "对方可同意、还价或谢绝。在双方签署新合同之前，现行条款照旧。",
    "They may agree, counter or decline. Until both have signed the new contract, the running terms stay as they are.",
)


@page_context("deals/change_end.html")
@dataclass(frozen=True)
class EndForm:
    """A new end for a licence that runs: later (a renewal) or earlier."""

    heading: Words
    title: Words
    lede: Words
    runs_until: Words
    action: str
    back: str
    kind: str
    fields: tuple[Field, ...]
    notice: Notice | None


def _lapses(typed: Typed, errors: Mapping[str, Words]) -> Field:
    return Field(
        "lapses_days",
        Words("几天内有效（至多 60）", "Stands for how many days, 60 at most"),
        kind="number",
        value=typed.one("lapses_days"),
        error=errors.get("lapses_days", ""),
    )


def amendment_form(
    deal_id: str, typed: Typed, errors: Mapping[str, Words], notice: Notice | None
) -> SheetForm:
    """The whole term sheet, filled with the terms that run."""
    return SheetForm(
        heading=Words("您要变更什么？", "What would you amend?"),
        lede=_UNTIL_SIGNED,
        action=f"/deals/{deal_id}/change",
        back=f"/deals/{deal_id}",
        hidden=(("kind", Kind.AMENDMENT.value),),
        code=None,
        parts=sheet_parts(typed, errors, notice),
        lapses=_lapses(typed, errors),
        is_counter=False,
    )


def end_form(
    deal_id: str,
    kind: Kind,
    before: TermSheet,
    typed: Typed,
    errors: Mapping[str, Words],
    notice: Notice | None,
) -> EndForm:
    """When it should end, and what goes with that."""
    ends = Field(
        "ends_on",
        Words("最后一天", "Last day"),
        kind="date",
        value=typed.one("ends_on"),
        error=errors.get("ends_on", ""),
        hint=Words("当天 24 时（UTC）起不再允许。", "From 24:00 UTC of that day nothing is allowed."),
    )
    renews = kind is Kind.RENEWAL
    until = before.term[1]
    return EndForm(
        heading=Words("续到哪一天？", "Until when would you renew it?")
        if renews
        else Words("提前到哪一天终止？", "When should it end?"),
        title=title_of(before),
        lede=_UNTIL_SIGNED,
        runs_until=Words(f"现行期限至 {day(until, 'zh-Hans')}。", f"It runs until {day(until, 'en')}."),
        action=f"/deals/{deal_id}/change",
        back=f"/deals/{deal_id}",
        kind=kind.value,
        fields=(ends, *(_pay(typed, errors) if renews else _after(typed, errors)), _lapses(typed, errors)),
        notice=notice,
    )


def _pay(typed: Typed, errors: Mapping[str, Words]) -> tuple[Field, ...]:
    return (
        Field(
            "guarantee",
            Words("保底总额（含已付）", "Guaranteed in all, what was paid included"),
            value=typed.one("guarantee"),
            error=errors.get("guarantee", ""),
        ),
    )


def _after(typed: Typed, errors: Mapping[str, Words]) -> tuple[Field, ...]:
    return sheet_parts(typed, errors).end
