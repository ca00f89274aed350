"""Keys that seal and lists that say whom to believe: a demo chain, a given chain, named trust lists."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from propria.kernel.errors import Refused
from propria.kernel.time import DAY, Instant

ALGORITHMS = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
SEAL_PURPOSES = (ExtendedKeyUsageOID.EMAIL_PROTECTION, x509.ObjectIdentifier("1.3.6.1.4.1.62558.2.1"))


@dataclass(frozen=True)
class SealKey:
    """What signs a C2PA claim: the chain (leaf first, PEM, without the root) and either the key or a call.

    `sign` takes the bytes and gives the raw signature (r ‖ s), so a key may stay in a device;
    `timestamp_url` is an RFC 3161 service, asked only when it is set.
    """

    chain_pem: str
    algorithm: str
    private_pem: str | None = field(default=None, repr=False)
    sign: Callable[[bytes], bytes] | None = field(default=None, repr=False)
    timestamp_url: str | None = None


@dataclass(frozen=True)
class TrustList:
    """Roots that somebody chose to believe, under the name that readings will cite.

    Raises: Refused(`provenance.trust_list_unfit`) without at least one certificate.
    """

    name: str
    anchors_pem: str

    def __post_init__(self) -> None:
        try:
            x509.load_pem_x509_certificates(self.anchors_pem.encode())
        except ValueError as error:
            reason = str(error)[:200]
            raise Refused("provenance.trust_list_unfit", "A trust list needs roots.", reason=reason) from None


@dataclass(frozen=True)
class DemoChain:
    """A self-made root, issuing CA and leaf: good for a demo and tests, believed by nobody else."""

    key: SealKey
    trust: TrustList


def seal_key(chain_pem: str, private_pem: str, *, now: Instant, timestamp_url: str | None = None) -> SealKey:
    """A key for sealing from configured PEM texts, checked before its first use.

    Raises: Refused(`provenance.seal_key_unfit`) naming what is wrong: unreadable, expired, a CA,
    without the purpose of sealing, of another key, or with a broken chain.
    """
    try:
        chain = x509.load_pem_x509_certificates(chain_pem.encode())
        private = serialization.load_pem_private_key(private_pem.encode(), None)
    except (ValueError, TypeError) as error:
        raise _unfit(f"unreadable: {error}") from None
    leaf = chain[0]
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.curve.name not in ALGORITHMS:
        raise _unfit("the key is not on P-256, P-384 or P-521")
    if private.public_key() != leaf.public_key():
        raise _unfit("the key is not the certificate's")
    if not leaf.not_valid_before_utc <= now <= leaf.not_valid_after_utc:
        raise _unfit("the certificate is not valid now")
    _check_purpose(leaf)
    for lower, upper in pairwise(chain):
        try:
            lower.verify_directly_issued_by(upper)
        except (ValueError, TypeError, InvalidSignature):
            raise _unfit("the chain is broken") from None
    return SealKey(chain_pem, ALGORITHMS[private.curve.name], private_pem, timestamp_url=timestamp_url)


def _check_purpose(leaf: x509.Certificate) -> None:
    try:
        purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        if leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            raise _unfit("the certificate is an authority's")
    except x509.ExtensionNotFound:
        raise _unfit("the certificate names no purpose") from None
    if not any(purpose in purposes for purpose in SEAL_PURPOSES):
        raise _unfit("the certificate is not for sealing")


def _unfit(reason: str) -> Refused:
    return Refused("provenance.seal_key_unfit", "This key cannot seal.", reason=reason[:200])


def issue_demo_chain(*, organisation: str, now: Instant, years: int = 10) -> DemoChain:
    """Make a root, an issuing CA and a leaf (ES256) valid `years` before and after `now`.

    That is wide because sealing looks at the machine's clock while a demo tells its own time.

    The organisation's name ends in "(demo)" in every certificate, so that no reading can hide it.
    """
    organisation = f"{organisation} (demo)"
    root_key, middle_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    valid = (now - 365 * years * DAY, now + 365 * years * DAY)
    root_name, middle_name = _name(organisation, "Demo root"), _name(organisation, "Demo issuing CA")
    root = _certificate(root_name, root_name, root_key, root_key, valid, path_length=1)
    middle = _certificate(middle_name, root_name, middle_key, root_key, valid, path_length=0)
    leaf_name = _name(organisation, "Demo seal")
    leaf = _certificate(leaf_name, middle_name, leaf_key, middle_key, valid, path_length=None)
    private = leaf_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return DemoChain(
        SealKey(_pem(leaf) + _pem(middle), "es256", private.decode()),
        TrustList(f"{organisation} root", _pem(root)),
    )


def _name(organisation: str, common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    valid: tuple[Instant, Instant],
    *,
    path_length: int | None,
) -> x509.Certificate:
    """One certificate; with a path length an authority's, without one a leaf for sealing."""
    authority = path_length is not None
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    builder = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), *valid)
        .add_extension(x509.BasicConstraints(authority, path_length), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(issuer_id, critical=False)
    )
    if not authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([SEAL_PURPOSES[0]]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())
