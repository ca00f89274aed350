"""The pages of signing in and out, joining, claiming a name, and signing keys."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from propria.kernel.errors import NotFound, PropriaError, Refused
from propria.kernel.ids import new_id
from propria.parties import actions, pages, sessions
from propria.parties.colleagues import actions as colleagues
from propria.parties.guards import SESSION_TOKEN, session_token
from propria.parties.identity import actions as identity
from propria.parties.identity import routes as identity_routes
from propria.parties.identity import vouching
from propria.parties.identity.demo_sites import SITE_ENDING, DemoSites
from propria.parties.identity.evidence import DomainPages
from propria.parties.identity.oidc import CALLBACK, IdentityProvider
from propria.parties.identity.rules import Party
from propria.parties.keys import demo_keys, passkeys, recovery
from propria.parties.keys.passkeys import RelyingHost
from propria.parties.model import Actor, Role
from propria.parties.redirects import go_and_sign
from propria.parties.routes import Answer, look_at_domain
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, own_path, see_other, words_of
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Text
from propria.record.model import Notary

Asked = Request[Any, Any, Any]
HOME = "/home"
SIGN_IN_PAGE = "parties/sign_in.html"


@get("/sign-in", sync_to_thread=True)
def sign_in(request: Asked, library: Library, then: str = HOME) -> Response[Any]:
    """Say who you are."""
    cast = library.database.read(lambda db: sessions.cast(db=db))
    return page(SIGN_IN_PAGE, pages.sign_in_page(cast, own_path(then, HOME)), request)


@post("/sign-in/demo", status_code=303, sync_to_thread=True)
def sign_in_demo(request: Asked, form: Form, library: Library, notary: Notary) -> Redirect:
    """In a demo only: be a member of the cast. Raises: Refused(`parties.not_a_demo`)."""
    if not notary.is_demo:
        raise Refused("parties.not_a_demo", "One-click sign-in exists in demos only.")
    now = library.clock.now()

    def work(db: Session) -> str:
        person = sessions.cast_member(form.one("name"), db=db)
        return sessions.open_session(person.id, now=now, db=db)

    request.set_session({SESSION_TOKEN: library.database.transact(work)})
    return see_other(own_path(form.one("then"), HOME))


@post("/sign-in/passkey/options", status_code=200, sync_to_thread=True)
def passkey_options(library: Library, main_host: RelyingHost) -> dict[str, Any]:
    """Begin to sign in with a passkey."""
    now = library.clock.now()
    challenge_id, options = library.database.transact(
        lambda db: passkeys.begin_sign_in(main_host, now=now, db=db)
    )
    return {"challenge_id": challenge_id, "options": options}


@post("/sign-in/passkey", status_code=200, sync_to_thread=True)
def passkey_sign_in(data: Answer, request: Asked, library: Library, main_host: RelyingHost) -> dict[str, str]:
    """Sign in with a passkey: the session goes into the cookie."""
    now = library.clock.now()
    token = library.database.transact(
        lambda db: passkeys.finish_sign_in(data.challenge_id, data.credential, main_host, now=now, db=db)
    )
    request.set_session({SESSION_TOKEN: token})
    return {"then": HOME}


@post("/sign-out", status_code=303, sync_to_thread=True)
def sign_out(request: Asked, library: Library) -> Redirect:
    """End the session everywhere it is known."""
    token = session_token(request)
    if token:
        library.database.transact(lambda db: sessions.close_session(token, db=db))
    request.clear_session()
    return see_other("/")


@get("/join", sync_to_thread=True)
def join_form(request: Asked) -> Response[Any]:
    """Join."""
    return page("parties/join.html", pages.join_page({}), request)


@post("/join", status_code=303, sync_to_thread=True)
def join(request: Asked, form: Form, library: Library) -> Response[Any]:
    """Join, and go on to what is needed next: a performer's claim, anybody else's key."""
    now = library.clock.now()
    typed = {name: form.one(name) for name in pages.JOIN_FIELDS}

    def work(db: Session) -> str:
        role = Role(typed["role"]) if typed["role"] in {r.value for r in pages.JOINING} else Role.PERFORMER
        person = actions.join(typed["zh"], typed["en"], role, db=db)
        if role is Role.CREATOR:
            actor = actions.actor_of(person.id, db=db)
            zh, en = typed["organisation_zh"] or typed["zh"], typed["organisation_en"] or typed["en"]
            colleagues.found_or_ask(actor, typed["organisation"], zh, en, db=db)
        return sessions.open_session(person.id, now=now, db=db)

    try:
        request.set_session({SESSION_TOKEN: library.database.transact(work)})
    except PropriaError as error:
        return page(
            "parties/join.html", pages.join_page(typed, words_of(error)), request, status=error.status
        )
    return see_other("/claim" if typed["role"] == Role.PERFORMER.value else "/keys")


def is_demo_site(domain: str) -> bool:
    """Whether a domain, with or without its port, is one of the demo's own."""
    return domain.partition(":")[0].endswith(SITE_ENDING)


