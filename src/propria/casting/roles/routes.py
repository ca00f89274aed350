"""Roles over pages and the API, as whoever may answer reads them: read one, accept to keep its title, who saw what."""

from typing import Any

from litestar import Request, Response, get, post

from propria.casting.access.model import Sight
from propria.casting.roles import actions, pages
from propria.casting.roles.actions import RoleSeen
from propria.kernel.time import wire
from propria.parties.model import Actor, Name
from propria.plumbing.library import Library
from propria.plumbing.web.forms import see_other
from propria.plumbing.web.pages import page

Asked = Request[Any, Any, Any]


def role_json(seen: RoleSeen) -> dict[str, Any]:
    """A role as its reader gets it; its title and the code of its project only where they may read them."""
    brief, until = seen.brief, actions.until_of(seen)
    return {
        "brief": brief.id,
        "title": {"zh": brief.title[0], "en": brief.title[1]},
        "title_kept_back": seen.keeps_back,
        "role": brief.role,
        "seeks": brief.seeks,
        "creator": seen.creator.to_json(),
        "scope": brief.scope.to_json(),
        "budget": brief.budget.to_json(),
        "deadline": wire(brief.access.deadline) if brief.access.deadline else None,
        "sides": [] if seen.keeps_back else [one.to_json() for one in brief.access.sides],
        "takes_submissions": seen.until is not None,
        "until": wire(until) if until else None,
    }


def sight_json(sight: Sight, name: Name) -> dict[str, Any]:
    """Who saw what."""
    seen = {"first_at": wire(sight.first_at), "last_at": wire(sight.last_at), "times": sight.times}
    return {"by": sight.person_id, "name": name.to_json(), "what": sight.what.value} | seen


@get("/roles", sync_to_thread=True)
def read_roles(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The roles that you may read: asked by name, or open to you now."""
    now = library.clock.now()
    return [role_json(one) for one in library.database.read(lambda db: actions.every(actor, now=now, db=db))]


@get("/roles/{brief_id:str}", sync_to_thread=True)
def read_role(brief_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """One of them; the creator reads that you did."""
    now = library.clock.now()
    return role_json(library.database.transact(lambda db: actions.read(actor, brief_id, now=now, db=db)))


@post("/roles/{brief_id:str}/accept", status_code=200, sync_to_thread=True)
def accept(brief_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """Accept to keep the project's title to yourself, and read it."""
    now = library.clock.now()
    return role_json(library.database.transact(lambda db: actions.accept(actor, brief_id, now=now, db=db)))


@get("/briefs/{brief_id:str}/sights", sync_to_thread=True)
def read_sights(brief_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Who outside your team saw what of your brief, and when; whoever is not listed under their name now is left out."""
    now = library.clock.now()
    found = library.database.read(lambda db: actions.sights(actor, brief_id, now=now, db=db))
    return [sight_json(*one) for one in found]


@get("/roles/{brief_id:str}", sync_to_thread=True)
def role(request: Asked, brief_id: str, actor: Actor, library: Library) -> Response[Any]:
    """One role, to whoever may answer it."""
    now = library.clock.now()
    found = library.database.transact(lambda db: pages.role_page(actor, brief_id, now=now, db=db))
    made = page("casting/role.html", found, request)
    made.headers["cache-control"] = "no-store"
    return made


@post("/roles/{brief_id:str}/accept", status_code=303, sync_to_thread=True)
def accept_by_page(brief_id: str, actor: Actor, library: Library) -> Response[Any]:
    """One tap: keep it to yourself, and read the title."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.accept(actor, brief_id, now=now, db=db))
    return see_other(f"/roles/{brief_id}")


API: list[Any] = [read_roles, read_role, accept, read_sights]
PAGES: list[Any] = [role, accept_by_page]
