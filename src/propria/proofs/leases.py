"""Offline leases: a part of a licence's quota, bound to a holder's key, and what that key writes under it.

The library signs a lease; its holder's key signs numbered, chained records: a use, or a sub-lease for another key.
Nothing here counts what others hold, and nothing here knows of a withdrawal: a lease goes on for its life and quota.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from propria.kernel.errors import Malformed, PropriaError, Unverified
from propria.kernel.time import Instant, instant, wire
from propria.proofs.canonical import canonical_bytes, from_b64, list_of, members, text_of, to_b64
from propria.proofs.public_keys import Ed25519Key
from propria.scope import ANY, Quota, Scope, Use, check_covers

LEASE_FORMAT, RECORD_FORMAT = "propria-lease/1", "propria-lease-record/1"
LEASE_LABEL, RECORD_LABEL = b"propria/v1/lease\0", b"propria/v1/lease-record\0"
MAX_DEPTH = 8
_LEASE = frozenset(
    {"format", "lease", "licence", "holder", "key", "scope", "begins_at", "expires_at", "parent"}
)
_RECORD = frozenset({"format", "lease", "number", "previous", "from", "made_at", "nonce"})


@dataclass(frozen=True)
class Lease:
    """What a key may do offline. `scope.volume` is its part of the quota; `parent` the digest of the lease it is split
    from, empty for one that the library issued. `public_key`: 32 bytes, Ed25519."""

    lease_id: str
    licence_id: str
    holder: str
    public_key: bytes
    scope: Scope
    begins_at: Instant
    expires_at: Instant
    parent: str = ""

    def __post_init__(self) -> None:
        if len(self.public_key) != 32 or self.begins_at >= self.expires_at:
            raise Malformed("proofs.lease_unreadable", "A lease has a key and ends after it begins.")
        if self.scope.volume is ANY or not self.scope.volume:
            raise Malformed("proofs.lease_unreadable", "A lease names how much of each unit it holds.")

    @property
    def quota(self) -> dict[str, int]:
        """Unit → how much of it this lease holds."""
        volume = self.scope.volume
        return {} if volume is ANY else {quota.unit: quota.limit for quota in volume}

    def to_json(self) -> dict[str, Any]:
        """The signed form."""
        return {
            "format": LEASE_FORMAT,
            "lease": self.lease_id,
            "licence": self.licence_id,
            "holder": self.holder,
            "key": to_b64(self.public_key),
            "scope": self.scope.to_json(),
            "begins_at": wire(self.begins_at),
            "expires_at": wire(self.expires_at),
            "parent": self.parent,
        }

    @classmethod
    def from_json(cls, raw: Any) -> "Lease":
        """Read the signed form. Raises: Malformed(`proofs.lease_unreadable`, `proofs.wrong_members`, `scope.*`)."""
        found = members(raw, _LEASE)
        names = (found[name] for name in ("lease", "licence", "holder", "parent"))
        lease_id, licence_id, holder, parent = (text_of(name) for name in names)
        if found["format"] != LEASE_FORMAT:
            raise Malformed("proofs.lease_unreadable", "This is no lease, or of a later version.")
        return cls(
            lease_id,
            licence_id,
            holder,
            from_b64(found["key"], size=32),
            Scope.from_json(found["scope"]),
            _instant(found["begins_at"]),
            _instant(found["expires_at"]),
            parent,
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the label and the canonical form, in hex."""
        return sha256(LEASE_LABEL + canonical_bytes(self.to_json())).hexdigest()


