"""Software keys of the demo's cast. Anybody can compute them, so no log but a demo log accepts them."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import KeyId, new_id
from propria.kernel.time import Instant
from propria.parties import actions
from propria.parties.model import Actor, SigningKey
from propria.plumbing.database import Session
from propria.proofs.envelopes import PublicKey, Signature, message_to_sign
from propria.record.model import SigningRequest

MOST_KEYS = 8
_LABEL = b"propria/v1/demo-key\0"


def _private(person_id: str, number: int) -> Ed25519PrivateKey:
    which = f"/{number}" if number else ""
    return Ed25519PrivateKey.from_private_bytes(
        hashlib.sha256(_LABEL + (person_id + which).encode()).digest()
    )


def _public(person_id: str, number: int) -> bytes:
    return _private(person_id, number).public_key().public_bytes_raw()


def _demo_keys(person_id: str, *, db: Session) -> list[SigningKey]:
    """A person's software keys in the order in which they were made."""
    made = {k.public.public: k for k in actions.signing_keys(person_id, db=db) if k.public.kind == "demo"}
    return [made[public] for n in range(len(made)) if (public := _public(person_id, n)) in made]


def may_take_another(keys: list[SigningKey]) -> bool:
    """Whether a member of the cast may take a software key: none waits to be bound, and there are not too many."""
    demo = [k for k in keys if k.public.kind == "demo"]
    return len(demo) < MOST_KEYS and all(k.is_bound for k in demo)


def add_demo_key(actor: Actor, *, return_url: str, now: Instant, db: Session) -> SigningRequest:
    """Give a member of the cast a software key, and draft the statement that binds it.

    Raises: Refused(`parties.demo_key_exists`, `parties.not_evidenced`).
    """
    public = new_demo_key(actor, db=db)
    return actions.add_signing_key(actor, public, None, return_url=return_url, now=now, db=db)


def new_demo_key(actor: Actor, *, db: Session) -> PublicKey:
    """The public half of the next software key. Raises: Refused(`parties.demo_key_exists`)."""
    known = _demo_keys(actor.person_id, db=db)
    if not may_take_another(known):
        raise Refused(
            "parties.demo_key_exists", "A demo key waits for you already; sign what waits on your home."
        )
    return PublicKey(KeyId(new_id("key")), "demo", _public(actor.person_id, len(known)))


def sign_with_demo_key(person_id: str, digest: bytes, key_id: str = "", *, db: Session) -> Signature:
    """Sign a statement's digest as a member of the cast, with their oldest key that signs unless told which.

    Raises: NotFound(`parties.no_key`).
    """
    known = _demo_keys(person_id, db=db)
    able = [k for k in known if k.public.key_id == key_id] or [k for k in known if k.signs and not key_id]
    if not (able := able or (known if not key_id else [])):
        raise NotFound("parties.no_key", "This person has no demo key.")
    signed = _private(person_id, known.index(able[0])).sign(message_to_sign(digest))
    return Signature("demo", able[0].public.key_id, signed)
