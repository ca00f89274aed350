"""The pages of licences, the gate and the engineers' five minutes: read the request, ask, fill the page."""

import json
from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post

from propria.deals import actions as deals
from propria.kernel.errors import Malformed, NotFound, PropriaError
from propria.licences import actions, announcing, gate, pages, pages_gate, pages_list
from propria.licences.gate import TokenKey
from propria.licences.slots import LicenceEffects
from propria.licences.use_form import read_use
from propria.parties.model import Actor
from propria.parties.redirects import go_and_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.components import DecisionTrace
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.proofs import tokens
from propria.record.model import Notary
from propria.scope import Use
from propria.web.typed_form import Notice, Typed, notice_of

Asked = Request[Any, Any, Any]
PRIVATE = (401, 404)
_NOT_JSON = Words("这不是可读的 JSON。", "This is not JSON that can be read.")


@get("/licences", sync_to_thread=True)
def licences(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """What you may render now, how much is left, what waits."""
    now = library.clock.now()
    found = library.database.read(lambda db: pages_list.licences_page(actor, now=now, db=db))
    return page("licences/licences.html", found, request)


def _licence(
    request: Asked,
    licence_id: str,
    actor: Actor,
    library: Library,
    *,
    token: str = "",
    notice: Notice | None = None,
) -> Response[Any]:
    now = library.clock.now()
    query = Typed({name: (value,) for name, value in request.query_params.items()})
    tried: Use | None = None
    if query.one("try"):
        try:
            tried = read_use(query, now=now)
        except Malformed as error:
            notice = notice_of(error)
    found = library.database.read(
        lambda db: pages.licence_page(
            actor,
            licence_id,
            tried=tried,
            typed=query if query.one("try") else None,
            token=token,
            notice=notice,
            now=now,
            db=db,
        )
    )
    return page("licences/licence.html", found, request, status=422 if notice else 200)


@get("/licences/{licence_id:str}", sync_to_thread=True)
def licence(request: Asked, licence_id: str, actor: Actor, library: Library) -> Response[Any]:
    """One licence; with a use in the query, what the gate would answer to it."""
    return _licence(request, licence_id, actor, library)


@get("/contracts/{contract_id:str}/licence", sync_to_thread=True)
def licence_of_contract(contract_id: str, actor: Actor, library: Library) -> Response[Any]:
    """From a contract to the licence that it gave. Raises: NotFound(`licences.no_licence`, `deals.*`)."""
    now = library.clock.now()

    def work(db: Session) -> str:
        deals.contract_for(actor, contract_id, now=now, db=db)
        found = actions.licence_of_contract(contract_id, db=db)
        if found is None:
            raise NotFound("licences.no_licence", "There is no such licence.")
        return found.id

    return see_other(f"/licences/{library.database.read(work)}")


@post("/licences/{licence_id:str}/token", status_code=200, sync_to_thread=True)
def mint_token(
    request: Asked, licence_id: str, form: Form, actor: Actor, library: Library, token_key: TokenKey
) -> Response[Any]:
    """A render token, shown once and kept nowhere."""
    now = library.clock.now()
    minted = library.database.read(lambda db: gate.mint(actor, licence_id, token_key, now=now, db=db))
    return _licence(request, licence_id, actor, library, token=minted)


def _or_tell(
    request: Asked, licence_id: str, actor: Actor, library: Library, act: Callable[[], Response[Any]]
) -> Response[Any]:
    try:
        return act()
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        return _licence(request, licence_id, actor, library, notice=notice_of(error))


@post("/licences/{licence_id:str}/announcement", status_code=303, sync_to_thread=True)
def announce(
    request: Asked, licence_id: str, form: Form, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """To the signing host, with the words in which the licence may be said."""
    now, shows, back = library.clock.now(), form.many("shows"), f"/licences/{licence_id}"

    def work(db: Session) -> Any:
        return announcing.draft_announcement(actor, licence_id, shows, return_url=back, now=now, db=db)

    return _or_tell(
        request,
        licence_id,
        actor,
        library,
        lambda: go_and_sign(notary, library.database.transact(work).id),
    )


@post("/licences/{licence_id:str}/announcement/withdraw", status_code=303, sync_to_thread=True)
def take_back(
    request: Asked, licence_id: str, form: Form, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """To the signing host, to say it no more."""
    now, back = library.clock.now(), f"/licences/{licence_id}"

    def work(db: Session) -> Any:
        return announcing.draft_withdrawal(actor, licence_id, return_url=back, now=now, db=db)

    return _or_tell(
        request,
        licence_id,
        actor,
        library,
        lambda: go_and_sign(notary, library.database.transact(work).id),
    )


@post("/licences/{licence_id:str}/withdraw", status_code=303, sync_to_thread=True)
def withdraw(
    request: Asked,
    licence_id: str,
    form: Form,
    actor: Actor,
    library: Library,
    notary: Notary,
    licence_effects: LicenceEffects,
) -> Response[Any]:
    """To the signing host, with everything that the withdrawal does."""
    now = library.clock.now()

    def work(db: Session) -> Any:
        effects = licence_effects(licence_id, db)
        back = f"/licences/{licence_id}"
        return actions.draft_withdrawal(actor, licence_id, effects, return_url=back, now=now, db=db)

    def act() -> Response[Any]:
        return go_and_sign(notary, library.database.transact(work).id)

    return _or_tell(request, licence_id, actor, library, act)


def _gate(
    request: Asked,
    token_key: TokenKey,
    typed: Typed,
    *,
    decided: DecisionTrace | None = None,
    as_of: int = 0,
    errors: dict[str, Words] | None = None,
    notice: Notice | None = None,
) -> Response[Any]:
    told = pages_gate.GatePage(
        fields=pages_gate.gate_fields(typed.one("token"), typed.one("use"), errors or {}),
        decided=decided,
        as_of=as_of,
        audience=token_key.audience,
        public_key=token_key.public.hex(),
        notice=notice,
    )
    return page("licences/gate.html", told, request, status=422 if notice or errors else 200)


@get("/gate", sync_to_thread=True)
def gate_page(request: Asked, token_key: TokenKey) -> Response[Any]:
    """The gate, by hand."""
    return _gate(request, token_key, Typed())


@post("/gate", status_code=200, sync_to_thread=True)
def ask_gate(request: Asked, form: Form, library: Library, token_key: TokenKey) -> Response[Any]:
    """What the gate answers to a token and a use."""
    now, typed = library.clock.now(), Typed.of(form)
    try:
        use = Use.from_json(json.loads(typed.one("use")))
    except (ValueError, AttributeError):
        return _gate(request, token_key, typed, errors={"use": _NOT_JSON})
    except PropriaError as error:
        return _gate(request, token_key, typed, errors={"use": notice_of(error).says})

    def work(db: Session) -> tuple[DecisionTrace, int]:
        decision = gate.decide(typed.one("token"), use, token_key, now=now, db=db)
        held = tokens.read_token(typed.one("token"), public=token_key.public)
        seen = actions.snapshot(held.facts.licence, now=now, db=db)
        return pages.decision_trace(decision, seen, use, {}), decision.as_of

    try:
        decided, as_of = library.database.read(work)
    except PropriaError as error:
        return _gate(request, token_key, typed, notice=notice_of(error))
    return _gate(request, token_key, typed, decided=decided, as_of=as_of)


@get("/docs/api", sync_to_thread=True)
def docs_api(request: Asked, library: Library, notary: Notary) -> Response[Any]:
    """The engineers' five minutes; in a demo with commands that work as they stand."""
    now = library.clock.now()
    example = (
        library.database.read(lambda db: pages_gate.example_of(now=now, db=db)) if notary.is_demo else None
    )
    told = pages_gate.docs_page(library.settings.base_url, example, is_demo=notary.is_demo, now=now)
    return page("licences/docs_api.html", told, request)


HANDLERS: list[Any] = [
    licences,
    licence,
    licence_of_contract,
    mint_token,
    announce,
    take_back,
    withdraw,
    gate_page,
    ask_gate,
    docs_api,
]
