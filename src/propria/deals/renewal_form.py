"""The renewal option of a term sheet as a form, and back."""

from collections.abc import Mapping
from datetime import timedelta

from propria.deals.model import RenewalBy, RenewalOption
from propria.deals.renewing import NONE, WHO, last_day
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.words import Words
from propria.web.typed_form import Reading, Typed, midnight

BY, ASK_BY, UNTIL = "renewal_by", "renewal_ask_by", "renewal_until"
_HINT = Words("续期酬金写在酬金部分。", "What it costs stands with the pay: the renewal fee.")


def renewal_fields(typed: Typed, errors: Mapping[str, Words]) -> tuple[Field, ...]:
    """Who may ask for it, until when, and for how long."""
    options = (Choice("", NONE), *(Choice(by.value, said) for by, said in WHO.items()))

    def field(name: str, label: Words, kind: str, **more: object) -> Field:
        return Field(
            name, label, kind, typed.one(name), error=errors.get(name, ""), required=False, **more  # type: ignore[arg-type]
        )  # fmt: skip

    return (
        field(BY, Words("谁可要求续期", "Who may ask for a renewal"), "select", options=options, hint=_HINT),
        field(ASK_BY, Words("最迟提出之日（含）", "Asked by, that day included"), "date"),
        field(UNTIL, Words("至多续至（含）", "Renewed until at most, that day included"), "date"),
    )


def typed_renewal(option: RenewalOption | None) -> dict[str, tuple[str, ...]]:
    """An option as it would be typed."""
    if option is None:
        return {}
    return {
        BY: (option.by.value,),
        ASK_BY: (last_day(option.ask_by),),
        UNTIL: (last_day(option.until),),
    }


def read_renewal(reading: Reading) -> RenewalOption | None:
    """The option that was typed; None where nobody has one, or where `reading.errors` says what cannot be read."""
    chosen = reading.typed.one(BY)
    if chosen not in {by.value for by in RenewalBy}:
        return None
    asked, until = reading.day(ASK_BY), reading.day(UNTIL)
    if asked is None or until is None:
        return None
    after = timedelta(days=1)
    return RenewalOption(RenewalBy(chosen), midnight(asked + after), midnight(until + after))
