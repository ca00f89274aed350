"""The API of joining, signing in, claiming a profile, keys and mandates."""

from typing import Any

import msgspec
from litestar import Request, delete, get, post

from propria.kernel.errors import Refused, Unverified
from propria.kernel.ids import new_id
from propria.ladder import Person as Rung
from propria.parties import actions, sessions
from propria.parties.colleagues import actions as colleagues
from propria.parties.guards import session_token
from propria.parties.identity import actions as identity
from propria.parties.identity.actions import Shown
from propria.parties.identity.evidence import DomainPages
from propria.parties.identity.routes import coded
from propria.parties.identity.strength import strength_json
from propria.parties.keys import demo_keys, passkeys
from propria.parties.keys.passkeys import RelyingHost
from propria.parties.model import Actor, Role, Route
from propria.plumbing.library import Library
from propria.record.model import Notary


class JoinForm(msgspec.Struct, forbid_unknown_fields=True):
    """Whoever joins: a name in both languages and a role; a creator names its organisation too, or the code of one that is here."""

    zh: str
    en: str
    role: Role
    organisation_zh: str = ""
    organisation_en: str = ""
    organisation: str = ""


class DemoSignIn(msgspec.Struct, forbid_unknown_fields=True):
    """A member of the demo's cast, by short name."""

    name: str


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    """What an authenticator answered to one challenge."""

    challenge_id: str
    credential: dict[str, Any]


class ImportRow(msgspec.Struct, forbid_unknown_fields=True):
    """One name that somebody says they represent; nothing of it is ever shown."""

    zh: str
    en: str
    contact: str


class ImportForm(msgspec.Struct, forbid_unknown_fields=True):
    """Up to ten thousand names at a time."""

    rows: list[ImportRow]


class DomainForm(msgspec.Struct, forbid_unknown_fields=True):
    """A domain that the performer holds."""

    domain: str


class ReturnForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go after signing."""

    return_url: str = "/home"


def signing_url(notary: Notary, request_id: str) -> str:
    """Where a person signs what waits under this id."""
    return f"{notary.signing_origin}/?r={request_id}"


def to_sign(notary: Notary, request_id: str) -> dict[str, str]:
    """The answer to everything that ends in a signature."""
    return {"request_id": request_id, "sign_url": signing_url(notary, request_id)}


@post("/people", status_code=201, sync_to_thread=True)
def join(data: JoinForm, library: Library) -> dict[str, str]:
    """Join; the answer is your secret for this API. An operator is made on the command line, never here."""
    if data.role is Role.OPERATOR:
        raise Refused("parties.operator_by_hand", "An operator is made with `propria operator add`.")
    now = library.clock.now()

    def work(db: Any) -> tuple[str, str]:
        person = actions.join(data.zh, data.en, data.role, db=db)
        if data.role is Role.CREATOR:
            actor = actions.actor_of(person.id, db=db)
            zh, en = data.organisation_zh or data.zh, data.organisation_en or data.en
            colleagues.found_or_ask(actor, data.organisation, zh, en, db=db)
        return person.id, sessions.open_session(person.id, now=now, db=db)

    person_id, token = library.database.transact(work)
    return {"person": person_id, "token": token}


@post("/session/demo", status_code=200, sync_to_thread=True)
def sign_in_demo(data: DemoSignIn, library: Library, notary: Notary) -> dict[str, str]:
    """In a demo only: sign in as a member of the cast with one click."""
    if not notary.is_demo:
        raise Refused("parties.not_a_demo", "One-click sign-in exists in demos only.")
    now = library.clock.now()

    def work(db: Any) -> tuple[str, str]:
        person = sessions.cast_member(data.name, db=db)
        return person.id, sessions.open_session(person.id, now=now, db=db)

    person_id, token = library.database.transact(work)
    return {"person": person_id, "token": token}


@post("/session/passkey/options", status_code=200, sync_to_thread=True)
def begin_sign_in(library: Library, main_host: RelyingHost) -> dict[str, Any]:
    """Begin to sign in with a passkey."""
    now = library.clock.now()
    challenge_id, options = library.database.transact(
        lambda db: passkeys.begin_sign_in(main_host, now=now, db=db)
    )
    return {"challenge_id": challenge_id, "options": options}


@post("/session/passkey", status_code=200, sync_to_thread=True)
def finish_sign_in(data: Answer, library: Library, main_host: RelyingHost) -> dict[str, str]:
    """Sign in with a passkey."""
    now = library.clock.now()
    token = library.database.transact(
        lambda db: passkeys.finish_sign_in(data.challenge_id, data.credential, main_host, now=now, db=db)
    )
    return {"token": token}


@delete("/session", status_code=204, sync_to_thread=True)
def sign_out(request: Request[Any, Any, Any], library: Library) -> None:
    """Sign out."""
    token = session_token(request)
    if token:
        library.database.transact(lambda db: sessions.close_session(token, db=db))


@post("/me/passkeys/options", status_code=200, sync_to_thread=True)
def begin_passkey(actor: Actor, library: Library, main_host: RelyingHost) -> dict[str, Any]:
    """Begin to make a passkey that signs you in."""
    now, challenge_id = library.clock.now(), new_id("signing request")
    options = library.database.transact(
        lambda db: passkeys.begin_registration(actor, main_host, challenge_id=challenge_id, now=now, db=db)
    )
    return {"challenge_id": challenge_id, "options": options}


@post("/me/passkeys", status_code=201, sync_to_thread=True)
def finish_passkey(data: Answer, actor: Actor, library: Library, main_host: RelyingHost) -> dict[str, str]:
    """Keep a passkey that signs you in."""
    now = library.clock.now()
    owner = library.database.transact(
        lambda db: passkeys.add_sign_in_passkey(data.challenge_id, data.credential, main_host, now=now, db=db)
    )
    return {"person": owner.person_id}


@get("/me", sync_to_thread=True)
def me(actor: Actor, library: Library) -> dict[str, Any]:
    """Who you are here and which keys sign for you."""
    keys, evidence = library.database.read(
        lambda db: (
            actions.signing_keys(actor.person_id, db=db),
            actions.evidence_of(actor.person_id, db=db),
        )
    )
    return {
        "person": actor.person_id,
        "name": actor.name.to_json(),
        "role": actor.role.value,
        "identity": strength_json(evidence),
        "signing_keys": [
            {"key_id": k.public.key_id, "kind": k.public.kind, "bound": k.signs, "name": k.name} for k in keys
        ],
    }


@post("/imports", status_code=201, sync_to_thread=True)
def import_performers(data: ImportForm, actor: Actor, library: Library) -> dict[str, int]:
    """Import names: unclaimed, shown to nobody, gone after 90 days."""
    now = library.clock.now()
    rows = [(row.zh, row.en, row.contact) for row in data.rows]
    made = library.database.transact(lambda db: actions.import_performers(actor, rows, now=now, db=db))
    return {"imported": len(made)}


@get("/imports", sync_to_thread=True)
def read_imports(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The unclaimed, for the operator alone."""
    found = library.database.read(lambda db: actions.imported(actor, db=db))
    return [{"id": p.id, "name": p.name.to_json(), "state": Rung.UNCLAIMED.value} for p in found]


