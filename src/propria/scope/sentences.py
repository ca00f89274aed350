"""A scope said whole: what it allows, what it does not, and why a verdict says no, zh and en."""

from propria.scope.algebra import Reason, Why
from propria.scope.axes import AXIS
from propria.scope.codes.audience import SENSITIVE_THEMES
from propria.scope.codes.doings import ACTS, ATTRIBUTES
from propria.scope.model import Allowance, Scope, StandingTerms
from propria.scope.values import ANY, ancestors, covers_value
from propria.scope.words import (
    AXIS_WORDS,
    NO_NAMES,
    ROW_ORDER,
    SILENT,
    YOU,
    Names,
    Said,
    Speaker,
    code_words,
    duties_words,
    duty_lines,
    listing,
    ordered,
    spaced,
    value_words,
)

Lines = tuple[tuple[str, ...], tuple[str, ...]]

_ROW_SENTENCES: dict[str, Said] = {
    "project": Said("仅限作品：{}。", "Only in the project {}."),
    "role": Said("角色：{}。", "In the role of {}."),
    "medium": Said("媒介：{}。", "As {}."),
    "advertiser": Said("广告主：{}。", "For the advertiser {}."),
    "product_line": Said("产品：{}。", "For {}."),
    "territory": Said("地域：{}。", "Shown in {}."),
    "language": Said("语言：{}。", "In {}."),
    "term": Said("期限：{}。", "From {}."),
    "rating": Said("观众：{}。", "Audience: {}."),
    "theme": Said("题材限于：{}。", "Themes: {}."),
    "script": Said("剧本：{}。", "Words: {}."),
    "provider": Said("模型只由{}运行。", "The model is run by {} only."),
    "retention": Said("运行方对输入：{}。", "Of what is sent to whoever runs it: {}."),
    "region": Said("运行地点：{}。", "It runs in {}."),
    "sub_licensee": Said("可转授权予{}。", "It may be passed on to {}."),
    "life": Said("包括{}。", "It includes {}."),
    "volume": Said("{}。", "In all, {}."),
}
_ANY_SENTENCES: dict[str, Said] = {
    "project": Said("任何作品皆可。", "In any project."),
    "role": Said("任何角色皆可。", "In any role."),
    "territory": Said("不限地域。", "Shown anywhere."),
    "term": Said("没有期限。", "It has no end."),
    "provider": Said("模型可由任何人运行。", "The model may be run by anyone."),
    "region": Said("可在任何地点运行。", "It may run anywhere."),
    "volume": Said("不限数量。", "There is no limit to how much."),
}
_PROJECT_TAIL = Said(
    "续集、下一季、其他作品，各是另一部作品，未点名即不允许。",
    "A sequel, a second season, another work: each is another project, and not allowed unless named.",
)
_ASKED_ABOUT: dict[str, tuple[str, ...]] = {
    "act": tuple(ACTS),
    "attribute": tuple(ATTRIBUTES),
    "medium": (
        *("film", "series", "advertisement", "game", "audio", "music"),
        *("livestream", "chat", "merchandise"),
    ),
    "theme": tuple(sorted(SENSITIVE_THEMES)),
}
_NOT_LISTED: dict[str, Said] = {
    "act": Said("{}", "{}"),
    "attribute": Said("{who}的{}", "{whose} {}"),
    "medium": Said("用于{}", "use in {}"),
    "theme": Said("题材涉及{}", "themes of {}"),
    "sub_licensee": Said("转授权予任何人", "passing it on to anyone else"),
    "life": Said("身后使用", "anything after {whose} death"),
}
_UNIT_NAMES = {
    "seconds": Said("秒数", "seconds"),
    "lines": Said("台词句数", "lines"),
    "takes": Said("条数", "takes"),
    "titles": Said("部数", "titles"),
}
_LISTED_AXES = frozenset({"attribute", "act", "medium", "theme", "script", "product_line"})


