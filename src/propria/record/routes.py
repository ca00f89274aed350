"""The signing host: one static page and the four calls that it makes. No cookie, no session, no other page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Response, get, post

from propria.kernel.errors import Malformed, Refused, Unverified
from propria.kernel.time import wire
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.proofs.canonical import from_b64
from propria.proofs.envelopes import Signature
from propria.proofs.statements import short_digest
from propria.record import actions, store_requests
from propria.record.actions import Act, KeyResolver
from propria.record.events import OTHER_WORDS
from propria.record.model import Notary, SigningRequest


@dataclass(frozen=True)
class SigningKeyOption:
    """A key that the signing page may ask for: its id, kind and passkey credential."""

    key_id: str
    kind: str
    credential_id: str


@dataclass(frozen=True)
class Ceremonies:
    """What the signing host needs from contexts that the record does not know.

    `resolver(db)` finds keys; `keys_of(person, db)` the keys a person may sign with; `acts` what each
    kind of statement does; `demo_sign` signs as a member of the demo's cast.
    """

    acts: Mapping[str, Act]
    resolver: Callable[[Session], KeyResolver]
    keys_of: Callable[[str, Session], list[SigningKeyOption]]
    demo_sign: Callable[[str, bytes, str, Session], Signature]


def _request_json(request: SigningRequest, keys: list[SigningKeyOption], notary: Notary) -> dict[str, Any]:
    return {
        "mode": "sign",
        "statement": request.statement.to_json(),
        "short_digest": short_digest(request.statement.digest()),
        **request.sheet.to_json(),
        "return_url": request.return_url,
        "expires_at": wire(request.statement.expires_at),
        "demo": notary.is_demo and any(k.kind == "demo" for k in keys),
        "keys": [
            {"key_id": k.key_id, "credential_id": k.credential_id} for k in keys if k.kind == "webauthn"
        ],
    }


@get("/requests/{request_id:str}", sync_to_thread=True)
def read_request(request_id: str, library: Library, notary: Notary, ceremonies: Ceremonies) -> dict[str, Any]:
    """The words that wait for a signature, exactly as they will be signed."""

    def work(db: Session) -> dict[str, Any]:
        request = actions.request_for_signing(request_id, db=db)
        return _request_json(request, ceremonies.keys_of(request.person_id, db), notary)

    return library.database.read(work)


@post("/requests/{request_id:str}/signature", status_code=200, sync_to_thread=True)
def sign_request(
    request_id: str, data: dict[str, Any], library: Library, notary: Notary, ceremonies: Ceremonies
) -> Response[dict[str, Any]]:
    """Accept a passkey's signature: `{key_id, credential}` with the credential as WebAuthn's toJSON gives it."""
    try:
        answer = data["credential"]["response"]
        signature = Signature(
            "webauthn",
            str(data["key_id"]),
            from_b64(answer["signature"]),
            from_b64(answer["authenticatorData"]),
            from_b64(answer["clientDataJSON"]),
        )
    except (KeyError, TypeError) as error:
        raise Malformed("record.unreadable_signature", "Send key_id and the credential.") from error
    return accept(request_id, lambda _: signature, library, notary, ceremonies)


@post("/requests/{request_id:str}/demo-signature", status_code=200, sync_to_thread=True)
def sign_request_with_demo_key(
    request_id: str, data: dict[str, Any], library: Library, notary: Notary, ceremonies: Ceremonies
) -> Response[dict[str, Any]]:
    """In a demo log only: sign as the member of the cast whom the request waits for; `{digest}` is what was shown,
    `{key_id}` which of several keys.

    Raises: Refused(`record.not_a_demo`, `record.other_digest`).
    """
    if not notary.is_demo:
        raise Refused("record.not_a_demo", "Software keys exist in demo logs only.")

    def signature(db: Session) -> Signature:
        request = actions.request_for_signing(request_id, db=db)
        digest = request.statement.digest()
        if data.get("digest") != digest.hex():
            raise Refused("record.other_digest", "The page showed other words than these.")
        return ceremonies.demo_sign(request.person_id, digest, str(data.get("key_id", "")), db)

    return accept(request_id, signature, library, notary, ceremonies)


@post("/requests/{request_id:str}/decline", status_code=200, sync_to_thread=True)
def decline_request(request_id: str, library: Library) -> dict[str, Any]:
    """Do not sign; nothing is logged."""
    closed = library.database.transact(lambda db: actions.decline(request_id, db=db))
    return {"state": "declined", "return_url": closed.return_url}


def accept(
    request_id: str,
    signature_of: Callable[[Session], Signature],
    library: Library,
    notary: Notary,
    ceremonies: Ceremonies,
) -> Response[dict[str, Any]]:
    """Run the one write path; a rule's refusal is itself logged, without a word of what was asked.

    So is a signature over other words than those that wait: whoever signed it was shown another text.
    """
    now = library.clock.now()

    def work(db: Session) -> tuple[Any, str]:
        receipt = actions.accept_signature(
            request_id,
            signature_of(db),
            resolve=ceremonies.resolver(db),
            acts=ceremonies.acts,
            notary=notary,
            now=now,
            db=db,
        )
        return receipt, store_requests.request(request_id, db=db).return_url

    try:
        receipt, return_url = library.database.transact(work)
    except (Refused, Unverified) as error:
        if isinstance(error, Refused) or error.code in OTHER_WORDS:
            refusal = error
            library.database.transact(lambda db: actions.log_refusal(request_id, refusal, now=now, db=db))
        raise
    return Response(
        {
            "statement_id": receipt.statement_id,
            "entry_index": receipt.entry_index,
            "origin": receipt.origin,
            "logged_at": wire(receipt.logged_at),
            "merge_delay_seconds": receipt.merge_delay_seconds,
            "return_url": return_url,
        }
    )


HANDLERS = [read_request, sign_request, sign_request_with_demo_key, decline_request]
