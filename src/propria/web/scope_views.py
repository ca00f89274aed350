"""A scope and a decision as the components show them: the table with its silences, the trace, the ladder. Pure."""

from collections.abc import Iterable, Mapping

from propria.ladder import RUNGS, Deal, Person
from propria.plumbing.web.components import (
    AxisReason,
    DecisionTrace,
    Fact,
    Ladder,
    ScopeRow,
    ScopeTable,
    Standing,
    Tick,
)
from propria.plumbing.web.words import Text, Words
from propria.scope import Allowance, Reason, Scope
from propria.scope.sentences import reason_sentence, rows
from propria.scope.words import AXIS_WORDS, NO_NAMES, SILENT, YOU, Names, Said, Speaker

CLIMB: tuple[Person | Deal, ...] = (
    Person.OPEN,
    Deal.IN_TALKS,
    Deal.AGREED_UNSIGNED,
    Deal.LICENSED,
    Deal.ACTIVE,
)


def words_of(said: Said) -> Words:
    """The words of the scope as a page's words."""
    return Words(said.zh, said.en)


def scope_table(
    scope: Scope, *, speaker: Speaker = YOU, names: Names = NO_NAMES, caption: Text = ""
) -> ScopeTable:
    """Every axis: what is allowed, and every silence said."""
    return ScopeTable(scope_rows(scope, speaker=speaker, names=names), caption)


def scope_rows(scope: Scope, *, speaker: Speaker = YOU, names: Names = NO_NAMES) -> tuple[ScopeRow, ...]:
    """The rows of the table."""
    return tuple(
        ScopeRow(words_of(head), "" if value == SILENT else words_of(value))
        for _, head, value in rows(scope, speaker=speaker, names=names)
    )


def sought_facts(scope: Scope, axes: Iterable[str], *, names: Names = NO_NAMES) -> tuple[Fact, ...]:
    """Some axes of a scope as facts, those that are silent left out."""
    wanted = tuple(axes)
    found = {axis: (head, value) for axis, head, value in rows(scope, names=names)}
    return tuple(
        Fact(words_of(found[axis][0]), words_of(found[axis][1]))
        for axis in wanted
        if found[axis][1] != SILENT
    )


def trace(
    reasons: Iterable[Reason],
    allowance: Allowance,
    *,
    passes: Iterable[str] = (),
    about: Text = "",
    names: Names = NO_NAMES,
    first: tuple[AxisReason, ...] = (),
) -> DecisionTrace:
    """One word, then every axis that fails with its sentence, then those that pass."""
    failing = tuple(
        AxisReason(words_of(AXIS_WORDS[r.axis]), met=False, why=_why(r, allowance, names)) for r in reasons
    )
    met = tuple(AxisReason(words_of(AXIS_WORDS[a]), met=True, why=_ALLOWED) for a in passes)
    denied = bool(failing) or any(not each.met for each in first)
    return DecisionTrace(not denied, (*first, *failing, *met), about)


_ALLOWED = Words("允许", "allowed")


def _why(reason: Reason, allowance: Allowance, names: Names) -> Words:
    said = reason_sentence(reason, allowance, names=names)
    head = AXIS_WORDS[reason.axis]
    zh = said.zh.removeprefix(f"{head.zh}：")
    en = said.en.removeprefix(f"{head.en}: ")
    return Words(zh, en[:1].upper() + en[1:])


def deal_ladder(
    here: Person | Deal,
    *,
    notes: Mapping[Person | Deal, Text] | None = None,
    facts: Mapping[Person | Deal, tuple[Fact, ...]] | None = None,
) -> Ladder:
    """The ladder of one deal, inked up to `here`; a state beside the climb is a last tick of its own."""
    climb = CLIMB if here in CLIMB else (*CLIMB[:-1], here)
    last = climb.index(here)
    said, told = notes or {}, facts or {}
    return Ladder(
        tuple(
            Tick(
                word=_tick_words(state),
                standing=Standing.HERE if i == last else Standing.DONE if i < last else Standing.AHEAD,
                note=said.get(state, "") if i <= last else words_or(said.get(state), state),
                facts=told.get(state, ()),
                says=Words(*RUNGS[state].signed_by),
            )
            for i, state in enumerate(climb)
        )
    )


def words_or(said: Text | None, state: Person | Deal) -> Text:
    """What was said of a tick, else who acts next there."""
    return said if said is not None else Words(*RUNGS[state].signed_by)


def _tick_words(state: Person | Deal) -> Words:
    return Words(*RUNGS[state].tick)