def _party(actor: Actor, db: Session) -> Party | None:
    try:
        return identity.own(actor, db=db)
    except NotFound:
        return None


def _claim_page(
    request: Asked, actor: Actor, library: Library, notary: Notary, *, provider: str, typed: str = "", error: Text = "",
    status: int = 200
) -> Response[Any]:  # fmt: skip
    def work(db: Session) -> pages.ClaimPage:
        party = _party(actor, db)
        profile = None if party is None else party.performer
        claim = None if party is None else identity.open_claim(party, db=db)
        evidence = actions.evidence_of(actor.person_id, db=db)
        suggested = pages.demo_domain(actor, library.settings.base_url) if notary.is_demo else ""
        can_publish = claim is not None and notary.is_demo and is_demo_site(claim.domain)
        shared = profile is not None and vouching.is_shared(profile, db=db)
        return pages.claim_page(
            actor, party, claim, evidence=evidence, provider=provider, is_shared=shared,
            typed=typed or ("" if claim or evidence else suggested), can_publish=can_publish, error=error,
        )  # fmt: skip

    return page("parties/claim.html", library.database.read(work), request, status=status)


@get("/claim", sync_to_thread=True)
def claim_form(
    request: Asked, actor: Actor, library: Library, notary: Notary, identity_provider: IdentityProvider
) -> Response[Any]:
    """Prove who you are."""
    return _claim_page(request, actor, library, notary, provider=identity_provider.name)


@post("/claim", status_code=303, sync_to_thread=True)
def start_claim(
    request: Asked, form: Form, actor: Actor, library: Library, notary: Notary, identity_provider: IdentityProvider
) -> Response[Any]:  # fmt: skip
    """Name a domain."""
    domain, now = form.one("domain"), library.clock.now()
    try:
        library.database.transact(lambda db: identity.start_claim(actor, domain, now=now, db=db))
    except PropriaError as error:
        told = words_of(error)
        name = identity_provider.name
        return _claim_page(
            request, actor, library, notary, provider=name, typed=domain, error=told, status=error.status
        )
    return see_other("/claim")


@post("/claim/publish", status_code=303, sync_to_thread=True)
def publish_claim(actor: Actor, library: Library, notary: Notary, demo_sites: DemoSites) -> Redirect:
    """In a demo only: the demo's own site publishes the line. Raises: Refused(`parties.not_a_demo`)."""
    claim = library.database.read(lambda db: identity.claim_of(actor, db=db))
    if not (notary.is_demo and is_demo_site(claim.domain)):
        raise Refused("parties.not_a_demo", "Only the demo's own sites are published from here.")
    demo_sites.publish(claim.domain, claim.expected_line)
    return see_other("/claim#check")


@post("/claim/check", status_code=303, sync_to_thread=True)
def check_claim(
    request: Asked, actor: Actor, library: Library, notary: Notary, domain_pages: DomainPages,
    identity_provider: IdentityProvider
) -> Response[Any]:  # fmt: skip
    """Look whether the domain publishes the line."""
    try:
        found = look_at_domain(actor, library, notary, domain_pages)
    except PropriaError as error:
        told, name = words_of(error), identity_provider.name
        return _claim_page(request, actor, library, notary, provider=name, error=told, status=error.status)
    return see_other("/keys" if found.is_evidenced and found.party.performer else "/claim")


@post("/claim/code", status_code=303, sync_to_thread=True)
def take_code(actor: Actor, library: Library) -> Redirect:
    """Your own code, for a guild or for whoever reviews your papers."""
    now = library.clock.now()
    library.database.transact(lambda db: identity.begin(actor, now=now, db=db))
    return see_other("/claim#code")


@get("/claim/provider", status_code=303, sync_to_thread=True)
def go_to_provider(
    actor: Actor, library: Library, identity_provider: IdentityProvider, main_host: RelyingHost
) -> Redirect:
    """Go to the sign-in provider, which says who you are."""
    where = identity_routes.send_to_provider(actor, library, identity_provider, main_host.origin)
    return Redirect(where, status_code=303)


