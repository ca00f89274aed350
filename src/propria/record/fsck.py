"""The record held against itself: entries, tree, checkpoints, statements, map. It reads and never writes."""

import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any

from propria.kernel.errors import PropriaError, Refused
from propria.kernel.findings import Finding
from propria.kernel.time import wire
from propria.plumbing.database import Session
from propria.proofs.entries import (
    ENDINGS,
    LAST_STATES,
    Chain,
    MapEntry,
    check_opening,
    facts_digest,
    read_entry,
)
from propria.proofs.entries import Entry as LogEntry
from propria.proofs.envelopes import PublicKey, Signature, UnverifiedStatement
from propria.proofs.leaves import NameLeaf, SubjectLeaf
from propria.proofs.mapping import EMPTY, check_map_node, name_key, subject_key
from propria.proofs.merkle import HASH_SIZE_BYTES, Frontier, Levels, leaf_hash
from propria.proofs.notes import Checkpoint, NoteKey, note_text, open_note
from propria.proofs.operator_state import REPLACED, key_thing, library_subject
from propria.proofs.statements import statement_digest
from propria.proofs.tiles import TILE_HEIGHT
from propria.proofs.timestamps import read_timestamp
from propria.record import operator_keys, store, store_names, store_private
from propria.record.actions import KeyResolver
from propria.record.model import Anchor, Entry, Notary
from propria.record.rotation import log_keys

Tell = Callable[[int, int], None]
"""(done, of how many), called now and then while something long is checked."""


def fsck_log(notary: Notary, *, db: Session) -> Iterator[Finding]:
    """Every entry is there and hashes to its leaf; the tree and each signed checkpoint follow."""
    entries = {entry.index: entry for entry in store.entries(db=db)}
    levels, roots, map_roots = Levels(), [Frontier().root()], {}
    for index in range(max(entries, default=-1) + 1):
        entry = entries.get(index)
        if entry is None:
            yield Finding("record.entry_missing", str(index), "the log has no entry here")
        elif entry.leaf_hash != leaf_hash(entry.data):
            yield Finding("record.leaf_wrong", str(index), "the entry's bytes do not hash to its leaf")
        levels.append(bytes(HASH_SIZE_BYTES) if entry is None else leaf_hash(entry.data))
        roots.append(levels.frontier.root())
        if entry is not None and entry.kind == "map":
            map_roots[index + 1] = _map_root(entry)
    yield from _tree(levels, store.nodes(db=db))
    yield from _checkpoints(notary, roots, map_roots, db=db)


def _map_root(entry: Entry) -> bytes | None:
    try:
        read = read_entry(entry.data)
    except PropriaError:
        return None
    return read.root if isinstance(read, MapEntry) else None


def _tree(levels: Levels, nodes: dict[tuple[int, int], bytes]) -> Iterator[Finding]:
    tops = range(TILE_HEIGHT, levels.size.bit_length(), TILE_HEIGHT)
    right = {(top, i): levels.subtree(top, i) for top in tops for i in range(levels.size >> top)}
    for level, index in sorted(nodes.keys() | right.keys()):
        if nodes.get((level, index)) != right.get((level, index)):
            yield Finding(
                "record.tree_wrong", f"{level}/{index}", "a kept subtree is not that of its entries"
            )


def _checkpoints(
    notary: Notary, roots: list[bytes], map_roots: dict[int, bytes | None], *, db: Session
) -> Iterator[Finding]:
    keys = yield from _keys(notary, db=db)
    for kept in store.checkpoints(db=db):
        where = str(kept.size)
        right = roots[kept.size] if kept.size < len(roots) else b""
        try:
            signed = Checkpoint.from_text(open_note(kept.note, keys).text)
        except PropriaError as problem:
            yield Finding("record.checkpoint_unsigned", where, problem.code)
            continue
        if not (signed.size, signed.root) == (kept.size, bytes(kept.root)) == (kept.size, right):
            yield Finding("record.checkpoint_wrong", where, "the signed root is not that of the entries")
        if map_roots.get(kept.size) != bytes(kept.map_root):
            yield Finding("record.checkpoint_map_wrong", where, "its map root is not the one that was logged")
    for anchor in store.anchors(db=db):
        head = store.checkpoint(size=anchor.size, db=db)
        if head is None or not _is_stamped(anchor, head.note):
            yield Finding("record.anchor_wrong", str(anchor.size), "its time stamp is of other bytes")


