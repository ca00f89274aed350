"""A security key in software: it makes passkeys and signs for whichever page asks, as a real one would.

A browser would not let a page ask for another host's passkeys; these tests play the attacker who can.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def b64(data: bytes) -> str:
    """Base64url without padding, as browsers write it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Passkey:
    """One ES256 credential that lives under `rp_id` and is asked by a page at `origin`."""

    rp_id: str
    origin: str
    credential_id: bytes = b"a credential of the tests"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def cose(self) -> bytes:
        """The public key as a COSE_Key."""
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32), numbers.y.to_bytes(32)
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y}, canonical=True)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _head(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + (0).to_bytes(4)

    def made(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a page that asks for a new passkey with these options."""
        client_data = self._client_data("webauthn.create", options["challenge"])
        attested = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id + self.cose()
        data = self._head(PRESENT | VERIFIED | ATTESTED) + attested
        return self._credential(
            {
                "clientDataJSON": b64(client_data),
                "attestationObject": b64(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
            }
        )

    def signed(self, challenge: bytes, *, flags: int = PRESENT | VERIFIED) -> dict[str, Any]:
        """The answer to a page that asks to sign this challenge."""
        client_data = self._client_data("webauthn.get", b64(challenge))
        data = self._head(flags)
        over = data + hashlib.sha256(client_data).digest()
        return self._credential(
            {
                "clientDataJSON": b64(client_data),
                "authenticatorData": b64(data),
                "signature": b64(self.key.sign(over, ec.ECDSA(hashes.SHA256()))),
            }
        )

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        own_id = b64(self.credential_id)
        return {"id": own_id, "rawId": own_id, "type": "public-key", "response": response}
