"""Merkle trees of RFC 9162: hashing, roots, proofs, and an O(log n) frontier; storage is the caller's."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from propria.kernel.errors import Unverified

HASH_SIZE_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
_LEAF, _NODE = hashlib.sha256(b"\0"), hashlib.sha256(b"\1")
Subtree = Callable[[int, int], bytes]
"""(level, index) → hash of the complete subtree over leaves [index·2^level, (index+1)·2^level)."""


def hash_on(begun: Any, rest: bytes | bytearray) -> bytes:
    """The hash of what `begun` was given and then `rest`; `begun` stays as it is.

    A label's hash is begun once: OpenSSL 3 looks the algorithm up at each beginning, which costs more than to copy one.
    """
    copy = begun.copy()
    copy.update(rest)
    return bytes(copy.digest())


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf (RFC 9162 section 2.1.1)."""
    return hash_on(_LEAF, entry)


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node (RFC 9162 section 2.1.1)."""
    return hash_on(_NODE, left + right)


@dataclass(frozen=True, slots=True)
class Completed:
    """A subtree above the leaves that an append completed: its level, its index on that level, its hash."""

    level: int
    index: int
    hash: bytes


@dataclass(frozen=True)
class Frontier:
    """The right edge of a tree: the roots of its complete subtrees, widest first.

    Enough to append and to know the root; at most 64 hashes.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> "Frontier":
        """The frontier after one more leaf hash, in O(log n)."""
        return self.append_all([leaf])[0]

    def append_all(self, leaves: Iterable[bytes], *, step: int = 1) -> tuple["Frontier", list[Completed]]:
        """The frontier after many leaf hashes, and the subtrees that they complete on every `step`th level."""
        hashes, size, completed = list(self.hashes), self.size, list[Completed]()
        for current in leaves:
            index, level = size, 0
            while index & 1:
                current = node_hash(hashes.pop(), current)
                index, level = index >> 1, level + 1
                if level % step == 0:
                    completed.append(Completed(level, index, current))
            hashes.append(current)
            size += 1
        return Frontier(size, tuple(hashes)), completed

    def root(self) -> bytes:
        """The tree's root (RFC 9162 section 2.1.1); of no leaves, the hash of nothing."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


class Levels:
    """Every complete subtree's hash, in memory: what tests, small logs and rebuilding need."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray()]
        self.size = 0
        for leaf in leaves:
            self.append(leaf)

    @property
    def frontier(self) -> Frontier:
        """The right edge."""
        return frontier_of(self.size, self.subtree)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash, and every subtree that it completes: the last two hashes of a level make the next's."""
        levels, level, index = self._levels, 0, self.size
        levels[0] += leaf
        while index & 1:
            parent = hash_on(_NODE, levels[level][-2 * HASH_SIZE_BYTES :])
            index, level = index >> 1, level + 1
            if level == len(levels):
                levels.append(bytearray())
            levels[level] += parent
        self.size += 1

    def subtree(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree. Raises: IndexError if it is not complete."""
        found = bytes(self._levels[level][index * 32 : index * 32 + 32])
        if len(found) != HASH_SIZE_BYTES:
            raise IndexError((level, index))
        return found


def root_of(size: int, subtree: Subtree) -> bytes:
    """The root of the first `size` leaves."""
    return EMPTY_ROOT if size == 0 else _range_hash(0, size, subtree)


def frontier_of(size: int, subtree: Subtree) -> Frontier:
    """The frontier of the first `size` leaves, for going on after a restart."""
    hashes, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            hashes.append(subtree(level, start >> level))
            start += 1 << level
    return Frontier(size, tuple(hashes))


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The path of leaf `index` in a tree of `size` leaves (RFC 9162 section 2.1.3.1).

    Raises: ValueError if there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    low, high, path = 0, size, []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range_hash(middle, high, subtree))
            high = middle
        else:
            path.append(_range_hash(low, middle, subtree))
            low = middle
    return path[::-1]


def consistency_proof(old_size: int, new_size: int, subtree: Subtree) -> list[bytes]:
    """The proof that the first `old_size` leaves begin the tree of `new_size` (RFC 9162 2.1.4.1).

    Raises: ValueError unless 0 < old_size ≤ new_size.
    """
    if not 0 < old_size <= new_size:
        raise ValueError(f"no proof from {old_size} to {new_size}")
    low, high, path, whole = 0, new_size, [], True
    while old_size != high:
        middle = low + _split(high - low)
        if old_size <= middle:
            path.append(_range_hash(middle, high, subtree))
            high = middle
        else:
            path.append(_range_hash(low, middle, subtree))
            low, whole = middle, False
    if not whole:
        path.append(_range_hash(low, high, subtree))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Pass only if `leaf` is leaf `index` of the tree of `size` with this root (RFC 9162 2.1.3.2).

    Raises: Unverified(`proofs.inclusion_not_proved`).
    """
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        raise _not_included(index, size)
    fn, sn, current = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            raise _not_included(index, size)
        if fn & 1 or fn == sn:
            current = node_hash(sibling, current)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            current = node_hash(current, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0 or current != root:
        raise _not_included(index, size)


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Pass only if the old tree begins the new one (RFC 9162 2.1.4.2).

    From the empty tree nothing can be proved, so an old size of 0 is refused.

    Raises: Unverified(`proofs.consistency_not_proved`).
    """
    refusal = Unverified("proofs.consistency_not_proved", "The log does not continue what it showed before.")
    if not 0 < old_size <= new_size:
        raise refusal
    if old_size == new_size:
        if proof or old_root != new_root:
            raise refusal
        return
    if not _are_hashes(old_root, new_root, *proof):
        raise refusal
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path or _replay_consistency(old_size, new_size, path) != (old_root, new_root):
        raise refusal


def _replay_consistency(old_size: int, new_size: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    return (old, new) if sn == 0 else None


def _split(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def _range_hash(low: int, high: int, subtree: Subtree) -> bytes:
    count = high - low
    if count & (count - 1) == 0 and low % count == 0:
        level = count.bit_length() - 1
        return subtree(level, low >> level)
    middle = low + _split(count)
    return node_hash(_range_hash(low, middle, subtree), _range_hash(middle, high, subtree))


def _are_hashes(*found: bytes) -> bool:
    return all(len(h) == HASH_SIZE_BYTES for h in found)


def _not_included(index: int, size: int) -> Unverified:
    return Unverified(
        "proofs.inclusion_not_proved", "The log does not contain this entry there.", index=index, size=size
    )