def _keys(notary: Notary, *, db: Session) -> Generator[Finding, None, list[NoteKey]]:
    """The keys that heads may be signed with: those that the log names, else the one in use."""
    present = notary.signer.key()
    try:
        keys = log_keys(db=db) or [present]
    except PropriaError as problem:
        yield Finding("record.rotation_wrong", notary.origin, problem.code)
        return [present]
    if keys[-1] != present:
        told = "the log names another key as the one that signs now; `propria log rotate-key` ends an interrupted rotation"
        yield Finding("record.log_key_not_announced", present.vkey(), told)
    return keys


def _is_stamped(anchor: Anchor, note: str) -> bool:
    try:
        stamp = read_timestamp(anchor.token)
    except PropriaError:
        return False
    return stamp.imprint == hashlib.new(stamp.hash_name, note_text(note).encode()).digest()


def fsck_statements(
    notary: Notary, *, resolve: KeyResolver, tell: Tell = lambda done, total: None, db: Session
) -> Iterator[Finding]:
    """Every statement's signature verifies again, and its salt opens its entry at its place in the chain."""
    stored, chains = store.every_statement(db=db), dict[str, Chain]()
    entries = store.entries(db=db)
    emptied = {e.facts.get("entry"): e.index for e in entries if e.kind == "erased" and e.facts is not None}
    yield from _endings(entries, db=db)
    operators = operator_keys.of_operator(notary, db=db)
    yield from _operator_key(notary, db=db)
    for number, entry in enumerate(entries):
        tell(number, len(entries))
        if entry.kind == "map":
            continue
        subject = str(entry.subject)
        before = chains.get(subject, Chain.start(subject))
        chains[subject] = before.then(leaf_hash(entry.data))
        if entry.chain != chains[subject]:
            yield Finding(
                "record.chain_wrong", subject, "the kept chain is not that of the subject's entries"
            )
        if entry.kind == "statement" and entry.index < emptied.get(entry.index, -1):
            yield from _emptied(entry, stored.get(entry.index))
            continue
        yield from _opened(entry, stored.get(entry.index), before)
        if entry.kind == "statement" and entry.index in stored:
            yield from _verified(stored[entry.index], notary, operators, resolve)
    indexes = {entry.index for entry in entries if entry.kind == "statement"}
    for stray in sorted(set(stored) - indexes):
        yield Finding("record.statement_not_logged", stored[stray].id, f"there is no entry {stray} for it")


def _emptied(entry: Entry, row: Any) -> Iterator[Finding]:
    if row is not None or entry.salt is not None:
        yield Finding("record.not_erased", str(entry.index), "its words or salt are still there")


def _endings(entries: list[Entry], *, db: Session) -> Iterator[Finding]:
    """Each ending is kept as it was logged, and what it ended still has the last state that it names."""
    states = store.states(db=db)
    logged: dict[str, int] = {}
    for entry in entries:
        if entry.kind in ENDINGS and entry.facts is not None:
            thing, state = str(entry.facts.get("target")), entry.facts.get("state")
            logged[thing] = entry.index
            if state not in LAST_STATES or states.get(str(entry.subject), {}).get(thing) != state:
                yield Finding("record.state_raised", thing, f"entry {entry.index} ended it as {state}")
    kept = store_private.endings(db=db)
    for thing in sorted(logged.keys() | kept.keys()):
        if logged.get(thing) != kept.get(thing):
            yield Finding("record.ending_wrong", thing, "the kept ending is not the one that was logged")


