"""Who did what in talks, as their page and the API tell it to one of the sides. Decides nothing."""

from typing import Any

from propria.deals import steps
from propria.deals.actions import Room
from propria.deals.model import Step
from propria.deals.pages_declines import declines_told
from propria.deals.texts_steps import told
from propria.deals.whose import Reader, hands_shown, key_of, reader_of
from propria.kernel.time import wire
from propria.plumbing.database import Session
from propria.plumbing.web.components import Act, Fact, Timeline
from propria.plumbing.web.words import Words


def signed_by(seen: Room, *, db: Session) -> tuple[Fact, ...]:
    """Whose hands are on the contract, in which right and with which key; each opens its bundle."""
    reader, found = reader_of(seen, db=db), []
    for by, one in hands_shown(seen, db=db):
        said, key = reader.names(by, one.side), key_of(one, db=db)
        words = Words(f"{said.zh}，密钥 {key}", f"{said.en}, with key {key}") if key else said
        found.append(Fact(words, one.signed_at, f"/log/bundles/{one.statement_id}"))
    return tuple(found)


def history(seen: Room, *, db: Session) -> Timeline:
    """Every step and signature, newest first: what was done, by whom, in which right."""
    reader = reader_of(seen, db=db)
    acts = [_act(step, reader) for step in steps.of(seen.deal.id, db=db)]
    for by, one in hands_shown(seen, db=db):
        said = told("sign", 0, reader.names(by, one.side))
        acts.append(Act(one.signed_at, said, one.entry_index, f"/log/bundles/{one.statement_id}"))
    acts += declines_told(seen, db=db)
    acts.sort(key=lambda act: act.at)
    return Timeline(tuple(reversed(acts)))


def _act(step: Step, reader: Reader) -> Act:
    deal = reader.seen.deal
    named = None if step.by is None or step.side is None else reader.names(step.by, step.side)
    older = step.act in ("offer", "counter") and step.turn_number < deal.turns
    href = f"/deals/{deal.id}?against={step.turn_number}" if older else ""
    return Act(step.made_at, told(step.act, step.turn_number, named), href=href)


def steps_json(seen: Room, *, db: Session) -> list[dict[str, Any]]:
    """Every step for programs, oldest first; `by` is nobody where the clock acted."""
    reader = reader_of(seen, db=db)
    return [
        {
            "number": step.number,
            "act": step.act,
            "version": step.turn_number,
            "side": None if step.side is None else step.side.value,
            "by": _by_json(step, reader),
            "made_at": wire(step.made_at),
        }
        for step in steps.of(seen.deal.id, db=db)
    ]


def _by_json(step: Step, reader: Reader) -> dict[str, Any] | None:
    if step.by is None or step.side is None:
        return None
    said = reader.names(step.by, step.side)
    return {"person": step.by.person_id, "mandate": step.by.mandate_id, "zh": said.zh, "en": said.en}