@get(CALLBACK, status_code=303, sync_to_thread=True)
def back_from_provider(
    request: Asked, actor: Actor, library: Library, notary: Notary, identity_provider: IdentityProvider,
    main_host: RelyingHost
) -> Response[Any]:  # fmt: skip
    """What the provider sent you back with; whoever comes with nothing begins anew."""
    asked = request.query_params
    if not asked.get("state"):
        return see_other("/claim")
    try:
        identity_routes.back_from_provider(
            actor,
            library,
            notary,
            identity_provider,
            main_host.origin,
            state=asked.get("state", ""),
            code=asked.get("code", ""),
        )
    except PropriaError as error:
        told, name = words_of(error), identity_provider.name
        return _claim_page(request, actor, library, notary, provider=name, error=told, status=error.status)
    return see_other("/keys")


def keys_page(
    request: Asked, actor: Actor, library: Library, notary: Notary, *, error: Text = "", status: int = 200
) -> Response[Any]:
    """The page of keys, with what went wrong if anything did."""

    def work(db: Session) -> pages.KeysPage:
        keys = actions.signing_keys(actor.person_id, db=db)
        evidence = actions.evidence_of(actor.person_id, db=db)
        must_claim = actor.role is Role.PERFORMER and not evidence
        offers = notary.is_demo and demo_keys.may_take_another(keys)
        named = recovery.guardians_of(actor.person_id, db=db)
        guardians = [actions.person(g, db=db) for g in named.guardians] if named else []
        running = recovery.recoveries_of(actor.person_id, db=db)
        return pages.keys_page(
            keys,
            guardians,
            running,
            actor,
            evidence=evidence,
            must_claim=must_claim,
            offers_demo_key=offers,
            error=error,
        )

    return page("parties/keys.html", library.database.read(work), request, status=status)


@get("/keys", sync_to_thread=True)
def keys(request: Asked, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Your keys."""
    return keys_page(request, actor, library, notary)


@post("/keys/passkey/options", status_code=200, sync_to_thread=True)
def new_passkey_options(actor: Actor, library: Library, main_host: RelyingHost) -> dict[str, Any]:
    """Begin to make a passkey that signs you in."""
    now, challenge_id = library.clock.now(), new_id("signing request")
    options = library.database.transact(
        lambda db: passkeys.begin_registration(actor, main_host, challenge_id=challenge_id, now=now, db=db)
    )
    return {"challenge_id": challenge_id, "options": options}


@post("/keys/passkey", status_code=201, sync_to_thread=True)
def keep_passkey(data: Answer, actor: Actor, library: Library, main_host: RelyingHost) -> dict[str, str]:
    """Keep a passkey that signs you in."""
    now = library.clock.now()
    library.database.transact(
        lambda db: passkeys.add_sign_in_passkey(data.challenge_id, data.credential, main_host, now=now, db=db)
    )
    return {"then": "/keys"}


@post("/keys/signing", status_code=303, sync_to_thread=True)
def make_signing_key(request: Asked, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Go and make a signing key, on the signing host; a performer proves who they are first."""
    now, request_id = library.clock.now(), new_id("signing request")
    host = RelyingHost(notary.signing_rp_id, notary.signing_origin)
    library.database.transact(
        lambda db: passkeys.begin_registration(actor, host, challenge_id=request_id, now=now, db=db)
    )
    return go_and_sign(notary, request_id)


@post("/keys/demo", status_code=303, sync_to_thread=True)
def make_demo_key(request: Asked, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """In a demo only: a software key, and the statement that binds it to sign. Raises: Refused(`parties.not_a_demo`)."""
    if not notary.is_demo:
        raise Refused("parties.not_a_demo", "Software keys exist in demo logs only.")
    now = library.clock.now()
    try:
        made = library.database.transact(
            lambda db: demo_keys.add_demo_key(actor, return_url=HOME, now=now, db=db)
        )
    except PropriaError as error:
        return keys_page(request, actor, library, notary, error=words_of(error), status=error.status)
    return go_and_sign(notary, made.id)


HANDLERS = [
    sign_in,
    sign_in_demo,
    passkey_options,
    passkey_sign_in,
    sign_out,
    join_form,
    join,
    claim_form,
    start_claim,
    publish_claim,
    check_claim,
    take_code,
    go_to_provider,
    back_from_provider,
    keys,
    new_passkey_options,
    keep_passkey,
    make_signing_key,
    make_demo_key,
]
