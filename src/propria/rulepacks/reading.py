"""Packs as they are written: TOML files beside the code, read whole or not at all."""

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from propria.kernel.errors import Malformed, PropriaError
from propria.rulepacks.facts import check_facts
from propria.rulepacks.model import Ask, Bars, Kind, Pack, Rule, Since, Status, When, Who
from propria.scope.duties import Duties
from propria.scope.model import Scope
from propria.scope.values import ANY
from propria.scope.words import Said

_RULE = {
    "id",
    "title",
    "source",
    "source_zh",
    "status",
    "starts",
    "ends",
    "touches",
    "facts",
    "asks",
    "replaces",
}
_ASK = {"kind", "who", "by", "zh", "en", "duties", "years", "facts", "since", "days", "bars"}
_HOLDS = {
    Kind.DUTY: {"duties"},
    Kind.TERM: {"years"},
    Kind.FACT: {"facts"},
    Kind.WAIT: {"since", "days", "bars"},
}


def read_pack(text: str) -> Pack:
    """One pack from its file. Raises: Malformed(`rulepacks.unreadable`) saying which rule and what is wrong."""
    try:
        raw = tomllib.loads(text)
        rules = tuple(_rule(entry) for entry in raw["rule"])
        if len({rule.id for rule in rules}) != len(rules):
            raise ValueError("two rules have one id")
        ends = {rule.id: rule.ends for rule in rules}
        for rule in rules:
            if rule.replaces and ends.get(rule.replaces) != rule.starts:
                raise ValueError(f"{rule.id}: what it replaces ends on the day it starts")
        return Pack(raw["pack"], Said(**raw["name"]), raw["checked"], rules)
    except (KeyError, TypeError, ValueError, AttributeError, PropriaError) as error:
        raise Malformed("rulepacks.unreadable", f"That pack cannot be read: {error}") from error


def _rule(raw: Mapping[str, Any]) -> Rule:
    if unknown := set(raw) - _RULE:
        raise ValueError(f"{raw.get('id')}: {sorted(unknown)}")
    starts, ends = raw["starts"], raw.get("ends")
    if type(starts) is not date or (ends is not None and not (type(ends) is date and starts < ends)):
        raise ValueError(f"{raw['id']}: it starts on a day, and ends later")
    return Rule(
        raw["id"],
        Said(**raw["title"]),
        raw["source"],
        Status(raw["status"]),
        starts,
        ends,
        tuple(_touch(axes) for axes in raw.get("touches", ())),
        _facts(raw),
        tuple(_ask(entry) for entry in raw["asks"]),
        raw.get("source_zh", raw["source"]),
        raw.get("replaces", ""),
    )


def _touch(axes: Mapping[str, Any]) -> Scope:
    line = Scope.anything(**axes)
    if all(value is ANY for value in line.values().values()):
        raise ValueError("a rule that touches everything lists nothing")
    return line


def _ask(raw: Mapping[str, Any]) -> Ask:
    if unknown := set(raw) - _ASK:
        raise ValueError(f"{sorted(unknown)}")
    kind = Kind(raw["kind"])
    needed = _HOLDS.get(kind, set())
    if set(raw) & set().union(*_HOLDS.values()) != needed:
        raise ValueError(f"an ask of the kind {kind.value} holds {sorted(needed) or 'nothing more'}")
    since, bars = (
        Since(raw["since"]) if needed & {"since"} else None,
        Bars(raw["bars"]) if needed & {"bars"} else None,
    )
    if kind is Kind.WAIT and (raw["days"] < 1 or (since, bars) == (Since.SIGNED, Bars.SIGNING)):
        raise ValueError("a wait lasts a day at least, and nothing waits for what comes after it")
    return Ask(
        kind,
        Who(raw["who"]),
        When(raw["by"]),
        Said(raw["zh"], raw["en"]),
        Duties.of(**raw.get("duties", {})),
        raw.get("years", 0),
        _facts(raw),
        since,
        raw.get("days", 0),
        bars,
    )


def _facts(raw: Mapping[str, Any]) -> frozenset[str]:
    written = frozenset(raw.get("facts", ()))
    check_facts(written)
    return written


def _shipped() -> tuple[Pack, ...]:
    found = (
        entry for entry in (files("propria.rulepacks") / "packs").iterdir() if entry.name.endswith(".toml")
    )
    return tuple(read_pack(entry.read_text("utf-8")) for entry in sorted(found, key=lambda entry: entry.name))


PACKS: tuple[Pack, ...] = _shipped()
