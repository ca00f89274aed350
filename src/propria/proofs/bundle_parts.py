"""The parts of a bundle and their one JSON form (`propria-bundle/1`); reading one verifies nothing."""

from dataclasses import dataclass
from typing import Any

from propria.kernel.errors import Malformed, Unverified
from propria.proofs.canonical import (
    canonical_bytes,
    count_of,
    from_b64,
    list_of,
    members,
    read_canonical,
    text_of,
    to_b64,
)
from propria.proofs.envelopes import PublicKey, Signature, UnverifiedStatement
from propria.proofs.leaves import NameLeaf, SubjectLeaf
from propria.proofs.mapping import MapProof

FORMAT = "propria-bundle/1"


@dataclass(frozen=True)
class LoggedEntry:
    """An entry's bytes, where it stands in the log, and its inclusion proof."""

    entry: bytes
    index: int
    proof: tuple[bytes, ...]

    def to_json(self) -> dict[str, Any]:
        """The bundled form; the entry is its canonical text."""
        proof = [to_b64(h) for h in self.proof]
        return {"entry": self.entry.decode("utf-8"), "index": self.index, "proof": proof}

    @classmethod
    def from_json(cls, raw: Any) -> "LoggedEntry":
        """Read that form. Raises: Malformed(the readers' codes)."""
        found = members(raw, frozenset({"entry", "index", "proof"}))
        return cls(_bytes_of(found["entry"]), count_of(found["index"]), _hashes(found["proof"]))


@dataclass(frozen=True)
class Envelope:
    """A statement as stored: canonical bytes, signature, the salt that opens its log entry."""

    unverified: UnverifiedStatement
    salt: bytes
    logged: LoggedEntry

    def to_json(self) -> dict[str, Any]:
        """The bundled form; the statement is its canonical text, exactly as it was signed."""
        return {
            "statement": self.unverified.raw.decode("utf-8"),
            "signature": self.unverified.signature.to_json(),
            "salt": to_b64(self.salt),
            "logged": self.logged.to_json(),
        }

    @classmethod
    def from_json(cls, raw: Any) -> "Envelope":
        """Read that form. Raises: Malformed(the readers' codes)."""
        found = members(raw, frozenset({"statement", "signature", "salt", "logged"}))
        signature = Signature.from_json(found["signature"])
        unverified = UnverifiedStatement(_bytes_of(found["statement"]), signature)
        return cls(unverified, from_b64(found["salt"], size=32), LoggedEntry.from_json(found["logged"]))


@dataclass(frozen=True)
class SubjectProof:
    """A subject's map leaf with its proof, and the leaf hashes of all its entries in order."""

    subject: str
    leaf: SubjectLeaf
    proof: MapProof
    chain: tuple[bytes, ...]

    def to_json(self) -> dict[str, Any]:
        """The bundled form."""
        return {
            "subject": self.subject,
            "leaf": self.leaf.to_json(),
            "proof": self.proof.to_json(),
            "chain": [to_b64(h) for h in self.chain],
        }

    @classmethod
    def from_json(cls, raw: Any) -> "SubjectProof":
        """Read that form. Raises: Malformed(the readers' codes)."""
        found = members(raw, frozenset({"subject", "leaf", "proof", "chain"}))
        leaf, proof = SubjectLeaf.from_json(found["leaf"]), MapProof.from_json(found["proof"])
        return cls(text_of(found["subject"]), leaf, proof, _hashes(found["chain"]))


@dataclass(frozen=True)
class NameProof:
    """Who is publicly listed under a name (`folded` is its key's text); `leaf` None: nobody is."""

    name: str
    folded: str
    leaf: NameLeaf | None
    proof: MapProof

    def to_json(self) -> dict[str, Any]:
        """The bundled form."""
        leaf = None if self.leaf is None else self.leaf.to_json()
        return {"name": self.name, "folded": self.folded, "leaf": leaf, "proof": self.proof.to_json()}

    @classmethod
    def from_json(cls, raw: Any) -> "NameProof":
        """Read that form. Raises: Malformed(the readers' codes)."""
        found = members(raw, frozenset({"name", "folded", "leaf", "proof"}))
        leaf = None if found["leaf"] is None else NameLeaf.from_json(found["leaf"])
        return cls(text_of(found["name"]), text_of(found["folded"]), leaf, MapProof.from_json(found["proof"]))


@dataclass(frozen=True)
class OperatorProof:
    """The leaf of the library's own subject, which says what became of the operator's keys; `leaf` None: it has none."""

    leaf: SubjectLeaf | None
    proof: MapProof

    def to_json(self) -> dict[str, Any]:
        """The bundled form."""
        return {"leaf": None if self.leaf is None else self.leaf.to_json(), "proof": self.proof.to_json()}

    @classmethod
    def from_json(cls, raw: Any) -> "OperatorProof":
        """Read that form. Raises: Malformed(the readers' codes)."""
        found = members(raw, frozenset({"leaf", "proof"}))
        leaf = None if found["leaf"] is None else SubjectLeaf.from_json(found["leaf"])
        return cls(leaf, MapProof.from_json(found["proof"]))


