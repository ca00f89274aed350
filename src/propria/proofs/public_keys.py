"""The kinds of public key and what they verify: with `cryptography` where it is, in plain Python else."""

import hashlib
from dataclasses import dataclass

from propria.proofs import plain_ed25519, plain_p256

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicNumbers
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    IS_PLAIN = True
else:
    IS_PLAIN = False


@dataclass(frozen=True)
class Ed25519Key:
    """An Ed25519 key: 32 bytes, whatever they are. Raises: ValueError."""

    public: bytes

    def __post_init__(self) -> None:
        if not isinstance(self.public, bytes) or len(self.public) != 32:
            raise ValueError("an Ed25519 key has 32 bytes")

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether it signed this message."""
        if IS_PLAIN:
            return plain_ed25519.verifies(self.public, signature, message)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class P256Key:
    """A point of P-256. Raises: ValueError if it is none."""

    x: int
    y: int

    def __post_init__(self) -> None:
        if not plain_p256.is_on_curve(self.x, self.y):
            raise ValueError("this is no point of P-256")

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether it signed this message with SHA-256; the signature is DER."""
        if IS_PLAIN:
            return plain_p256.verifies(self.x, self.y, signature, message)
        key = EllipticCurvePublicNumbers(self.x, self.y, SECP256R1()).public_key()
        try:
            key.verify(signature, message, ECDSA(hashes.SHA256()))
        except (InvalidSignature, ValueError):
            return False
        return True


_RSA_PREFIXES = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


@dataclass(frozen=True)
class RsaKey:
    """An RSA key of 2048 to 8192 bits; only time stamping authorities have one. Raises: ValueError."""

    modulus: int
    exponent: int

    def __post_init__(self) -> None:
        if not 2048 <= self.modulus.bit_length() <= 8192 or not (
            2 < self.exponent < 2**32 and self.exponent & 1
        ):
            raise ValueError("RSA keys have 2048 to 8192 bits and a small odd exponent")

    def verifies(self, signature: bytes, message: bytes, hash_name: str) -> bool:
        """Whether it signed this message with PKCS #1 v1.5 (RFC 8017 section 8.2.2)."""
        size = (self.modulus.bit_length() + 7) // 8
        number = int.from_bytes(signature)
        if len(signature) != size or number >= self.modulus:
            return False
        told = _RSA_PREFIXES[hash_name] + hashlib.new(hash_name, message).digest()
        padded = b"\0\1" + b"\xff" * (size - len(told) - 3) + b"\0" + told
        return pow(number, self.exponent, self.modulus).to_bytes(size) == padded
