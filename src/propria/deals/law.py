"""A term sheet held against the rule packs: the duties that they add to it, and what they want before a signature."""

from dataclasses import replace

from propria.deals.model import TermSheet
from propria.kernel.errors import Refused
from propria.kernel.time import Instant
from propria.rulepacks import PACKS, Opinion, Situation, evaluate


def opinion_on(sheet: TermSheet, *, on: Instant) -> Opinion:
    """What every shipped pack says of these terms, were they signed on that day."""
    return evaluate(PACKS, Situation(sheet.scope, sheet.facts, on.date()))


def with_duties(sheet: TermSheet, *, on: Instant) -> TermSheet:
    """The same sheet owing what the rules add: more duties, nothing else."""
    owed = sheet.scope.duties.and_also(opinion_on(sheet, on=on).duties)
    return replace(sheet, scope=sheet.scope.but(duties=owed))


def check_rules(sheet: TermSheet, *, on: Instant) -> None:
    """No rule in force on that day is left unmet.

    Raises: Refused(`deals.rules_unmet`) naming each rule, its source and what would meet it.
    """
    unmet = opinion_on(sheet, on=on).unmet
    if unmet:
        raise Refused(
            "deals.rules_unmet",
            "A rule that reaches this deal is not met.",
            rules=[one.rule.id for one in unmet],
            asks=[
                {
                    "zh": f"{one.rule.title.zh}（{one.rule.source_zh}）：{one.ask.says.zh}",
                    "en": f"{one.rule.title.en} ({one.rule.source}): {one.ask.says.en}",
                }
                for one in unmet
            ],
        )
