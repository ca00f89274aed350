"""Log entries: salted commitments that name nobody, and the tags that chain one subject's entries."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast

from propria.kernel.errors import Malformed, Unverified
from propria.kernel.time import Instant, instant, wire
from propria.proofs.canonical import canonical_bytes, from_b64, members, read_canonical, text_of, to_b64
from propria.proofs.merkle import hash_on, leaf_hash

SALT_SIZE_BYTES = 32
# Each begins with its label: see `hash_on`.
_HEAD = hashlib.sha256(b"propria/v1/subject\0")
_LINK = hashlib.sha256(b"propria/v1/link\0")
_TAG = hashlib.sha256(b"propria/v1/tag\0")
_FACTS = hashlib.sha256(b"propria/v1/facts\0")
_BARE = hashlib.sha256()

EntryKind = Literal["statement", "map", "erased", "closed", "refusal"]
ABOUT_A_SUBJECT = ("statement", "erased", "closed", "refusal")
ENDINGS = ("erased", "closed")
"""What says that a thing has its last state: `erased` when its words are deleted too."""
LAST_STATES = frozenset({"withdrawn", "lapsed", "expired", "revoked", "cancelled", "void"})
"""The states that a thing can be erased or closed in; none of them allows anything, and nothing follows them."""


class Entry(NamedTuple):
    """One leaf of the log about one subject, blinded: without its salt it links to nobody.

    `commitment` is SHA-256(salt ‖ digest); `tag` is SHA-256(label ‖ salt ‖ the subject's chain head
    before this entry); `at` is the operator's word for when it was appended.
    """

    kind: EntryKind
    at: Instant
    commitment: bytes
    tag: bytes

    def to_bytes(self) -> bytes:
        """The canonical bytes that the log stores."""
        # Written straight down, since no part needs escaping; a test holds them to `canonical_bytes`.
        commitment, tag = to_b64(self.commitment), to_b64(self.tag)
        text = f'{{"at":"{wire(self.at)}","commitment":"{commitment}","kind":"{self.kind}","tag":"{tag}"}}'
        return text.encode("ascii")

    @property
    def leaf(self) -> bytes:
        """The hash of the leaf that it is."""
        return leaf_hash(self.to_bytes())


@dataclass(frozen=True)
class MapEntry:
    """The last entry before a checkpoint: the root of the map as it stands after all entries before."""

    at: Instant
    root: bytes

    def to_bytes(self) -> bytes:
        """The canonical bytes that the log stores."""
        return canonical_bytes({"kind": "map", "at": wire(self.at), "root": to_b64(self.root)})


@dataclass(frozen=True, slots=True)
class Chain:
    """The ordered list of one subject's entries, as its count and running hash."""

    count: int
    head: bytes

    @classmethod
    def start(cls, subject: str) -> "Chain":
        """The chain of a subject that has no entry yet."""
        return cls(0, hash_on(_HEAD, subject.encode()))

    def then(self, leaf: bytes) -> "Chain":
        """The chain after one more entry, given by its leaf hash."""
        return Chain(self.count + 1, hash_on(_LINK, self.head + leaf))

    @classmethod
    def over(cls, subject: str, leaves: Iterable[bytes]) -> "Chain":
        """The chain over all of a subject's entries, in the order of the log."""
        chain = cls.start(subject)
        for leaf in leaves:
            chain = chain.then(leaf)
        return chain


def commit(kind: EntryKind, digest: bytes, *, salt: bytes, before: Chain, at: Instant) -> Entry:
    """The entry for a statement's (or closing fact's) digest; `before` is its subject's chain so far.

    `salt` is 32 fresh random bytes, kept with the statement and deleted with it.
    """
    if len(salt) != SALT_SIZE_BYTES or kind not in ABOUT_A_SUBJECT:
        raise ValueError("an entry about a subject needs a salt of 32 bytes")
    return Entry(kind, at, _commitment(salt, digest), _tag(salt, before))


def check_opening(entry: Entry, digest: bytes, *, salt: bytes, before: Chain | None) -> None:
    """Pass only if this salt opens the entry to this digest, at this place in the subject's chain.

    With `before` None the place is not checked.

    Raises: Unverified(`proofs.commitment_not_opened`, `proofs.other_place_in_chain`).
    """
    if entry.commitment != _commitment(salt, digest):
        raise Unverified("proofs.commitment_not_opened", "The log entry commits to something else.")
    if before is not None and entry.tag != _tag(salt, before):
        raise Unverified("proofs.other_place_in_chain", "The entry stands elsewhere among its subject's.")


def facts_digest(facts: dict[str, Any]) -> bytes:
    """The digest that an `erased`, `closed` or `refusal` entry commits to.

    >>> len(facts_digest({"target": "lic_0", "state": "closed"}))
    32
    """
    return hash_on(_FACTS, canonical_bytes(facts))


def read_entry(data: bytes) -> Entry | MapEntry:
    """Read an entry's canonical bytes; anything else is refused.

    Raises: Malformed(`proofs.wrong_entry` and the readers' codes).
    """
    raw = read_canonical(data)
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if kind == "map":
        found = members(raw, frozenset({"kind", "at", "root"}))
        return MapEntry(_at(found["at"]), from_b64(found["root"], size=32))
    if kind in ABOUT_A_SUBJECT:
        found = members(raw, frozenset({"kind", "at", "commitment", "tag"}))
        commitment, tag = from_b64(found["commitment"], size=32), from_b64(found["tag"], size=32)
        return Entry(cast(EntryKind, kind), _at(found["at"]), commitment, tag)
    raise Malformed("proofs.wrong_entry", "This kind of entry is unknown.")


def _at(text: Any) -> Instant:
    try:
        found = instant(text_of(text))
    except ValueError as error:
        raise Malformed("proofs.wrong_entry", "An entry's time is in UTC and whole seconds.") from error
    if wire(found) != text:
        raise Malformed("proofs.wrong_entry", "An entry's time is in UTC and whole seconds.")
    return found


def _commitment(salt: bytes, digest: bytes) -> bytes:
    return hash_on(_BARE, salt + digest)


def _tag(salt: bytes, before: Chain) -> bytes:
    return hash_on(_TAG, salt + before.head)
