"""What changed between two scopes or sets of terms: each change a sentence, and what it means, zh and en."""

from dataclasses import dataclass, replace
from enum import Enum

from propria.scope.axes import AXES, INTERVALS, Axis
from propria.scope.consequences import CONSEQUENCE_OF_NO_RED_LINE, NOTHING_MORE, consequence
from propria.scope.duties import Duties
from propria.scope.measures import Volume
from propria.scope.model import Allowance, Scope, StandingTerms
from propria.scope.sentences import allows, red_line_words
from propria.scope.spans import span_change
from propria.scope.values import Anything, Interval, Value, covers_value, missing_from
from propria.scope.words import (
    ANY_WORDS,
    AXIS_WORDS,
    NO_NAMES,
    SILENT,
    YOU,
    Names,
    Said,
    Speaker,
    duties_words,
    duty_lines,
    spaced,
    value_words,
)


class Way(Enum):
    """Which way a change goes for the performer: more is allowed, less is, or some of both."""

    WIDENED = "widened"
    NARROWED = "narrowed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One change on one axis: the sentence, what it means (may be empty), and what stood and stands there.

    `clause` is the index in the later terms of the clause that changed; None for a single scope.
    """

    axis: str
    kind: Way
    zh: str
    en: str
    means: Said = NOTHING_MORE
    before: Said = SILENT
    after: Said = SILENT
    clause: int | None = None


_ADDED: dict[str, Said] = {
    "attribute": Said("现在还可使用您的{}", "This now uses your {}"),
    "medium": Said("现在还可用于{}", "This may now be shown as {}"),
    "project": Said("现在还包括{}", "This now includes the project {}"),
    "role": Said("现在还包括角色{}", "This now includes the role {}"),
    "territory": Said("地域增加：{}", "More territory: {}"),
    "language": Said("语言增加：{}", "More languages: {}"),
    "theme": Said("现在还允许题材：{}", "This now allows themes of {}"),
    "provider": Said("现在还可由{}运行模型", "The model may now also be run by {}"),
    "region": Said("现在还可在{}运行", "It may now also run in {}"),
    "sub_licensee": Said("现在可转授权予{}", "It may now be passed on to {}"),
}
_REMOVED: dict[str, Said] = {
    "attribute": Said("不再使用您的{}", "This no longer uses your {}"),
    "medium": Said("不再用于{}", "No longer shown as {}"),
    "project": Said("不再包括{}", "No longer in the project {}"),
    "role": Said("不再包括角色{}", "No longer in the role of {}"),
    "theme": Said("不再允许题材：{}", "No longer with themes of {}"),
    "provider": Said("不再由{}运行模型", "The model is no longer run by {}"),
    "region": Said("不再在{}运行", "It no longer runs in {}"),
    "sub_licensee": Said("不再可转授权予{}", "It may no longer be passed on to {}"),
    "territory": Said("地域减少：{}", "Less territory: {}"),
    "language": Said("语言减少：{}", "Fewer languages: {}"),
}
_NOW_ALLOWS = Said("现在允许：{}", "This now allows {}")
_NO_LONGER = Said("不再允许：{}", "This no longer allows {}")


def diff(
    before: Allowance, after: Allowance, *, speaker: Speaker = YOU, names: Names = NO_NAMES
) -> list[Change]:
    """Every change from `before` to `after`, in the order of the axes; empty if and only if they are equal.

    Both are scopes, or both standing terms: clauses are matched by likeness, red lines by what they name.

    Raises: TypeError if one is a scope and the other is not.
    """
    match before, after:
        case Scope(), Scope():
            return _scope_changes(before, after, speaker, names)
        case StandingTerms(), StandingTerms():
            return _terms_changes(before, after, speaker, names)
        case _:
            raise TypeError("a scope and standing terms are not two versions of one thing")


def _scope_changes(before: Scope, after: Scope, speaker: Speaker, names: Names) -> list[Change]:
    changes = [
        _axis_change(axis, before.value(axis.name), after.value(axis.name), names)
        for axis in AXES
        if before.value(axis.name) != after.value(axis.name)
    ]
    if before.volume != after.volume:
        changes.append(_volume_change(before.volume, after.volume))
    return changes + _duty_changes(before.duties, after.duties, speaker)


def _axis_change(axis: Axis, before: Value, after: Value, names: Names) -> Change:
    sentence = _sentence(axis, before, after, names)
    added = missing_from(before, after, axis.separator)
    return Change(
        axis.name,
        _way(before, after, axis.separator),
        spaced(f"{sentence.zh}。"),
        f"{sentence.en}.",
        consequence(axis.name, added, wider=not covers_value(before, after, axis.separator)),
        value_words(axis.name, before, names),
        value_words(axis.name, after, names),
    )


def _way(before: Value, after: Value, separator: str) -> Way:
    if covers_value(before, after, separator):
        return Way.NARROWED
    return Way.WIDENED if covers_value(after, before, separator) else Way.CHANGED


def _sentence(axis: Axis, before: Value, after: Value, names: Names) -> Said:
    name = axis.name
    if after is Anything.ANY:
        words = ANY_WORDS[name]
        return Said(f"{AXIS_WORDS[name].zh}不再有限制：{words.zh}", f"No longer limited: {words.en}")
    if before is Anything.ANY:
        words = value_words(name, after, names)
        return Said(f"{AXIS_WORDS[name].zh}现在限于：{words.zh}", f"Now limited to: {words.en}")
    if name in INTERVALS and isinstance(before, Interval) and isinstance(after, Interval):
        return span_change(name, before, after)
    parts = []
    added, removed = (missing_from(*pair, axis.separator) for pair in ((before, after), (after, before)))
    if added:
        parts.append(_filled(_ADDED.get(name, _NOW_ALLOWS), name, added, names))
    if removed:
        parts.append(_filled(_REMOVED.get(name, _NO_LONGER), name, removed, names))
    kept = value_words(name, after, names)
    if removed and not added and after:
        parts.append(Said(f"仍有：{kept.zh}", f"what stays: {kept.en}"))
    en = "; ".join(part.en[:1].lower() + part.en[1:] for part in parts)
    return Said("；".join(part.zh for part in parts), en[:1].upper() + en[1:])


def _filled(template: Said, axis: str, codes: tuple[str, ...], names: Names) -> Said:
    words = value_words(axis, frozenset(codes), names)
    return Said(template.zh.format(words.zh), template.en.format(words.en))


def _volume_change(before: Volume, after: Volume) -> Change:
    def limits(quotas: Volume) -> dict[str, int]:
        return {} if isinstance(quotas, Anything) else {quota.unit: quota.limit for quota in quotas}

    if isinstance(after, Anything):
        way = Way.WIDENED
    elif isinstance(before, Anything):
        way = Way.NARROWED
    else:
        old, new = limits(before), limits(after)
        more = any(new[unit] > old.get(unit, 0) for unit in new)
        less = any(old[unit] > new.get(unit, 0) for unit in old)
        way = Way.CHANGED if more and less else Way.WIDENED if more else Way.NARROWED
    was, now = value_words("volume", before), value_words("volume", after)
    return Change(
        "volume",
        way,
        f"数量由“{was.zh}”改为“{now.zh}”。",
        f"How much: {now.en}; it was {was.en}.",
        consequence("volume", (), wider=way is not Way.NARROWED),
        was,
        now,
    )


def _duty_changes(before: Duties, after: Duties, speaker: Speaker) -> list[Change]:
    old, new = duty_lines(before, speaker), duty_lines(after, speaker)
    touched = dict.fromkeys(
        name for name, words in (*old, *new) if ((name, words) in old) != ((name, words) in new)
    )
    return [_duty_change(name, before, after, speaker) for name in touched]


def _duty_change(name: str, before: Duties, after: Duties, speaker: Speaker) -> Change:
    was, now = (Duties(**{name: getattr(duties, name)}) for duties in (before, after))
    if now.meet_all_of(was):
        way = Way.NARROWED
    else:
        way = Way.WIDENED if was.meet_all_of(now) else Way.CHANGED
    old, new = (duties_words(duties, speaker) for duties in (was, now))
    if not now:
        said = Said(f"不再有此义务：{old.zh}。", f"No longer owed: {old.en}.")
    elif not was:
        said = Said(f"新增义务：{new.zh}。", f"Newly owed: {new.en}.")
    else:
        said = Said(f"义务由“{old.zh}”改为“{new.zh}”。", f"Owed now: {new.en}; it was: {old.en}.")
    means = consequence("duties", (name,), wider=way is not Way.NARROWED)
    return Change("duties", way, spaced(said.zh), said.en, means, old, new)


def _terms_changes(
    before: StandingTerms, after: StandingTerms, speaker: Speaker, names: Names
) -> list[Change]:
    changes = []
    old, new = _unmatched(before.clauses, after.clauses)
    while old and new:
        was, now = min(
            ((o, n) for o in old for n in new),
            key=lambda pair: (_distance(before.clauses[pair[0]], after.clauses[pair[1]]), pair),
        )
        found = _scope_changes(before.clauses[was], after.clauses[now], speaker, names)
        changes += [replace(change, clause=now) for change in found]
        old.remove(was)
        new.remove(now)
    changes += [_clause_change(before.clauses[i], Way.NARROWED, None, speaker, names) for i in old]
    changes += [_clause_change(after.clauses[i], Way.WIDENED, i, speaker, names) for i in new]
    lost, drawn = _unmatched(before.red_lines, after.red_lines)
    changes += [_red_line_change(before.red_lines[i], Way.WIDENED, names) for i in lost]
    changes += [_red_line_change(after.red_lines[i], Way.NARROWED, names) for i in drawn]
    if not changes and before != after:
        changes.append(
            Change("clauses", Way.CHANGED, "条款相同，次序不同。", "The same clauses, in another order.")
        )
    return changes


def _unmatched(old: tuple[Scope, ...], new: tuple[Scope, ...]) -> tuple[list[int], list[int]]:
    """The places in each that the other has no equal for, each equal used once."""
    left, added = list(range(len(old))), []
    for place, scope in enumerate(new):
        twin = next((i for i in left if old[i] == scope), None)
        if twin is None:
            added.append(place)
        else:
            left.remove(twin)
    return left, added


def _distance(one: Scope, other: Scope) -> int:
    return sum(one.value(axis.name) != other.value(axis.name) for axis in AXES)


def _clause_change(clause: Scope, way: Way, place: int | None, speaker: Speaker, names: Names) -> Change:
    zh, en = allows(clause, speaker=speaker, names=names)
    head = (
        Said("新增一条：", "A new clause. ")
        if way is Way.WIDENED
        else Said("删去一条：", "A clause is gone. ")
    )
    return Change("clauses", way, head.zh + "".join(zh), head.en + " ".join(en), clause=place)


def _red_line_change(line: Scope, way: Way, names: Names) -> Change:
    words = red_line_words(line, names)
    if way is Way.WIDENED:
        return Change(
            "red_lines",
            way,
            f"不再是红线：{words.zh}。",
            f"No longer a red line: {words.en}.",
            CONSEQUENCE_OF_NO_RED_LINE,
        )
    return Change("red_lines", way, f"新增红线：{words.zh}。", f"A new red line: {words.en}.")
