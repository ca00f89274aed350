"""What one change of a brief would win, in words; counts of people are told roughly."""

from collections.abc import Mapping

from propria.casting.briefs.rules import names_of
from propria.casting.model import Change
from propria.casting.sheet.needs import NEED_WORDS
from propria.casting.whynot.rules import FEW, LEFT_OUT, roughly
from propria.plumbing.web.formats import money
from propria.plumbing.web.words import Words
from propria.scope.words import AXIS_WORDS, spaced, value_words

FLOOR_WORDS = Words("酬金低于底价", "Pay below their floor")


def count_words(count: int) -> Words:
    """How many people, roughly."""
    about = roughly(count)
    return (
        Words(f"约 {about:,} 人", f"about {about:,}")
        if about
        else Words(f"不到 {FEW} 人", f"fewer than {FEW}")
    )


def more_words(count: int) -> Words:
    """How many people more, roughly."""
    said = count_words(count)
    return Words(f"增加{said.zh}", f"{said.en} more")


def change_words(change: Change) -> Words:
    """What the brief would ask, or offer, instead."""
    brief, axis = change.brief, change.axis
    if axis == "floor":
        return Words(f"酬金提到{money(brief.budget, 'zh-Hans')}", f"Offer {money(brief.budget, 'en')}")
    if axis == "term":
        months = "month" if change.months == 1 else "months"
        return Words(f"期限改为 {change.months} 个月", f"Ask for {change.months} {months}")
    names, name = names_of(brief), AXIS_WORDS[axis]
    if axis in LEFT_OUT:
        code = value_words(axis, frozenset({change.left_out}), names)
        return Words(spaced(f"{name.zh}：不要{code.zh}"), f"{name.en}: leave out {code.en}")
    asked = value_words(axis, getattr(brief.scope, axis), names)
    return Words(spaced(f"{name.zh}：{asked.zh}"), f"{name.en}: {asked.en}")


def vague_words(axis: str) -> Words:
    """The same where no single change that is tried would win anybody."""
    if axis in _VAGUE:
        return _VAGUE[axis]
    words = NEED_WORDS.get(axis) or AXIS_WORDS[axis]
    return Words(f"“{words.zh}”一项少要一些", f"Ask for less under “{words.en}”")


_VAGUE: Mapping[str, Words] = {
    "floor": Words("酬金再高一些，或换一种货币", "Offer more, or in another currency"),
    "duties": Words("“义务”一项多承诺一些", "Promise more under “Duties”"),
}
