"""Bundles: put together from stored parts, and verified offline into a report of facts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from propria.kernel.time import Instant
from propria.proofs import merkle
from propria.proofs.bundle_parts import Bundle as Bundle
from propria.proofs.bundle_parts import (
    Continuation,
    Ending,
    Envelope,
    LoggedEntry,
    NameProof,
    OperatorProof,
    SubjectProof,
)
from propria.proofs.entries import MapEntry, read_entry
from propria.proofs.envelopes import PublicKey, UnverifiedStatement
from propria.proofs.leaves import NameLeaf, SubjectLeaf
from propria.proofs.mapping import ReadNode, name_key, prove, subject_key
from propria.proofs.names import fold_name
from propria.proofs.operator_state import library_subject
from propria.proofs.reports import Report as Report
from propria.proofs.trust import Trust as Trust
from propria.proofs.verification import Verification


@dataclass(frozen=True)
class StoredStatement:
    """What the record keeps of a logged statement."""

    unverified: UnverifiedStatement
    salt: bytes
    entry: bytes
    index: int


@dataclass(frozen=True)
class StoredSubject:
    """A subject's leaf as committed at the checkpoint, and its entries' leaf hashes in order."""

    subject: str
    leaf: SubjectLeaf
    chain: tuple[bytes, ...]


@dataclass(frozen=True)
class StoredEnding:
    """What the record keeps of an `erased` or `closed` entry: its facts, and the salt that opens it."""

    subject: str
    facts: Mapping[str, Any]
    salt: bytes
    entry: bytes
    index: int


@dataclass(frozen=True)
class LogAt:
    """The log and map as they stood at one checkpoint.

    `note` is the signed checkpoint, `size` its number of entries, `subtree` and `read_node` read the
    stored hashes, `map_entry` is the last entry's bytes.
    """

    note: str
    size: int
    subtree: merkle.Subtree
    map_entry: bytes
    read_node: ReadNode

    def logged(self, entry: bytes, index: int) -> LoggedEntry:
        """An entry with its proof at this checkpoint. Raises: ValueError if it came later."""
        return LoggedEntry(entry, index, tuple(merkle.inclusion_proof(index, self.size, self.subtree)))

    def map_root(self) -> bytes:
        """The root that the last entry commits. Raises: Malformed(`proofs.wrong_entry`), ValueError."""
        entry = read_entry(self.map_entry)
        if not isinstance(entry, MapEntry):
            raise ValueError("a checkpoint's last entry is of kind map")
        return entry.root


def build_bundle(
    log: LogAt,
    statements: Sequence[StoredStatement],
    keys: Sequence[PublicKey],
    *,
    subjects: Sequence[StoredSubject] = (),
    name: str | None = None,
    name_leaf: NameLeaf | None = None,
    timestamps: Sequence[bytes] = (),
    endings: Sequence[StoredEnding] = (),
    rotations: Sequence[str] = (),
    shows_operator: bool = False,
    operator_leaf: SubjectLeaf | None = None,
) -> Bundle:
    """The bundle of these statements at this checkpoint, with every proof that a reader needs.

    `keys` are the keys that signed them; include the statements that bind and attest those keys.
    With `name`, it also shows who is listed under it (`name_leaf` None: nobody). With `shows_operator`, it shows the
    leaf of the library's own subject (`operator_leaf` None: there is none), as every bundle does that an operator's key signs in.

    Raises: ValueError if a statement is not under this checkpoint.
    """
    root = log.map_root()
    ordered = sorted(statements, key=lambda stored: stored.index)
    envelopes = [Envelope(s.unverified, s.salt, log.logged(s.entry, s.index)) for s in ordered]
    return Bundle(
        checkpoint=log.note,
        map_entry=log.logged(log.map_entry, log.size - 1),
        envelopes=tuple(envelopes),
        keys=tuple(keys),
        subjects=tuple(
            SubjectProof(s.subject, s.leaf, prove(root, subject_key(s.subject), log.read_node)[1], s.chain)
            for s in subjects
        ),
        continuations=tuple(_continuations(log, ordered)),
        name=None if name is None else _name_proof(log, root, name, name_leaf),
        timestamps=tuple(timestamps),
        rotations=tuple(rotations),
        operator=_operator_proof(log, root, operator_leaf) if shows_operator else None,
        endings=tuple(
            Ending(
                e.subject,
                str(e.facts["target"]),
                str(e.facts["state"]),
                e.salt,
                log.logged(e.entry, e.index),
                e.facts.get("entry"),
                str(e.facts["nonce"]),
            )
            for e in endings
        ),
    )


def _name_proof(log: LogAt, root: bytes, name: str, leaf: NameLeaf | None) -> NameProof:
    folded = fold_name(name)
    return NameProof(name, folded, leaf, prove(root, name_key(folded), log.read_node)[1])


def _operator_proof(log: LogAt, root: bytes, leaf: SubjectLeaf | None) -> OperatorProof:
    subject = library_subject(log.note.split("\n")[0])
    return OperatorProof(leaf, prove(root, subject_key(subject), log.read_node)[1])


def _continuations(log: LogAt, statements: Iterable[StoredStatement]) -> Iterator[Continuation]:
    seen = [stored.unverified.unverified_words().as_of for stored in statements]
    for size in sorted({checkpoint.size for checkpoint in seen if checkpoint is not None}):
        if 0 < size <= log.size:
            yield Continuation(size, tuple(merkle.consistency_proof(size, log.size, log.subtree)))


def verify_bundle(data: bytes, trust: Trust, *, now: Instant) -> Report:
    """Everything that this bundle proves to a verifier with this trust file, and what it does not.

    A bundle that can be read always gives a report; what does not check out is listed in `problems`.

    Raises: Malformed(`proofs.wrong_bundle` and the readers' codes) if it cannot be read.
    """
    return Verification(Bundle.from_bytes(data), trust, now).report()
