"""The two kinds of public key and what they verify: with `cryptography` where it is, in plain Python else."""

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
