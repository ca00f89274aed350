"""The part of a brief's form that says how the fee is built, whether a model learns, and which approvals are offered."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from propria.casting.sheet.model import Asks, NoneOf, Structure
from propria.casting.sheet.rules import HEADS, NONE_WORDS, STRUCTURE_WORDS
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.words import Words
from propria.scope.duties import APPROVALS
from propria.web.scope_form import FormPart
from propria.web.scope_views import words_of
from propria.web.typed_form import Pick, Typed, choices

_TRAINS = {"": None, "no": False, "yes": True}
_TRAINS_CHOICES = (
    Choice("", Words("请选择", "choose")),
    Choice("no", Words("否", "no")),
    Choice("yes", Words("是：上面勾选了训练或微调", "yes: training or fine-tuning is ticked above")),
)


def parts(scope_parts: Iterable[FormPart], typed: Typed, errors: Mapping[str, Words]) -> tuple[FormPart, ...]:
    """The parts of the scope, its approvals moved to the part that makes the sheet whole."""
    fields = (
        _pick("structure", typed, tuple(Choice(one, words_of(said)) for one, said in STRUCTURE_WORDS.items())),
        Field(
            "trains", words_of(HEADS["trains"]), "select", typed.one("trains"),
            error=errors.get("trains", ""), options=_TRAINS_CHOICES,
        ),
        _pick("approval", typed, choices(APPROVALS)),
        _pick("none_of", typed, tuple(Choice(one, words_of(said)) for one, said in NONE_WORDS.items())),
    )  # fmt: skip
    others = (
        replace(part, parts=tuple(one for one in part.parts if one.name != "approval"))
        for part in scope_parts
    )
    return (*others, FormPart(Words("给予什么", "What is offered"), fields))


def _pick(name: str, typed: Typed, options: tuple[Choice, ...]) -> Pick:
    none = Words("明确没有的", "There is none of it")
    return Pick(name, words_of(HEADS[name]) if name in HEADS else none, options, frozenset(typed.many(name)))


def read(typed: Typed) -> Asks:
    """What was typed; a code that is no choice of the form counts as not said."""
    structure, none_of = typed.many("structure"), typed.many("none_of")
    return Asks(
        frozenset(one for one in Structure if one.value in structure),
        _TRAINS.get(typed.one("trains")),
        frozenset(one for one in NoneOf if one.value in none_of),
    )


def typed_of(asks: Asks) -> dict[str, tuple[str, ...]]:
    """What a brief says of it, as it is typed."""
    said = asks.to_json()
    trains = next(word for word, value in _TRAINS.items() if value is asks.trains)
    return {"structure": tuple(said["structure"]), "trains": (trains,), "none_of": tuple(said["none_of"])}
