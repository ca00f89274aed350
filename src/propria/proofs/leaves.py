"""What the map's leaves say: a subject's chain and states, and the people of a public name."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from propria.kernel.errors import Malformed
from propria.proofs.canonical import count_of, from_b64, list_of, members, text_of, to_b64
from propria.proofs.entries import Chain
from propria.proofs.mapping import value_hash

OPENNESS = "openness"
_STATE_LABEL = b"propria/v1/state\0"


@dataclass(frozen=True)
class SubjectLeaf:
    """A subject's leaf: how many entries, the hash over them in order, and the state of each thing.

    `states` maps a blinded key (`state_key`) to a status word: the holder of one licence's bundle
    learns how many others there are, not which.
    """

    chain: Chain
    states: Mapping[str, str]

    @classmethod
    def of(cls, subject: str, chain: Chain, states: Mapping[str, str]) -> "SubjectLeaf":
        """The leaf for plain ids → status words; `openness` is the key of the performer's openness."""
        return cls(chain, {state_key(subject, of): word for of, word in states.items()})

    def state_of(self, subject: str, thing: str) -> str | None:
        """The status word of a licence id or of `openness`; None where the leaf holds none."""
        return self.states.get(state_key(subject, thing))

    def to_json(self) -> dict[str, Any]:
        """The value that the map commits."""
        return {"count": self.chain.count, "head": to_b64(self.chain.head), "states": dict(self.states)}

    @classmethod
    def from_json(cls, raw: Any) -> "SubjectLeaf":
        """Read that value. Raises: Malformed(`proofs.wrong_leaf` and the readers' codes)."""
        found = members(raw, frozenset({"count", "head", "states"}))
        states = found["states"]
        if not isinstance(states, dict) or not all(isinstance(w, str) for w in states.values()):
            raise Malformed("proofs.wrong_leaf", "States are words.")
        return cls(Chain(count_of(found["count"]), from_b64(found["head"], size=32)), states)

    def value_hash(self) -> bytes:
        """What the map commits."""
        return value_hash(self.to_json())


@dataclass(frozen=True, order=True)
class NamedPerson:
    """A public person of this name: the public id, and what tells them from others (may be empty)."""

    public_id: str
    isni: str = ""
    domain: str = ""

    def to_json(self) -> dict[str, str]:
        """The committed form; empty disambiguators are left out."""
        raw = {"id": self.public_id, "isni": self.isni, "domain": self.domain}
        return {name: text for name, text in raw.items() if text}


@dataclass(frozen=True)
class NameLeaf:
    """A name's leaf: everybody whom the library publicly lists under it now."""

    people: tuple[NamedPerson, ...]

    def to_json(self) -> dict[str, Any]:
        """The value that the map commits, in order of public id."""
        return {"people": [person.to_json() for person in sorted(self.people)]}

    @classmethod
    def from_json(cls, raw: Any) -> "NameLeaf":
        """Read that value. Raises: Malformed(the readers' codes)."""
        people = []
        for item in list_of(members(raw, frozenset({"people"}))["people"]):
            found = members(item, frozenset({"id"}), frozenset({"isni", "domain"}))
            isni, domain = text_of(found.get("isni", "")), text_of(found.get("domain", ""))
            people.append(NamedPerson(text_of(found["id"]), isni, domain))
        return cls(tuple(people))

    def value_hash(self) -> bytes:
        """What the map commits."""
        return value_hash(self.to_json())


def state_key(subject: str, thing: str) -> str:
    """The blinded key under which a subject's leaf keeps the state of a thing."""
    hashed = hashlib.sha256(_STATE_LABEL + subject.encode() + b"\0" + thing.encode()).digest()
    return to_b64(hashed[:16])
