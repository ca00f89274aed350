"""Exclusivity as a form, and back: in which media or for which goods, where, from when until when."""

from collections.abc import Mapping

from propria.deals.model import TermSheet
from propria.kernel.errors import Malformed
from propria.kernel.time import DAY, instant, wire
from propria.plumbing.web.components import Field
from propria.plumbing.web.words import Words
from propria.scope import ANY, Scope, term
from propria.scope.codes import commerce, media
from propria.scope.measures import words_of_term
from propria.scope.words import AXIS_WORDS
from propria.web.scope_form import FormPart
from propria.web.typed_form import Pick, Reading, Typed, choices, midnight, notice_of

_AXES = ("medium", "product_line", "territory")
_HEADING = Words("独家", "Exclusivity")
_HINT = Words(
    "不选媒介也不选产品类别，即不承诺独家。",
    "Choose no medium and no product line, and nothing is promised.",
)
_NEEDS_DAYS = Words("独家须写明起止日期。", "An exclusivity has a first and a last day.")


def exclusive_part(typed: Typed, errors: Mapping[str, Words]) -> FormPart:
    """The fields, folded until something is promised."""

    def pick(axis: str, codes: Mapping[str, tuple[str, str]], hint: Words | str = "") -> Pick:
        name = f"exclusive_{axis}"
        chosen = frozenset(typed.many(name))
        return Pick(name, AXIS_WORDS[axis], choices(codes), chosen, hint=hint, error=errors.get(name, ""))

    def field(name: str, label: Words, kind: str = "text") -> Field:
        return Field(
            f"exclusive_{name}",
            label,
            kind=kind,
            value=typed.one(f"exclusive_{name}"),
            error=errors.get(f"exclusive_{name}", ""),
            required=False,
        )

    parts = (
        pick("medium", {code: words for code, words in media.MEDIA.items() if "." not in code}, _HINT),
        pick("product_line", commerce.PRODUCT_LINES),
        field("territory", Words("地域（代码，留空即不限）", "Territory codes; empty for everywhere")),
        field("from", Words("自", "From"), "date"),
        field("to", Words("至（含当日）", "To, that day included"), "date"),
    )
    opened = any(typed.many(part.name) for part in parts) or any(part.name in errors for part in parts)
    return FormPart(_HEADING, parts, folded=True, opened=opened)


def read_exclusive(reading: Reading) -> Scope | None:
    """What was promised, or None; what cannot be read is in `reading.errors`."""
    typed = reading.typed
    said = {axis: _said(typed, axis) for axis in _AXES}
    if not (said["medium"] or said["product_line"]):
        return None
    if not (typed.one("exclusive_from") and typed.one("exclusive_to")):
        reading.errors["exclusive_from"] = _NEEDS_DAYS
        return None
    first, last = reading.day("exclusive_from"), reading.day("exclusive_to")
    if first is None or last is None:
        return None
    days = term(wire(midnight(first)), wire(midnight(last) + DAY))
    try:
        return Scope.anything(term=days, **{axis: codes for axis, codes in said.items() if codes})
    except Malformed as error:
        reading.errors["exclusive_territory"] = notice_of(error).says
        return None


def _said(typed: Typed, axis: str) -> list[str]:
    name = f"exclusive_{axis}"
    return list(typed.listed(name) if axis == "territory" else typed.many(name))


def typed_exclusive(sheet: TermSheet) -> dict[str, tuple[str, ...]]:
    """An exclusivity as it would be typed."""
    if sheet.exclusive is None:
        return {}
    raw = sheet.exclusive.to_json()
    found = {f"exclusive_{axis}": tuple(raw[axis]) for axis in _AXES if raw.get(axis, "ANY") != "ANY"}
    if "exclusive_territory" in found:
        found["exclusive_territory"] = (", ".join(found["exclusive_territory"]),)
    if sheet.exclusive.term is not ANY:
        first, end = (instant(moment) for moment in words_of_term(sheet.exclusive.term))
        found["exclusive_from"] = (first.date().isoformat(),)
        found["exclusive_to"] = ((end - DAY).date().isoformat(),)
    return found
