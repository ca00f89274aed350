"""The API by which both sides of a licence say what may be said of it, and take that back."""

from typing import Any

import msgspec
from litestar import get, post

from propria.licences import actions, announcing
from propria.licences.model import Announcement
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary


class AnnounceForm(msgspec.Struct, forbid_unknown_fields=True):
    """What is said beside the parties, the title and the kind of work: `term`, `territory`, `language`, `act`."""

    shows: list[str] = []
    return_url: str = "/home"


class TakeBackForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go after signing."""

    return_url: str = "/home"


def announcement_json(found: Announcement | None) -> dict[str, Any]:
    """What is signed of an announcement, as the parties of its licence see it."""
    if found is None:
        return {"public": False, "says": None, "signed": []}
    both = {"performer": found.performer_statement, "creator": found.creator_statement}
    signed = {side: statement for side, statement in both.items() if statement is not None}
    return {"public": found.is_public, "says": dict(found.says), "signed": signed}


@get("/licences/{licence_id:str}/announcement", sync_to_thread=True)
def read_announcement(licence_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """What may be said of a licence of yours, and who has signed that. Raises: NotFound(`licences.no_licence`)."""

    def work(db: Session) -> dict[str, Any]:
        licence = actions.own_licence(actor, licence_id, db=db)
        return announcement_json(announcing.announcement_of(licence.id, db=db))

    return library.database.read(work)


@post("/licences/{licence_id:str}/announcement", status_code=201, sync_to_thread=True)
def announce(
    licence_id: str, data: AnnounceForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Write down what may be said of a licence, for you to sign; the other side signs the same words.

    Raises: NotFound(`licences.no_licence`), Malformed(`licences.cannot_show`), Refused(`licences.not_running`,
    `licences.announced_already`).
    """
    now = library.clock.now()

    def work(db: Session) -> Any:
        shows, back = data.shows, data.return_url
        return announcing.draft_announcement(actor, licence_id, shows, return_url=back, now=now, db=db)

    return to_sign(notary, library.database.transact(work).id)


@post("/licences/{licence_id:str}/announcement/withdraw", status_code=201, sync_to_thread=True)
def take_back(
    licence_id: str, data: TakeBackForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Write down that it is said no more, for either side to sign.

    Raises: NotFound(`licences.no_licence`, `licences.no_announcement`).
    """
    now = library.clock.now()

    def work(db: Session) -> Any:
        return announcing.draft_withdrawal(actor, licence_id, return_url=data.return_url, now=now, db=db)

    return to_sign(notary, library.database.transact(work).id)


HANDLERS = [read_announcement, announce, take_back]
