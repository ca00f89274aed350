"""The page of an organisation's people, and the forms that end in its founder's signature."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post

from propria.kernel.errors import NotFound, PropriaError
from propria.parties import actions
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues import store
from propria.parties.colleagues.pages import TeamPage, row_of, team_page
from propria.parties.model import Actor, Role
from propria.parties.redirects import go_and_sign
from propria.parties.rules import only
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other, words_of
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Text
from propria.record.model import Notary

Asked = Request[Any, Any, Any]
TEAM = "/team"


def _page(
    request: Asked, actor: Actor, library: Library, *, typed: str = "", error: Text = "", status: int = 200
) -> Response[Any]:
    only(Role.CREATOR, actor)

    def work(db: Session) -> TeamPage:
        asked = store.of(actor.person_id, db=db) is not None
        try:
            creator, team = colleagues.team(actor, db=db)
        except NotFound:
            return team_page(None, None, (), reader=actor.person_id, asked=asked, typed=typed, error=error)
        people = tuple(
            row_of(one, actions.person(one.person_id, db=db).name, actor.person_id) for one in team
        )
        founder = actions.person(creator.person_id, db=db).name
        return team_page(creator, founder, people, reader=actor.person_id, asked=asked, error=error)

    return page("parties/team.html", library.database.read(work), request, status=status)


@get(TEAM, sync_to_thread=True)
def read_team(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Who acts for your organisation, and what each may do."""
    return _page(request, actor, library)


def _done(
    request: Asked, actor: Actor, library: Library, typed: str, work: Callable[[], Response[Any]]
) -> Response[Any]:
    try:
        return work()
    except PropriaError as error:
        return _page(request, actor, library, typed=typed, error=words_of(error), status=error.status)


@post("/team/ask", status_code=303, sync_to_thread=True)
def ask(request: Asked, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Ask to act for an organisation."""
    code = form.one("organisation")

    def work() -> Response[Any]:
        library.database.transact(lambda db: colleagues.ask(actor, code, db=db))
        return see_other(TEAM)

    return _done(request, actor, library, code, work)


@post("/team/rights", status_code=303, sync_to_thread=True)
def give(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Write down what a colleague may do, and go and sign it; `end` ticked: nothing any more."""
    now, who = library.clock.now(), form.one("person")

    def work() -> Response[Any]:
        if form.checked("end"):
            made = library.database.transact(
                lambda db: colleagues.draft_end(actor, who, return_url=TEAM, now=now, db=db)
            )
        else:
            made = library.database.transact(
                lambda db: colleagues.draft_rights(
                    actor, who, form.many("right"), return_url=TEAM, now=now, db=db
                )
            )
        return go_and_sign(notary, made.id)

    return _done(request, actor, library, "", work)


HANDLERS: list[Any] = [read_team, ask, give]