@dataclass(frozen=True)
class Record:
    """One numbered doing under a lease: a use, or a sub-lease for another key.

    `begins` is how much of each unit was spent before it; `made_at` is its holder's word. `output` is the SHA-256 of
    what was made, in hex, where there is any. `nonce` keeps two doings that are alike apart.
    """

    lease: str
    number: int
    previous: str
    begins: Mapping[str, int]
    made_at: Instant
    nonce: str
    use: Use | None = None
    sub_lease: Lease | None = None
    output: str = ""
    signature: bytes = field(default=b"", compare=False)

    def __post_init__(self) -> None:
        if (self.use is None) == (self.sub_lease is None) or self.number < 1:
            raise Malformed("proofs.lease_unreadable", "A record is a use or a sub-lease, and has a number.")
        if self.use is not None and self.use.at != self.made_at:
            raise Malformed("proofs.lease_unreadable", "A use is recorded at its own instant.")

    @property
    def amounts(self) -> dict[str, int]:
        """Unit → how much of it this takes from the lease."""
        if self.sub_lease is not None:
            return self.sub_lease.quota
        return {} if self.use is None else {q.unit: q.limit for q in self.use.amounts}

    @property
    def ends(self) -> dict[str, int]:
        """Unit → how much was spent after it."""
        return {
            unit: self.begins.get(unit, 0) + self.amounts.get(unit, 0)
            for unit in sorted(self.begins.keys() | self.amounts.keys())
        }

    def body(self) -> dict[str, Any]:
        """The signed form."""
        raw: dict[str, Any] = {
            "format": RECORD_FORMAT,
            "lease": self.lease,
            "number": str(self.number),
            "previous": self.previous,
            "from": {unit: str(self.begins[unit]) for unit in sorted(self.begins)},
            "made_at": wire(self.made_at),
            "nonce": self.nonce,
        }
        if self.use is not None:
            raw |= {"use": self.use.to_json(), "output": self.output}
        if self.sub_lease is not None:
            raw["sub_lease"] = self.sub_lease.to_json()
        return raw

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the label and the canonical form, in hex."""
        return sha256(RECORD_LABEL + canonical_bytes(self.body())).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The form with its signature."""
        return {"record": self.body(), "signature": to_b64(self.signature)}

    @classmethod
    def from_json(cls, raw: Any) -> "Record":
        """Read that form; the signature is not checked. Raises: Malformed(`proofs.lease_unreadable`, …)."""
        outer = members(raw, frozenset({"record", "signature"}))
        found = members(outer["record"], _RECORD, frozenset({"use", "output", "sub_lease"}))
        if found["format"] != RECORD_FORMAT or ("use" in found) != ("output" in found):
            raise Malformed("proofs.lease_unreadable", "This is no record of a lease, or of a later version.")
        begins = found["from"] if isinstance(found["from"], dict) else {}
        return cls(
            text_of(found["lease"]),
            _count(found["number"]),
            text_of(found["previous"]),
            {Quota(unit, _count(amount)).unit: _count(amount) for unit, amount in begins.items()},
            _instant(found["made_at"]),
            text_of(found["nonce"]),
            Use.from_json(found["use"]) if "use" in found else None,
            Lease.from_json(found["sub_lease"]) if "sub_lease" in found else None,
            text_of(found.get("output", "")),
            from_b64(outer["signature"], size=64),
        )

    def check_signed_by(self, public_key: bytes) -> None:
        """Raises: Unverified(`proofs.lease_wrong_signature`)."""
        if not Ed25519Key(public_key).verifies(self.signature, RECORD_LABEL + bytes.fromhex(self.digest)):
            raise Unverified(
                "proofs.lease_wrong_signature",
                "The lease's key did not sign this record.",
                number=self.number,
            )


def issue(lease: Lease, *, seed: bytes) -> dict[str, Any]:
    """The lease signed with the library's token key (`seed`, 32 bytes): what its holder is handed."""
    return {
        "lease": lease.to_json(),
        "signature": to_b64(_sign(seed, LEASE_LABEL, lease.digest)),
        "splits": [],
    }


def signed(record: Record, *, seed: bytes) -> Record:
    """The record with its holder's signature."""
    return Record(
        record.lease,
        record.number,
        record.previous,
        record.begins,
        record.made_at,
        record.nonce,
        record.use,
        record.sub_lease,
        record.output,
        _sign(seed, RECORD_LABEL, record.digest),
    )


def read_held(raw: Any, *, public: bytes) -> Lease:
    """The lease that a holder was handed, checked up to the library's token key: what is left after every split.

    Raises: Malformed(`proofs.lease_unreadable`, …), Unverified(`proofs.lease_wrong_signature`,
    `proofs.lease_widened`, `proofs.lease_chain_broken`).
    """
    found = members(raw, frozenset({"lease", "signature", "splits"}))
    lease = read_issued({"lease": found["lease"], "signature": found["signature"]}, public=public)
    for split in list_of(found["splits"], limit=MAX_DEPTH):
        record = Record.from_json(split)
        if record.lease != lease.digest or record.sub_lease is None:
            raise Unverified("proofs.lease_chain_broken", "These splits do not lead from one to the next.")
        record.check_signed_by(lease.public_key)
        check_split(lease, record.sub_lease)
        lease = record.sub_lease
    return lease


def read_issued(raw: Any, *, public: bytes) -> Lease:
    """A lease as the library signed it. Raises: as `read_held`."""
    found = members(raw, frozenset({"lease", "signature"}), frozenset({"splits"}))
    lease = Lease.from_json(found["lease"])
    signature = from_b64(found["signature"], size=64)
    if not Ed25519Key(public).verifies(signature, LEASE_LABEL + bytes.fromhex(lease.digest)) or lease.parent:
        raise Unverified("proofs.lease_wrong_signature", "The library did not sign this lease.")
    return lease


def check_split(parent: Lease, child: Lease) -> None:
    """A sub-lease holds no more, no other licence and no longer life. Raises: Unverified(`proofs.lease_widened`)."""
    verdict = check_covers(parent.scope, child.scope)
    same = (child.lease_id, child.licence_id, child.holder, child.parent)
    inside = parent.begins_at <= child.begins_at and child.expires_at <= parent.expires_at
    if not verdict or not inside or same != (
        parent.lease_id, parent.licence_id, parent.holder, parent.digest
    ):  # fmt: skip
        raise Unverified(
            "proofs.lease_widened", "A sub-lease that holds more than its lease.", axes=list(verdict.axes)
        )


def public_of(seed: bytes) -> bytes:
    """The public key, 32 bytes, of a holder's secret seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def _sign(seed: bytes, label: bytes, digest: str) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).sign(label + bytes.fromhex(digest))


def _instant(text: Any) -> Instant:
    try:
        return instant(text_of(text))
    except PropriaError:
        raise
    except ValueError:
        raise Malformed("proofs.lease_unreadable", "A moment cannot be read.") from None


def _count(text: Any) -> int:
    if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Malformed("proofs.lease_unreadable", "Counts are written as digits.")
    return int(text)
