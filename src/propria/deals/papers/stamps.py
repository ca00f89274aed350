"""Where the RFC 3161 time of a seal comes from: an authority by URL, or the operator's own clock."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from asn1crypto import cms, core
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.sign import general
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from propria.deals.papers.certificates import Identity
from propria.kernel.errors import PropriaError
from propria.kernel.time import Instant


class StampUnavailable(PropriaError):
    """The time-stamping service did not answer; the seal was not made and may be tried again."""

    status = 503


class TimeStamps(Protocol):
    """Where RFC 3161 time stamps come from."""

    @property
    def room_digits(self) -> int:
        """Hex digits that a seal with such a stamp is left in the file; every reader goes through all of them."""
        ...

    def stamper(self, now: Instant) -> TimeStamper:
        """What pyHanko asks for one stamp."""
        ...


@dataclass(frozen=True)
class OwnTimeStamps:
    """Stamps by the operator's own clock and RSA key: for demos and tests, evidence of nothing to others."""

    identity: Identity

    @property
    def room_digits(self) -> int:
        """See `TimeStamps.room_digits`: ours take under 7,000."""
        return 12_288

    def stamper(self, now: Instant) -> TimeStamper:
        """A service in this process that stamps `now`."""
        return _OwnStamper(
            tsa_cert=self.identity.asn1_certificate,
            tsa_key=self.identity.asn1_key,
            certs_to_embed=chain_store(self.identity),
            fixed_dt=now,
        )


@dataclass(frozen=True)
class TimeStampService:
    """Stamps by an RFC 3161 authority at `url` (setting `papers_time_stamp_url`)."""

    url: str
    timeout_seconds: int = 5

    @property
    def room_digits(self) -> int:
        """See `TimeStamps.room_digits`: an authority's chain may be long."""
        return 32_768

    def stamper(self, now: Instant) -> TimeStamper:
        """A client of the authority; it stamps its own time, whatever `now` is."""
        return RequestsHTTPTimeStamper(self.url, timeout=self.timeout_seconds)


def chain_store(identity: Identity) -> SimpleCertificateStore:
    """The certificates above an identity, as pyHanko takes them for embedding."""
    store = SimpleCertificateStore()
    for each in identity.asn1_chain:
        store.register(each)
    return store


class _OwnStamper(DummyTimeStamper):
    """pyHanko's own service checks its RSA key anew for every stamp (0.2 s); this one keeps it loaded."""

    def _sign_tst_info(self, tst_info_data: bytes, md_algorithm: str, dt: Any) -> Any:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(tst_info_data)
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(dt)})),
                simple_cms_attribute("signing_certificate", general.as_signing_certificate(self.tsa_cert)),
                simple_cms_attribute("message_digest", digest.finalize()),
            ]
        )
        key = _loaded(self.tsa_key.dump())
        return key.sign(attributes.dump(), PKCS1v15(), hashes.SHA256()), attributes


@lru_cache(maxsize=4)
def _loaded(private_key: bytes) -> RSAPrivateKey:
    key = serialization.load_der_private_key(private_key, password=None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("the built-in time stamps need an RSA key")
    return key