@post("/claim", status_code=201, sync_to_thread=True)
def start_claim(data: DomainForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Name a domain that you hold; the answer is the line that it has to publish."""
    now = library.clock.now()
    claim = library.database.transact(lambda db: identity.start_claim(actor, data.domain, now=now, db=db))
    party = library.database.read(lambda db: identity.own(actor, db=db))
    return coded(party) | {"domain": claim.domain, "publish": claim.expected_line}


@post("/claim/check", status_code=200, sync_to_thread=True)
def check_claim(actor: Actor, library: Library, notary: Notary, domain_pages: DomainPages) -> dict[str, Any]:
    """Look whether the domain publishes the line: in its file, else in its DNS."""
    found = look_at_domain(actor, library, notary, domain_pages)
    return coded(found.party) | {"evidenced": found.is_evidenced, "domain": found.domain}


def look_at_domain(actor: Actor, library: Library, notary: Notary, domain_pages: DomainPages) -> Shown:
    """Read the domain's file and, where that is silent, its TXT records.

    Raises: NotFound(`parties.no_claim`), Unverified(`parties.domain_unreachable`, `parties.domain_silent`).
    """
    claim = library.database.read(lambda db: identity.claim_of(actor, db=db))
    now = library.clock.now()

    def take(published: str, route: Route) -> Shown:
        return library.database.transact(
            lambda db: identity.accept_domain(actor, published, notary, route=route, now=now, db=db)
        )

    try:
        return take(domain_pages.read(claim.domain), Route.DOMAIN)
    except Unverified:
        lines = domain_pages.texts(claim.domain)
        if claim.expected_line not in lines:
            raise
    return take("\n".join(lines), Route.DNS)


@post("/me/signing-keys", status_code=201, sync_to_thread=True)
def start_signing_key(data: ReturnForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Begin to make a signing key, on the signing host."""
    now, request_id = library.clock.now(), new_id("signing request")
    host = RelyingHost(notary.signing_rp_id, notary.signing_origin)
    library.database.transact(
        lambda db: passkeys.begin_registration(actor, host, challenge_id=request_id, now=now, db=db)
    )
    return to_sign(notary, request_id)


@post("/me/demo-key", status_code=201, sync_to_thread=True)
def start_demo_key(data: ReturnForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """In a demo only: a software key, and the statement that binds it."""
    if not notary.is_demo:
        raise Refused("parties.not_a_demo", "Software keys exist in demo logs only.")
    now = library.clock.now()
    made = library.database.transact(
        lambda db: demo_keys.add_demo_key(actor, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


HANDLERS = [
    join,
    sign_in_demo,
    begin_sign_in,
    finish_sign_in,
    sign_out,
    begin_passkey,
    finish_passkey,
    me,
    import_performers,
    read_imports,
    start_claim,
    check_claim,
    start_signing_key,
    start_demo_key,
]
