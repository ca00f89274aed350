"""The API of evidence of identity beside a domain: papers that two people saw, a guild's registry, a provider."""

from typing import Any

import msgspec
from litestar import post

from propria.parties.identity import actions
from propria.parties.identity.actions import Shown
from propria.parties.identity.oidc import CALLBACK, IdentityProvider
from propria.parties.identity.rules import Party
from propria.parties.keys.passkeys import RelyingHost
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary


class PapersForm(msgspec.Struct, forbid_unknown_fields=True):
    """`letter`, or `document_and_video`; whose word it is; the SHA-256 of the file in hex, which is never kept here."""

    route: str
    sha256: str
    by: str = ""


class RegistryFile(msgspec.Struct, forbid_unknown_fields=True):
    """A registry as CSV with the columns performer, member, name_zh, name_en."""

    csv: str


class CameBack(msgspec.Struct, forbid_unknown_fields=True):
    """The `state` and `code` of the address that the provider sent you back to."""

    state: str
    code: str


def coded(party: Party) -> dict[str, Any]:
    """Whom evidence is about, for programs: `performer`, or `person` for anybody else."""
    return {"person" if party.performer is None else "performer": party.id}


@post("/claim/begin", status_code=200, sync_to_thread=True)
def begin(actor: Actor, library: Library) -> dict[str, Any]:
    """Your own code, which a guild's registry or a reviewer names."""
    now = library.clock.now()
    return coded(library.database.transact(lambda db: actions.begin(actor, now=now, db=db)))


@post(
    ["/performers/{code:str}/identity-seen", "/people/{code:str}/identity-seen"],
    status_code=200,
    sync_to_thread=True,
)
def saw_papers(
    code: str, data: PapersForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, bool]:
    """You, an operator, saw a letter, or a document and its holder live; the second one who saw the same makes it evidence."""
    now, alone = library.clock.now(), library.settings.operator_evidence_lists

    def work(db: Session) -> bool:
        return actions.saw_papers(
            actor, code, data.route, data.by, data.sha256, notary, alone=alone, now=now, db=db
        )

    done = library.database.transact(work)
    return {"evidence": done}


@post("/guilds/registry-file", status_code=200, sync_to_thread=True)
def import_registry(data: RegistryFile, actor: Actor, library: Library, notary: Notary) -> dict[str, int]:
    """Import your guild's registry as CSV: it shows who everybody in it is, and performers may join."""
    now = library.clock.now()
    rows = library.database.transact(
        lambda db: actions.import_registry(actor, data.csv, notary, now=now, db=db)
    )
    return {"listed": rows}


def send_to_provider(actor: Actor, library: Library, provider: IdentityProvider, base_url: str) -> str:
    """Begin a sign-in at the provider; where to go.

    Raises: NotFound(`parties.no_provider`), Unverified(`parties.provider_unreachable`), Refused(`parties.claim_void`).
    """
    now = library.clock.now()
    state, nonce, verifier = library.database.transact(lambda db: actions.begin_login(actor, now=now, db=db))
    return provider.address(state=state, nonce=nonce, verifier=verifier, back=base_url + CALLBACK)


def back_from_provider(
    actor: Actor,
    library: Library,
    notary: Notary,
    provider: IdentityProvider,
    base_url: str,
    *,
    state: str,
    code: str,
) -> Shown:
    """Take what the provider says of the actor; where that leaves them.

    Raises: Refused(`parties.login_gone`, `parties.evidence_taken`), Unverified(`parties.provider_*`).
    """
    now = library.clock.now()
    nonce, verifier = library.database.transact(
        lambda db: actions.take_login(state, by=actor.person_id, now=now, db=db)
    )
    said = provider.claims(code=code, nonce=nonce, verifier=verifier, back=base_url + CALLBACK, now=now)
    return library.database.transact(
        lambda db: actions.accept_provider(actor, provider.name, said, notary, now=now, db=db)
    )


@post("/claim/provider", status_code=200, sync_to_thread=True)
def begin_provider(
    actor: Actor, library: Library, identity_provider: IdentityProvider, main_host: RelyingHost
) -> dict[str, str]:
    """Begin to let the library's sign-in provider say who you are; go to the address in the answer."""
    return {"go_to": send_to_provider(actor, library, identity_provider, main_host.origin)}


@post("/claim/provider/back", status_code=200, sync_to_thread=True)
def end_provider(
    data: CameBack,
    actor: Actor,
    library: Library,
    notary: Notary,
    identity_provider: IdentityProvider,
    main_host: RelyingHost,
) -> dict[str, Any]:
    """What the provider sent you back with."""
    found = back_from_provider(
        actor, library, notary, identity_provider, main_host.origin, state=data.state, code=data.code
    )
    return coded(found.party) | {"evidenced": found.is_evidenced}


HANDLERS = [begin, saw_papers, import_registry, begin_provider, end_provider]
