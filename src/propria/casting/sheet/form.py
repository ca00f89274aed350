"""The part of a brief's form that says how the fee is built, whether a model learns, and which approvals are offered."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from propria.casting.profiles.rules import OLDEST
from propria.casting.sheet.model import Asks, Needs, NoneOf, Structure
from propria.casting.sheet.rules import HEADS, NONE_WORDS, STRUCTURE_WORDS
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.words import Words
from propria.scope.duties import APPROVALS
from propria.web.scope_form import FormPart
from propria.web.scope_views import words_of
from propria.web.typed_form import Pick, Reading, Typed, choices

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
    return (*others, FormPart(Words("给予什么", "What is offered"), fields), _person(typed, errors))


_PERSON = {
    "plays_from": (Words("所演年龄：自", "Playing age, from"), Words("岁；不填就不限", "Years; empty asks nothing")),
    "plays_to": (Words("所演年龄：至", "Playing age, to"), Words("只要能演其中一个年龄即可", "Whoever plays an age between fits")),
    "speaks_all": (
        Words("须说的语言（全部）", "Languages spoken, all of them"),
        Words("BCP 47 代码，逗号隔开，如 zh, en-GB", "BCP 47 tags with commas: zh, en-GB"),
    ),
    "speaks_one": (Words("须说的语言（任一）", "Languages spoken, one of them"), Words("同上", "The same")),
    "skills": (
        Words("须有的技能（全部）", "Skills, all of them"),
        Words("按演员资料中的原词，逗号隔开", "In the words of profiles, with commas"),
    ),
    "script_sha256": (
        Words("剧本文本的 SHA-256", "SHA-256 of the script’s text"),
        Words("从剧本开始时自动填写", "Filled in when a brief begins with a script"),
    ),
}  # fmt: skip


def _person(typed: Typed, errors: Mapping[str, Words]) -> FormPart:
    fields = tuple(
        Field(
            name, label, "number" if name.startswith("plays") else "text", typed.one(name), hint, errors.get(name, ""),
            required=False,
        )
        for name, (label, hint) in _PERSON.items()
    )  # fmt: skip
    heading = Words("对人的硬性要求；剧本", "What the person must be; the script")
    return FormPart(heading, fields, folded=True, opened=any(typed.one(name) for name in _PERSON))


def _pick(name: str, typed: Typed, options: tuple[Choice, ...]) -> Pick:
    none = Words("明确没有的", "There is none of it")
    return Pick(name, words_of(HEADS[name]) if name in HEADS else none, options, frozenset(typed.many(name)))


def read(reading: Reading) -> Asks:
    """What was typed; a code that is no choice of the form counts as not said. What is wrong is in `reading.errors`."""
    typed = reading.typed
    first, last = reading.whole("plays_from"), reading.whole("plays_to")
    ages = (first or 0, (last or OLDEST) if first or last else 0)
    needs = Needs(ages, typed.listed("speaks_all"), typed.listed("speaks_one"), typed.listed("skills"))
    structure, none_of = typed.many("structure"), typed.many("none_of")
    return Asks(
        frozenset(one for one in Structure if one.value in structure),
        _TRAINS.get(typed.one("trains")),
        frozenset(one for one in NoneOf if one.value in none_of),
        needs,
        typed.one("script_sha256"),
    )


def typed_of(asks: Asks) -> dict[str, tuple[str, ...]]:
    """What a brief says of it, as it is typed."""
    said = asks.to_json()
    trains = next(word for word, value in _TRAINS.items() if value is asks.trains)
    needs = asks.needs
    lists = {"speaks_all": needs.speaks, "speaks_one": needs.speaks_any, "skills": needs.skills}
    person = {name: (", ".join(value),) for name, value in lists.items() if value}
    if any(needs.plays):
        person |= {"plays_from": (str(needs.plays[0]),), "plays_to": (str(needs.plays[1]),)}
    beside = {"trains": (trains,), "script_sha256": (asks.script_sha256,)}
    return {"structure": tuple(said["structure"]), "none_of": tuple(said["none_of"])} | beside | person
