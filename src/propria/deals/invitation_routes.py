"""The API of invitations, and their buttons on the page of talks."""

from typing import Any

from litestar import Response, get, post

from propria.deals import invitations
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other


@get("/invitations", sync_to_thread=True)
def read_invitations(actor: Actor, library: Library) -> list[str]:
    """Your invitations that stand, the newest first."""
    return list(library.database.read(lambda db: invitations.own(actor, db=db)))


@post("/invitations", status_code=201, sync_to_thread=True)
def invite(actor: Actor, library: Library) -> dict[str, str]:
    """Make an invitation: whoever holds it may make you offers, though you are not listed."""
    now = library.clock.now()
    made = library.database.transact(lambda db: invitations.invite(actor, now=now, db=db))
    return {"invitation": made}


@post("/invitations/{invitation_id:str}/end", status_code=204, sync_to_thread=True)
def end(invitation_id: str, actor: Actor, library: Library) -> None:
    """End one of your invitations; talks that it began go on."""
    library.database.transact(lambda db: invitations.end(actor, invitation_id, db=db))


@post("/invitations", status_code=303, sync_to_thread=True)
def invite_by_page(form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Make one."""
    now = library.clock.now()
    library.database.transact(lambda db: invitations.invite(actor, now=now, db=db))
    return see_other("/deals#invitations")


@post("/invitations/{invitation_id:str}/end", status_code=303, sync_to_thread=True)
def end_by_page(invitation_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """End one."""
    library.database.transact(lambda db: invitations.end(actor, invitation_id, db=db))
    return see_other("/deals#invitations")


API: list[Any] = [read_invitations, invite, end]
PAGES: list[Any] = [invite_by_page, end_by_page]
