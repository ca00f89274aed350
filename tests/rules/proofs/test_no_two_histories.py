"""Whatever an operator appends, forks, restores, brings, has stamped and shows, and whenever a witness crashes: one history

is accepted, and no time stamp counts for another one.
"""

import hashlib
import itertools
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.rules.proofs.making import NOW, seed
from tests.stamping import Stamping

from propria.kernel.errors import PropriaError
from propria.kernel.time import Instant
from propria.proofs.entries import MapEntry
from propria.proofs.mapping import (
    EMPTY,
    prove,
    subject_key,
    update_map,
    value_hash,
    verify_absent,
    verify_present,
)
from propria.proofs.merkle import (
    Levels,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from propria.proofs.notes import Checkpoint, NoteSigner, open_checkpoint, sign_checkpoint
from propria.proofs.tiles import new_tiles
from propria.proofs.timestamps import read_timestamp
from propria.proofs.witnessing import AddCheckpoint
from propria.witness.following import Contradiction, look, take
from propria.witness.memory import Followed, Memory

pytestmark = pytest.mark.thorough

LOG = NoteSigner("library.example", 1, seed(900))
WITNESSES = [NoteSigner(f"w{i}.example", 4, seed(901 + i)) for i in range(2)]
AUTHORITY = Stamping(NOW).trusted()
SUBJECTS = ["sub_a", "sub_b", "sub_c"]
STATES = ["open", "withdrawn"]


@dataclass
class History:
    """One version of events: its entries, and what its map says of each subject."""

    entries: list[bytes] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    root: bytes = EMPTY
    nodes: dict[bytes, bytes] = field(default_factory=dict)

    def copy(self) -> "History":
        """The same up to now, free to go another way."""
        return History(list(self.entries), dict(self.states), self.root, dict(self.nodes))

    def says(self, subject: str, state: str, nonce: int) -> None:
        """One more entry, and a map and a head over it."""
        self.entries.append(b"%s %s %d" % (subject.encode(), state.encode(), nonce))
        self.states[subject] = state
        made = update_map(self.root, {subject_key(subject): value_hash(state)}, self.nodes.__getitem__)
        self.root = made.root
        self.nodes |= made.nodes
        self.entries.append(MapEntry(NOW, self.root).to_bytes())

    def levels(self) -> Levels:
        """Its tree."""
        return Levels(leaf_hash(entry) for entry in self.entries)

    def head(self) -> Checkpoint:
        """Its head."""
        tree = self.levels()
        return Checkpoint(LOG.name, tree.size, tree.frontier.root())

    def files(self) -> dict[str, bytes]:
        """What the operator serves."""
        tree, note = self.levels(), sign_checkpoint(self.head(), LOG)
        return {"checkpoint": note.encode()} | dict(new_tiles(0, tree.size, tree.subtree))


@dataclass(frozen=True)
class Shown:
    """A log as a table of files, which takes no cosignature."""

    files: dict[str, bytes]

    def read(self, path: str) -> bytes | None:
        """One of them."""
        return self.files.get(path)

    def hand_over(self, note: str) -> None:
        """Nobody takes it."""


class Adversary(RuleBasedStateMachine):
    """The operator holds the log's key and may show anything to anybody."""

    @initialize()
    def begin(self) -> None:
        """One history, two witnesses that saw nothing, one reader who goes by both."""
        self.folder = Path(tempfile.mkdtemp(prefix="propria-adversary-"))
        self.log = Followed("http://library.example", LOG.key())
        for number, signer in enumerate(WITNESSES):
            Memory.make(self.folder / str(number), signer, (self.log,))
        self.histories = [History()]
        self.histories[0].says("sub_a", "open", 0)
        self.backups: list[History] = []
        self.nonce = 0
        self.cosigned: list[list[tuple[bytes, ...]]] = [[], []]
        self.read: list[tuple[bytes, ...]] = []
        self.anchors: list[tuple[bytes, Instant, tuple[bytes, ...]]] = []

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(getattr(self, "folder", ""), ignore_errors=True)

    def pick(self, number: int) -> History:
        """One of the histories."""
        return self.histories[number % len(self.histories)]

    @rule(which=st.integers(0, 9), subject=st.sampled_from(SUBJECTS), state=st.sampled_from(STATES))
    def append(self, which: int, subject: str, state: str) -> None:
        """Something happens in one history, which was backed up before."""
        self.backups.append(self.pick(which).copy())
        self.nonce += 1
        self.pick(which).says(subject, state, self.nonce)

    @rule(which=st.integers(0, 9))
    def fork(self, which: int) -> None:
        """A second history begins where one stands now."""
        self.histories.append(self.pick(which).copy())

    @rule(which=st.integers(0, 9), backup=st.integers(0, 9))
    def restore(self, which: int, backup: int) -> None:
        """Put an old copy in place of a history."""
        if self.backups:
            place = which % len(self.histories)
            self.histories[place] = self.backups[backup % len(self.backups)].copy()

    @rule(which=st.integers(0, 9), at=st.integers(0, 99))
    def insert_back_dated(self, which: int, at: int) -> None:
        """An entry is put among the earlier ones."""
        history = self.pick(which)
        self.nonce += 1
        history.entries.insert(at % len(history.entries), b"back-dated %d" % self.nonce)

    @rule(which=st.integers(0, 9), witness=st.integers(0, 1))
    def look(self, which: int, witness: int) -> None:
        """A witness looks at whichever history it is shown."""
        history = self.pick(which)
        memory = Memory(self.folder / str(witness))
        now = NOW + timedelta(seconds=self.nonce)
        last = memory.last(self.log)
        try:
            look(self.log, Shown(history.files()), memory, WITNESSES[witness], now=now)
        except Contradiction:
            after = memory.last(self.log)
            assert after == last
        else:
            self.cosigned[witness].append(tuple(history.entries))

    @rule(which=st.integers(0, 9), witness=st.integers(0, 1), old=st.integers(0, 9))
    def bring(self, which: int, witness: int, old: int) -> None:
        """The operator brings a head to a witness, with the proof that this history has, or says another size."""
        history, memory = self.pick(which), Memory(self.folder / str(witness))
        last, tree = memory.last(self.log), history.levels()
        size = old if last is None or old else last.size
        proof = consistency_proof(size, tree.size, tree.subtree) if 0 < size <= tree.size else []
        asked = AddCheckpoint(size, tuple(proof), history.files()["checkpoint"].decode())
        try:
            take(asked, memory, now=NOW + timedelta(seconds=self.nonce))
        except PropriaError:
            assert Memory(self.folder / str(witness)).last(self.log) == last
        else:
            self.cosigned[witness].append(tuple(history.entries))

    @rule(which=st.integers(0, 9))
    def anchor(self, which: int) -> None:
        """A time authority stamps a history's head; its clock only goes on."""
        history, at = self.pick(which), NOW + timedelta(seconds=self.nonce)
        token = Stamping(at).stamp(hashlib.sha256(history.head().text().encode()).digest())
        self.anchors.append((token, at, tuple(history.entries)))

    @rule(which=st.integers(0, 9), token=st.integers(0, 99))
    def read_an_anchor(self, which: int, token: int) -> None:
        """A reader is shown a history with some time stamp: it counts only for what stood there when it was stamped."""
        if not self.anchors:
            return
        stamped, at, entries = self.anchors[token % len(self.anchors)]
        history, stamp = self.pick(which), read_timestamp(stamped)
        found = stamp.authority((AUTHORITY,))
        assert found is not None
        try:
            stamp.check(found[1], history.head().text().encode())
        except PropriaError:
            assert tuple(history.entries) != entries
        else:
            assert (stamp.at, tuple(history.entries)) == (at, entries)

    @rule(witness=st.integers(0, 1), cut=st.integers(0, 600))
    def crash(self, witness: int, cut: int) -> None:
        """A witness's machine goes down in the middle of its next write; its folder is read again after."""
        memory = Memory(self.folder / str(witness))
        file = self.folder / str(witness) / "seen" / f"{self.log.name}.note"
        last = memory.last(self.log)
        half = self.histories[-1].files()["checkpoint"][:cut]
        file.with_name(f".{file.name}.aside").write_bytes(half)
        assert Memory(self.folder / str(witness)).last(self.log) == last

    @rule(which=st.integers(0, 9), subject=st.sampled_from(SUBJECTS))
    def read_a_bundle(self, which: int, subject: str) -> None:
        """A reader who goes by both witnesses is shown a history: head, consistency, map and state must all hold."""
        history = self.pick(which)
        tree = history.levels()
        head = Checkpoint(LOG.name, tree.size, tree.frontier.root())
        lines = [self._line_over(head, number) for number in range(2)]
        note = sign_checkpoint(head, LOG) + "".join(lines)
        try:
            _, cosigners = open_checkpoint(note, LOG.key(), [w.key() for w in WITNESSES])
            assert len(cosigners) == sum(map(bool, lines))
            if len(cosigners) < 2:
                return
            if self.read:
                before = Levels(leaf_hash(entry) for entry in self.read[-1])
                proof = consistency_proof(before.size, tree.size, tree.subtree)
                verify_consistency(before.size, tree.size, before.frontier.root(), head.root, proof)
        except (PropriaError, ValueError):
            return  # refused: a shorter log has no proof at all
        last = history.entries[-1]
        proof = inclusion_proof(tree.size - 1, tree.size, tree.subtree)
        verify_inclusion(leaf_hash(last), tree.size - 1, tree.size, proof, head.root)
        value, path = prove(history.root, subject_key(subject), history.nodes.__getitem__)
        if value is None:
            verify_absent(history.root, subject_key(subject), path)
            assert subject not in history.states
        else:
            verify_present(history.root, subject_key(subject), value, path)
            assert value == value_hash(history.states[subject])
        self.read.append(tuple(history.entries))

    def _line_over(self, head: Checkpoint, witness: int) -> str:
        """A witness's line over this very head, if it ever gave one."""
        note = Memory(self.folder / str(witness)).note(self.log)
        if note is None or not note.startswith(head.text() + "\n"):
            return ""
        return note.splitlines(keepends=True)[-1]

    @invariant()
    def each_accepted_history_continues_the_one_before(self) -> None:
        """What was accepted, by either witness or by the reader, is one history that only grew."""
        for accepted in (*getattr(self, "cosigned", []), getattr(self, "read", [])):
            for before, after in itertools.pairwise(accepted):
                assert after[: len(before)] == before


Adversary.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestNoTwoHistories = Adversary.TestCase
