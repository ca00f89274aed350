"""Software keys of the demo's cast. Anybody can compute them, so no log but a demo log accepts them."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import KeyId, new_id
from propria.kernel.time import Instant
from propria.parties import actions
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.proofs.envelopes import PublicKey, Signature, message_to_sign
from propria.record.model import SigningRequest

_LABEL = b"propria/v1/demo-key\0"


def _private(person_id: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(_LABEL + person_id.encode()).digest())


def add_demo_key(actor: Actor, *, return_url: str, now: Instant, db: Session) -> SigningRequest:
    """Give a member of the cast their one software key, and draft the statement that binds it.

    Raises: Refused(`parties.demo_key_exists`, `parties.not_evidenced`).
    """
    if any(k.public.kind == "demo" for k in actions.signing_keys(actor.person_id, db=db)):
        raise Refused("parties.demo_key_exists", "You have a demo key already; sign what waits on your home.")
    public = PublicKey(
        KeyId(new_id("key")), "demo", _private(actor.person_id).public_key().public_bytes_raw()
    )
    return actions.add_signing_key(actor, public, None, return_url=return_url, now=now, db=db)


def sign_with_demo_key(person_id: str, digest: bytes, *, db: Session) -> Signature:
    """Sign a statement's digest as a member of the cast. Raises: NotFound(`parties.no_key`)."""
    keys = [k.public for k in actions.signing_keys(person_id, db=db) if k.public.kind == "demo"]
    if not keys:
        raise NotFound("parties.no_key", "This person has no demo key.")
    return Signature("demo", keys[0].key_id, _private(person_id).sign(message_to_sign(digest)))
