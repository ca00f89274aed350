"""The keys behind the seals: read from PEM, or made for a demo. Signs no document."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from propria.kernel.errors import Malformed
from propria.kernel.time import DAY, Instant

_ROOT_LIFE, _LEAF_LIFE = timedelta(days=3650), timedelta(days=825)
_RSA_BITS = 3072


@dataclass(frozen=True)
class Identity:
    """A certificate (DER), its private key (PKCS #8 DER) and the certificates above it (DER)."""

    certificate: bytes
    private_key: bytes
    chain: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return f"Identity({self.subject})"

    @property
    def subject(self) -> str:
        """The name in the certificate, as people read it."""
        return str(asn1_x509.Certificate.load(self.certificate).subject.human_friendly)

    @property
    def asn1_certificate(self) -> asn1_x509.Certificate:
        """The certificate as pyHanko takes it."""
        return asn1_x509.Certificate.load(self.certificate)

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        """The key as pyHanko takes it."""
        return asn1_keys.PrivateKeyInfo.load(self.private_key)

    @property
    def asn1_chain(self) -> tuple[asn1_x509.Certificate, ...]:
        """The certificates above, as pyHanko takes them."""
        return tuple(asn1_x509.Certificate.load(each) for each in self.chain)


@dataclass(frozen=True)
class DemoAuthority:
    """A certificate authority for demos: its root, a sealing identity and a time-stamping identity, and the list of
    what it revoked (nothing), signed when it was made; empty where an older one kept none.
    """

    root: bytes
    sealing: Identity
    stamping: Identity
    revoked: bytes = b""

    @property
    def root_pem(self) -> bytes:
        """The root as PEM, for `certutil` and people."""
        return pem_certificate(self.root)


def demo_authority(organisation: str, *, now: Instant) -> DemoAuthority:
    """Make a demo authority whose names all begin with "Demo": trusted by nobody who was not told to.

    Elliptic keys for root and seals; RSA for the time stamps, since the built-in stamping service signs
    with nothing else. Valid from one day before `now`.
    """
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = _root(_name(organisation, "Demo root"), root_key, now)
    sealing_key = ec.generate_private_key(ec.SECP256R1())
    stamping_key = rsa.generate_private_key(65537, _RSA_BITS)
    sealing = _leaf(_name(organisation, "Demo contract seals"), sealing_key, root, root_key, now)
    stamping = _leaf(_name(organisation, "Demo time stamps"), stamping_key, root, root_key, now, stamps=True)
    der = root.public_bytes(serialization.Encoding.DER)
    made = (_identity(sealing, sealing_key, der), _identity(stamping, stamping_key, der))
    return DemoAuthority(der, *made, _nothing_revoked(root, root_key, now))


def open_demo_authority(folder: Path, organisation: str, *, now: Instant) -> DemoAuthority:
    """The demo authority kept in `folder`, made there on the first call; keys readable by the owner only."""
    marker = folder / "root.der"
    if marker.exists():
        root = marker.read_bytes()
        revoked = folder / "revoked.crl"
        kept = (_load(folder, "sealing", root), _load(folder, "stamping", root))
        return DemoAuthority(root, *kept, revoked.read_bytes() if revoked.exists() else b"")
    made = demo_authority(organisation, now=now)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, identity in (("sealing", made.sealing), ("stamping", made.stamping)):
        (folder / f"{name}.der").write_bytes(identity.certificate)
        key = folder / f"{name}.key"
        key.touch(mode=0o600)
        key.write_bytes(identity.private_key)
    (folder / "revoked.crl").write_bytes(made.revoked)
    marker.write_bytes(made.root)
    return made


def identity_from_pem(certificates: bytes, private_key: bytes, *, password: bytes | None = None) -> Identity:
    """Read an identity from PEM: the leaf certificate first, then those above it.

    Raises: Malformed(`deals.seal_key_unreadable`).
    """
    try:
        leaf, *above = x509.load_pem_x509_certificates(certificates)
        key = serialization.load_pem_private_key(private_key, password)
    except (ValueError, TypeError) as problem:
        raise Malformed("deals.seal_key_unreadable", str(problem)) from problem
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key.public_key().public_bytes(serialization.Encoding.DER, spki)
    if public != leaf.public_key().public_bytes(serialization.Encoding.DER, spki):
        raise Malformed("deals.seal_key_unreadable", "The key does not belong to the first certificate.")
    return Identity(
        leaf.public_bytes(serialization.Encoding.DER),
        _pkcs8(key),
        tuple(each.public_bytes(serialization.Encoding.DER) for each in above),
    )


def pem_certificate(der: bytes) -> bytes:
    """A certificate as PEM."""
    return x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM)


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*, certifies: bool, commits: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certifies,
        content_commitment=commits,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certifies,
        crl_sign=certifies,
        encipher_only=False,
        decipher_only=False,
    )


def _root(name: x509.Name, key: ec.EllipticCurvePrivateKey, now: Instant) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + _ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certifies=True, commits=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _nothing_revoked(root: x509.Certificate, key: ec.EllipticCurvePrivateKey, now: Instant) -> bytes:
    """The authority's list of revoked certificates, empty, for as long as its leaves live; its key is kept nowhere."""
    listed = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(now - DAY)
        .next_update(now + _LEAF_LIFE)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return listed.public_bytes(serialization.Encoding.DER)


def _leaf(
    name: x509.Name,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    now: Instant,
    *,
    stamps: bool = False,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + _LEAF_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certifies=False, commits=not stamps), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
        )
    )
    if stamps:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    return builder.sign(root_key, hashes.SHA256())


def _identity(certificate: x509.Certificate, key: PrivateKeyTypes, root: bytes) -> Identity:
    return Identity(certificate.public_bytes(serialization.Encoding.DER), _pkcs8(key), (root,))


def _pkcs8(key: PrivateKeyTypes) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _load(folder: Path, name: str, root: bytes) -> Identity:
    return Identity((folder / f"{name}.der").read_bytes(), (folder / f"{name}.key").read_bytes(), (root,))
