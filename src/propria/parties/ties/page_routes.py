"""The page of ties: groups, guilds, guardians and estates, and the forms that end in a signature."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post

from propria.kernel.errors import Malformed, PropriaError
from propria.kernel.money import Money
from propria.parties.groups import actions as groups
from propria.parties.guilds import actions as guilds
from propria.parties.identity import actions as identity
from propria.parties.minors import actions as minors
from propria.parties.model import Actor
from propria.parties.redirects import go_and_sign
from propria.parties.ties import gathering
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other, words_of
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Text
from propria.record.model import Notary, SigningRequest
from propria.scope import red_line

Asked = Request[Any, Any, Any]
TIES = "/ties"
TYPED = ("zh", "en", "members", "performer", "medium", "amount", "currency", "csv")


def _page(
    request: Asked,
    actor: Actor,
    library: Library,
    typed: dict[str, str],
    *,
    error: Text = "",
    status: int = 200,
) -> Response[Any]:
    now = library.clock.now()
    shown = library.database.read(
        lambda db: gathering.ties_page(actor, typed=typed, error=error, now=now, db=db)
    )
    return page("parties/ties.html", shown, request, status=status)


def _done(
    request: Asked, actor: Actor, library: Library, form: Form, work: Callable[[], Response[Any]]
) -> Response[Any]:
    """What the form leads to, or the page again with what was typed and what is wrong."""
    try:
        return work()
    except PropriaError as error:
        typed = {name: form.one(name) for name in TYPED if form.one(name)}
        return _page(request, actor, library, typed, error=words_of(error), status=error.status)


@get(TIES, sync_to_thread=True)
def read_ties(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Who signs with you, and for whom you sign."""
    return _page(request, actor, library, {})


def _amount(form: Form) -> Money:
    text = form.one("amount").strip()
    if not text.isdecimal() or len(text) > 12:
        raise Malformed("parties.amount_unreadable", "Give the amount in whole units, such as 80000.")
    return Money(form.one("currency"), int(text) * 100)


Drafts = Callable[[Actor, Form, Any, Session], SigningRequest]
DRAFTS: dict[str, Drafts] = {
    "join-group": lambda actor, form, now, db: groups.draft_joining(
        actor, form.one("group"), return_url=TIES, now=now, db=db
    ),
    "leave-group": lambda actor, form, now, db: groups.draft_leaving(
        actor, form.one("group"), return_url=TIES, now=now, db=db
    ),
    "join-guild": lambda actor, form, now, db: guilds.draft_joining(
        actor, form.one("guild"), return_url=TIES, now=now, db=db
    ),
    "guardian": lambda actor, form, now, db: minors.draft_guardianship(
        actor, form.one("performer").strip(), return_url=TIES, now=now, db=db
    ),
    "suspend": lambda actor, form, now, db: guilds.draft_suspension(
        actor, red_line(medium=[form.one("medium")]), return_url=TIES, now=now, db=db
    ),
    "floor": lambda actor, form, now, db: guilds.draft_floor(
        actor, red_line(medium=[form.one("medium")]), _amount(form), return_url=TIES, now=now, db=db
    ),
    "lift": lambda actor, form, now, db: guilds.draft_lifting(
        actor, form.one("target"), return_url=TIES, now=now, db=db
    ),
}
"""What each form of the page writes down to be signed."""


@post("/ties/sign", status_code=303, sync_to_thread=True)
def draft(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Write down what the form says, and go and sign it. Raises: Malformed(`parties.no_such_form`)."""
    now, drafts = library.clock.now(), DRAFTS.get(form.one("do"))
    if drafts is None:
        raise Malformed("parties.no_such_form", "This page has no such form.")

    def work() -> Response[Any]:
        made = library.database.transact(lambda db: drafts(actor, form, now, db))
        return go_and_sign(notary, made.id)

    return _done(request, actor, library, form, work)


@post("/ties/groups", status_code=303, sync_to_thread=True)
def form_group(request: Asked, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Name a group of which you are one."""
    now, members = library.clock.now(), form.one("members").split()

    def work() -> Response[Any]:
        library.database.transact(
            lambda db: groups.form(actor, form.one("zh"), form.one("en"), members, now=now, db=db)
        )
        return see_other(f"{TIES}#groups")

    return _done(request, actor, library, form, work)


@post("/ties/registry", status_code=303, sync_to_thread=True)
def import_registry(
    request: Asked, form: Form, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """Import your guild's registry."""
    now = library.clock.now()

    def work() -> Response[Any]:
        library.database.transact(
            lambda db: identity.import_registry(actor, form.one("csv"), notary, now=now, db=db)
        )
        return see_other(f"{TIES}#guild")

    return _done(request, actor, library, form, work)


HANDLERS = [read_ties, draft, form_group, import_registry]
