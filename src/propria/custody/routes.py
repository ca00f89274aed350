"""The API of custody: who must destroy what by when, and the holder's word that it did."""

from typing import Any

import msgspec
from litestar import get, post

from propria.custody import actions
from propria.custody.model import Duty
from propria.kernel.time import Instant, wire
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.library import Library
from propria.record.model import Notary


class ConfirmForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go after signing."""

    return_url: str = actions.SEE


def duty_json(duty: Duty, *, now: Instant) -> dict[str, Any]:
    """A duty as its performer, whoever signs for it and the operator see it.

    `state` is `owed`, `overdue` (since `due_at`) or `stated`: the holder signed that it is destroyed.
    """
    owed = duty.owed
    return {
        "duty": duty.id,
        "performer": duty.performer_id,
        "cause": duty.cause.value,
        "target": duty.thing_id,
        "licence": owed.licence_id,
        "holder": {"kind": owed.holder.kind.value, "zh": owed.holder.name[0], "en": owed.holder.name[1]},
        "signed_by": owed.holder.creator_id or "operator",
        "what": owed.what.value,
        "count": owed.count,
        "begun_at": wire(duty.begun_at),
        "due_at": wire(owed.due_at),
        "state": duty.standing(now),
        "statement": duty.statement_id,
        "entry": duty.stated_at_entry,
        "stated_at": wire(duty.stated_at) if duty.stated_at else None,
    }


@get("/duties", sync_to_thread=True)
def read_duties(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Who must destroy what: of you, or by you; the operator sees all of it."""
    now = library.clock.now()
    found = library.database.read(lambda db: actions.duties_for(actor, now=now, db=db))
    return [duty_json(duty, now=now) for duty in found]


@post("/duties/{duty_id:str}/confirm", status_code=201, sync_to_thread=True)
def confirm(
    duty_id: str, data: ConfirmForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Write down, for you to sign, that what you held is destroyed."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_confirmation(actor, duty_id, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


HANDLERS: list[Any] = [read_duties, confirm]
