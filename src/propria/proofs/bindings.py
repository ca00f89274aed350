"""Whose key it is: what `key.bound`, `identity.attested`, `key.revoked`, `operator.key_rotated` in a bundle show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from propria.kernel.errors import PropriaError
from propria.proofs.envelopes import PublicKey, SignedStatement
from propria.proofs.reports import Binding
from propria.proofs.trust import Trust, TrustedLog

KEY_BOUND, IDENTITY_ATTESTED, KEY_REVOKED = "key.bound", "identity.attested", "key.revoked"
OPERATOR_KEY_ROTATED = "operator.key_rotated"
OUTSIDE_ROUTES = frozenset({"domain", "dns", "guild", "oidc"})
"""Routes of an attestation by which somebody who is not the operator showed who a key's holder is."""


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
    `operator.key_rotated` {"old": <PublicKey JSON>, "key": <the next one>}, signed by each of the two: whoever
    trusts either takes the other for the operator's too, and the old one ends there.
    """

    placed: Sequence[Placed]
    trust: Trust
    log: TrustedLog

    @cached_property
    def operators(self) -> Mapping[bytes, int | None]:
        """The operator's keys, those of the trust file and whatever they lead to → the entry that each ended with."""
        found: dict[bytes, int | None] = dict.fromkeys(self.log.operator_keys)
        said = sorted((p for p in self.placed if p.type == OPERATOR_KEY_ROTATED), key=lambda p: p.index)
        for placed in [*said, *reversed(said)]:  # to the keys that follow, then to those before
            pair, signer = _rotated(placed), placed.signed.key.public
            if pair is None or signer not in pair or signer not in found:
                continue
            ended, (old, new) = found[signer], pair
            if ended is None or placed.index <= ended:
                found.setdefault(new, None)
                known = found.get(old)
                found[old] = placed.index if known is None else min(known, placed.index)
        return found

    def binding(self, key: PublicKey) -> Binding:
        """How this key is tied to somebody."""
        if key.public in self.operators:
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
        by_operator = [a for a in others if a.signed.key.public in self.operators]
        return Binding(
            "person",
            holder=bound.signed.statement.subject,
            routes=tuple(sorted({_text(p.signed.body.get("route")) for p in [bound, *attestations]} - {""})),
            attested_by=tuple(sorted(str(n) for n in names)),
            outside=tuple(sorted(OUTSIDE_ROUTES & {_text(a.signed.body.get("route")) for a in by_operator})),
            by_operator=bool(by_operator) or bound.signed.key.public in self.operators,
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
        ended = self.operators.get(key.public)
        return min(found if ended is None else [*found, ended], default=None)

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
                said.body.get("key_id") == key.key_id and placed.signed.key.public in self.operators
            )
            if placed.type == IDENTITY_ATTESTED and is_other and is_named and said.subject == subject:
                yield placed

    def _speaks_for(self, signer: PublicKey, subject: str) -> bool:
        if signer.public in self.operators or self._attestor(signer) is not None:
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


def _rotated(rotation: Placed) -> tuple[bytes, bytes] | None:
    """(the old key, the next one) of a rotation, raw; None where it names no two software keys."""
    body = rotation.signed.body
    try:
        old, new = PublicKey.from_json(body.get("old")), PublicKey.from_json(body.get("key"))
    except PropriaError:
        return None
    is_pair = old.kind == new.kind == "ed25519" and old.public != new.public
    return (old.public, new.public) if is_pair else None


def _reach(revocation: Placed) -> int:
    since = revocation.signed.body.get("since")
    return min(since - 1, revocation.index) if type(since) is int else revocation.index


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
