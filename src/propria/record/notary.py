"""The operator's keys from its secrets: one seed for the log, another derived from it for its own statements."""

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from propria.plumbing.settings import Settings
from propria.proofs.envelopes import PublicKey
from propria.proofs.notes import ED25519, NoteSigner
from propria.record.model import Notary

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_INFO = b"propria/v1/operator-statements"


def notary_of(settings: Settings) -> Notary:
    """The notary of this installation.

    Raises: Refused(`settings.secret_missing`), Malformed(`settings.wrong_type`).
    """
    log_seed = settings.secret_bytes("log_key")
    previous = settings.secret_bytes("log_key_previous") if settings.log_key_previous else None
    seed = settings.secret_bytes("operator_key") if settings.operator_key else operator_seed(log_seed)
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    origin = settings.signing_url.rstrip("/")
    return Notary(
        origin=settings.log_origin,
        signer=NoteSigner(settings.log_origin, ED25519, log_seed),
        operator_key=PublicKey(_key_id(public), "ed25519", public),
        operator_seed=seed,
        signing_rp_id=origin.partition("://")[2].partition(":")[0],
        signing_origin=origin,
        previous=None if previous is None else NoteSigner(settings.log_origin, ED25519, previous),
    )


def operator_seed(log_seed: bytes) -> bytes:
    """The seed of the operator's statements where it has no secret of its own."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=_INFO).derive(log_seed)


def _key_id(public: bytes) -> str:
    number = int.from_bytes(hashlib.sha256(public).digest(), "big")
    return "key_" + "".join(_ALPHABET[number >> 5 * place & 31] for place in range(26))
