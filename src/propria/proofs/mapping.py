"""The sparse Merkle map that each checkpoint commits: subjects' states and public names, proved in a path.

Keys are 256-bit hashes; a subtree with one leaf is that leaf, so proofs have about log2(n) hashes.
Nodes are content-addressed and immutable; storing them is the caller's.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from propria.kernel.errors import Malformed, Unverified
from propria.proofs.canonical import canonical_bytes, from_b64, list_of, members, to_b64

EMPTY = bytes(32)
KEY_BITS = 256
SUBJECT_DOMAIN = b"propria/v1/map/subject\0"
NAME_DOMAIN = b"propria/v1/map/name\0"
_VALUE_LABEL = b"propria/v1/map/value\0"
_LEAF_LABEL = b"propria/v1/map/leaf\0"
_NODE_LABEL = b"propria/v1/map/node\0"
_LEAF, _NODE = b"\0", b"\1"

ReadNode = Callable[[bytes], bytes]
"""hash → the node's encoding (65 bytes), as an update returned it."""


def subject_key(subject: str) -> bytes:
    """Where a subject's leaf stands; the id is not guessable, so neither is the key."""
    return hashlib.sha256(SUBJECT_DOMAIN + subject.encode()).digest()


def name_key(folded: str) -> bytes:
    """Where a name's leaf stands; give it what `names.fold_name` returns."""
    return hashlib.sha256(NAME_DOMAIN + folded.encode()).digest()


def value_hash(value: Any) -> bytes:
    """What the map commits of a leaf's JSON value."""
    return hashlib.sha256(_VALUE_LABEL + canonical_bytes(value)).digest()


@dataclass(frozen=True)
class MapUpdate:
    """The map after a change: its root, and the nodes to store before that root is published."""

    root: bytes
    nodes: Mapping[bytes, bytes]


def update_map(root: bytes, changes: Mapping[bytes, bytes | None], read: ReadNode) -> MapUpdate:
    """Set keys to value hashes, or remove them with None; O(changes · log n), nothing stored.

    >>> update_map(EMPTY, {}, {}.__getitem__).root == EMPTY
    True
    """
    nodes: dict[bytes, bytes] = {}

    def read_any(node: bytes) -> bytes:
        return nodes[node] if node in nodes else read(node)

    return MapUpdate(_update(root, 0, sorted(changes.items()), read_any, nodes), nodes)


@dataclass(frozen=True)
class OtherLeaf:
    """The leaf that stands where the absent key would: it proves that the key is not there."""

    key: bytes
    value_hash: bytes


@dataclass(frozen=True)
class MapProof:
    """The path of a key from the root down; `other` only proves absence. An empty sibling is EMPTY."""

    siblings: tuple[bytes, ...]
    other: OtherLeaf | None = None

    def to_json(self) -> dict[str, Any]:
        """The bundled form; an empty sibling is null."""
        raw: dict[str, Any] = {"siblings": [None if s == EMPTY else to_b64(s) for s in self.siblings]}
        if self.other is not None:
            raw["other"] = {"key": to_b64(self.other.key), "value_hash": to_b64(self.other.value_hash)}
        return raw

    @classmethod
    def from_json(cls, raw: Any) -> "MapProof":
        """Read that form. Raises: Malformed(the readers' codes)."""
        found = members(raw, frozenset({"siblings"}), frozenset({"other"}))
        siblings = tuple(
            EMPTY if s is None else from_b64(s, size=32) for s in list_of(found["siblings"], limit=KEY_BITS)
        )
        if "other" not in found:
            return cls(siblings)
        other = members(found["other"], frozenset({"key", "value_hash"}))
        leaf = OtherLeaf(from_b64(other["key"], size=32), from_b64(other["value_hash"], size=32))
        return cls(siblings, leaf)


def prove(root: bytes, key: bytes, read: ReadNode) -> tuple[bytes | None, MapProof]:
    """(value hash or None, proof) for a key. Raises: what `read` raises for a missing node."""
    node = root
    siblings: list[bytes] = []
    while node != EMPTY:
        encoding = read(node)
        first, second = encoding[1:33], encoding[33:]
        if encoding[:1] == _LEAF:
            if first == key:
                return second, MapProof(tuple(siblings))
            return None, MapProof(tuple(siblings), OtherLeaf(first, second))
        bit = _bit(key, len(siblings))
        siblings.append(first if bit else second)
        node = second if bit else first
    return None, MapProof(tuple(siblings))


