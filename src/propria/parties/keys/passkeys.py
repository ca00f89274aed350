"""Passkeys of both kinds: those that sign in (main host) and those that sign statements (signing host)."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from propria.kernel.errors import NotFound, Refused, Unverified
from propria.kernel.ids import KeyId, PersonId, new_id
from propria.kernel.time import MINUTE, Instant
from propria.parties import actions, sessions, store
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.proofs.envelopes import PublicKey
from propria.record.model import SigningRequest

CHALLENGE_LIFETIME = 15 * MINUTE
ALGORITHMS = [COSEAlgorithmIdentifier.EDDSA, COSEAlgorithmIdentifier.ECDSA_SHA_256]


@dataclass(frozen=True)
class RelyingHost:
    """Where a passkey lives: its relying party id and the one origin that may ask for it."""

    rp_id: str
    origin: str


def begin_registration(
    actor: Actor, host: RelyingHost, *, challenge_id: str, now: Instant, db: Session
) -> dict[str, Any]:
    """The options for creating a passkey on `host`: user verification required, discoverable, no attestation."""
    challenge = secrets.token_bytes(32)
    store.add_challenge(challenge_id, actor.person_id, challenge, now + CHALLENGE_LIFETIME, db=db)
    return _creation_options(actor, host, challenge)


def _creation_options(actor: Actor, host: RelyingHost, challenge: bytes) -> dict[str, Any]:
    options = generate_registration_options(
        rp_id=host.rp_id,
        rp_name="Propria",
        user_id=actor.person_id.encode(),
        user_name=actor.name.en,
        user_display_name=actor.name.en,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        supported_pub_key_algs=ALGORITHMS,
    )
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def open_registration(challenge_id: str, host: RelyingHost, *, now: Instant, db: Session) -> dict[str, Any]:
    """The same options again, for the signing page that opens a request by its id.

    Raises: NotFound(`record.no_request`).
    """
    found = store.challenge(challenge_id, now, db=db)
    if found is None or found[0] is None:
        raise NotFound("record.no_request", "Nothing waits for a signature here.")
    return _creation_options(actions.actor_of(found[0], db=db), host, found[1])


def _finish_registration(
    challenge_id: str, credential: dict[str, Any], host: RelyingHost, *, now: Instant, db: Session
) -> tuple[Actor, Any]:
    taken = store.take_challenge(challenge_id, now, db=db)
    if taken is None or taken[0] is None:
        raise Refused("parties.challenge_gone", "This took too long or was done already; start again.")
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=taken[1],
            expected_rp_id=host.rp_id,
            expected_origin=host.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except (WebAuthnException, ValueError, KeyError) as error:
        raise Unverified("parties.passkey_refused", f"The passkey could not be made: {error}") from error
    return actions.actor_of(taken[0], db=db), made


def add_sign_in_passkey(
    challenge_id: str, credential: dict[str, Any], host: RelyingHost, *, now: Instant, db: Session
) -> Actor:
    """Keep a passkey that signs its person in.

    Raises: Refused(`parties.challenge_gone`), Unverified(`parties.passkey_refused`).
    """
    actor, made = _finish_registration(challenge_id, credential, host, now=now, db=db)
    store.add_passkey(made.credential_id, actor.person_id, made.credential_public_key, made.sign_count, db=db)
    return actor


def add_signing_passkey(
    challenge_id: str,
    credential: dict[str, Any],
    host: RelyingHost,
    *,
    return_url: str,
    now: Instant,
    db: Session,
) -> SigningRequest:
    """Keep a passkey that signs statements and draft its `key.bound`.

    Raises: Refused(`parties.challenge_gone`, `parties.not_evidenced`), Unverified(`parties.passkey_refused`).
    """
    actor, made = _finish_registration(challenge_id, credential, host, now=now, db=db)
    key_id = KeyId(new_id("key"))
    public = PublicKey(key_id, "webauthn", made.credential_public_key, host.rp_id, host.origin)
    return actions.add_signing_key(actor, public, made.credential_id, return_url=return_url, now=now, db=db)


def begin_sign_in(host: RelyingHost, *, now: Instant, db: Session) -> tuple[str, dict[str, Any]]:
    """(challenge id, options) for signing in with any passkey of this host."""
    challenge_id = secrets.token_urlsafe(24)
    challenge = secrets.token_bytes(32)
    store.add_challenge(challenge_id, None, challenge, now + CHALLENGE_LIFETIME, db=db)
    options = generate_authentication_options(
        rp_id=host.rp_id, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    return challenge_id, json.loads(options_to_json(options))


def finish_sign_in(
    challenge_id: str, credential: dict[str, Any], host: RelyingHost, *, now: Instant, db: Session
) -> str:
    """A session secret for whoever holds the passkey.

    Raises: Refused(`parties.challenge_gone`), Unverified(`parties.passkey_unknown`, `parties.passkey_refused`).
    """
    taken = store.take_challenge(challenge_id, now, db=db)
    if taken is None:
        raise Refused("parties.challenge_gone", "This took too long or was done already; start again.")
    known = store.passkey(_credential_id(credential), db=db)
    if known is None:
        raise Unverified("parties.passkey_unknown", "This passkey belongs to nobody here.")
    try:
        proved = verify_authentication_response(
            credential=credential,
            expected_challenge=taken[1],
            expected_rp_id=host.rp_id,
            expected_origin=host.origin,
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError) as error:
        raise Unverified("parties.passkey_refused", f"The passkey did not sign you in: {error}") from error
    store.count_sign(known.credential_id, proved.new_sign_count, db=db)
    return sessions.open_session(PersonId(known.person_id), now=now, db=db)


def _credential_id(credential: dict[str, Any]) -> bytes:
    try:
        return base64url_to_bytes(str(credential["rawId"]))
    except (KeyError, ValueError) as error:
        raise Unverified("parties.passkey_refused", "The answer of the passkey cannot be read.") from error
