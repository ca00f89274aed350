"""RFC 3161 time stamps over a checkpoint's text: read, and held against the authorities of a trust file."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from propria.kernel.errors import Malformed, Unverified
from propria.kernel.time import Instant
from propria.proofs import der
from propria.proofs.certificates import HASHES, Certificate, fingerprint, leads_to, oid, verifies

MAX_TOKEN_SIZE_BYTES = 65_536
MOST_CERTIFICATES = 16
_SIGNED_DATA, _TST_INFO = "2a864886f70d010702", "2a864886f70d0109100104"
_CONTENT_TYPE, _MESSAGE_DIGEST = "2a864886f70d010903", "2a864886f70d010904"
_SIGNING_CERTIFICATE = "2a864886f70d010910022f"


@dataclass(frozen=True)
class TrustedAuthority:
    """A time stamping authority by a certificate of the verifier's own choice: its own, or one above it."""

    name: str
    certificate: Certificate


@dataclass(frozen=True)
class TimeStamp:
    """One token, read and not yet believed."""

    at: Instant
    hash_name: str
    imprint: bytes
    content: bytes
    digest_name: str
    attributes: bytes
    attested: dict[str, der.Item]
    algorithm: str
    signature: bytes
    signer: tuple[bytes, int]
    certificates: tuple[Certificate, ...]

    def authority(self, trusted: Iterable[TrustedAuthority]) -> tuple[TrustedAuthority, Certificate] | None:
        """The authority whose stamp this claims to be, and the certificate that must have signed it; None for any other."""
        for one in trusted:
            for found in (one.certificate, *self.certificates):
                if (found.issuer, found.serial) == self.signer and leads_to(
                    found, one.certificate, self.certificates, at=self.at
                ):
                    return one, found
        return None

    def check(self, signer: Certificate, text: bytes) -> None:
        """Pass only if this certificate may stamp times and did stamp exactly these bytes.

        Raises: Unverified(`proofs.wrong_timestamp`). Source: RFC 3161 section 2.4, RFC 5816, RFC 5652 section 5.4.
        """
        digest = hashlib.new(self.digest_name, self.content).digest()
        kind, inside = self.attested.get(_CONTENT_TYPE), self.attested.get(_MESSAGE_DIGEST)
        is_right = (
            signer.stamps_times_only
            and hashlib.new(self.hash_name, text).digest() == self.imprint
            and kind is not None
            and kind.raw == bytes.fromhex("060b" + _TST_INFO)
            and inside is not None
            and inside.content == digest
            and self._names(signer)
            and verifies(signer.key, self.algorithm, self.digest_name, self.signature, self.attributes)
        )
        if not is_right:
            raise Unverified(
                "proofs.wrong_timestamp", "A time stamp of an authority that you trust is wrong."
            )

    def _names(self, signer: Certificate) -> bool:
        attribute = self.attested.get(_SIGNING_CERTIFICATE)
        if attribute is None:
            return False
        try:
            first = attribute.items[0].items[0].items
            algorithm = HASHES.get(oid(first[0].items[0])) if first[0].tag == der.SEQUENCE else "sha256"
            named = next(item for item in first if item.tag == der.OCTETS).content
        except (ValueError, IndexError, StopIteration):
            return False
        return algorithm is not None and named == fingerprint(signer.raw, algorithm)


def read_timestamp(token: bytes) -> TimeStamp:
    """Read a TimeStampToken: CMS signed data with one signer over a TSTInfo.

    Raises: Malformed(`proofs.unreadable_timestamp`) for anything else, or an algorithm that is not read here.
    """
    if len(token) > MAX_TOKEN_SIZE_BYTES:
        raise Malformed("proofs.unreadable_timestamp", "A time stamp is at most 64 KiB.")
    try:
        return _read(token)
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        raise Malformed("proofs.unreadable_timestamp", "This time stamp cannot be read.") from error


def _read(token: bytes) -> TimeStamp:
    kind, wrapped = der.read(token).of(der.SEQUENCE).items
    _expect(oid(kind) == _SIGNED_DATA)
    _, _, encapsulated, *rest = wrapped.of(der.CONTEXT).items[0].items
    inner_kind, inner = encapsulated.items
    _expect(oid(inner_kind) == _TST_INFO)
    content = inner.of(der.CONTEXT).items[0].of(der.OCTETS).content
    given = [item for item in rest if item.tag == der.CONTEXT]
    certificates = [c for item in given for c in item.items]
    _expect(len(certificates) <= MOST_CERTIFICATES)
    (signer,) = rest[-1].of(der.SET).items
    _, sid, digest, attributes, algorithm, signature, *_ = signer.items
    issuer, serial = sid.of(der.SEQUENCE).items
    _, _, imprint, _, at, *_ = der.read(content).items
    hash_kind, hashed = imprint.items
    return TimeStamp(
        at=at.of(der.GENERALIZED_TIME).moment,
        hash_name=HASHES[oid(hash_kind.items[0])],
        imprint=hashed.of(der.OCTETS).content,
        content=content,
        digest_name=HASHES[oid(digest.items[0])],
        attributes=bytes([der.SET]) + attributes.of(der.CONTEXT).raw[1:],
        attested=_attributes(attributes),
        algorithm=oid(algorithm.items[0]),
        signature=signature.of(der.OCTETS).content,
        signer=(issuer.raw, serial.number),
        certificates=tuple(_readable(c.raw for c in certificates)),
    )


def _attributes(attributes: der.Item) -> dict[str, der.Item]:
    found: dict[str, der.Item] = {}
    for attribute in attributes.items:
        kind, values = attribute.items
        (value,) = values.of(der.SET).items
        _expect(oid(kind) not in found)
        found[oid(kind)] = value
    return found


def _readable(raws: Iterable[bytes]) -> Iterable[Certificate]:
    """The certificates that can be read here; an authority may add others above its own."""
    for raw in raws:
        try:
            yield Certificate.read(raw)
        except (ValueError, IndexError):
            continue


def _expect(is_so: bool) -> None:
    if not is_so:
        raise ValueError("another structure")
