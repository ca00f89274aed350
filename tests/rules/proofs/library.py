"""A library in miniature, pure and in memory: a log, its map, people with keys, and their bundles."""

from datetime import timedelta

from tests.rules.proofs.making import MINA, NOW, ORIGIN, RP_ID, Passkey, seed, software_key, statement

from propria.proofs.bundles import LogAt, StoredEnding, StoredStatement, StoredSubject, build_bundle
from propria.proofs.entries import Chain, MapEntry, commit, facts_digest, read_entry
from propria.proofs.envelopes import Policy, sign_with_ed25519
from propria.proofs.leaves import SubjectLeaf
from propria.proofs.mapping import EMPTY, name_key, subject_key, update_map
from propria.proofs.merkle import Levels, leaf_hash
from propria.proofs.names import fold_name
from propria.proofs.notes import Checkpoint, NoteSigner, add_signature, sign_checkpoint
from propria.proofs.operator_state import library_subject
from propria.proofs.statements import CheckpointSeen
from propria.proofs.trust import Trust, TrustedAttestor, TrustedLog

LICENCE = "lic_" + "7" * 26


class Library:
    """One log with everything that the record keeps beside it."""

    def __init__(self, origin="library.example"):
        self.log = NoteSigner(origin, 1, seed(900))
        self.witness = NoteSigner("witness.example", 4, seed(901))
        self.operator, self.operator_key = software_key(902)
        self.guild, self.guild_key = software_key(903)
        self.levels, self.entries = Levels(), []
        self.map_root, self.map_nodes = EMPTY, {}
        self.chains, self.leaves, self.states, self.names = {}, {}, {}, {}
        self.stored, self.keys, self.now = [], {}, NOW
        self.seen = None
        self.time_authorities = ()

    @property
    def policy(self):
        return Policy(self.log.name, RP_ID, ORIGIN, self.now)

    def trust(self, **changed):
        log = TrustedLog(self.log.key(), RP_ID, ORIGIN, (self.operator_key.public,))
        attestors = (TrustedAttestor("Performers' Guild", self.guild_key.public),)
        parts = {"logs": (log,), "witnesses": (self.witness.key(),), "attestors": attestors}
        parts["time_authorities"] = self.time_authorities
        return Trust(**parts | changed)

    def append(self, unverified, key, *, states=None):
        """Log a signed statement as the record does; returns what the record would store."""
        signed = unverified.verify(key, self.policy)
        subject, number = signed.statement.subject, len(self.entries)
        before = self.chains.get(subject, Chain.start(subject))
        salt = seed(5000 + number)
        entry = commit("statement", signed.digest, salt=salt, before=before, at=self.now)
        self.chains[subject] = before.then(entry.leaf)
        self._add(entry.to_bytes())
        self.leaves.setdefault(subject, []).append(leaf_hash(entry.to_bytes()))
        self.states.setdefault(subject, {}).update(states or {})
        self.keys[key.key_id] = key
        self.stored.append(StoredStatement(unverified, salt, entry.to_bytes(), number))
        return self.stored[-1]

    def end(self, kind, subject, target, state, *, shown_as=None, emptied=None):
        """Close a thing, or erase it; the map then says `shown_as` of it, by default its last state."""
        number, salt = len(self.entries), seed(7000 + len(self.entries))
        facts = {"target": target, "state": state, "nonce": "0" * 16}
        facts |= {} if emptied is None else {"entry": emptied}
        before = self.chains[subject]
        entry = commit(kind, facts_digest(facts), salt=salt, before=before, at=self.now)
        self.chains[subject] = before.then(entry.leaf)
        self._add(entry.to_bytes())
        self.leaves[subject].append(leaf_hash(entry.to_bytes()))
        self.states[subject][target] = shown_as or state
        return StoredEnding(subject, facts, salt, entry.to_bytes(), number)

    def _add(self, entry):
        self.entries.append(entry)
        self.levels.append(leaf_hash(entry))

    def leaf_of(self, subject):
        return SubjectLeaf.of(subject, self.chains[subject], self.states[subject])

    def checkpoint(self, *, is_witnessed=True):
        """Commit the map, sign the head; returns the log as it then stands."""
        changes = {subject_key(s): self.leaf_of(s).value_hash() for s in self.chains}
        changes |= {name_key(fold_name(n)): leaf.value_hash() for n, leaf in self.names.items()}
        update = update_map(self.map_root, changes, self.map_nodes.__getitem__)
        self.map_root, self.map_nodes = update.root, self.map_nodes | update.nodes
        self._add(MapEntry(self.now, self.map_root).to_bytes())
        frontier = self.levels.frontier
        head = Checkpoint(self.log.name, frontier.size, frontier.root())
        note = sign_checkpoint(head, self.log)
        if is_witnessed:
            seen_at = self.now + timedelta(seconds=30)
            note = add_signature(note, self.witness.cosign(head.text(), seen_at=seen_at))
        self.seen = CheckpointSeen(head.origin, head.size, head.root)
        nodes = dict(self.map_nodes)
        return LogAt(note, head.size, self.levels.subtree, self.entries[-1], nodes.__getitem__)

    def bundle(self, at, *, statements=None, subjects=(MINA,), **more):
        chosen = self.stored if statements is None else statements
        own = library_subject(self.log.name)
        signing = [key for key in self.keys.values() if key.kind == "ed25519" and key != self.guild_key]
        more.setdefault("shows_operator", bool(signing))
        more.setdefault("operator_leaf", self.leaf_of(own) if own in self.chains else None)
        proofs = [StoredSubject(s, self.leaf_of(s), tuple(self.leaves[s])) for s in subjects]
        return build_bundle(at, chosen, list(self.keys.values()), subjects=proofs, **more)


def mina_opens(library=None, *, attested_by="guild", algorithm="ES256"):
    """Mina binds a passkey, somebody attests who she is, she opens for enquiries and licenses once."""
    library = library or Library()
    passkey = Passkey(1, algorithm=algorithm)
    body = {"key": passkey.key.to_json(), "route": "own device"}
    library.append(passkey.sign(statement(1, type="key.bound", body=body)), passkey.key)
    if attested_by is not None:
        private = {"guild": library.guild, "operator": library.operator}[attested_by]
        key = {"guild": library.guild_key, "operator": library.operator_key}[attested_by]
        body = {"key": passkey.key.to_json(), "route": "in person"}
        attested = statement(2, type="identity.attested", body=body)
        library.append(sign_with_ed25519(attested, private, key=key), key)
    library.checkpoint()
    said = statement(3, as_of=library.seen)
    library.append(passkey.sign(said), passkey.key, states={"openness": "open"})
    said = statement(4, type="licence.granted", as_of=library.seen, body={"licence": LICENCE})
    library.append(passkey.sign(said), passkey.key, states={LICENCE: "active"})
    return library, passkey


def read_entries(library):
    return [read_entry(entry) for entry in library.entries]
