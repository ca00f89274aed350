"""Sessions with their day of return, and the performer's word that it went back, over the API."""

from typing import Any

import msgspec
from litestar import get, post

from propria.kernel.time import wire
from propria.likeness import actions
from propria.likeness.model import Capture, Returned
from propria.likeness.returns import actions as returns
from propria.parties.model import Actor
from propria.plumbing.library import Library


class ReturnForm(msgspec.Struct, forbid_unknown_fields=True):
    """What became of originals and copies outside the library: `handed_over`, `deleted` or `none_outside`."""

    how: Returned


def capture_json(capture: Capture) -> dict[str, Any]:
    """A session as its performer sees it; `return_on` is a day in UTC."""
    return {
        "capture": capture.id,
        "consent": capture.consent_id,
        "place": capture.place,
        "begun_at": wire(capture.begun_at),
        "return_on": capture.return_on.isoformat(),
        "returned_at": capture.returned_at and wire(capture.returned_at),
        "returned_how": capture.returned_how,
    }


@get("/me/captures", sync_to_thread=True)
def read_captures(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Your recording sessions, newest first, with the day by which what lies outside the library goes back."""
    found = library.database.read(lambda db: actions.own_captures(actor, db=db))
    return [capture_json(one) for one in found]


@post("/captures/{capture_id:str}/return", status_code=200, sync_to_thread=True)
def say_returned(capture_id: str, data: ReturnForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Say that originals and copies of a session of yours are back with you, deleted, or never were outside."""
    now = library.clock.now()
    return capture_json(
        library.database.transact(
            lambda db: returns.say_returned(actor, capture_id, data.how, now=now, db=db)
        )
    )


HANDLERS: list[Any] = [read_captures, say_returned]
