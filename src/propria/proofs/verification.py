"""One pass over a bundle against a trust file; it collects problems instead of stopping at the first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from propria.kernel.errors import Malformed, PropriaError, Unverified
from propria.kernel.time import MINUTE, Instant
from propria.proofs.bindings import IDENTITY_ATTESTED, KeyRing, Placed
from propria.proofs.bundle_parts import Bundle, Ending, Envelope, LoggedEntry, NameProof, SubjectProof
from propria.proofs.certificates import Certificate
from propria.proofs.entries import (
    ENDINGS,
    LAST_STATES,
    Chain,
    Entry,
    MapEntry,
    check_opening,
    facts_digest,
    read_entry,
)
from propria.proofs.envelopes import DEMO_ORIGIN_START, Policy, PublicKey, SignedStatement
from propria.proofs.leaves import OPENNESS, SubjectLeaf
from propria.proofs.mapping import name_key, subject_key, verify_absent, verify_present
from propria.proofs.merkle import leaf_hash, verify_consistency, verify_inclusion
from propria.proofs.names import fold_name
from propria.proofs.notes import Checkpoint, note_text, open_checkpoint, signer_names
from propria.proofs.operator_state import library_leaf, rotations_left_out
from propria.proofs.reports import (
    Anchor,
    CheckpointFacts,
    Cosigner,
    EndingFacts,
    NameFacts,
    Problem,
    Report,
    StatementFacts,
    StatusFacts,
)
from propria.proofs.reservations import limits_of, reservations_of
from propria.proofs.rotations import followed
from propria.proofs.statements import short_digest
from propria.proofs.timestamps import TimeStamp, read_timestamp
from propria.proofs.trust import Trust, TrustedLog

CLOCK_TOLERANCE = 5 * MINUTE
WITHDRAWN_ENDING = ".withdrawn"
Places = Mapping[bytes, Chain]
"""leaf hash → the subject's chain before that entry."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True)
class Head:
    """The checkpoint that the log signed, and the map root that its last entry commits."""

    log: TrustedLog
    checkpoint: Checkpoint
    map_root: bytes
    facts: CheckpointFacts

    def check_included(self, logged: LoggedEntry) -> None:
        """Pass only if the entry stands there. Raises: Unverified(`proofs.inclusion_not_proved`)."""
        size, root = self.checkpoint.size, self.checkpoint.root
        verify_inclusion(leaf_hash(logged.entry), logged.index, size, logged.proof, root)


@dataclass(frozen=True)
class Verified:
    """A statement that is signed, logged and opened; `is_placed` when its subject's chain shows it."""

    signed: SignedStatement
    index: int
    signed_after_size: int | None
    is_placed: bool