def allows(scope: Scope, *, speaker: Speaker = YOU, names: Names = NO_NAMES) -> Lines:
    """What the scope allows, line by line, zh then en: the doing, where and when, how much, what is owed.

    A scope that allows nothing says so in one line. `names` translates titles, roles and companies.
    """
    if not scope.act or not scope.attribute:
        return ("不允许任何使用。",), ("It allows nothing.",)
    what, of = value_words("act", scope.act), value_words("attribute", scope.attribute)
    lines = [
        Said(
            f"可{what.zh}，所用限于{speaker.zh}的{of.zh}。",
            f"It allows {what.en}, using {speaker.en_possessive} {of.en}.",
        )
    ]
    for name, sentence in _ROW_SENTENCES.items():
        value = getattr(scope, name)
        if value is ANY and name in _ANY_SENTENCES:
            lines.append(_ANY_SENTENCES[name])
        elif value:
            words = value_words(name, value, names)
            lines.append(Said(sentence.zh.format(words.zh), sentence.en.format(words.en)))
    for _, duty in duty_lines(scope.duties, speaker):
        lines.append(Said(f"{duty.zh}。", f"{duty.en[:1].upper()}{duty.en[1:]}."))
    return _both(lines)


def _both(lines: list[Said]) -> Lines:
    return tuple(spaced(line.zh) for line in lines), tuple(line.en for line in lines)


def does_not_allow(allowance: Allowance, *, speaker: Speaker = YOU, names: Names = NO_NAMES) -> Lines:
    """What is not allowed, as plainly as what is: red lines, then acts, attributes, media, themes.

    Names what people are asked for most; what is named nowhere is not allowed either.
    """
    clauses = (allowance,) if isinstance(allowance, Scope) else allowance.clauses
    red_lines = allowance.red_lines if isinstance(allowance, StandingTerms) else ()
    lines = [_red_line_sentence(line, speaker, names) for line in red_lines]
    for axis, asked in _ASKED_ABOUT.items():
        absent = _absent(axis, clauses, asked)
        if absent:
            words = listing([code_words(axis, code) for code in ordered(axis, absent)], "or")
            lines.append(_not_mentioned(axis, words, speaker))
    if all(clause.project is not ANY for clause in clauses):
        lines.append(_PROJECT_TAIL)
    lines += [
        _not_mentioned(axis, Said("", ""), speaker)
        for axis in ("sub_licensee", "life")
        if not any(clause.value(axis) for clause in clauses)
    ]
    return _both(lines)


def _absent(axis: str, clauses: tuple[Scope, ...], asked: tuple[str, ...]) -> list[str]:
    """Codes that no clause allows, in whole or in part."""
    separator = AXIS[axis].separator
    allowed = [clause.value(axis) for clause in clauses]
    in_part = {
        top
        for value in allowed
        if isinstance(value, frozenset)
        for code in value
        for top in ancestors(code, separator)
    }
    return [
        code
        for code in asked
        if code not in in_part and not any(covers_value(v, frozenset({code}), separator) for v in allowed)
    ]


def _not_mentioned(axis: str, words: Said, speaker: Speaker) -> Said:
    zh = _NOT_LISTED[axis].zh.format(words.zh, who=speaker.zh)
    en = _NOT_LISTED[axis].en.format(words.en, whose=speaker.en_possessive)
    return Said(f"未提及，即不允许：{zh}。", f"Not mentioned, so not allowed: {en}.")


def _red_line_sentence(line: Scope, speaker: Speaker, names: Names) -> Said:
    words = red_line_words(line, names)
    return Said(
        f"{speaker.zh}的红线，永不允许：{words.zh}。",
        f"Never, {speaker.en_possessive} red line: {words.en}.",
    )


def red_line_words(line: Scope, names: Names = NO_NAMES) -> Said:
    """What a red line names, axis by axis: `media: advertisement, with product line: alcohol`."""
    named = [(name, value) for name, value in line.values().items() if value is not ANY]
    said = [(AXIS_WORDS[name], value_words(name, value, names)) for name, value in named]
    zh = "，且".join(f"{axis.zh}为{words.zh}" for axis, words in said)
    return Said(zh, ", with ".join(f"{axis.en.lower()}: {words.en}" for axis, words in said))


