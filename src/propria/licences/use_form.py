"""One use as a form, to be held against a licence: one choice an axis, and how much of it. Decides nothing."""

from propria.kernel.errors import Malformed
from propria.kernel.time import Instant
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.words import Text, Words
from propria.scope import Scope, Use, volume
from propria.scope.codes import audience, doings, languages, media, territories
from propria.scope.measures import UNITS
from propria.scope.values import Interval
from propria.scope.words import AXIS_WORDS, code_words, listing, volume_words
from propria.web.typed_form import Reading, Typed, choices

CODES = {
    "act": doings.ACTS,
    "attribute": doings.ATTRIBUTES,
    "medium": media.MEDIA,
    "territory": territories.TERRITORIES,
    "language": languages.LANGUAGES,
    "theme": audience.THEMES,
    "script": doings.SCRIPTS,
}
NAMED = ("project", "role", "provider", "region")
_SOME = {"seconds": "4", "lines": "1"}
_UNIT_LABELS = {
    "seconds": Words("秒", "Seconds"),
    "lines": Words("句台词", "Lines"),
    "takes": Words("条", "Takes"),
    "titles": Words("部", "Titles"),
}


def use_fields(typed: Typed) -> tuple[Field, ...]:
    """The form: every axis that a use declares, and its amounts."""
    none = Choice("", Words("不申明", "not declared"))
    listed = [
        Field(
            axis,
            _axis(axis),
            kind="select",
            value=typed.one(axis),
            options=(none, *choices(codes)),
            required=False,
        )
        for axis, codes in CODES.items()
    ]
    rating = Field(
        "rating", _axis("rating"), kind="select", value=typed.one("rating"), options=(none, *choices(audience.RATINGS)), required=False
    )  # fmt: skip
    named = [Field(axis, _axis(axis), value=typed.one(axis), required=False) for axis in NAMED]
    amounts = [
        Field(unit, _UNIT_LABELS[unit], kind="number", value=typed.one(unit), required=False)
        for unit in UNITS
    ]
    return (*listed, rating, *named, *amounts)


def _axis(axis: str) -> Text:
    return Words(*AXIS_WORDS[axis])


def typed_use(scope: Scope) -> Typed:
    """A use that lies within a scope, as it would be typed: the first code of each axis, and a little of it."""
    found: dict[str, tuple[str, ...]] = {}
    for axis in (*CODES, *NAMED):
        value = getattr(scope, axis)
        if isinstance(value, frozenset) and value:
            found[axis] = (min(value),)
    if isinstance(scope.rating, Interval) and scope.rating:
        found["rating"] = (audience.RATING_ORDER[scope.rating.start],)
    limits = {q.unit for q in scope.volume} if isinstance(scope.volume, tuple) else set()
    return Typed(found | {unit: (_SOME.get(unit, "1"),) for unit in UNITS if unit in limits})


def read_use(typed: Typed, *, now: Instant) -> Use:
    """The use that was filled in, at `now`. Raises: Malformed(`scope.*`)."""
    reading = Reading(typed)
    amounts = {unit: reading.whole(unit) for unit in UNITS}
    if reading.errors:
        raise Malformed("scope.bad_quota", "How much is a whole number.", axis="volume")
    return Use(
        at=now,
        declared={axis: frozenset({typed.one(axis)}) for axis in (*CODES, *NAMED) if typed.one(axis)},
        rating=typed.one("rating") or None,
        retention_days=0,
        amounts=volume(**amounts),
    )


def words_of_use(use: Use) -> Words:
    """A use in a line: what is done, as what, where, how much."""
    parts = [
        code_words(axis, code)
        for axis in ("act", "medium", "territory", "language")
        for code in sorted(use.declared.get(axis, ()))
    ]
    if use.amounts:
        much = volume_words(use.amounts)
        parts.append(type(much)(much.zh.removeprefix("合计不超过 "), much.en.removeprefix("at most ")))
    if not parts:
        return Words("", "")
    zh = "，".join(part.zh for part in parts)
    return Words(zh, ", ".join(part.en for part in parts)) if len(parts) > 1 else Words(*listing(parts))