def _opened(entry: Entry, row: Any, before: Chain) -> Iterator[Finding]:
    where = str(entry.index)
    if entry.kind == "statement" and row is None:
        yield Finding("record.statement_missing", where, "the entry's statement is gone")
        return
    if entry.kind == "statement" and row.subject != entry.subject:
        yield Finding("record.statement_altered", row.id, "it is filed under another subject")
    digest = (
        statement_digest(bytes(row.raw))
        if entry.kind == "statement"
        else facts_digest(dict(entry.facts or {}))
    )
    try:
        read = read_entry(entry.data)
        if not isinstance(read, LogEntry) or read.kind != entry.kind:
            yield Finding("record.entry_altered", where, "its columns say another kind than its bytes")
            return
        if wire(read.at) != wire(entry.logged_at):
            yield Finding("record.entry_altered", where, "its columns say another time than its bytes")
        check_opening(read, digest, salt=bytes(entry.salt or b""), before=before)
    except PropriaError as problem:
        yield Finding("record.commitment_broken", where, problem.code)


def _operator_key(notary: Notary, *, db: Session) -> Iterator[Finding]:
    """The key of the operator's statements is the one that the log names last, where it names any."""
    try:
        operator_keys.check_newest(notary, db=db)
    except Refused:
        told = "the log names another key; `propria log rotate-operator-key` ends an interrupted rotation"
        yield Finding("record.operator_key_not_announced", notary.operator_key.key_id, told)
    subject = library_subject(notary.origin)
    states = store.states(subject=subject, db=db).get(subject, {})
    for key in operator_keys.replaced(notary.origin, db=db):
        if states.get(key_thing(key.public)) != REPLACED:
            yield Finding(
                "record.state_raised", key.key_id, "the map does not say that this key was replaced"
            )


def _verified(
    row: Any, notary: Notary, operators: Mapping[str, PublicKey], resolve: KeyResolver
) -> Iterator[Finding]:
    try:
        key = operators.get(row.key_id) or resolve(row.key_id).public
        unverified = UnverifiedStatement(bytes(row.raw), Signature.from_json(row.signature))
        signed = unverified.verify(key, notary.policy(row.logged_at))
    except PropriaError as problem:
        yield Finding("record.statement_unverified", row.id, problem.code)
        return
    said = signed.statement
    if (said.id, said.type, said.subject) != (row.id, row.type, row.subject):
        yield Finding("record.statement_altered", row.id, "its columns differ from the signed words")


def fsck_map(*, db: Session) -> Iterator[Finding]:
    """The committed map, walked from its root, holds exactly what the record says of every unchanged leaf."""
    newest, changed = store.last_map_entry(db=db), store.changed(db=db)
    leaves, problems = _walked(EMPTY if newest is None else _map_root(newest) or EMPTY, db=db)
    yield from problems
    expected: dict[bytes, tuple[str, bytes | None]] = {}
    chains, states = store.chains(db=db), store.states(db=db)
    for subject in chains.keys() | states.keys():
        chain = chains.get(subject, Chain.start(subject))
        value = SubjectLeaf.of(subject, chain, states.get(subject, {})).value_hash()
        expected[subject_key(subject)] = (subject, None if (store.SUBJECT, subject) in changed else value)
    for folded in store_names.listed_names(db=db) | {
        item for domain, item in changed if domain == store.NAME
    }:
        people = NameLeaf(store_names.people_named(folded, db=db)).value_hash()
        expected[name_key(folded)] = (folded, None if (store.NAME, folded) in changed else people)
    for key, (item, right) in sorted(expected.items(), key=lambda pair: pair[1][0]):
        if right is not None and leaves.get(key) != right:
            yield Finding("record.map_leaf_wrong", item, "the committed leaf is not what the record says")
    for key in sorted(leaves.keys() - expected.keys()):
        yield Finding("record.map_leaf_of_nobody", key.hex()[:16], "the map holds a leaf for nothing known")


def _walked(root: bytes, *, db: Session) -> tuple[dict[bytes, bytes], list[Finding]]:
    leaves: dict[bytes, bytes] = {}
    problems, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        if node == EMPTY:
            continue
        try:
            encoding = store.map_node(node, db=db)
            check_map_node(node, encoding)
        except PropriaError as problem:
            problems.append(Finding("record.map_node_wrong", node.hex()[:16], problem.code))
            continue
        if encoding[:1] == b"\0":
            leaves[encoding[1:33]] = encoding[33:]
        else:
            waiting += [encoding[1:33], encoding[33:]]
    return leaves, problems
