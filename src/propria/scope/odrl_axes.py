"""Conditions of a foreign policy as values on Propria's axes: never wider than what was written. Pure.

A `Draft` is one conjunction: the axes that it names, and codes that are taken out again. For a permission an
unreadable condition leaves no draft; for a prohibition it leaves one that it does not narrow.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from propria.kernel.errors import PropriaError
from propria.scope.axes import AXIS, INTERVALS, LAST, read_codes
from propria.scope.codes.audience import RATING_ORDER
from propria.scope.measures import UNITS
from propria.scope.odrl_compare import Span, is_any, moments
from propria.scope.odrl_graph import Literal, Node, Term
from propria.scope.odrl_model import Condition, Constraint
from propria.scope.odrl_words import ODRL, PROPRIA, odrl, short
from propria.scope.values import ANY, EMPTY, Anything, Interval, Value, meet_value, prune

MOST_DRAFTS = 64
_SECOND = 1_000_000
_AXIS_OF = {
    odrl("spatial"): "territory",
    odrl("language"): "language",
    odrl("media"): "medium",
    odrl("dateTime"): "term",
}
_CODE_IN_IRI = re.compile(
    r"(?:https?://www\.iso\.org/obp/ui/(?:en/)?#iso:code:3166:|iso3166:|urn:iso:std:iso:3166:|"
    r"http://publications\.europa\.eu/resource/authority/country/|"
    r"https?://www\.wikidata\.org/wiki/iso/|https?://id\.loc\.gov/vocabulary/countries/iso/|"
    r"https?://(?:www\.)?lexvo\.org/id/iso639-1/|urn:ietf:bcp:47:|propria:)([A-Za-z0-9._-]+)"
)

Note = Callable[[str, str, str], None]
"""Called with the construct, `kept`, `narrowed` or `refused`, and why."""


@dataclass(frozen=True)
class Draft:
    """One conjunction: values on the axes that it names, quotas, and codes taken out of an axis."""

    axes: Mapping[str, Value] = field(default_factory=dict)
    volume: Mapping[str, int] | Anything | None = None
    out: tuple[tuple[str, frozenset[str]], ...] = ()

    def both(self, other: "Draft", *, deny: bool = False) -> "Draft":
        """What both say; `deny` keeps one of two sets of codes, for a use may touch each with another code."""
        axes = dict(self.axes)
        for name, value in other.axes.items():
            if name not in axes:
                axes[name] = value
            elif not deny or name in INTERVALS:
                axes[name] = meet_value(axes[name], value, AXIS[name].separator)
        return Draft(axes, _least(self.volume, other.volume), (*self.out, *other.out))

    def apart_from(self, other: "Draft") -> bool:
        """Whether an axis that both name has nothing in common: then nothing is in both."""
        return any(
            not meet_value(value, other.axes[name], AXIS[name].separator)
            for name, value in self.axes.items()
            if name in other.axes
        )


def _least(
    one: Mapping[str, int] | Anything | None, other: Mapping[str, int] | Anything | None
) -> Mapping[str, int] | Anything | None:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return other if not isinstance(one, Mapping) and other is not None else one
    return {
        unit: min(one.get(unit, other.get(unit, 0)), other.get(unit, one.get(unit, 0)))
        for unit in {*one, *other}
    }


def drafts_of(conditions: tuple[Condition, ...], *, deny: bool, note: Note) -> list[Draft]:
    """The alternatives under which all the conditions hold; none where one cannot be said (permissions)."""
    found = [Draft()]
    for condition in conditions:
        found = [one.both(other, deny=deny) for one in found for other in _drafts(condition, deny, note)]
        if len(found) > MOST_DRAFTS:
            note("constraints", *_given_up(deny, f"more than {MOST_DRAFTS} alternatives"))
            return [Draft()] if deny else []
    return found


def _given_up(deny: bool, why: str) -> tuple[str, str]:
    return ("narrowed", f"{why}: the prohibition holds without it") if deny else ("refused", why)


def _drafts(condition: Condition, deny: bool, note: Note) -> list[Draft]:
    if isinstance(condition, Constraint):
        return _of_constraint(condition, deny, note)
    parts = [_drafts(part, deny, note) for part in condition.parts]
    name = f"odrl:{condition.operator}"
    match condition.operator:
        case "and" if parts:
            note(name, "kept", "every part")
        case "or" if parts:
            note(name, "kept", "one clause for each part")
            return _at_most([draft for part in parts for draft in part], deny, note)
        case "xone" if parts and deny:
            note(name, "narrowed", "read as `or`: what meets more than one part is prohibited too")
            return _at_most([draft for part in parts for draft in part], deny, note)
        case "xone" if parts and _all_apart(parts):
            note(name, "kept", "the parts have nothing in common")
            return _at_most([draft for part in parts for draft in part], deny, note)
        case "andSequence" if parts and deny:
            note(name, "narrowed", "read as `and`, in any order")
        case _:
            why = (
                "an order of events" if condition.operator == "andSequence" else "the parts may hold together"
            )
            note(name, *_given_up(deny, f"a scope does not hold {why}" if parts else "it has no parts"))
            return [Draft()] if deny else []
    found = [Draft()]
    for part in parts:
        found = _at_most([one.both(other, deny=deny) for one in found for other in part], deny, note)
    return found


def _at_most(drafts: list[Draft], deny: bool, note: Note) -> list[Draft]:
    if len(drafts) <= MOST_DRAFTS:
        return drafts
    note("constraints", *_given_up(deny, f"more than {MOST_DRAFTS} alternatives"))
    return [Draft()] if deny else []


def _all_apart(parts: list[list[Draft]]) -> bool:
    pairs = [(one, other) for i, one in enumerate(parts) for other in parts[i + 1 :]]
    return all(parts) and all(a.apart_from(b) for one, other in pairs for a in one for b in other)


def _of_constraint(constraint: Constraint, deny: bool, note: Note) -> list[Draft]:
    operator = constraint.operator.removeprefix(ODRL)
    said = f"{short(constraint.left)} {operator} {', '.join(str(right) for right in constraint.right)}"
    try:
        if constraint.problem:
            raise Unsaid(constraint.problem)
        if constraint.references:
            raise Unsaid("its right operand is a reference, known only when it is looked up")
        draft, outcome, why = _read(constraint, operator, deny)
    except (Unsaid, PropriaError) as error:
        why = str(error) if isinstance(error, Unsaid) else error.sentence
        note(said, *_given_up(deny, why))
        return [Draft()] if deny else []
    note(said, outcome, why)
    return [draft]


class Unsaid(Exception):
    """What a constraint says has no place on an axis."""


def _read(constraint: Constraint, operator: str, deny: bool) -> tuple[Draft, str, str]:
    left = constraint.left
    if left.startswith(f"{PROPRIA}volume"):
        return _volume(left, operator, constraint.right, deny), "kept", "a quota"
    name = _AXIS_OF.get(left, left.removeprefix(PROPRIA) if left.startswith(PROPRIA) else "")
    if name not in AXIS:
        raise Unsaid("no axis of a scope holds it")
    if is_any(constraint.right):
        return _of_any(name, operator, deny)
    if name in INTERVALS:
        span = (
            _term(operator, constraint.right, deny)
            if name == "term"
            else _steps(name, operator, constraint.right)
        )
        return Draft({name: span}), "kept", f"{name}"
    return _of_codes(name, operator, constraint.right, deny)


def _of_any(name: str, operator: str, deny: bool) -> tuple[Draft, str, str]:
    match operator:
        case "eq":
            return Draft({} if deny else {name: ANY}), "kept", f"{name}: ANY"
        case "isNoneOf" if not deny:
            return Draft({name: EMPTY}), "kept", f"{name}: nothing"
    raise Unsaid(f"ANY does not go with {operator}")


def _of_codes(name: str, operator: str, right: tuple[Term, ...], deny: bool) -> tuple[Draft, str, str]:
    codes, unread = _codes(name, right)
    match operator:
        case "eq" | "isA" | "isPartOf" if len(right) == 1 and codes:
            return Draft({name: codes}), "kept", f"{name}, with what lies within it"
        case "isAnyOf" | "isPartOf" | "isA" if codes and not unread:
            return Draft({name: codes}), "kept", name
        case "isAnyOf" | "isPartOf" | "isA" if codes and not deny:
            return (
                Draft({name: codes}),
                "narrowed",
                f"without {', '.join(unread)}, which {name} does not know",
            )
        case "isAllOf" | "hasPart" if codes and not unread and deny:
            return Draft({name: codes}), "narrowed", f"{name}: whatever touches one of them is prohibited"
        case "isAllOf" if len(right) == 1 and codes:
            return Draft({name: codes}), "narrowed", f"{name}: that and nothing else"
        case "neq" | "isNoneOf" if codes and not unread and not deny and AXIS[name].any_in_terms:
            return Draft({name: ANY}, out=((name, codes),)), "kept", f"{name}: ANY, with a red line"
    if not codes:
        raise Unsaid(f"{name} does not know {', '.join(unread)}")
    raise Unsaid(f"{name} has no value for {operator}")


def _codes(name: str, right: tuple[Term, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    found: set[str] = set()
    unread: list[str] = []
    for term in right:
        try:
            found |= read_codes(AXIS[name], [_code(name, term)])
        except (PropriaError, ValueError):
            unread.append(str(term))
    return prune(found, AXIS[name].separator), tuple(unread)


def _code(name: str, term: Term) -> str:
    text = str(term).strip()
    if named := _CODE_IN_IRI.fullmatch(text):
        text = named.group(1)
    elif isinstance(term, Node) and AXIS[name].kind.value != "names":
        raise ValueError(text)
    return text.upper() if name in ("territory", "region") else text


def _term(operator: str, right: tuple[Term, ...], deny: bool) -> Interval:
    spans = [moments(term) for term in right]
    if len(spans) != 1 or spans[0] is None:
        raise Unsaid("it is not one date or time")
    start, end = (_inward, _outward)[deny](operator, spans[0])
    return Interval(max(0, start), min(LAST["term"], end))


def _inward(operator: str, span: Span) -> tuple[int, int]:
    """The whole seconds that lie wholly where the operator says."""
    low, high = -(-span[0] // _SECOND), span[1] // _SECOND
    match operator:
        case "lt":
            return 0, span[0] // _SECOND
        case "lteq":
            return 0, high
        case "gt":
            return -(-span[1] // _SECOND), LAST["term"]
        case "gteq":
            return low, LAST["term"]
        case "eq":
            return low, high
    raise Unsaid(f"term has no value for {operator}")


def _outward(operator: str, span: Span) -> tuple[int, int]:
    """The whole seconds that touch what the operator says."""
    low, high = span[0] // _SECOND, -(-span[1] // _SECOND)
    match operator:
        case "lt" | "lteq":
            return 0, high
        case "gt" | "gteq":
            return low, LAST["term"]
        case "eq":
            return low, high
    raise Unsaid(f"term has no value for {operator}")


def _steps(name: str, operator: str, right: tuple[Term, ...]) -> Interval:
    """Ratings and days kept, which go by whole steps."""
    text = str(right[0]) if len(right) == 1 and isinstance(right[0], Literal) else ""
    order = RATING_ORDER if name == "rating" else ()
    if not (text in order or (not order and text.isdecimal() and len(text) < 6)):
        raise Unsaid(f"{name} does not know {text or 'that'}")
    step = order.index(text) if order else int(text)
    match operator:
        case "lteq":
            return Interval(0, step + 1)
        case "lt":
            return Interval(0, step)
        case "gteq":
            return Interval(step, LAST[name])
        case "gt":
            return Interval(step + 1, LAST[name])
        case "eq":
            return Interval(step, step + 1)
    raise Unsaid(f"{name} has no value for {operator}")


def _volume(left: str, operator: str, right: tuple[Term, ...], deny: bool) -> Draft:
    unit, text = left.removeprefix(f"{PROPRIA}volume").removeprefix(":"), str(right[0])
    if not deny and not unit and operator == "eq" and is_any(right):
        return Draft(volume=ANY)
    if deny and not unit:
        return Draft()
    if (
        deny
        or unit not in UNITS
        or operator != "lteq"
        or len(right) != 1
        or not text.isdecimal()
        or len(text) > 12
    ):
        raise Unsaid("it is not a quota")
    return Draft(volume={unit: int(text)})
