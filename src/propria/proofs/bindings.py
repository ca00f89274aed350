"""Whose key it is: what `key.bound`, `identity.attested` and `key.revoked` statements in a bundle show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from propria.proofs.envelopes import PublicKey, SignedStatement
from propria.proofs.reports import Binding
from propria.proofs.trust import Trust, TrustedLog

KEY_BOUND, IDENTITY_ATTESTED, KEY_REVOKED = "key.bound", "identity.attested", "key.revoked"


@dataclass(frozen=True)
class Placed:
    """A signed statement and its index in the log."""

    signed: SignedStatement
    index: int

    @property
    def type(self) -> str:
        """The statement's type."""
        return self.signed.statement.type


@dataclass(frozen=True)
class KeyRing:
    """The signed statements of one bundle, read for what they say about keys.

    Shapes (other members are allowed): `key.bound` {"key": <PublicKey JSON>, "route": text}, signed by
    that key itself, by an earlier key of the same subject, by an attestor or the operator.
    `identity.attested` {"key": <the same JSON>, "route": text}, about the same subject: an attestation
    of an id alone would pass to whoever reuses the id, so only the operator's may name {"key_id"},
    where it proves no more. `key.revoked` {"key_id"}; with {"since": entry} it reaches back to that entry.
    """

    placed: Sequence[Placed]
    trust: Trust
    log: TrustedLog

    def binding(self, key: PublicKey) -> Binding:
        """How this key is tied to somebody."""
        if key.public in self.log.operator_keys:
            return Binding("operator")
        name = self._attestor(key)
        if name is not None:
            return Binding("attestor", attested_by=(name,))
        bound = next(self._bindings(key), None)
        if bound is None:
            return Binding("unbound")
        attestations = list(self._attestations(key, bound.signed.statement.subject))
        names = {self._attestor(a.signed.key) for a in attestations} - {None}
        others = [a for a in attestations if self._attestor(a.signed.key) is None]
        by_operator = [a for a in others if a.signed.key.public in self.log.operator_keys]
        return Binding(
            "person",
            holder=bound.signed.statement.subject,
            routes=tuple(sorted({_text(p.signed.body.get("route")) for p in [bound, *attestations]} - {""})),
            attested_by=tuple(sorted(str(n) for n in names)),
            by_operator=bool(by_operator) or bound.signed.key.public in self.log.operator_keys,
            by_strangers=len(others) > len(by_operator),
        )

    def revoked_at(self, key: PublicKey) -> int | None:
        """The index after which this key's statements count for nothing; None while it stands."""
        holder = self.binding(key).holder
        found = [
            _reach(p)
            for p in self.placed
            if p.type == KEY_REVOKED
            and p.signed.body.get("key_id") == key.key_id
            and p.signed.statement.subject == holder
            and self._speaks_for(p.signed.key, holder)
        ]
        return min(found, default=None)

    def _bindings(self, key: PublicKey) -> Iterator[Placed]:
        for placed in self.placed:
            signer, said = placed.signed.key, placed.signed.statement
            is_this = placed.type == KEY_BOUND and said.body.get("key") == key.to_json()
            if is_this and (signer == key or self._speaks_for(signer, said.subject)):
                yield placed

    def _attestations(self, key: PublicKey, subject: str) -> Iterator[Placed]:
        for placed in self.placed:
            said = placed.signed.statement
            is_other = placed.signed.key.public != key.public
            is_named = said.body.get("key") == key.to_json() or (
                said.body.get("key_id") == key.key_id and placed.signed.key.public in self.log.operator_keys
            )
            if placed.type == IDENTITY_ATTESTED and is_other and is_named and said.subject == subject:
                yield placed

    def _speaks_for(self, signer: PublicKey, subject: str) -> bool:
        if signer.public in self.log.operator_keys or self._attestor(signer) is not None:
            return True
        return any(
            p.type == KEY_BOUND
            and p.signed.key == signer
            and p.signed.statement.subject == subject
            and p.signed.body.get("key") == signer.to_json()
            for p in self.placed
        )

    def _attestor(self, key: PublicKey) -> str | None:
        return next((a.name for a in self.trust.attestors if a.public == key.public), None)


def _reach(revocation: Placed) -> int:
    since = revocation.signed.body.get("since")
    return min(since - 1, revocation.index) if type(since) is int else revocation.index


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
