"""What changed in the packs between two days: rules that came into force, rules that ended, rules said anew. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from propria.rulepacks.model import Pack, Rule


@dataclass(frozen=True)
class Changed:
    """A rule that one day has and the other has not; `began` tells which, `on` when, `was` the rule that it says anew."""

    pack: Pack
    rule: Rule
    began: bool
    on: date
    was: Rule | None = None


def changes(packs: Iterable[Pack], before: date, after: date) -> tuple[Changed, ...]:
    """Every rule that began, ended or was said anew after `before` and not later than `after`, in the order of the days."""
    found = []
    for pack in packs:
        rules = {rule.id: rule for rule in pack.rules}
        replaced = {rule.replaces for rule in pack.rules}
        for rule in pack.rules:
            if before < rule.starts <= after:
                found.append(Changed(pack, rule, began=True, on=rule.starts, was=rules.get(rule.replaces)))
            if rule.ends is not None and before < rule.ends <= after and rule.id not in replaced:
                found.append(Changed(pack, rule, began=False, on=rule.ends))
    return tuple(sorted(found, key=lambda c: (c.on, c.rule.id)))
