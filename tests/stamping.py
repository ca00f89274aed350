"""Time stamping authorities for tests: one in memory, the same bytes each time, and OpenSSL's own behind HTTP."""

import hashlib
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from propria.kernel.time import Instant, instant
from propria.plumbing.errors import Unavailable
from propria.proofs.certificates import Certificate
from propria.proofs.timestamps import TrustedAuthority

STARTS, ENDS = instant("2020-01-01T00:00:00Z"), instant("2060-01-01T00:00:00Z")


def _key(number: int) -> ec.EllipticCurvePrivateKey:
    secret = int.from_bytes(hashlib.sha256(b"stamping %d" % number).digest()) % 2**255 + 1
    return ec.derive_private_key(secret, ec.SECP256R1())


def _certificate(
    name: str,
    serial: int,
    key: ec.EllipticCurvePrivateKey,
    issuer: tuple[str, ec.EllipticCurvePrivateKey],
    extension: x509.ExtensionType,
) -> x509.Certificate:
    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer[0]))
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(STARTS)
        .not_valid_after(ENDS)
        .add_extension(extension, critical=True)
    )
    return builder.sign(issuer[1], hashes.SHA256(), ecdsa_deterministic=True)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


@dataclass
class Stamping:
    """An authority whose clock is `at`; `stamps_times` False gives it a certificate for something else."""

    at: Instant
    number: int = 1
    stamps_times: bool = True
    name: str = "https://tsa.example"
    asked: int = 0
    fails: bool = False
    stamped: threading.Event = field(default_factory=threading.Event)
    root: x509.Certificate = field(init=False)
    own: x509.Certificate = field(init=False)

    def __post_init__(self) -> None:
        root, own = (f"Root {self.number}", _key(2 * self.number)), _key(2 * self.number + 1)
        use = ExtendedKeyUsageOID.TIME_STAMPING if self.stamps_times else ExtendedKeyUsageOID.SERVER_AUTH
        self.root = _certificate(root[0], 1, root[1], root, x509.BasicConstraints(ca=True, path_length=0))
        self.own = _certificate(f"Stamps {self.number}", 2, own, root, x509.ExtendedKeyUsage([use]))

    def trusted(self, name: str = "Clock Office") -> TrustedAuthority:
        """It as a trust file names it: by the root above it."""
        return TrustedAuthority(name, Certificate.read(_der(self.root)))

    def stamp(self, digest: bytes) -> bytes:
        """A token over a SHA-256, at the authority's time."""
        self.asked += 1
        if self.fails:
            raise Unavailable("plumbing.tsa_failed", "It is closed.")
        told = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": "1.2.3.4",
                "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest},
                "serial_number": 7,
                "gen_time": datetime.fromisoformat(self.at.isoformat()),
            }
        ).dump()
        named = {
            "hash_algorithm": {"algorithm": "sha256"},
            "cert_hash": hashlib.sha256(_der(self.own)).digest(),
        }
        attributes = cms.CMSAttributes(
            [
                {"type": "content_type", "values": ["tst_info"]},
                {"type": "message_digest", "values": [hashlib.sha256(told).digest()]},
                {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [named]})]},
            ]
        )
        algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        signature = _key(2 * self.number + 1).sign(attributes.dump(), algorithm)
        own = asn1.Certificate.load(_der(self.own))
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number}),
                "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "signed_attrs": attributes,
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
                "signature": signature,
            }
        )
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
                "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(told)},
                "certificates": [own],
                "signer_infos": [signer],
            }
        )
        self.stamped.set()
        return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


CONFIGURATION = """
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical,CA:true
[stamps]
extendedKeyUsage = critical,timeStamping
[ts]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class OpenSsl:
    """OpenSSL's time stamping authority in a folder: RSA, a root of its own, this machine's clock."""

    folder: Path

    def run(self, *words: str) -> None:
        """One `openssl` command in the folder."""
        command = ["openssl", *words]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=60)

    def made(self) -> "OpenSsl":
        """Its root, its key and its certificate."""
        (self.folder / "conf").write_text(CONFIGURATION)
        (self.folder / "serial").write_text("01\n")
        key = ("-newkey", "rsa:2048", "-nodes", "-config", "conf")
        self.run(
            "req",
            "-x509",
            *key,
            "-keyout",
            "root.key",
            "-out",
            "root.pem",
            "-subj",
            "/CN=Root",
            "-extensions",
            "root",
        )
        self.run("req", *key, "-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=Stamps")
        signed = (
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-extfile",
            "conf",
            "-extensions",
            "stamps",
        )
        self.run("x509", "-req", "-in", "own.csr", *signed, "-out", "own.pem")
        self.run("x509", "-in", "root.pem", "-outform", "der", "-out", "root.der")
        return self

    def trusted(self, name: str = "OpenSSL") -> TrustedAuthority:
        """It as a trust file names it: by its root."""
        return TrustedAuthority(name, Certificate.read((self.folder / "root.der").read_bytes()))

    def answers(self, query: bytes) -> bytes:
        """What it answers to a TimeStampReq."""
        (self.folder / "query").write_bytes(query)
        ours = ("-signer", "own.pem", "-inkey", "own.key", "-chain", "root.pem")
        self.run(
            "ts", "-reply", "-queryfile", "query", "-config", "conf", "-section", "ts", *ours, "-out", "reply"
        )
        return (self.folder / "reply").read_bytes()

    @contextmanager
    def served(self) -> Iterator[str]:
        """Its address, while the block runs."""
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["content-length"]))
                is_right = self.headers["content-type"] == "application/timestamp-query"
                self.send_response(200 if is_right else 415)
                self.send_header("content-type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(authority.answers(query) if is_right else b"")

            def log_message(self, format: str, *arguments: object) -> None:
                """Nothing."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
