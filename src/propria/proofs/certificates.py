"""X.509 certificates, as far as a time stamp needs them: who issued whom, and who may stamp times (RFC 5280)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from propria.kernel.time import Instant
from propria.proofs import der
from propria.proofs.public_keys import P256Key, RsaKey

HASHES = {
    "608648016503040201": "sha256",
    "608648016503040202": "sha384",
    "608648016503040203": "sha512",
}
_RSA, _RSA_WITH = "2a864886f70d010101", {"0b": "sha256", "0c": "sha384", "0d": "sha512"}
_EC, _P256, _ECDSA_SHA256 = "2a8648ce3d0201", "2a8648ce3d030107", "2a8648ce3d040302"
_BASIC_CONSTRAINTS, _EXTENDED_USE, _TIME_STAMPING = "551d13", "551d25", "2b06010505070308"
_DEEPEST = 4


@dataclass(frozen=True)
class Certificate:
    """One certificate, read and not yet believed."""

    raw: bytes
    signed: bytes
    serial: int
    issuer: bytes
    subject: bytes
    starts: Instant
    ends: Instant
    key: RsaKey | P256Key
    algorithm: str
    signature: bytes
    is_authority: bool
    stamps_times_only: bool

    @classmethod
    def read(cls, data: bytes) -> "Certificate":
        """Read DER. Raises: ValueError."""
        body, algorithm, signature = der.read(data).items
        tbs = body.items
        first = 1 if tbs[0].tag == der.CONTEXT else 0
        serial, inner, issuer, validity, subject, key = tbs[first : first + 6]
        if inner.raw != algorithm.raw:
            raise ValueError("two algorithms in one certificate")
        starts, ends = validity.items
        extensions = _extensions(tbs[first + 6 :])
        return cls(
            raw=data,
            signed=body.raw,
            serial=serial.number,
            issuer=issuer.raw,
            subject=subject.raw,
            starts=starts.moment,
            ends=ends.moment,
            key=read_key(key),
            algorithm=oid(algorithm.items[0]),
            signature=signature.bits,
            is_authority=_is_authority(extensions),
            stamps_times_only=extensions.get(_EXTENDED_USE)
            == (True, bytes.fromhex("300a0608" + _TIME_STAMPING)),
        )

    def is_valid_at(self, moment: Instant) -> bool:
        """Whether this lies in its term."""
        return self.starts <= moment <= self.ends

    def signed_by(self, issuer: "Certificate") -> bool:
        """Whether this authority's key signed it."""
        is_named = issuer.is_authority and issuer.subject == self.issuer
        return is_named and verifies(issuer.key, self.algorithm, "", self.signature, self.signed)


def leads_to(
    certificate: Certificate,
    trusted: Certificate,
    between: Iterable[Certificate],
    *,
    at: Instant,
    depth: int = 0,
) -> bool:
    """Whether a chain of valid signatures leads from a certificate to the trusted one, through those between."""
    if not certificate.is_valid_at(at) or depth > _DEEPEST:
        return False
    if certificate.raw == trusted.raw:
        return True
    between = tuple(between)
    return any(
        certificate.signed_by(above) and leads_to(above, trusted, between, at=at, depth=depth + 1)
        for above in (trusted, *between)
    )


def verifies(key: RsaKey | P256Key, algorithm: str, digest: str, signature: bytes, message: bytes) -> bool:
    """Whether a signature of this algorithm holds; `digest` names the hash where the algorithm does not."""
    match key:
        case RsaKey():
            is_plain = algorithm == _RSA
            named = _RSA_WITH.get(algorithm[-2:]) if algorithm[:-2] == _RSA[:-2] and not is_plain else None
            name = digest if is_plain else named
            return name is not None and key.verifies(signature, message, name)
        case P256Key():
            return (
                algorithm == _ECDSA_SHA256 and digest in ("", "sha256") and key.verifies(signature, message)
            )


def read_key(info: der.Item) -> RsaKey | P256Key:
    """The key of a SubjectPublicKeyInfo. Raises: ValueError for any other kind."""
    algorithm, bits = info.items
    kind, *parameters = algorithm.items
    if oid(kind) == _RSA:
        modulus, exponent = der.read(bits.bits).items
        return RsaKey(modulus.number, exponent.number)
    if oid(kind) == _EC and [oid(p) for p in parameters] == [_P256] and bits.bits[:1] == b"\4":
        point = bits.bits[1:]
        if len(point) == 64:
            return P256Key(int.from_bytes(point[:32]), int.from_bytes(point[32:]))
    raise ValueError("keys are RSA or P-256")


def oid(item: der.Item) -> str:
    """An object identifier as the hexadecimal digits of its encoding. Raises: ValueError."""
    return item.of(der.OID).content.hex()


def fingerprint(certificate: bytes, name: str) -> bytes:
    """The hash of a certificate by a hash of HASHES."""
    return hashlib.new(name, certificate).digest()


def _extensions(rest: tuple[der.Item, ...]) -> dict[str, tuple[bool, bytes]]:
    found: dict[str, tuple[bool, bytes]] = {}
    for outer in rest:
        if outer.tag != der.CONTEXT + 3:
            continue
        for extension in outer.items[0].items:
            name, *critical, value = extension.items
            if oid(name) in found:
                raise ValueError("an extension twice")
            found[oid(name)] = (
                bool(critical) and critical[0].content == b"\xff",
                value.of(der.OCTETS).content,
            )
    return found


def _is_authority(extensions: dict[str, tuple[bool, bytes]]) -> bool:
    _, value = extensions.get(_BASIC_CONSTRAINTS, (False, b""))
    if not value:
        return False
    inside = der.read(value).items
    return bool(inside) and inside[0].raw == b"\x01\x01\xff"
