"""Standing terms as the scope table shows them: what may be asked for, red lines struck, silence written out."""

from collections.abc import Sequence

from propria.consent.model import FeeFloor
from propria.kernel.money import Money
from propria.plumbing.web.components import ScopeRow, ScopeTable
from propria.plumbing.web.formats import money
from propria.plumbing.web.words import Words
from propria.scope import ANY, Scope, StandingTerms
from propria.scope.sentences import red_line_words, rows
from propria.scope.words import SILENT, YOU, Speaker, value_words

_CAPTION = Words(zh="表中没有的，就不在可谈之列。", en="What is not in this table is not on offer.")
_HEADING = Words(zh="可以来谈", en="May be asked for")
_EACH_ITS_OWN = Words(zh="每部作品各自商定、各自签署", en="each is agreed and signed on its own")
_RED_LINE = Words(zh="红线", en="Red line")
_FLOOR = Words(zh="酬金", en="Fee")


def terms_tables(
    terms: StandingTerms, floor: Money, floors: Sequence[FeeFloor] = (), *, speaker: Speaker = YOU
) -> tuple[ScopeTable, ...]:
    """One table a clause; every table repeats the red lines and the floors, which hold for all."""
    fees = (_fee(floor), *(_fee(one.least, one.line) for one in floors))
    return tuple(_table(clause, terms.red_lines, fees, speaker) for clause in terms.clauses)


def _fee(least: Money, line: Scope | None = None) -> ScopeRow:
    """The row of one floor; `line`: what it is for, where it is not for every project."""
    zh, en = money(least, "zh-Hans"), money(least, "en")
    if line is None:
        return ScopeRow(_FLOOR, Words(zh=f"每部作品不低于{zh}", en=f"not under {en} a project"))
    touched = red_line_words(line)
    return ScopeRow(
        _FLOOR, Words(zh=f"{touched.zh}的，不低于{zh}", en=f"not under {en} where it touches {touched.en}")
    )


def _table(
    clause: Scope, red_lines: tuple[Scope, ...], fees: Sequence[ScopeRow], speaker: Speaker
) -> ScopeTable:
    struck, wider = _struck(red_lines)
    found = []
    for axis, name, said in rows(clause, speaker=speaker):
        if axis == "duties" and not clause.duties:
            continue
        allowed = "" if said == SILENT else Words(zh=said.zh, en=said.en)
        note = _EACH_ITS_OWN if axis == "project" and allowed else ""
        found.append(ScopeRow(Words(zh=name.zh, en=name.en), allowed, tuple(struck.get(axis, ())), note))
    found += [ScopeRow(_RED_LINE, struck=(line,)) for line in wider]
    return ScopeTable((*found, *fees), _CAPTION, _HEADING)


def _struck(red_lines: tuple[Scope, ...]) -> tuple[dict[str, list[Words]], list[Words]]:
    """(axis → what is struck there, red lines that name several axes at once)."""
    by_axis: dict[str, list[Words]] = {}
    wider = []
    for line in red_lines:
        named = [(axis, value) for axis, value in line.values().items() if value is not ANY]
        if len(named) == 1:
            axis, value = named[0]
            said = value_words(axis, value)
            by_axis.setdefault(axis, []).append(Words(zh=said.zh, en=said.en))
        else:
            said = red_line_words(line)
            wider.append(Words(zh=said.zh, en=said.en))
    return by_axis, wider
