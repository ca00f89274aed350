"""Keys, statements and ceremonies for the tests of proofs; all from fixed seeds."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from propria.proofs.canonical import to_b64
from propria.proofs.envelopes import Policy, PublicKey, Signature, UnverifiedStatement
from propria.proofs.statements import Statement

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
RP_ID, ORIGIN = "sign.library.example", "https://sign.library.example"
POLICY = Policy("library.example", RP_ID, ORIGIN, NOW)
DEMO_POLICY = Policy("demo.library.example", RP_ID, ORIGIN, NOW)
MINA = "sub_" + "m" * 52


def identifier(prefix, number, digits=26):
    return f"{prefix}_{number:0{digits}d}"


def seed(number):
    return hashlib.sha256(b"test seed %d" % number).digest()


def statement(number=1, *, type="consent.openness_given", subject=MINA, body=None, as_of=None, minutes=15):
    return Statement(
        type=type,
        version=1,
        id=identifier("stm", number),
        subject=subject,
        body={"note": "愿意洽谈", "count": number} if body is None else body,
        text={"zh": "愿意洽谈，未作授权。", "en": "Open to enquiries; no licence given."},
        as_of=as_of,
        expires_at=NOW + timedelta(minutes=minutes),
    )


class Passkey:
    """An authenticator in software, for tests: ES256 or EdDSA under a relying party."""

    def __init__(self, number, *, algorithm="ES256", rp_id=RP_ID, origin=ORIGIN):
        self.rp_id, self.origin, self.algorithm = rp_id, origin, algorithm
        if algorithm == "ES256":
            secret = int.from_bytes(seed(number)) % 2**255 + 1
            self.private = ec.derive_private_key(secret, ec.SECP256R1())
            point = self.private.public_key().public_numbers()
            cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        else:
            self.private = Ed25519PrivateKey.from_private_bytes(seed(number))
            cose = {1: 1, 3: -8, -1: 6, -2: self.private.public_key().public_bytes_raw()}
        self.key = PublicKey(identifier("key", number), "webauthn", cbor2.dumps(cose), rp_id, origin)

    def sign(self, said, *, flags=0b11101, client=None, tail=b"", rp_id=None):
        """Sign a statement as a browser and an authenticator would."""
        return UnverifiedStatement(
            said.to_bytes(), self.assert_digest(said.digest(), flags, client or {}, tail, rp_id)
        )

    def assert_digest(self, digest, flags=0b11101, client=None, tail=b"", rp_id=None):
        data = {"type": "webauthn.get", "challenge": to_b64(digest), "origin": self.origin}
        data = data | {"crossOrigin": False} | (client or {})
        client_data = json.dumps(data, separators=(",", ":")).encode()
        rp_hash = hashlib.sha256((rp_id or self.rp_id).encode()).digest()
        authenticator_data = rp_hash + bytes([flags]) + bytes(4) + tail
        message = authenticator_data + hashlib.sha256(client_data).digest()
        if self.algorithm == "ES256":
            signed = self.private.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        else:
            signed = self.private.sign(message)
        return Signature("webauthn", self.key.key_id, signed, authenticator_data, client_data)


def software_key(number, kind="ed25519"):
    """(private key, PublicKey) of a software key."""
    private = Ed25519PrivateKey.from_private_bytes(seed(number))
    return private, PublicKey(identifier("key", number), kind, private.public_key().public_bytes_raw())