class Verification:
    """A bundle, the verifier's trust, and the problems found so far."""

    def __init__(self, bundle: Bundle, trust: Trust, now: Instant) -> None:
        self.bundle, self.trust, self.now = bundle, trust, now
        self.problems: list[Problem] = []

    def report(self) -> Report:
        """Everything that this bundle proves under this trust, and what it does not."""
        head = self._try("checkpoint", self._head)
        if head is None:
            return Report(None, (), (), None, tuple(self.problems), (), ("nothing_without_checkpoint",))
        places = self._all_places(head)
        verified = list(self._all_verified(head, places))
        self._check_order(verified, places)
        self._check_once(verified)
        ring = KeyRing([Placed(v.signed, v.index) for v in verified], self.trust, head.log)
        statements = self._statements(verified, ring)
        shows_operator = self._operator_keys(verified, ring, head)
        endings = tuple(self._endings(head, places))
        statuses = tuple(
            self._status(proof, places[proof.subject], statements, endings)
            for proof in self.bundle.subjects
            if proof.subject in places
        )
        name = None if self.bundle.name is None else self._try("name", self._name, self.bundle.name, head)
        return Report(
            head.facts,
            statements,
            statuses,
            name,
            tuple(self.problems),
            reservations_of(
                head.facts,
                statements,
                trust=self.trust,
                shows_name=name is not None,
                shows_operator=shows_operator,
            ),
            limits_of(head.facts, statements, statuses),
            endings,
        )

    def _try(self, where: str, check: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T | None:
        try:
            return check(*args, **kwargs)
        except PropriaError as error:
            self.problems.append(Problem(error.code, where, error.facts))
            return None

    def _head(self) -> Head:
        origin = note_text(self.bundle.checkpoint).split("\n")[0]
        log = self.trust.log(origin)
        keys = followed(log.key, self.bundle.rotations)
        checkpoint, cosignatures = open_checkpoint(
            self.bundle.checkpoint, log.key, self.trust.witnesses, keys
        )
        logged = self.bundle.map_entry
        verify_inclusion(
            leaf_hash(logged.entry), logged.index, checkpoint.size, logged.proof, checkpoint.root
        )
        entry = read_entry(logged.entry)
        if not isinstance(entry, MapEntry) or logged.index != checkpoint.size - 1:
            raise Unverified("proofs.map_not_last", "The checkpoint's last entry does not commit a map.")
        cosigners = tuple(Cosigner(s.key.name, s.seen_at) for s in cosignatures if s.seen_at is not None)
        anchors = tuple(self._anchors(note_text(self.bundle.checkpoint).encode()))
        known_times = [c.seen_at for c in cosigners]
        if not origin.startswith(DEMO_ORIGIN_START):  # a demo tells its story in a time of its own
            known_times += [self.now, *(anchor.stamped_at for anchor in anchors)]
        if any(entry.at > moment + CLOCK_TOLERANCE for moment in known_times):
            raise Unverified("proofs.time_disorder", "The log's time is later than its witnesses'.")
        strangers = tuple(n for n in signer_names(self.bundle.checkpoint) if n not in self._known_names(log))
        facts = CheckpointFacts(
            origin,
            checkpoint.size,
            checkpoint.root.hex(),
            entry.at,
            cosigners,
            strangers,
            anchors,
            len(self.bundle.timestamps) - len(anchors),
            tuple(key.vkey() for key in keys),
        )
        return Head(log, checkpoint, entry.root, facts)

    def _anchors(self, text: bytes) -> Iterator[Anchor]:
        """The stamps of authorities of the trust file; whoever it does not name is passed over."""
        for number, token in enumerate(self.bundle.timestamps):
            try:
                stamp = read_timestamp(token)
            except Malformed:
                continue
            found = stamp.authority(self.trust.time_authorities)
            if found is None:
                continue
            authority, signer = found
            if self._try(f"timestamp {number}", _stamped, stamp, signer, text):
                yield Anchor(authority.name, stamp.at)

    def _known_names(self, log: TrustedLog) -> set[str]:
        return {log.key.name, *(key.name for key in self.trust.witnesses)}

    def _all_places(self, head: Head) -> dict[str, Places]:
        found = {}
        for proof in self.bundle.subjects:
            places = self._try(f"subject {proof.subject}", _places, proof, head)
            if places is not None:
                found[proof.subject] = places
        return found

    def _all_verified(self, head: Head, places: Mapping[str, Places]) -> Iterator[Verified]:
        keys: dict[str, PublicKey] = {}
        for key in self.bundle.keys:
            if keys.setdefault(key.key_id, key) != key:
                self.problems.append(Problem("proofs.key_twice", f"key {key.key_id}"))
        for number, envelope in enumerate(self.bundle.envelopes):
            verified = self._try(f"envelope {number}", self._verified, envelope, keys, head, places)
            if verified is not None:
                yield verified

    def _verified(
        self,
        envelope: Envelope,
        keys: Mapping[str, PublicKey],
        head: Head,
        places: Mapping[str, Places],
    ) -> Verified:
        head.check_included(envelope.logged)
        entry = read_entry(envelope.logged.entry)
        if not isinstance(entry, Entry) or entry.kind != "statement":
            raise Unverified("proofs.not_a_statement_entry", "The entry is not that of a statement.")
        if entry.at > head.facts.at:
            raise Unverified("proofs.time_disorder", "The entry is later than its checkpoint.")
        key = keys.get(envelope.unverified.signature.key_id)
        if key is None:
            raise Unverified("proofs.key_missing", "The bundle lacks the key that signed this.")
        log = head.log
        policy = Policy(log.key.name, log.signing_rp_id, log.signing_origin, entry.at)
        signed = envelope.unverified.verify(key, policy)
        place = _place(signed, envelope.logged.entry, places)
        check_opening(entry, signed.digest, salt=envelope.salt, before=place)
        index = envelope.logged.index
        return Verified(signed, index, self._signed_after(signed, index, head), place is not None)

    def _signed_after(self, signed: SignedStatement, index: int, head: Head) -> int | None:
        seen = signed.statement.as_of
        if seen is None:
            return None
        if seen.origin != head.facts.origin:
            raise Unverified("proofs.other_log", "The signer saw another log.", found=seen.origin)
        if seen.size > index:
            raise Unverified("proofs.seen_later_than_logged", "The signer saw a later log than this entry.")
        for continuation in self.bundle.continuations:
            if continuation.size == seen.size:
                new = head.checkpoint
                verify_consistency(seen.size, new.size, seen.root, new.root, continuation.proof)
                return seen.size
        return None

    def _check_order(self, verified: list[Verified], places: Mapping[str, Places]) -> None:
        for subject, place in places.items():
            own = [v for v in verified if v.is_placed and v.signed.statement.subject == subject]
            positions = {leaf: chain.count for leaf, chain in place.items()}
            entries = {e.logged.index: leaf_hash(e.logged.entry) for e in self.bundle.envelopes}
            in_log = [positions[entries[v.index]] for v in sorted(own, key=lambda v: v.index)]
            if in_log != sorted(set(in_log)):
                self.problems.append(Problem("proofs.chain_disorder", f"subject {subject}"))

    def _check_once(self, verified: list[Verified]) -> None:
        seen: set[str] = set()
        for v in verified:
            if v.signed.statement.id in seen:
                self.problems.append(Problem("proofs.statement_twice", f"statement {v.signed.statement.id}"))
            seen.add(v.signed.statement.id)

    def _statements(self, verified: list[Verified], ring: KeyRing) -> tuple[StatementFacts, ...]:
        found = []
        for v in verified:
            facts = _facts(v, ring)
            revoked_at = ring.revoked_at(v.signed.key)
            if facts.binding.role == "unbound" and facts.type != IDENTITY_ATTESTED:
                self.problems.append(Problem("proofs.key_not_bound", f"statement {facts.id}"))
            if revoked_at is not None and v.index > revoked_at:
                self.problems.append(Problem("proofs.key_revoked", f"statement {facts.id}"))
            found.append(facts)
        return tuple(found)

    def _operator_keys(self, verified: list[Verified], ring: KeyRing, head: Head) -> bool:
        """Whether the map shows what became of the operator's keys; each that it calls replaced must end in this bundle."""
        origin, shown = head.facts.origin, self.bundle.operator
        leaf = None if shown is None else self._try("operator", library_leaf, shown, origin, head.map_root)
        if leaf is None:
            return False
        signing = {v.signed.key.key_id: v.signed.key.public for v in verified}
        for key_id in rotations_left_out(leaf, origin, signing, ring.operators):
            self.problems.append(Problem("proofs.rotation_left_out", f"key {key_id}"))
        return True

    def _endings(self, head: Head, places: Mapping[str, Places]) -> Iterator[EndingFacts]:
        leaves = {proof.subject: proof.leaf for proof in self.bundle.subjects}
        for number, ending in enumerate(self.bundle.endings):
            facts = self._try(f"ending {number}", check_ending, ending, head, places, leaves)
            if facts is not None:
                yield facts

    def _status(
        self,
        proof: SubjectProof,
        places: Places,
        statements: tuple[StatementFacts, ...],
        endings: tuple[EndingFacts, ...],
    ) -> StatusFacts:
        own = [s for s in statements if s.subject == proof.subject]
        ended = [e.target for e in endings if e.subject == proof.subject]
        named = {*ended, *(t for s in own for t in (s.id, *_texts(s.body)))}
        things = [OPENNESS, *sorted(named - {OPENNESS})]
        states = {thing: proof.leaf.state_of(proof.subject, thing) for thing in things}
        withdrawn = {
            str(s.body.get("target"))
            for s in own
            if s.type.endswith(WITHDRAWN_ENDING) and s.binding.holder == proof.subject
        }
        return StatusFacts(
            proof.subject,
            entries=len(places),
            disclosed=len([s for s in own if s.is_placed]) + len(ended),
            states={thing: word for thing, word in states.items() if word is not None},
            withdrawn_here=tuple(sorted(withdrawn)),
        )

    def _name(self, name: NameProof, head: Head) -> NameFacts:
        if name.folded != fold_name(name.name):
            raise Unverified("proofs.other_name", "The name stands under another key.")
        key = name_key(name.folded)
        if name.leaf is None:
            verify_absent(head.map_root, key, name.proof)
            return NameFacts(name.name, ())
        verify_present(head.map_root, key, name.leaf.value_hash(), name.proof)
        return NameFacts(name.name, tuple(person.to_json() for person in name.leaf.people))


def check_ending(
    ending: Ending, head: Head, places: Mapping[str, Places], leaves: Mapping[str, SubjectLeaf]
) -> EndingFacts:
    """Pass only if the entry stands among its subject's, and the map still says the last state that it names.

    Raises: Unverified(`proofs.inclusion_not_proved`, `proofs.not_an_ending`, `proofs.time_disorder`,
    `proofs.not_in_chain`, `proofs.commitment_not_opened`, `proofs.other_place_in_chain`, `proofs.state_raised`).
    """
    head.check_included(ending.logged)
    entry, own = read_entry(ending.logged.entry), places.get(ending.subject, {})
    if not isinstance(entry, Entry) or entry.kind not in ENDINGS:
        raise Unverified("proofs.not_an_ending", "The entry neither closes nor erases anything.")
    if entry.at > head.facts.at:
        raise Unverified("proofs.time_disorder", "The entry is later than its checkpoint.")
    place = own.get(leaf_hash(ending.logged.entry))
    if place is None:
        raise Unverified("proofs.not_in_chain", "The subject's leaf does not count this entry.")
    check_opening(entry, facts_digest(ending.facts()), salt=ending.salt, before=place)
    stands = leaves[ending.subject].state_of(ending.subject, ending.target)
    if ending.state not in LAST_STATES or stands != ending.state:
        raise Unverified("proofs.state_raised", "What was ended has another state than its last one.")
    return EndingFacts(entry.kind, ending.subject, ending.target, ending.state, ending.logged.index, entry.at)


def _stamped(stamp: TimeStamp, signer: Certificate, text: bytes) -> bool:
    stamp.check(signer, text)
    return True


def _places(proof: SubjectProof, head: Head) -> Places:
    verify_present(head.map_root, subject_key(proof.subject), proof.leaf.value_hash(), proof.proof)
    chain, places = Chain.start(proof.subject), {}
    for leaf in proof.chain:
        places[leaf] = chain
        chain = chain.then(leaf)
    if chain != proof.leaf.chain or len(places) != chain.count:
        raise Unverified("proofs.chain_incomplete", "These are not all of the subject's entries, in order.")
    return places


def _place(signed: SignedStatement, entry: bytes, places: Mapping[str, Places]) -> Chain | None:
    own = places.get(signed.statement.subject)
    if own is None:
        return None
    if leaf_hash(entry) not in own:
        raise Unverified("proofs.not_in_chain", "The subject's leaf does not count this entry.")
    return own[leaf_hash(entry)]


def _facts(v: Verified, ring: KeyRing) -> StatementFacts:
    said, key = v.signed.statement, v.signed.key
    return StatementFacts(
        id=said.id,
        type=said.type,
        subject=said.subject,
        text=said.text,
        body=said.body,
        digest=short_digest(v.signed.digest),
        key_id=key.key_id,
        key_kind=key.kind,
        binding=ring.binding(key),
        index=v.index,
        logged_at=v.signed.logged_at,
        signed_after_size=v.signed_after_size,
        is_placed=v.is_placed,
    )


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            for item in value.values():
                yield from _texts(item)
        case _:
            return
