"""WebAuthn assertions checked with the keys alone (W3C Level 3, section 7.2); no ceremony, no counter."""

import hashlib
from dataclasses import dataclass
from typing import Any

from propria.kernel.errors import Malformed, Unverified
from propria.proofs.canonical import from_b64, read_json
from propria.proofs.cbor import read_item
from propria.proofs.public_keys import Ed25519Key, P256Key

USER_PRESENT, USER_VERIFIED, BACKUP_ELIGIBLE, BACKED_UP, ATTESTED, EXTENDED = 1, 4, 8, 16, 64, 128
_HEAD_SIZE = 37
_KTY, _ALG, _CRV, _X, _Y = 1, 3, -1, -2, -3


@dataclass(frozen=True)
class RelyingParty:
    """Where a signing ceremony must have taken place: the relying party id and the page's origin."""

    rp_id: str
    origin: str


@dataclass(frozen=True)
class Assertion:
    """What an authenticator returned: its data, the browser's client data, and the signature over both."""

    authenticator_data: bytes
    client_data: bytes
    signature: bytes


def check_assertion(
    assertion: Assertion, cose_key: bytes, *, challenge: bytes, relying_party: RelyingParty
) -> None:
    """Pass only if this key signed this challenge at this relying party with the user verified.

    Raises: Malformed(`proofs.wrong_client_data`, `proofs.wrong_authenticator_data`),
    Unverified(`proofs.wrong_ceremony`, `proofs.wrong_relying_party`, `proofs.wrong_challenge`,
    `proofs.cross_origin`, `proofs.user_not_present`, `proofs.user_not_verified`,
    `proofs.unsupported_key`, `proofs.wrong_signature`). Source: WebAuthn Level 3 section 7.2.
    """
    _check_client_data(read_client_data(assertion.client_data), challenge, relying_party)
    _check_authenticator_data(assertion.authenticator_data, relying_party.rp_id)
    check_signature(assertion, cose_key)


def check_signature(assertion: Assertion, cose_key: bytes) -> None:
    """Pass only if the key signed these two documents, whatever they say.

    Raises: Unverified(`proofs.unsupported_key`, `proofs.wrong_signature`).
    """
    signed = assertion.authenticator_data + hashlib.sha256(assertion.client_data).digest()
    if not read_cose_key(cose_key).verifies(assertion.signature, signed):
        raise Unverified("proofs.wrong_signature", "The key did not sign these words.")


def read_cose_key(cose_key: bytes) -> Ed25519Key | P256Key:
    """The public key inside a COSE_Key: ES256 on P-256, or EdDSA on Ed25519 (RFC 9053).

    Raises: Unverified(`proofs.unsupported_key`).
    """
    try:
        fields = _one_cbor_item(cose_key)
        match (fields[_KTY], fields[_ALG], fields[_CRV]):
            case (1, -8, 6):
                return Ed25519Key(fields[_X])
            case (2, -7, 1) if len(fields[_X]) == len(fields[_Y]) == 32:
                return P256Key(int.from_bytes(fields[_X]), int.from_bytes(fields[_Y]))
            case _:
                raise ValueError("another algorithm")
    except (ValueError, KeyError, TypeError) as error:
        raise Unverified(
            "proofs.unsupported_key", "Keys are ES256 on P-256 or EdDSA on Ed25519.", reason=str(error)
        ) from error


def read_client_data(client_data: bytes) -> dict[str, Any]:
    """The browser's client data as JSON. Raises: Malformed(`proofs.wrong_client_data`)."""
    try:
        found = read_json(client_data, max_size_bytes=65_536)
    except Malformed as error:
        raise Malformed("proofs.wrong_client_data", "The client data is not JSON.") from error
    if not isinstance(found, dict):
        raise Malformed("proofs.wrong_client_data", "The client data is not an object.")
    return found


def _check_client_data(found: dict[str, Any], challenge: bytes, relying_party: RelyingParty) -> None:
    if found.get("type") != "webauthn.get":
        raise Unverified("proofs.wrong_ceremony", "This is not an assertion.", found=found.get("type"))
    if found.get("origin") != relying_party.origin:
        raise Unverified(
            "proofs.wrong_relying_party",
            "This was signed on another page than the signing page.",
            found=found.get("origin"),
            expected=relying_party.origin,
        )
    if found.get("crossOrigin", False) is not False or "topOrigin" in found:
        raise Unverified("proofs.cross_origin", "The signing page stood inside another page.")
    try:
        signed_challenge = from_b64(found.get("challenge"))
    except Malformed as error:
        raise Malformed("proofs.wrong_client_data", "The challenge is not base64url.") from error
    if signed_challenge != challenge:
        raise Unverified("proofs.wrong_challenge", "The key signed other words than these.")


def _check_authenticator_data(data: bytes, rp_id: str) -> None:
    if len(data) < _HEAD_SIZE:
        raise Malformed("proofs.wrong_authenticator_data", "The authenticator data is too short.")
    flags = data[32]
    if data[:32] != hashlib.sha256(rp_id.encode()).digest():
        raise Unverified(
            "proofs.wrong_relying_party", "This key signed for another relying party.", expected=rp_id
        )
    if not flags & USER_PRESENT:
        raise Unverified("proofs.user_not_present", "Nobody touched the authenticator.")
    if not flags & USER_VERIFIED:
        raise Unverified("proofs.user_not_verified", "The authenticator did not check who you are.")
    if flags & BACKED_UP and not flags & BACKUP_ELIGIBLE:
        raise Malformed("proofs.wrong_authenticator_data", "A key that cannot be backed up says it is.")
    _check_tail(flags, data[_HEAD_SIZE:])


def _check_tail(flags: int, tail: bytes) -> None:
    if flags & ATTESTED:
        raise Malformed("proofs.wrong_authenticator_data", "An assertion carries no new credential.")
    if not flags & EXTENDED:
        if tail:
            raise Malformed("proofs.wrong_authenticator_data", "Bytes follow the authenticator data.")
        return
    try:
        _one_cbor_item(tail)
    except ValueError as error:
        raise Malformed("proofs.wrong_authenticator_data", "The extensions are not CBOR.") from error


def _one_cbor_item(data: bytes) -> dict[Any, Any]:
    found = read_item(data)
    if not isinstance(found, dict):
        raise ValueError("one CBOR map is expected")
    return found