def verify_present(root: bytes, key: bytes, value: bytes, proof: MapProof) -> None:
    """Pass only if the map with this root holds this value hash at this key.

    Raises: Unverified(`proofs.map_not_proved`).
    """
    if proof.other is not None or _climb(_leaf_hash(key, value), key, proof.siblings) != root:
        raise Unverified("proofs.map_not_proved", "The map does not hold this here.")


def verify_absent(root: bytes, key: bytes, proof: MapProof) -> None:
    """Pass only if the map with this root holds nothing at this key.

    Raises: Unverified(`proofs.map_not_proved`).
    """
    start = EMPTY
    if proof.other is not None:
        depth = len(proof.siblings)
        is_neighbour = depth <= KEY_BITS and _prefix(proof.other.key, depth) == _prefix(key, depth)
        if proof.other.key == key or not is_neighbour:
            raise Unverified("proofs.map_not_proved", "The other leaf does not stand in this key's place.")
        start = _leaf_hash(proof.other.key, proof.other.value_hash)
    if _climb(start, key, proof.siblings) != root:
        raise Unverified("proofs.map_not_proved", "The map does not show that this is absent.")


def _update(
    node: bytes,
    depth: int,
    changes: list[tuple[bytes, bytes | None]],
    read: ReadNode,
    nodes: dict[bytes, bytes],
) -> bytes:
    if not changes:
        return node
    if node == EMPTY:
        return _build([(k, v) for k, v in changes if v is not None], depth, nodes)
    encoding = read(node)
    first, second = encoding[1:33], encoding[33:]
    if encoding[:1] == _LEAF:
        leaves = {first: second} | dict(changes)
        return _build(sorted((k, v) for k, v in leaves.items() if v is not None), depth, nodes)
    at = _boundary(changes, depth)
    left = _update(first, depth + 1, changes[:at], read, nodes)
    right = _update(second, depth + 1, changes[at:], read, nodes)
    return _join(left, right, read, nodes)


def _join(left: bytes, right: bytes, read: ReadNode, nodes: dict[bytes, bytes]) -> bytes:
    only = left if right == EMPTY else right if left == EMPTY else None
    if only == EMPTY or (only is not None and read(only)[:1] == _LEAF):
        return only
    return _store(_NODE, left, right, nodes)


def _build(leaves: list[tuple[bytes, bytes]], depth: int, nodes: dict[bytes, bytes]) -> bytes:
    match leaves:
        case []:
            return EMPTY
        case [(key, value)]:
            return _store(_LEAF, key, value, nodes)
        case _:
            at = _boundary(leaves, depth)
            left, right = _build(leaves[:at], depth + 1, nodes), _build(leaves[at:], depth + 1, nodes)
            return _store(_NODE, left, right, nodes)


def _boundary(pairs: list[Any], depth: int) -> int:
    """Where, among sorted keys that share `depth` bits, the next bit becomes one."""
    low, high = 0, len(pairs)
    while low < high:
        middle = (low + high) // 2
        if _bit(pairs[middle][0], depth):
            high = middle
        else:
            low = middle + 1
    return low


def _store(kind: bytes, first: bytes, second: bytes, nodes: dict[bytes, bytes]) -> bytes:
    hashed = _leaf_hash(first, second) if kind == _LEAF else _node_hash(first, second)
    nodes[hashed] = kind + first + second
    return hashed


def _climb(current: bytes, key: bytes, siblings: Iterable[bytes]) -> bytes | None:
    path = list(siblings)
    if len(path) > KEY_BITS:
        return None
    for depth in reversed(range(len(path))):
        if _bit(key, depth):
            current = _node_hash(path[depth], current)
        else:
            current = _node_hash(current, path[depth])
    return current


def _leaf_hash(key: bytes, value: bytes) -> bytes:
    return hashlib.sha256(_LEAF_LABEL + key + value).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE_LABEL + left + right).digest()


def _bit(key: bytes, depth: int) -> int:
    return key[depth >> 3] >> (7 - (depth & 7)) & 1


def _prefix(key: bytes, bits: int) -> int:
    return int.from_bytes(key) >> (KEY_BITS - bits)


def check_map_node(node: bytes, encoding: bytes) -> None:
    """Pass only if a stored encoding is the node of that hash; for rebuilding and checking a store.

    Raises: Malformed(`proofs.wrong_map_node`).
    """
    hasher = {_LEAF: _leaf_hash, _NODE: _node_hash}.get(encoding[:1])
    if len(encoding) != 65 or hasher is None or hasher(encoding[1:33], encoding[33:]) != node:
        raise Malformed("proofs.wrong_map_node", "A stored node of the map is damaged.")
