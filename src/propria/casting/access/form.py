"""The part of a brief's form that says until when it is answered, who may read it, and what title they read."""

from collections.abc import Iterable, Mapping

from propria.casting.access.model import Access, Reach
from propria.casting.access.rules import REACH_WORDS
from propria.casting.model import Brief
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.words import Words
from propria.web.scope_form import FormPart
from propria.web.typed_form import Reading, Typed, midnight

_SAID = {
    "deadline": (
        Words("申请截止", "Deadline"),
        Words(
            "到那天 0 时（UTC）；此后不再收推荐、试戏和档期答复",
            "Until 00:00 UTC of that day; then no submission, self-tape or answer about days is taken",
        ),
    ),
    "reach": (
        Words("谁能看到", "Who may read it"),
        Words("被点名询问的人总能看到", "Whoever is asked by name always may"),
    ),
    "agency": (
        Words("哪家代理", "Which agency"),
        Words(
            "向您推荐过演员的，或代理您候选演员且愿意公开的",
            "Who proposed somebody to you, or is shown to represent somebody whom you kept",
        ),
    ),
    "working_title": (
        Words("保密代称", "Working title"),
        Words(
            "填了就以此代替作品名，直到对方点选承诺保密；正式报价会写真名",
            "Stands for the title until a reader accepts to keep that to themselves; an offer names the project itself",
        ),
    ),
}
FIELDS = tuple(_SAID)


def part(typed: Typed, errors: Mapping[str, Words], agencies: Iterable[Choice]) -> FormPart:
    """Its fields; folded while each says what it says by itself."""

    def field(name: str, kind: str = "text", options: tuple[Choice, ...] = ()) -> Field:
        label, hint = _SAID[name]
        value, error = typed.one(name), errors.get(name, "")
        return Field(name, label, kind, value, hint, error, required=False, options=options)

    reach = tuple(Choice(one.value, Words(*REACH_WORDS[one])) for one in Reach)
    known = (Choice("", Words("未选", "none")), *agencies)
    fields = (
        field("deadline", "date"),
        field("reach", "select", reach),
        field("agency", "select", known),
        field("working_title"),
    )
    opened = any(typed.one(name) not in ("", Reach.EVERYBODY) for name in FIELDS) or any(
        map(errors.get, FIELDS)
    )
    return FormPart(Words("怎样应征", "How it is answered"), fields, folded=True, opened=opened)


def read(reading: Reading) -> Access:
    """What was typed; what is wrong is in `reading.errors`."""
    typed = reading.typed
    day = reading.day("deadline") if typed.one("deadline") else None
    reach = typed.one("reach") or Reach.EVERYBODY.value
    if reach not in {one.value for one in Reach}:
        reading.errors["reach"], reach = Words("请选择一项。", "Choose one."), Reach.EVERYBODY.value
    due = midnight(day) if day else None
    return Access(due, Reach(reach), typed.one("agency"), typed.one("working_title"))


def typed_of(brief: Brief) -> dict[str, tuple[str, ...]]:
    """What a brief says of it, as it is typed."""
    access = brief.access
    day = f"{access.deadline:%Y-%m-%d}" if access.deadline else ""
    said = (day, access.reach.value, access.agency, access.working_title)
    return {name: (value,) for name, value in zip(FIELDS, said, strict=True)}
