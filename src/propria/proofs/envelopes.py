"""Envelopes: a statement with its signature, and the only way from unverified to signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, Protocol, cast

from propria.kernel.errors import Malformed, Unverified
from propria.kernel.ids import is_id
from propria.kernel.time import Instant, wire
from propria.proofs.canonical import from_b64, members, text_of, to_b64
from propria.proofs.public_keys import Ed25519Key
from propria.proofs.statements import STATEMENT_LABEL, Statement, statement_digest
from propria.proofs.webauthn import Assertion, RelyingParty, check_assertion, read_cose_key

KeyKind = Literal["webauthn", "ed25519", "demo"]
KEY_KINDS = ("webauthn", "ed25519", "demo")
DEMO_ORIGIN_START = "demo."
_VERIFIED = object()


@dataclass(frozen=True)
class PublicKey:
    """A key that signs statements and never signs anybody in.

    `public` is a COSE_Key for kind `webauthn`, 32 raw Ed25519 bytes for the others; `rp_id` and
    `origin` say where a `webauthn` key lives and are empty for the others.
    """

    key_id: str
    kind: KeyKind
    public: bytes
    rp_id: str = ""
    origin: str = ""

    def __post_init__(self) -> None:
        if not is_id("key", self.key_id) or self.kind not in KEY_KINDS:
            raise Malformed("proofs.wrong_key", "A key needs a key id and a known kind.")
        if (self.kind == "webauthn") != bool(self.rp_id and self.origin):
            raise Malformed("proofs.wrong_key", "Only a passkey has a relying party, and it must.")
        if self.kind == "webauthn":
            read_cose_key(self.public)
        elif len(self.public) != 32:
            raise Malformed("proofs.wrong_key", "An Ed25519 key has 32 bytes.")

    def to_json(self) -> dict[str, Any]:
        """The form that statements (`key.bound`) and bundles carry."""
        raw = {"key_id": self.key_id, "kind": self.kind, "public": to_b64(self.public)}
        if self.kind == "webauthn":
            raw |= {"rp_id": self.rp_id, "origin": self.origin}
        return raw

    @classmethod
    def from_json(cls, raw: Any) -> "PublicKey":
        """Read that form. Raises: Malformed(`proofs.wrong_key` and the readers' codes), Unverified."""
        found = members(raw, frozenset({"key_id", "kind", "public"}), frozenset({"rp_id", "origin"}))
        return cls(
            key_id=text_of(found["key_id"]),
            kind=cast(KeyKind, text_of(found["kind"])),
            public=from_b64(found["public"]),
            rp_id=text_of(found.get("rp_id", "")),
            origin=text_of(found.get("origin", "")),
        )


@dataclass(frozen=True)
class Signature:
    """What a key returned over a statement's digest; the two data members belong to passkeys only."""

    kind: KeyKind
    key_id: str
    signature: bytes
    authenticator_data: bytes = b""
    client_data: bytes = b""

    def to_json(self) -> dict[str, Any]:
        """The stored and bundled form."""
        raw = {"kind": self.kind, "key_id": self.key_id, "signature": to_b64(self.signature)}
        if self.kind == "webauthn":
            raw["authenticator_data"] = to_b64(self.authenticator_data)
            raw["client_data"] = to_b64(self.client_data)
        return raw

    @classmethod
    def from_json(cls, raw: Any) -> "Signature":
        """Read that form. Raises: Malformed(`proofs.wrong_members`, `proofs.wrong_signature_form`)."""
        kind = raw.get("kind") if isinstance(raw, dict) else None
        required = frozenset({"kind", "key_id", "signature"})
        match kind:
            case "webauthn":
                found = members(raw, required | {"authenticator_data", "client_data"})
                return cls(
                    kind,
                    text_of(found["key_id"]),
                    from_b64(found["signature"]),
                    from_b64(found["authenticator_data"]),
                    from_b64(found["client_data"]),
                )
            case "ed25519" | "demo":
                found = members(raw, required)
                return cls(kind, text_of(found["key_id"]), from_b64(found["signature"]))
            case _:
                raise Malformed("proofs.wrong_signature_form", "This kind of signature is unknown.")


@dataclass(frozen=True)
class Policy:
    """What a verifier insists on: which log, which signing page, and when the statement was logged.

    `logged_at` is the operator's word unless witnesses bound it; build one policy per log and use
    `at` for each statement.
    """

    log_origin: str
    signing_rp_id: str
    signing_origin: str
    logged_at: Instant

    def __post_init__(self) -> None:
        if not (self.log_origin and self.signing_rp_id and self.signing_origin):
            raise ValueError("a policy that names no log or signing page would accept anything")

    def at(self, logged_at: Instant) -> "Policy":
        """The same policy for a statement logged at another moment."""
        return replace(self, logged_at=logged_at)


@dataclass(frozen=True)
class UnverifiedStatement:
    """Canonical bytes and a signature that nobody has checked; it can only be verified or stored."""

    raw: bytes
    signature: Signature

    def unverified_words(self) -> Statement:
        """What it claims to say: for routing and fetching proofs, never for a rule.

        Raises: Malformed(`proofs.not_canonical_json`, `proofs.wrong_statement`, `proofs.wrong_members`).
        """
        return Statement.from_bytes(self.raw)

    def verify(self, key: PublicKey, policy: Policy) -> "SignedStatement":
        """The signed statement, if this key signed exactly these words under this policy, in time.

        Raises: Malformed(`proofs.not_canonical_json`, `proofs.wrong_statement`, `proofs.wrong_members`),
        Unverified(`proofs.other_key`, `proofs.demo_key`, `proofs.statement_expired`,
        `proofs.wrong_relying_party`, `proofs.wrong_signature` and the codes of `check_assertion`).
        """
        statement = self.unverified_words()
        if (self.signature.key_id, self.signature.kind) != (key.key_id, key.kind):
            raise Unverified("proofs.other_key", "Another key signed this.", key_id=self.signature.key_id)
        if policy.logged_at > statement.expires_at:
            raise Unverified(
                "proofs.statement_expired",
                "This was logged after it had expired, so it is void.",
                expires_at=wire(statement.expires_at),
            )
        digest = statement_digest(self.raw)
        match key.kind:
            case "webauthn":
                _check_passkey(self.signature, key, digest, policy)
            case "ed25519":
                _check_ed25519(self.signature, key, digest)
            case "demo":
                if not policy.log_origin.startswith(DEMO_ORIGIN_START):
                    raise Unverified("proofs.demo_key", "Demo keys sign in demo logs only.")
                _check_ed25519(self.signature, key, digest)
        return SignedStatement(statement, self.raw, self.signature, key, policy.logged_at, _VERIFIED)


@dataclass(frozen=True)
class SignedStatement:
    """A statement whose signature was verified. Only `UnverifiedStatement.verify` makes one."""

    statement: Statement
    raw: bytes
    signature: Signature
    key: PublicKey
    logged_at: Instant
    _token: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._token is not _VERIFIED:
            raise TypeError("a SignedStatement comes only from UnverifiedStatement.verify")

    @cached_property
    def digest(self) -> bytes:
        """The statement's digest, 32 bytes."""
        return statement_digest(self.raw)

    @property
    def body(self) -> Mapping[str, Any]:
        """What the statement says, for programs."""
        return self.statement.body


def message_to_sign(digest: bytes) -> bytes:
    """What an Ed25519 key signs: the statement label followed by the statement's digest."""
    return STATEMENT_LABEL + digest


class Signs(Protocol):
    """Whatever signs a message with an Ed25519 key: the key itself, or who holds it."""

    def sign(self, message: bytes, /) -> bytes:
        """The signature, 64 bytes."""
        ...


def sign_with_ed25519(statement: Statement, private: Signs, *, key: PublicKey) -> UnverifiedStatement:
    """Sign with a software key: the operator's, an attestor's, or a demo person's."""
    raw = statement.to_bytes()
    signed = private.sign(message_to_sign(statement_digest(raw)))
    return UnverifiedStatement(raw, Signature(key.kind, key.key_id, signed))


def _check_passkey(signature: Signature, key: PublicKey, digest: bytes, policy: Policy) -> None:
    signing_page = RelyingParty(policy.signing_rp_id, policy.signing_origin)
    if RelyingParty(key.rp_id, key.origin) != signing_page:
        raise Unverified(
            "proofs.wrong_relying_party", "This key does not belong to the signing page.", found=key.rp_id
        )
    assertion = Assertion(signature.authenticator_data, signature.client_data, signature.signature)
    check_assertion(assertion, key.public, challenge=digest, relying_party=signing_page)


def _check_ed25519(signature: Signature, key: PublicKey, digest: bytes) -> None:
    if not Ed25519Key(key.public).verifies(signature.signature, message_to_sign(digest)):
        raise Unverified("proofs.wrong_signature", "The key did not sign these words.")