@dataclass(frozen=True)
class Ending:
    """An `erased` or `closed` entry opened: which thing of the subject has which last state.

    `emptied` is the entry whose words were deleted, None where none were.
    """

    subject: str
    target: str
    state: str
    salt: bytes
    logged: LoggedEntry
    emptied: int | None = None
    nonce: str = ""

    def facts(self) -> dict[str, Any]:
        """What the entry commits to."""
        facts = {"target": self.target, "state": self.state, "nonce": self.nonce}
        return facts if self.emptied is None else facts | {"entry": self.emptied}

    def to_json(self) -> dict[str, Any]:
        """The bundled form."""
        return {
            "subject": self.subject,
            "facts": self.facts(),
            "salt": to_b64(self.salt),
            "logged": self.logged.to_json(),
        }

    @classmethod
    def from_json(cls, raw: Any) -> "Ending":
        """Read that form. Raises: Malformed(the readers' codes)."""
        found = members(raw, frozenset({"subject", "facts", "salt", "logged"}))
        facts = members(found["facts"], frozenset({"target", "state", "nonce"}), frozenset({"entry"}))
        return cls(
            text_of(found["subject"]),
            text_of(facts["target"]),
            text_of(facts["state"]),
            from_b64(found["salt"], size=32),
            LoggedEntry.from_json(found["logged"]),
            count_of(facts["entry"]) if "entry" in facts else None,
            text_of(facts["nonce"]),
        )


@dataclass(frozen=True)
class Continuation:
    """The proof that the log which a signer saw at `size` entries begins the bundle's log."""

    size: int
    proof: tuple[bytes, ...]

    def to_json(self) -> dict[str, Any]:
        """The bundled form."""
        return {"size": self.size, "proof": [to_b64(h) for h in self.proof]}

    @classmethod
    def from_json(cls, raw: Any) -> "Continuation":
        """Read that form. Raises: Malformed(the readers' codes)."""
        found = members(raw, frozenset({"size", "proof"}))
        return cls(count_of(found["size"]), _hashes(found["proof"]))


@dataclass(frozen=True)
class Bundle:
    """Everything that an outsider needs, in one file: words, keys, and proofs at one checkpoint.

    `checkpoint` is the signed note with its cosignatures; `map_entry` the log's last entry at that
    checkpoint; `timestamps` holds RFC 3161 tokens over the note, kept and not interpreted;
    `rotations` the notes by which each key of the log signed the next; `operator` what the map says of the
    operator's keys, where one of them signed.
    """

    checkpoint: str
    map_entry: LoggedEntry
    envelopes: tuple[Envelope, ...]
    keys: tuple[PublicKey, ...]
    subjects: tuple[SubjectProof, ...] = ()
    continuations: tuple[Continuation, ...] = ()
    name: NameProof | None = None
    timestamps: tuple[bytes, ...] = ()
    endings: tuple[Ending, ...] = ()
    rotations: tuple[str, ...] = ()
    operator: OperatorProof | None = None

    def to_bytes(self) -> bytes:
        """The file: canonical JSON."""
        raw: dict[str, Any] = {
            "format": FORMAT,
            "checkpoint": self.checkpoint,
            "map_entry": self.map_entry.to_json(),
            "envelopes": [part.to_json() for part in self.envelopes],
            "keys": [part.to_json() for part in self.keys],
            "subjects": [part.to_json() for part in self.subjects],
            "continuations": [part.to_json() for part in self.continuations],
            "timestamps": [to_b64(token) for token in self.timestamps],
        }
        if self.name is not None:
            raw["name"] = self.name.to_json()
        if self.endings:
            raw["endings"] = [part.to_json() for part in self.endings]
        if self.rotations:
            raw["rotations"] = list(self.rotations)
        if self.operator is not None:
            raw["operator"] = self.operator.to_json()
        return canonical_bytes(raw)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Bundle":
        """Read the file in its one spelling. Raises: Malformed(`proofs.wrong_bundle`, readers' codes)."""
        names = {"format", "checkpoint", "map_entry", "envelopes", "keys"}
        names |= {"subjects", "continuations", "timestamps"}
        optional = {"name", "endings", "rotations", "operator"}
        found = members(read_canonical(data), frozenset(names), frozenset(optional))
        if found["format"] != FORMAT:
            raise Malformed("proofs.wrong_bundle", "This is not a bundle of this format.")
        return cls(
            text_of(found["checkpoint"]),
            LoggedEntry.from_json(found["map_entry"]),
            tuple(Envelope.from_json(raw) for raw in list_of(found["envelopes"])),
            tuple(_key(raw) for raw in list_of(found["keys"])),
            tuple(SubjectProof.from_json(raw) for raw in list_of(found["subjects"])),
            tuple(Continuation.from_json(raw) for raw in list_of(found["continuations"])),
            NameProof.from_json(found["name"]) if "name" in found else None,
            tuple(from_b64(raw) for raw in list_of(found["timestamps"])),
            tuple(Ending.from_json(raw) for raw in list_of(found.get("endings", []))),
            tuple(text_of(note) for note in list_of(found.get("rotations", []))),
            OperatorProof.from_json(found["operator"]) if "operator" in found else None,
        )


def _key(raw: Any) -> PublicKey:
    try:
        return PublicKey.from_json(raw)
    except Unverified as error:
        raise Malformed("proofs.wrong_key", error.sentence) from error


def _hashes(raw: Any) -> tuple[bytes, ...]:
    return tuple(from_b64(text, size=32) for text in list_of(raw))


def _bytes_of(raw: Any) -> bytes:
    try:
        return text_of(raw).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Malformed("proofs.wrong_type", "Text is UTF-8.") from error
