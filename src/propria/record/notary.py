"""The operator's keys from its secrets: one seed for the log, another derived from it for its own statements."""

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from propria.plumbing.settings import Settings
from propria.plumbing.signers import CommandSigner, SeedKey
from propria.proofs.envelopes import PublicKey
from propria.proofs.notes import ED25519, HeldKey, HeldSigner, LogSigner, NoteSigner
from propria.record.model import Notary

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_INFO = b"propria/v1/operator-statements"
STATEMENT_SECONDS = 2
"""How long the holder of the operator's key may take over one statement: whoever writes waits meanwhile."""


def notary_of(settings: Settings) -> Notary:
    """The notary of this installation.

    Raises: Refused(`settings.secret_missing`), Malformed(`settings.wrong_type`), Unavailable(`plumbing.signer_silent`).
    """
    held = operator_signer_of(settings)
    origin = settings.signing_url.rstrip("/")
    return Notary(
        origin=settings.log_origin,
        signer=log_signer_of(settings),
        operator_key=operator_key_of(held),
        operator_signer=held,
        signing_rp_id=origin.partition("://")[2].partition(":")[0],
        signing_origin=origin,
        previous=_previous_of(settings),
    )


def log_signer_of(settings: Settings) -> LogSigner:
    """The log's key: held by the program that `log_signer` names, else the seed in `log_key`.

    Raises: Refused(`settings.secret_missing`), Malformed(`settings.wrong_type`), Unavailable(`plumbing.signer_silent`).
    """
    if settings.log_signer:
        return HeldSigner(settings.log_origin, CommandSigner.open(settings.log_signer))
    return NoteSigner(settings.log_origin, ED25519, settings.secret_bytes("log_key"))


def _previous_of(settings: Settings) -> LogSigner | None:
    if settings.log_signer_previous:
        return HeldSigner(settings.log_origin, CommandSigner.open(settings.log_signer_previous))
    if settings.log_key_previous is None:
        return None
    return NoteSigner(settings.log_origin, ED25519, settings.secret_bytes("log_key_previous"))


def operator_signer_of(settings: Settings) -> HeldKey:
    """The key of the operator's statements: held by the program that `operator_signer` names, else by its seed.

    Statements are signed while a transaction is open, so that the program has two seconds.
    Raises: what `notary_of` raises.
    """
    if settings.operator_signer:
        return CommandSigner.open(settings.operator_signer, timeout_seconds=STATEMENT_SECONDS)
    return SeedKey(operator_seed_of(settings))


def operator_seed_of(settings: Settings) -> bytes:
    """The seed of the operator's statements: its own secret, which there has to be where a program holds the log's key.

    Raises: Refused(`settings.secret_missing`), Malformed(`settings.wrong_type`).
    """
    if settings.operator_key is not None or settings.log_signer:
        return settings.secret_bytes("operator_key")
    return _derived_seed(settings.secret_bytes("log_key"))


def operator_key_of(held: HeldKey) -> PublicKey:
    """The key that is held there, under the id that follows from it."""
    public = held.public()
    return PublicKey(_key_id(public), "ed25519", public)


def _derived_seed(log_seed: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=_INFO).derive(log_seed)


def _key_id(public: bytes) -> str:
    number = int.from_bytes(hashlib.sha256(public).digest(), "big")
    return "key_" + "".join(_ALPHABET[number >> 5 * place & 31] for place in range(26))
