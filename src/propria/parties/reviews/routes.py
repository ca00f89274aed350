"""The API of what takes two of the operator's people: what waits, and refusing it."""

from typing import Any

import msgspec
from litestar import get, post

from propria.kernel.time import wire
from propria.parties.model import Actor
from propria.parties.reviews import actions
from propria.plumbing.library import Library
from propria.record.model import Notary


class RefuseForm(msgspec.Struct, forbid_unknown_fields=True):
    """The review, as `GET /reviews` names it, and why: `unreadable`, `not_genuine`, `somebody_else`, `incomplete`, `mistaken`."""

    review: str
    why: str


@get("/reviews", sync_to_thread=True)
def read_reviews(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """For the operator's people: what waits for a second one of them, and guardians whom nobody has looked at yet."""
    found = library.database.read(lambda db: actions.waiting(actor, db=db))
    return [
        {
            "review": one.what,
            "kind": one.kind.value,
            "about": one.about,
            "beside": one.beside,
            "first": one.first,
            "since": None if one.since is None else wire(one.since),
        }
        for one in found
    ]


@post("/reviews/refuse", status_code=200, sync_to_thread=True)
def refuse(data: RefuseForm, actor: Actor, library: Library, notary: Notary) -> dict[str, bool]:
    """You, an operator, do not take what was shown: what was seen so far counts no more, and the log says why."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.refuse(actor, data.review, data.why, notary, now=now, db=db))
    return {"refused": True}


HANDLERS = [read_reviews, refuse]
