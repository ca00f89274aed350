"""A person's home, and the page on which everything that was given is taken back."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from propria.consent.actions import EffectsOf
from propria.journeys import home as gathering
from propria.journeys import withdrawing
from propria.licences.slots import LicenceEffects
from propria.parties.model import Actor, Role
from propria.parties.redirects import go_and_sign
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.record.model import Notary

Asked = Request[Any, Any, Any]


@get("/home", sync_to_thread=True)
def home(request: Asked, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """What waits, where am I in use, what did I earn, stop."""
    match actor.role:
        case Role.CREATOR:
            return see_other("/briefs")
        case Role.OPERATOR:
            return see_other("/desk")
        case Role.VISITOR:
            return see_other("/")
        case Role.PERFORMER | Role.REPRESENTATIVE:
            now = library.clock.now()
            found = library.database.read(lambda db: gathering.home(actor, notary, now=now, db=db))
            return page("journeys/home.html", found, request)


@get("/withdraw", sync_to_thread=True)
def withdraw_page(
    request: Asked, actor: Actor, library: Library, effects_of: EffectsOf, licence_effects: LicenceEffects
) -> Response[Any]:
    """Everything that you can take back, with what that does."""
    now = library.clock.now()
    found = library.database.read(
        lambda db: withdrawing.withdraw_page(actor, effects_of, licence_effects, now=now, db=db)
    )
    return page("journeys/withdraw.html", found, request)


@post("/withdraw", status_code=303, sync_to_thread=True)
def withdraw(
    form: Form,
    actor: Actor,
    library: Library,
    notary: Notary,
    effects_of: EffectsOf,
    licence_effects: LicenceEffects,
) -> Redirect:
    """Write the withdrawal down and go and sign it: as many steps as giving took.

    Raises: NotFound(`journeys.nothing_chosen`, …), Forbidden(`consent.not_yours`), Refused(`consent.not_open`).
    """
    now, kind, thing_id = library.clock.now(), form.one("what"), form.one("id")
    made = library.database.transact(
        lambda db: withdrawing.draft(actor, kind, thing_id, effects_of, licence_effects, now=now, db=db)
    )
    return go_and_sign(notary, made.id)


HANDLERS = [home, withdraw_page, withdraw]
