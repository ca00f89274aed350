"""A term sheet held against the rule packs: the duties that they add, what they want before a signature, what waits."""

from dataclasses import replace

from propria.deals.model import Contract, TermSheet
from propria.kernel.errors import Refused
from propria.kernel.time import Instant, wire
from propria.rulepacks import PACKS, Bars, Opinion, Pack, Since, Situation, Unmet, Wait, evaluate

Packs = tuple[Pack, ...]


def opinion_on(sheet: TermSheet, *, on: Instant, packs: Packs = PACKS) -> Opinion:
    """What every pack says of these terms, were they signed on that day."""
    return evaluate(packs, Situation(sheet.scope, sheet.facts, on.date()))


def with_duties(sheet: TermSheet, *, on: Instant) -> TermSheet:
    """The same sheet owing what the rules add: more duties, nothing else."""
    owed = sheet.scope.duties.and_also(opinion_on(sheet, on=on).duties)
    return replace(sheet, scope=sheet.scope.but(duties=owed))


def check_rules(sheet: TermSheet, *, on: Instant, packs: Packs = PACKS) -> None:
    """No rule in force on that day is left unmet.

    Raises: Refused(`deals.rules_unmet`) naming each rule, its source and what would meet it.
    """
    unmet = opinion_on(sheet, on=on, packs=packs).unmet
    if unmet:
        raise Refused(
            "deals.rules_unmet",
            "A rule that reaches this deal is not met.",
            rules=[one.rule.id for one in unmet],
            asks=[_asked(one) for one in unmet],
        )


def check_cooled(contract: Contract, sheet: TermSheet, *, now: Instant) -> None:
    """The performer's side signs only when every cooling-off that counts from the making of the contract is over.

    Raises: Refused(`deals.cooling_off`) naming each rule, and until when.
    """
    until = signs_from(contract, sheet, on=now)
    if until is not None and now < until:
        waits = [one for one in opinion_on(sheet, on=now).waits if one.ask.bars is Bars.SIGNING]
        raise Refused(
            "deals.cooling_off",
            "A cooling-off runs; the performer's side signs after it.",
            until=wire(until),
            rules=[one.rule.id for one in waits],
            asks=[_asked(one) for one in waits],
        )


def signs_from(contract: Contract, sheet: TermSheet, *, on: Instant) -> Instant | None:
    """From when on the performer's side may sign, by every cooling-off of that day's rules; None where none asks for one."""
    return opinion_on(sheet, on=on).barred_until(Bars.SIGNING, {Since.CONTRACT: contract.made_at})


def used_from(contract: Contract, sheet: TermSheet, *, signed_at: Instant) -> Instant:
    """From when on what both sides signed may be used, by every cooling-off; at once where none asks for more."""
    moments = {Since.CONTRACT: contract.made_at, Since.SIGNED: signed_at}
    until = opinion_on(sheet, on=signed_at).barred_until(Bars.USE, moments)
    return signed_at if until is None else max(signed_at, until)


def _asked(one: Unmet | Wait) -> dict[str, str]:
    return {
        "zh": f"{one.rule.title.zh}（{one.rule.source_zh}）：{one.ask.says.zh}",
        "en": f"{one.rule.title.en} ({one.rule.source}): {one.ask.says.en}",
    }