def rows(
    scope: Scope, *, speaker: Speaker = YOU, names: Names = NO_NAMES
) -> tuple[tuple[str, Said, Said], ...]:
    """The scope table: axis code, its heading, what stands there; a silent axis says that it denies."""
    found = []
    for name in ROW_ORDER:
        if name == "duties":
            words = duties_words(scope.duties, speaker)
        else:
            words = value_words(name, getattr(scope, name), names)
        found.append((name, AXIS_WORDS[name], Said(spaced(words.zh), words.en)))
    return tuple(found)


def reason_sentence(reason: Reason, allowance: Allowance, *, names: Names = NO_NAMES) -> Said:
    """Why an axis says no, in one sentence with what stands there; silence is said to be no permission."""
    said = _reason(reason, allowance, names)
    return Said(spaced(said.zh), said.en)


def _reason(reason: Reason, allowance: Allowance, names: Names) -> Said:
    axis, asked = AXIS_WORDS[reason.axis], _asked_words(reason, names)
    stands = _stands(reason, allowance, names)
    match reason.why:
        case Why.SILENCE:
            return Said(
                f"{axis.zh}：未提及{asked.zh}。沉默即不同意。",
                f"{axis.en}: nothing is said of {asked.en or 'it'}. Silence is not permission.",
            )
        case Why.NOT_IN_SET | Why.OUT_OF_RANGE:
            return _outside(reason, axis, stands, asked)
        case Why.OVER_QUOTA:
            return Said(
                f"{axis.zh}：所许为{stands.zh}；所求的{asked.zh}超出。",
                f"{axis.en}: allowed is {stands.en}; more {asked.en} are asked for.",
            )
        case Why.UNDECLARED:
            return Said(
                f"{axis.zh}：未申明。未申明者不予允许。",
                f"{axis.en}: not declared. What is not declared is denied.",
            )
        case Why.RED_LINE:
            return Said(
                f"{axis.zh}：{asked.zh or '所求'}触及红线，永不允许。",
                f"{axis.en}: {asked.en or 'what is asked'} crosses a red line, never allowed.",
            )
        case Why.DUTY:
            return Said(
                f"{axis.zh}：少于所要求者。所要求为：{stands.zh}。",
                f"{axis.en}: less is owed than is asked, which is: {stands.en}.",
            )


def _outside(reason: Reason, axis: Said, stands: Said, asked: Said) -> Said:
    zh, en = f"{axis.zh}：所许为{stands.zh}", f"{axis.en}: allowed is {stands.en}"
    if not asked.en:
        return Said(f"{zh}；所求在此之外。", f"{en}; what is asked lies outside.")
    if reason.axis in _LISTED_AXES:
        return Said(
            f"{zh}；未提及{asked.zh}。沉默即不同意。",
            f"{en}; nothing is said of {asked.en}. Silence is not permission.",
        )
    return Said(f"{zh}，不是{asked.zh}。", f"{en}, not {asked.en}.")


def _asked_words(reason: Reason, names: Names) -> Said:
    if reason.asked == ("*",):
        return value_words(reason.axis, ANY)
    if reason.axis == "volume":
        return listing([_UNIT_NAMES[unit] for unit in reason.asked if unit in _UNIT_NAMES])
    return value_words(reason.axis, frozenset(reason.asked), names) if reason.asked else Said("", "")


def _stands(reason: Reason, allowance: Allowance, names: Names) -> Said:
    """What the clause that was asked says on the axis."""
    if isinstance(allowance, StandingTerms):
        if reason.clause is None or reason.why is Why.RED_LINE:
            return SILENT
        allowance = allowance.clauses[reason.clause]
    if reason.axis == "duties":
        return duties_words(allowance.duties)
    return value_words(reason.axis, getattr(allowance, reason.axis), names)
