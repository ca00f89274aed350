"""A renewal option: who may ask for how much longer, until when, at what fee; in words, and what it holds. Pure."""

from dataclasses import replace
from datetime import timedelta

from propria.deals.model import Kind, RenewalBy, Side, TermSheet, Turn
from propria.kernel.errors import Refused
from propria.kernel.time import Instant
from propria.plumbing.web.words import Words
from propria.rates import Occasion

WHO: dict[RenewalBy, Words] = {
    RenewalBy.CREATOR: Words("制作方", "The creator"),
    RenewalBy.PERFORMER: Words("演员一方", "The performer’s side"),
    RenewalBy.EITHER: Words("任一方", "Either side"),
}
HEAD = Words("续期选择权", "Renewal option")
NONE = Words("没有：续期须另行商定", "None: a renewal is talked about anew")


def option_words(sheet: TermSheet) -> Words:
    """The option of a term sheet in words, with the fee that its card asks for a renewal."""
    option = sheet.renewal
    if option is None:
        return NONE
    who, by, to = WHO[option.by], last_day(option.ask_by), last_day(option.until)
    fee = sheet.card.due_on(Occasion.RENEWED)
    zh_fee = f"续期酬金 {fee.amount}" if fee else "不另付续期酬金"
    en_fee = f"for {fee.amount} beside the pay" if fee else "for no fee beside the pay"
    return Words(
        f"{who.zh}可在 {by}（含当日）之前提出续期，至多到 {to}（含当日），{zh_fee}，其余条款不变。对方可以谢绝，但不得另提条件。",
        f"{who.en} may ask, by {by} at the latest, that it be renewed until {to} at most, {en_fee}, all else as it is. The other "
        "side may decline, and may put no other terms.",
    )


def last_day(at: Instant) -> str:
    """The last day that lies before an instant, UTC."""
    return (at - timedelta(microseconds=1)).date().isoformat()


def leads_beyond(sheet: TermSheet) -> bool:
    """Whether an option, where there is one, is asked for before the end of the licence and leads beyond it."""
    option, (_, ends) = sheet.renewal, sheet.term
    return option is None or option.ask_by <= ends < option.until


def without_spent(kind: Kind, sheet: TermSheet) -> TermSheet:
    """A renewal or an early end leaves no option that means nothing any more."""
    spent = kind in (Kind.RENEWAL, Kind.TERMINATION) and not leads_beyond(sheet)
    return replace(sheet, renewal=None) if spent else sheet


def check_option(sheet: TermSheet) -> None:
    """An option is asked for before the end, and leads beyond it. Raises: Refused(`deals.option_unclear`)."""
    if not leads_beyond(sheet):
        raise Refused(
            "deals.option_unclear",
            "A renewal option is asked for before the end of the licence, and leads beyond it.",
            runs_until=str(sheet.term[1]),
        )


def exercises(before: TermSheet, first: Turn) -> bool:
    """Whether talks were opened by an option of the running terms: by whom it names, in time, and no further."""
    option, after = before.renewal, first.sheet
    if option is None or first.made_at >= option.ask_by or after.term[1] > option.until:
        return False
    names = {RenewalBy.EITHER, RenewalBy(first.side.value)}
    same = replace(after, scope=after.scope.but(term=before.scope.term), renewal=option)
    return option.by in names and same == before


def check_counter(kind: Kind, side: Side, before: TermSheet, first: Turn) -> None:
    """To a renewal that was promised the other side puts no other terms. Raises: Refused(`deals.option_promised`)."""
    if kind is Kind.RENEWAL and side is not first.side and exercises(before, first):
        raise Refused(
            "deals.option_promised",
            "This renewal was promised on these terms: agree to it, or decline.",
        )
